"""HTTPS to the site's server: pinned, bounded, never waiting for ever.

The only place that makes `requests` sessions. A session trusts the site's own CA and
nothing else, and expects the site's name in the certificate whatever the address is.
"""

import ssl
import time
import warnings
from typing import Any

import requests
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from requests.adapters import HTTPAdapter
from urllib3.exceptions import InsecureRequestWarning

from kiosk.errors import ServerUnreachableError
from question_bank.errors import FormatError

CONNECT_TIMEOUT_S = 3.05
READ_TIMEOUT_S = 10.0
MOST_ANSWER_BYTES = 8 * 1024 * 1024
_CHUNK_BYTES = 64 * 1024


class _PinnedAdapter(HTTPAdapter):
    """Connections that trust one CA and check one name."""

    def __init__(self, ca_certificate_pem: str | None, server_name: str) -> None:
        self._server_name = server_name
        self._context = ssl_context(ca_certificate_pem)
        super().__init__(pool_connections=2, pool_maxsize=2)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - requests' own signature
        kwargs["ssl_context"] = self._context
        if self._context.verify_mode is ssl.CERT_REQUIRED:
            kwargs["server_hostname"] = self._server_name
            kwargs["assert_hostname"] = self._server_name
        super().init_poolmanager(*args, **kwargs)

    def send(self, *args: Any, **kwargs: Any) -> requests.Response:  # noqa: ANN401 - requests' own signature
        """Send; of the one call that trusts nobody nothing is believed, so no warning."""
        if self._context.verify_mode is ssl.CERT_REQUIRED:
            return super().send(*args, **kwargs)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", InsecureRequestWarning)
            return super().send(*args, **kwargs)

    def cert_verify(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - requests' own signature
        """Leave verification to the context, which knows no other CA."""


def ssl_context(ca_certificate_pem: str | None) -> ssl.SSLContext:
    """Return a context that trusts just this CA; None trusts nobody and checks nothing.

    None is for the first call of a pairing only: what comes back is not believed
    until people have compared the short code.

    Raises:
        FormatError: it is not exactly one certificate.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if ca_certificate_pem is None:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    else:
        # Loaded from the very bytes that the pairing's code was made of.
        context.load_verify_locations(cadata=authority_der(ca_certificate_pem))
    return context


def authority_der(untrusted_pem: str) -> bytes:
    """Return the one certificate in a PEM text, DER.

    Readers of PEM differ in what they make of two blocks in a row: where one hashes the
    first only and another trusts both, whoever adds a block is trusted unseen.

    Raises:
        FormatError: it holds no certificate, more than one, or one that can't be read.
    """
    try:
        found = x509.load_pem_x509_certificates(untrusted_pem.encode())
    except ValueError as error:
        raise FormatError("ca_certificate_pem", "not a certificate") from error
    if len(found) != 1:
        raise FormatError("ca_certificate_pem", f"{len(found)} certificates")
    return found[0].public_bytes(Encoding.DER)


def open_session(
    ca_certificate_pem: str | None, server_name: str, token: str = ""
) -> requests.Session:
    """Return a session for one thread.

    Args:
        ca_certificate_pem: The site's CA; None only for the first call of a pairing.
        server_name: The name that the certificate must carry.
        token: The seat's token; "" before it has one.
    """
    session = requests.Session()
    session.verify = (
        ca_certificate_pem is not None
    )  # else requests overrules the context
    session.trust_env = False  # neither proxies nor REQUESTS_CA_BUNDLE may interfere
    session.mount("https://", _PinnedAdapter(ca_certificate_pem, server_name))
    session.adapters.pop("http://")
    if token:
        session.headers["Authorization"] = f"Bearer {token}"
    return session


def call(
    session: requests.Session,
    method: str,
    url: str,
    *,
    body: bytes | None = None,
    read_timeout_s: float = READ_TIMEOUT_S,
    most_bytes: int = MOST_ANSWER_BYTES,
) -> tuple[int, bytes]:
    """Return (status, body) of one call; the whole answer is read, within bounds.

    Raises:
        ServerUnreachableError: no connection, no answer in time, an answer that drips
            or is too large, or a certificate that isn't the site's.
    """
    # The read timeout is for each read; the deadline ends an answer that drips.
    deadline_s = time.monotonic() + 3 * read_timeout_s
    try:
        with session.request(
            method,
            url,
            data=body,
            timeout=(CONNECT_TIMEOUT_S, read_timeout_s),
            stream=True,
            allow_redirects=False,
        ) as response:
            return response.status_code, _bounded(response, most_bytes, deadline_s)
    except requests.RequestException as error:
        raise ServerUnreachableError(type(error).__name__) from error


def _bounded(response: requests.Response, most_bytes: int, deadline_s: float) -> bytes:
    parts: list[bytes] = []
    size = 0
    for part in response.iter_content(_CHUNK_BYTES):
        size += len(part)
        if size > most_bytes:
            raise ServerUnreachableError(f"answer over {most_bytes} bytes")
        if time.monotonic() > deadline_s:
            raise ServerUnreachableError("answer drips")
        parts.append(part)
    return b"".join(parts)
