"""Pairing a seat with a site: commit, reveal, compare the code, fetch the token.

Nothing that the server says is believed before an admin has compared the short code on
both screens: it is made from both sides' keys and nonces and from all that the seat will trust
(one certificate, the site's UUID and signing key), and the nonces were committed to
before either side knew the other's, so a listener in the middle can't make two codes
agree.
"""

import secrets
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from kiosk.errors import PairingRefusedError
from kiosk.transport.http_session import (
    READ_TIMEOUT_S,
    authority_der,
    call,
    open_session,
)
from kiosk.transport.server_client import MOST_JSON_BYTES, refusal
from question_bank.errors import FormatError
from question_bank.formats.pairing_code import (
    PairingSite,
    pairing_code,
    pairing_commitment,
    pairing_token_message,
)
from question_bank.formats.record import parse_json_record
from question_bank.formats.seat_protocol import (
    PairingAnswer,
    PairingNonce,
    PairingOffer,
    PairingRequest,
    PairingStatus,
    TokenRequest,
    server_name,
)
from question_bank.sealing.signing_keys import SigningKey

NONCE_BYTES = 32
WAIT_S = 20
_API = "/api/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paired:
    """What a seat keeps of a pairing.

    Attributes:
        address: `host:port` that the pairing went over.
        offer: Its certificate is the one that the code was made of, and nothing else.
        answer: The approved answer: token, seat, room, keys to trust.
    """

    address: str
    offer: PairingOffer
    answer: PairingAnswer


def pair(
    address: str,
    signing_key: SigningKey,
    names: tuple[str, str],
    show_code: Callable[[str], None],
    stopped: threading.Event,
) -> Paired | None:
    """Pair with the server at `address`; waits until an admin has decided.

    Args:
        names: (computer name, program version) for the console.
        show_code: Called once, from this thread, with the code to compare.
        stopped: Set from outside to give up.

    Returns:
        The pairing, or None when `stopped` was set first.

    Raises:
        ServerUnreachableError: no answer at that address.
        ServerRefusedError: the server takes no pairing now.
        PairingRefusedError: the admin refused.
        FormatError: whatever answers there is not an exam server.
    """
    nonce = secrets.token_bytes(NONCE_BYTES)
    offer = _ask_for_offer(address, signing_key, names, nonce)
    session = open_session(offer.ca_certificate_pem, server_name(offer.site_uuid))
    with session:
        path = f"https://{address}{_API}/pairings/{offer.pairing_uuid}"
        reveal = msgspec.json.encode(PairingNonce(seat_nonce=nonce))
        _accepted(call(session, "PUT", f"{path}/nonce", body=reveal))
        show_code(_code(offer, signing_key, nonce))
        proof = signing_key.sign(pairing_token_message(offer.pairing_uuid))
        asked = msgspec.json.encode(TokenRequest(signature=proof))
        while not stopped.is_set():
            raw = _accepted(
                call(
                    session,
                    "POST",
                    f"{path}/token?wait_s={WAIT_S}",
                    body=asked,
                    read_timeout_s=WAIT_S + READ_TIMEOUT_S,
                )
            )
            answer = parse_json_record(
                raw, PairingAnswer, name="pairing", most_bytes=MOST_JSON_BYTES
            )
            if answer.status is PairingStatus.REFUSED:
                raise PairingRefusedError
            if answer.status is PairingStatus.APPROVED:
                if answer.site_signing_key != offer.site_signing_key:
                    raise FormatError("pairing.site_signing_key", "not the offer's")
                return Paired(address=address, offer=offer, answer=answer)
    return None


def _ask_for_offer(
    address: str, signing_key: SigningKey, names: tuple[str, str], nonce: bytes
) -> PairingOffer:
    computer_name, program_version = names
    request = PairingRequest(
        seat_public_key=signing_key.verify_key.raw,
        commitment=pairing_commitment(nonce),
        computer_name=computer_name,
        program_version=program_version,
    )
    with open_session(None, "") as session:
        raw = _accepted(
            call(
                session,
                "POST",
                f"https://{address}{_API}/pairings",
                body=msgspec.json.encode(request),
            )
        )
    offer = parse_json_record(
        raw, PairingOffer, name="pairing", most_bytes=MOST_JSON_BYTES
    )
    only = ssl.DER_cert_to_PEM_cert(authority_der(offer.ca_certificate_pem))
    return msgspec.structs.replace(offer, ca_certificate_pem=only)


def _code(offer: PairingOffer, signing_key: SigningKey, nonce: bytes) -> str:
    site = PairingSite(
        authority_der=authority_der(offer.ca_certificate_pem),
        site_uuid=offer.site_uuid,
        signing_key=offer.site_signing_key,
    )
    return pairing_code(site, signing_key.verify_key.raw, offer.server_nonce, nonce)


def _accepted(answer: tuple[int, bytes]) -> bytes:
    status, body = answer
    if 200 <= status < 300:  # noqa: PLR2004 - HTTP's class of success
        return body
    raise refusal(status, body)
