"""写出接口说明 / write the API's description (OpenAPI), made from the code."""

import argparse
import base64
import json
import tempfile
from pathlib import Path

from sync_server.app import make_web_program
from sync_server.clock import SystemClock
from sync_server.services.new_site import NewSite, make_site
from sync_server.services.site import SiteOptions, open_site


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("--out", type=Path, required=True, help="JSON file to write")


def run(arguments: argparse.Namespace) -> int:
    """Write the description; the same code gives the same bytes."""
    arguments.out.write_text(api_description(), encoding="utf-8")
    print(arguments.out)
    return 0


def api_description() -> str:
    """Return the description as indented JSON, from the routes over a passing site."""
    nobody = NewSite(
        name="-",
        admin_name="-",
        admin_password="not a password",  # noqa: S106 - the site is thrown away
        marking_passphrase="not a passphrase",  # noqa: S106 - same
    )
    with tempfile.TemporaryDirectory() as root:
        make_site(Path(root), nobody, SystemClock())
        site = open_site(Path(root), SiteOptions(), SystemClock())
        try:
            schema = make_web_program(site).openapi_schema.to_schema()
        finally:
            site.close()
    text = json.dumps(
        schema, indent=2, ensure_ascii=False, sort_keys=True, default=_default_text
    )
    return text + "\n"


def _default_text(value: object) -> str:
    """Return a default that is bytes as the base64 text that it is on the wire."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(f"{type(value).__name__} in the API's description")
