"""Pairing with whoever answers: what is trusted afterwards is what the code was made of."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from uuid import uuid4

import msgspec
import pytest

from kiosk.transport.http_session import authority_der
from kiosk.transport.pairing import Paired, pair
from question_bank.errors import FormatError
from question_bank.formats.pairing_code import PairingSite, pairing_code
from question_bank.formats.seat_protocol import (
    PairingAnswer,
    PairingNonce,
    PairingOffer,
    PairingStatus,
)
from question_bank.sealing.signing_keys import SigningKey
from sync_server.keys.certificates import issue_server_certificate, make_authority

SITE = uuid4()
AUTHORITY = make_authority(SITE)
SITE_KEY = SigningKey.draw().verify_key.raw


class Answering(BaseHTTPRequestHandler):
    """Plays the three calls of a pairing, with what a test gives it."""

    protocol_version = "HTTP/1.1"
    offer: PairingOffer
    answer: PairingAnswer
    nonces: list[bytes]

    def do_POST(self) -> None:
        self._body()
        is_first = self.path.endswith("/pairings")
        self._send(self.offer if is_first else self.answer)

    def do_PUT(self) -> None:
        nonce = msgspec.json.decode(self._body(), type=PairingNonce)
        self.nonces.append(nonce.seat_nonce)
        self._send({})

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers["Content-Length"]))

    def _send(self, answer: object) -> None:
        raw = msgspec.json.encode(answer)
        self.send_response(200)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)


class Room:
    """A server for a test, and the seat that pairs with it."""

    def __init__(self, address: str, nonces: list[bytes]) -> None:
        self.address = address
        self.nonces = nonces
        self.codes: list[str] = []
        self.key = SigningKey.draw()

    def pair(self) -> Paired | None:
        names, stopped = ("pc", "0.1.0"), threading.Event()
        return pair(self.address, self.key, names, self.codes.append, stopped)


pytestmark = pytest.mark.enable_socket

Serving = Callable[..., AbstractContextManager[Room]]


@pytest.fixture
def serving(tmp_path: Path) -> Serving:
    @contextmanager
    def serve(ca_pem: str, answer_key: bytes = SITE_KEY) -> Iterator[Room]:
        offer = PairingOffer(
            pairing_uuid=uuid4(),
            server_nonce=bytes(32),
            site_uuid=SITE,
            site_name="考点",
            ca_certificate_pem=ca_pem,
            site_signing_key=SITE_KEY,
            server_version="0.1.0",
        )
        answer = PairingAnswer(
            status=PairingStatus.APPROVED,
            token="t",
            seat_uuid=uuid4(),
            site_signing_key=answer_key,
        )
        nonces: list[bytes] = []
        told = {"offer": offer, "answer": answer, "nonces": nonces}
        server = HTTPServer(("127.0.0.1", 0), type("Handler", (Answering,), told))
        own = issue_server_certificate(AUTHORITY, SITE, [])
        (tmp_path / "cert.pem").write_bytes(own.certificate_pem)
        (tmp_path / "key.pem").write_bytes(own.key_pem)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield Room(f"127.0.0.1:{server.server_port}", nonces)
        finally:
            server.shutdown()
            server.server_close()
            thread.join()

    return serve


def test_a_seat_keeps_the_certificate_that_the_code_was_made_of(
    serving: Serving,
) -> None:
    pem = AUTHORITY.certificate_pem.decode()
    with serving(f"any word\n{pem}") as room:
        paired = room.pair()

    assert paired is not None
    assert paired.offer.ca_certificate_pem == pem
    site = PairingSite(
        authority_der=authority_der(pem), site_uuid=SITE, signing_key=SITE_KEY
    )
    key = room.key.verify_key.raw
    assert room.codes == [pairing_code(site, key, bytes(32), room.nonces[0])]


def test_a_second_certificate_ends_the_pairing_before_any_code_is_shown(
    serving: Serving,
) -> None:
    true_one = make_authority(SITE).certificate_pem.decode()
    both = true_one + AUTHORITY.certificate_pem.decode()
    with serving(both) as room, pytest.raises(FormatError):
        room.pair()

    assert room.codes == []
    assert room.nonces == []


def test_a_signing_key_that_people_did_not_compare_is_not_believed(
    serving: Serving,
) -> None:
    other = SigningKey.draw().verify_key.raw
    pem = AUTHORITY.certificate_pem.decode()
    with serving(pem, other) as room, pytest.raises(FormatError):
        room.pair()
