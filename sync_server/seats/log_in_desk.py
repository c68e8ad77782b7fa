"""Who may sit where: admission number and the end of the ID number, one seat a sitting.

Wrong tries are counted by seat and by admission number. A sitting that another seat
holds is refused until an order released it.
"""

import hmac
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from question_bank.formats.journal_entry import JournalHead
from question_bank.formats.seat_protocol import (
    CandidateView,
    HeadView,
    LogInAnswer,
    LogInRequest,
    LogInStatus,
)
from question_bank.identifiers import SittingUuid
from sync_server.clock import Clock
from sync_server.errors import LogInRefusedError, SittingAtAnotherSeatError
from sync_server.keys.vault import Vault
from sync_server.keys.vault_purposes import id_number_purpose, photo_purpose
from sync_server.seats.seat import Seat
from sync_server.seats.try_limit import TryLimit

LEAST_TAIL = 4
MOST_TAIL = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateSitting:
    """A sitting with its candidate, as the log-in needs it.

    Attributes:
        id_tail_length: Characters that must be typed, from the package's policies.
        extra_time_ms: Agreed before the exam; orders come on top.
        handed_in: True also when the server closed the sitting.
    """

    sitting_id: int
    sitting_uuid: SittingUuid
    candidate_uuid: str
    admission_number: str
    name: str
    form_of_address: str
    id_number_sealed: bytes
    photo_sealed: bytes | None
    photo_media_type: str
    form_code: str
    extra_time_ms: int
    holder_seat_id: int | None
    id_tail_length: int
    handed_in: bool


class LogInRows(Protocol):
    """What the desk asks its stores."""

    def sitting_of(
        self, room_id: int, admission_number: str
    ) -> CandidateSitting | None:
        """Return the candidate's sitting in the room session the room is in now."""
        ...

    def claim(self, sitting_uuid: SittingUuid, seat: Seat, now: datetime) -> None:
        """Let the seat hold the sitting, durably.

        SittingAtAnotherSeatError if another holds it; NotFoundError if it is not of the
        seat's room.
        """
        ...


class Heads(Protocol):
    """How far journals go at the server."""

    def head(self, sitting_id: int, sitting_uuid: SittingUuid) -> JournalHead:
        """Return the durable end of a sitting's journal."""
        ...


class LogInDesk:
    """Log-ins and claims. For all threads."""

    def __init__(
        self, rows: LogInRows, heads: Heads, vault: Vault, clock: Clock
    ) -> None:
        self._rows = rows
        self._heads = heads
        self._vault = vault
        self._clock = clock
        self._tries = TryLimit(clock)

    def log_in(self, seat: Seat, request: LogInRequest) -> LogInAnswer:
        """Return the sitting of the candidate who typed these numbers; changes nothing.

        Raises:
            TooManyTriesError: wrong too often at this seat or for this number.
            LogInRefusedError: the numbers don't fit; it is not said which.
            SittingAtAnotherSeatError: only to who typed the right numbers.
        """
        number = request.admission_number.strip()
        keys = (("seat", seat.seat_id), ("number", number))
        self._tries.check(*keys)
        found = self._rows.sitting_of(seat.room_id, number)
        if found is None or not self._is_tail(found, request.id_tail):
            self._tries.count_wrong(*keys)
            raise LogInRefusedError("number and ID fit no sitting in this room now")
        self._tries.clear(*keys)
        if found.holder_seat_id not in {None, seat.seat_id}:
            raise SittingAtAnotherSeatError("the sitting is held by another seat")
        return self._answer(found)

    def claim(self, seat: Seat, sitting_uuid: SittingUuid) -> None:
        """Let the seat hold the sitting: the candidate confirmed. May be repeated.

        Raises:
            SittingAtAnotherSeatError: another seat holds it.
            NotFoundError: it is not a sitting of the seat's room.
        """
        self._rows.claim(sitting_uuid, seat, self._clock.utc_now())

    def _is_tail(self, found: CandidateSitting, untrusted_tail: str) -> bool:
        tail = _plain(untrusted_tail)
        if not found.id_tail_length <= len(tail) <= MOST_TAIL:
            return False
        sealed = found.id_number_sealed
        purpose = id_number_purpose(found.candidate_uuid)
        id_number = _plain(self._vault.open(sealed, purpose=purpose).decode())
        return hmac.compare_digest(id_number[-len(tail) :].encode(), tail.encode())

    def _answer(self, found: CandidateSitting) -> LogInAnswer:
        head = self._heads.head(found.sitting_id, found.sitting_uuid)
        photo = b""
        if found.photo_sealed is not None:
            purpose = photo_purpose(found.candidate_uuid)
            photo = self._vault.open(found.photo_sealed, purpose=purpose)
        return LogInAnswer(
            sitting_uuid=found.sitting_uuid,
            candidate=CandidateView(
                name=found.name,
                form_of_address=found.form_of_address,
                admission_number=found.admission_number,
                photo=photo,
                photo_media_type=found.photo_media_type,
            ),
            form_code=found.form_code,
            extra_time_ms=found.extra_time_ms,
            status=_status(head, handed_in=found.handed_in),
            head=head_view(found.sitting_uuid, head) if head.seq else None,
        )


def head_view(sitting_uuid: SittingUuid, head: JournalHead) -> HeadView:
    """Return a journal's end as seats read it."""
    return HeadView(sitting_uuid=sitting_uuid, last_seq=head.seq, last_hash=head.hash)


def _status(head: JournalHead, *, handed_in: bool) -> LogInStatus:
    if handed_in:
        return LogInStatus.HANDED_IN
    return LogInStatus.IN_PROGRESS if head.seq else LogInStatus.NEW


def _plain(typed: str) -> str:
    """Return letters and digits only, upper case: full width and blanks don't matter."""
    folded = unicodedata.normalize("NFKC", typed).upper()
    return "".join(character for character in folded if character.isalnum())
