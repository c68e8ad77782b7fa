"""Rendering of pages, and the headers that keep them safe."""

from types import MappingProxyType

from jinja2 import Environment, PackageLoader, StrictUndefined
from litestar import Response

from sync_server.console.local_time import beijing_time
from sync_server.console.texts import words

SECURITY_HEADERS = MappingProxyType(
    {
        "content-security-policy": (
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self';"
            " connect-src 'self'; form-action 'self'; base-uri 'none';"
            " frame-ancestors 'none'"
        ),
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "same-origin",
        "permissions-policy": "camera=(), microphone=(), geolocation=()",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "strict-transport-security": "max-age=31536000",
        "cache-control": "no-store",
    }
)
"""On every answer of the console.

Source:
    OWASP ASVS 5.0, 3.4 (browser security mechanism headers).
"""


def open_templates() -> Environment:
    """Return the templates; everything put into them is escaped."""
    templates = Environment(
        loader=PackageLoader("sync_server.console"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["beijing"] = beijing_time
    return templates


class Pages:
    """Renders pages of one site."""

    def __init__(self, site_name: str) -> None:
        self._site_name = site_name
        self._templates = open_templates()

    def page(
        self,
        name: str,
        language: str,
        model: dict[str, object],
        *,
        status_code: int = 200,
    ) -> Response[str]:
        """Return a page; `model` is what its template names."""
        content = self._templates.get_template(name).render(
            t=words(language), language=language, site_name=self._site_name, **model
        )
        return Response(
            content, media_type="text/html; charset=utf-8", status_code=status_code
        )
