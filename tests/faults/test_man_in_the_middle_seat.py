"""S14: a seat talks to its own site's server and to nobody who stands in between."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from kiosk.errors import ServerUnreachableError
from kiosk.transport.http_session import call, open_session
from question_bank.formats.seat_protocol import server_name
from sync_server.keys.certificates import (
    KeyAndCertificate,
    issue_server_certificate,
    make_authority,
)

SECRET = b"an answer that nobody in between may see"


class Eavesdropper(BaseHTTPRequestHandler):
    """Answers everything, and keeps what it was told."""

    protocol_version = "HTTP/1.1"
    told: list[bytes]

    def do_PUT(self) -> None:
        self.told.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@contextmanager
def listening(context: ssl.SSLContext | None) -> Iterator[tuple[str, list[bytes]]]:
    told: list[bytes] = []
    handler = type("Handler", (Eavesdropper,), {"told": told})
    server = HTTPServer(("127.0.0.1", 0), handler)
    if context is not None:
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
    server.handle_error = lambda *_: None  # type: ignore[method-assign] # refused handshakes are the point
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"https://127.0.0.1:{server.server_port}/x", told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def server_context(pair: KeyAndCertificate, folder: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    (folder / "cert.pem").write_bytes(pair.certificate_pem)
    (folder / "key.pem").write_bytes(pair.key_pem)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


def tell(url: str, ca_pem: bytes, site_uuid: UUID) -> int:
    with open_session(ca_pem.decode(), server_name(site_uuid), "token") as session:
        return call(session, "PUT", url, body=SECRET, read_timeout_s=2)[0]


@pytest.fixture
def site_uuid() -> UUID:
    return uuid4()


@pytest.fixture
def authority(site_uuid: UUID) -> KeyAndCertificate:
    return make_authority(site_uuid)


def test_the_sites_own_server_is_believed_at_any_address(
    authority: KeyAndCertificate, site_uuid: UUID, tmp_path: Path
) -> None:
    own = issue_server_certificate(authority, site_uuid, [])

    with listening(server_context(own, tmp_path)) as (url, told):
        assert tell(url, authority.certificate_pem, site_uuid) == 200

    assert told == [SECRET]


def test_another_authority_of_the_same_name_is_refused(
    authority: KeyAndCertificate, site_uuid: UUID, tmp_path: Path
) -> None:
    forged = issue_server_certificate(make_authority(site_uuid), site_uuid, [])

    server = listening(server_context(forged, tmp_path))
    with server as (url, told), pytest.raises(ServerUnreachableError):
        tell(url, authority.certificate_pem, site_uuid)

    assert told == []


@pytest.mark.expects_logs("urllib3")
def test_a_certificate_for_another_name_is_refused(
    authority: KeyAndCertificate, site_uuid: UUID, tmp_path: Path
) -> None:
    other = issue_server_certificate(authority, uuid4(), ["127.0.0.1"])

    server = listening(server_context(other, tmp_path))
    with server as (url, told), pytest.raises(ServerUnreachableError):
        tell(url, authority.certificate_pem, site_uuid)

    assert told == []


def test_plain_http_is_refused(authority: KeyAndCertificate, site_uuid: UUID) -> None:
    with listening(None) as (url, told):
        with pytest.raises(ServerUnreachableError):
            tell(url, authority.certificate_pem, site_uuid)
        with pytest.raises(ServerUnreachableError):
            tell(url.replace("https", "http"), authority.certificate_pem, site_uuid)

    assert told == []


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_an_old_tls_is_refused(
    authority: KeyAndCertificate,
    site_uuid: UUID,
    tmp_path: Path,
    version: ssl.TLSVersion,
) -> None:
    own = issue_server_certificate(authority, site_uuid, [])
    context = server_context(own, tmp_path)
    context.minimum_version = version
    context.maximum_version = version
    context.set_ciphers("ALL:@SECLEVEL=0")

    server = listening(context)
    with server as (url, told), pytest.raises(ServerUnreachableError):
        tell(url, authority.certificate_pem, site_uuid)

    assert told == []


def test_the_environment_cannot_slip_in_another_authority_or_a_proxy(
    authority: KeyAndCertificate,
    site_uuid: UUID,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    forger = make_authority(site_uuid)
    (tmp_path / "forger.pem").write_bytes(forger.certificate_pem)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "forger.pem"))
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    forged = issue_server_certificate(forger, site_uuid, [])

    server = listening(server_context(forged, tmp_path))
    with server as (url, told), pytest.raises(ServerUnreachableError):
        tell(url, authority.certificate_pem, site_uuid)

    assert told == []
