"""S14, the server's side: TLS 1.3 under the site's own authority and name, nothing else."""

import http.client
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from question_bank.formats.seat_protocol import server_name
from sync_server.keys.certificates import make_authority
from sync_server.keys.site_keys import load_site_keys
from tests.benchmarks.crowd import RunningServer, running_server
from tests.builders.server_sites import copy_site

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running_server(copy_site(tmp_path_factory.mktemp("site") / "data")) as running:
        yield running


def handshake(server: RunningServer, context: ssl.SSLContext, name: str) -> str | None:
    with (
        socket.create_connection(("127.0.0.1", server.port), 5) as plain,
        context.wrap_socket(plain, server_hostname=name) as stream,
    ):
        return stream.version()


def site_name(server: RunningServer) -> str:
    return server_name(load_site_keys(server.authority.parent).card.site_uuid)


def trusting(authority: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(authority))


def test_a_seat_that_pins_authority_and_name_gets_tls_1_3(
    server: RunningServer,
) -> None:
    found = handshake(server, trusting(server.authority), site_name(server))

    assert found == "TLSv1.3"


def test_another_sites_authority_is_not_believed(
    server: RunningServer, tmp_path: Path
) -> None:
    other = tmp_path / "other.pem"
    keys = load_site_keys(server.authority.parent)
    other.write_bytes(make_authority(keys.card.site_uuid).certificate_pem)

    with pytest.raises(ssl.SSLCertVerificationError):
        handshake(server, trusting(other), site_name(server))


def test_another_sites_name_is_not_believed(server: RunningServer) -> None:
    name = "site-00000000-0000-4000-8000-000000000000.exam-room.internal"

    with pytest.raises(ssl.SSLCertVerificationError):
        handshake(server, trusting(server.authority), name)


@pytest.mark.parametrize("version", ["TLSv1", "TLSv1_1", "TLSv1_2"])
@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_older_tls_is_refused(server: RunningServer, version: str) -> None:
    context = trusting(server.authority)
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = ssl.TLSVersion[version]

    with pytest.raises((ssl.SSLError, ConnectionError)):
        handshake(server, context, site_name(server))


def test_plain_http_gets_no_answer(server: RunningServer) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)

    connection.request("GET", "/api/v1/seat")
    with pytest.raises((http.client.HTTPException, OSError)):
        connection.getresponse()
    connection.close()
