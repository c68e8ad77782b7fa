"""Pairing: a computer asks, two people compare one code, an admin approves or refuses.

Order of calls: `ask` → `open_commitment` (from now on the code stands in the console) →
`approve` or `refuse` → `fetch_token`, which may be repeated: each call within an hour
gives a new token that replaces the one before, so a lost answer costs nothing.
"""

import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol
from uuid import uuid4

from question_bank.formats.pairing_code import (
    PairingSite,
    pairing_code,
    pairing_commitment,
    pairing_token_message,
)
from question_bank.formats.seat_protocol import PairingRequest
from question_bank.identifiers import PairingUuid, RoomCode, SeatCode, SeatUuid
from question_bank.sealing.signing_keys import VerifyKey
from sync_server.clock import Clock, utc_text
from sync_server.errors import BusyError, PairingUnknownError
from sync_server.keys.certificates import certificate_der
from sync_server.keys.site_keys import SiteKeys
from sync_server.seats.seat import NewSeat, Pairing, PairingState, Seat
from sync_server.seats.seat_directory import SeatDirectory, token_hash

NONCE_BYTES = 32
TOKEN_BYTES = 32
MOST_WAITING = 500
"""More computers than any site pairs at once; all of them stand in the console."""

MOST_UNOPENED = 500
"""Requests whose code is not shown yet; beyond it the oldest one gives way.

A seat opens its commitment at once, so only a flood gets here, and it pushes itself out.
"""

PAIRING_LIFE = timedelta(hours=1)
UNOPENED_LIFE = timedelta(minutes=2)


class PairingRows(Protocol):
    """What the desk asks its store."""

    def add_pairing(self, pairing: Pairing) -> None:
        """Keep a new request."""
        ...

    def pairing(self, pairing_uuid: PairingUuid) -> Pairing | None:
        """Return a request."""
        ...

    def pairings(self, state: PairingState) -> Sequence[Pairing]:
        """Return the requests in a state, oldest first."""
        ...

    def set_seat_nonce(self, pairing_uuid: PairingUuid, seat_nonce: bytes) -> None:
        """Keep the opened commitment."""
        ...

    def drop_pairing(self, pairing_uuid: PairingUuid) -> None:
        """Forget a request that nobody decided."""
        ...

    def decide_pairing(
        self, pairing: Pairing, new_seat: NewSeat | None, decided_utc: str
    ) -> Seat | None:
        """Approve with `new_seat` or refuse with None.

        SeatTakenError, NotFoundError; PairingUnknownError if it was decided meanwhile.
        """
        ...

    def seat(self, seat_id: int) -> Seat:
        """Return a seat."""
        ...

    def set_token(self, seat_id: int, token_hash: bytes) -> None:
        """Replace a seat's token."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingPairing:
    """A request as the console shows it.

    Attributes:
        code: Compared with the seat's screen by two people.
    """

    pairing: Pairing
    code: str


def pairing_site(keys: SiteKeys) -> PairingSite:
    """Return what pairing codes of this site vouch for."""
    return PairingSite(
        authority_der=certificate_der(keys.authority_pem),
        site_uuid=keys.card.site_uuid,
        signing_key=keys.card.signing_public_key,
    )


class PairingDesk:
    """Takes and decides requests to pair. For all threads."""

    def __init__(
        self,
        rows: PairingRows,
        directory: SeatDirectory,
        clock: Clock,
        site: PairingSite,
    ) -> None:
        self._rows = rows
        self._directory = directory
        self._clock = clock
        self._site = site

    def ask(self, request: PairingRequest, address: str) -> Pairing:
        """Keep a computer's request and draw the server's nonce.

        Raises:
            BusyError: too many requests are waiting.
            FormatError: the seat's key is no Ed25519 key.
        """
        VerifyKey(request.seat_public_key)
        self._make_place()
        pairing = Pairing(
            pairing_uuid=PairingUuid(uuid4()),
            state=PairingState.WAITING,
            seat_public_key=request.seat_public_key,
            commitment=request.commitment,
            server_nonce=secrets.token_bytes(NONCE_BYTES),
            seat_nonce=None,
            computer_name=request.computer_name,
            program_version=request.program_version,
            address=address,
            asked_utc=self._clock.utc_now(),
            decided_utc=None,
            seat_id=None,
        )
        self._rows.add_pairing(pairing)
        return pairing

    def open_commitment(self, pairing_uuid: PairingUuid, seat_nonce: bytes) -> None:
        """Take the seat's nonce, once; the same one again is fine.

        Raises:
            PairingUnknownError: no such pairing, too old, or not the nonce it
                committed to.
        """
        pairing = self._pairing(pairing_uuid)
        if not hmac.compare_digest(pairing_commitment(seat_nonce), pairing.commitment):
            raise PairingUnknownError("the nonce is not the one committed to")
        if pairing.seat_nonce is None:
            self._rows.set_seat_nonce(pairing_uuid, seat_nonce)

    def waiting(self) -> tuple[WaitingPairing, ...]:
        """Return the requests that can be decided, with their codes, oldest first."""
        self._drop_expired()
        return tuple(
            WaitingPairing(pairing=pairing, code=self._code(pairing))
            for pairing in self._rows.pairings(PairingState.WAITING)
            if pairing.seat_nonce is not None
        )

    def approve(
        self,
        pairing_uuid: PairingUuid,
        room_code: RoomCode,
        seat_code: SeatCode,
        approved_by: str,
    ) -> Seat:
        """Make the computer the seat of a place.

        Raises:
            PairingUnknownError: it does not wait (any more), or its code was never
                shown.
            SeatTakenError: the place has a seat; revoke that first.
            NotFoundError: no such room.
        """
        pairing = self._pairing(pairing_uuid)
        if pairing.state is not PairingState.WAITING or pairing.seat_nonce is None:
            raise PairingUnknownError("this pairing can't be approved now")
        new_seat = NewSeat(
            seat_uuid=SeatUuid(uuid4()),
            room_code=room_code,
            seat_code=seat_code,
            token_hash=secrets.token_bytes(
                TOKEN_BYTES
            ),  # nobody's, until it is fetched
            approved_by=approved_by,
        )
        seat = self._rows.decide_pairing(pairing, new_seat, self._now())
        assert seat is not None
        return seat

    def refuse(self, pairing_uuid: PairingUuid) -> None:
        """Refuse a computer.

        Raises:
            PairingUnknownError: it does not wait.
        """
        pairing = self._pairing(pairing_uuid)
        if pairing.state is not PairingState.WAITING:
            raise PairingUnknownError("this pairing is decided already")
        self._rows.decide_pairing(pairing, None, self._now())

    def state(self, pairing_uuid: PairingUuid, signature: bytes) -> PairingState:
        """Return what became of a request, to the holder of the seat's key only.

        Raises:
            PairingUnknownError: no such pairing, or it is too old.
            SignatureInvalidError: not signed by the seat's key.
        """
        pairing = self._pairing(pairing_uuid)
        message = pairing_token_message(pairing_uuid)
        VerifyKey(pairing.seat_public_key).verify(signature, message)
        return pairing.state

    def draw_token(self, pairing_uuid: PairingUuid) -> tuple[Seat, str]:
        """Return the approved seat and its new token; the token before it is void.

        Raises:
            PairingUnknownError: not approved, or longer ago than an hour.
        """
        pairing = self._pairing(pairing_uuid)
        if pairing.seat_id is None:
            raise PairingUnknownError("this pairing is not approved")
        token = urlsafe_b64encode(secrets.token_bytes(TOKEN_BYTES)).rstrip(b"=")
        self._rows.set_token(pairing.seat_id, token_hash(token))
        self._directory.forget()
        return self._rows.seat(pairing.seat_id), token.decode()

    def _pairing(self, pairing_uuid: PairingUuid) -> Pairing:
        pairing = self._rows.pairing(pairing_uuid)
        if pairing is None or self._is_expired(pairing):
            raise PairingUnknownError("there is no such pairing, or it is too old")
        return pairing

    def _is_expired(self, pairing: Pairing) -> bool:
        since = pairing.decided_utc or pairing.asked_utc
        life = PAIRING_LIFE if pairing.seat_nonce is not None else UNOPENED_LIFE
        return abs(self._clock.utc_now() - since) > life

    def _make_place(self) -> None:
        """Let one more request in; BusyError if too many can be decided already."""
        self._drop_expired()
        waiting = self._rows.pairings(PairingState.WAITING)
        unopened = [pairing for pairing in waiting if pairing.seat_nonce is None]
        if len(waiting) - len(unopened) >= MOST_WAITING:
            raise BusyError(f"{MOST_WAITING} pairings are waiting")
        for pairing in unopened[: len(unopened) + 1 - MOST_UNOPENED]:
            self._rows.drop_pairing(pairing.pairing_uuid)

    def _drop_expired(self) -> None:
        for pairing in self._rows.pairings(PairingState.WAITING):
            if self._is_expired(pairing):
                self._rows.drop_pairing(pairing.pairing_uuid)

    def _code(self, pairing: Pairing) -> str:
        assert pairing.seat_nonce is not None
        return pairing_code(
            self._site,
            pairing.seat_public_key,
            pairing.server_nonce,
            pairing.seat_nonce,
        )

    def _now(self) -> str:
        return utc_text(self._clock.utc_now())
