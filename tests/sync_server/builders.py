"""Short ways to a seat, for tests that are about something else."""

from question_bank.formats.pairing_code import pairing_commitment
from question_bank.formats.seat_protocol import PairingRequest
from question_bank.identifiers import RoomCode, SeatCode
from question_bank.sealing.signing_keys import SigningKey
from sync_server.seats.seat import Seat
from sync_server.services.site import Site

NONCE = bytes(range(32))


def a_pairing_request(key: SigningKey, nonce: bytes = NONCE) -> PairingRequest:
    return PairingRequest(
        seat_public_key=key.verify_key.raw,
        commitment=pairing_commitment(nonce),
        computer_name="pc",
        program_version="0.1.0",
    )


def pair_directly(site: Site, key: SigningKey, room_code: str, seat_code: str) -> Seat:
    """Pair at the desk, without a wire."""
    pairing = site.pairing_desk.ask(a_pairing_request(key), "10.0.0.1")
    site.pairing_desk.open_commitment(pairing.pairing_uuid, NONCE)
    return site.pairing_desk.approve(
        pairing.pairing_uuid, RoomCode(room_code), SeatCode(seat_code), "admin"
    )
