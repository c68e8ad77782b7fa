"""Who may sit where: admission number and the end of the ID number, one seat a sitting.

Wrong tries are counted by seat, by seat and admission number together, and, with a wide
limit, by admission number: at one seat nobody can lock his neighbour out everywhere. A
sitting that another seat holds is refused until an order released it.
"""

import hmac
import threading
import unicodedata
from collections.abc import Hashable
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
from sync_server.errors import (
    LateEntryError,
    LogInRefusedError,
    RoomClosedError,
    SittingAtAnotherSeatError,
)
from sync_server.keys.vault import Vault
from sync_server.keys.vault_purposes import id_number_purpose, photo_purpose
from sync_server.seats.seat import Seat
from sync_server.seats.try_limit import TryLimit

LEAST_TAIL = 4
MOST_TAIL = 18

FREE_TRIES = 5
"""At one seat, and for one number at one seat."""

FREE_TRIES_OF_NUMBER = 50
"""For one number at all seats: more than a few seats can spend on it in one exam."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateSitting:
    """A sitting with its candidate, as the log-in needs it.

    Attributes:
        id_tail_length: Characters that must be typed, from the package's policies.
        extra_time_ms: Agreed before the exam; orders come on top.
        handed_in: True also when the server closed the sitting.
        room_closed: True once the room session is over.
        entry_ends_utc: Until when who has not begun may do so; None: no limit.
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
    room_closed: bool
    entry_ends_utc: datetime | None


class LogInRows(Protocol):
    """What the desk asks its stores."""

    def sitting_of(
        self, room_id: int, admission_number: str
    ) -> CandidateSitting | None:
        """Return the candidate's sitting in the room session the room is in now."""
        ...

    def claim(
        self,
        sitting_uuid: SittingUuid,
        seat: Seat,
        now: datetime,
        *,
        has_logged_in: bool,
    ) -> int:
        """Let the seat hold the sitting, durably; return the newest order's number.

        SittingAtAnotherSeatError, SittingNotOfSeatError, SittingClosedError,
        RoomClosedError; NotFoundError if it is not of the seat's room.
        """
        ...

    def note_bringer(
        self, sitting_uuid: SittingUuid, seat: Seat, now: datetime
    ) -> bool:
        """Note that a seat of the sitting's room may bring entries.

        Returns whether it holds the sitting already, as it brought the beginning.
        """
        ...


class Heads(Protocol):
    """How far journals go at the server."""

    def head(self, sitting_id: int, sitting_uuid: SittingUuid) -> JournalHead:
        """Return the durable end of a sitting's journal."""
        ...


@dataclass(frozen=True, slots=True)
class _LogIn:
    """Who typed the right numbers at a seat and has not confirmed yet."""

    sitting_uuid: SittingUuid
    entry_ends_utc: datetime | None


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
        self._lock = threading.Lock()
        self._logged_in: dict[int, _LogIn] = {}

    def log_in(self, seat: Seat, request: LogInRequest) -> LogInAnswer:
        """Return the sitting of the candidate who typed these numbers; changes nothing.

        Raises:
            TooManyTriesError: wrong too often at this seat or for this number.
            LogInRefusedError: the numbers don't fit; it is not said which.
            SittingAtAnotherSeatError, RoomClosedError, LateEntryError: only to who
                typed the right numbers.
        """
        number = _folded(request.admission_number).strip()
        found = self._rows.sitting_of(seat.room_id, number)
        free_tries: dict[Hashable, int] = {
            ("seat", seat.seat_id): FREE_TRIES,
            ("seat and number", seat.seat_id, number): FREE_TRIES,
            ("number", number): FREE_TRIES_OF_NUMBER,
        }
        self._tries.begin(free_tries)
        if found is None or not self._is_tail(found, request.id_tail):
            raise LogInRefusedError("number and ID fit no sitting in this room now")
        self._tries.clear(*free_tries)
        self._require_may_sit(found, seat)
        with self._lock:
            self._logged_in[seat.seat_id] = _LogIn(
                found.sitting_uuid, found.entry_ends_utc
            )
        return self._answer(found)

    def claim(self, seat: Seat, sitting_uuid: SittingUuid) -> int:
        """Let the seat hold the sitting: the candidate confirmed. May be repeated.

        Returns:
            The number of the room's newest order at that moment.

        Raises:
            SittingAtAnotherSeatError: another seat holds it.
            SittingNotOfSeatError: the seat gave it away and nobody logged in since.
            SittingClosedError, RoomClosedError: it is over; the seat may deliver.
            LateEntryError: confirmed too late to begin.
            NotFoundError: it is not a sitting of the seat's room.

        A seat of the room that is refused may bring entries all the same: what was
        written while no server answered is not kept out.
        """
        now = self._clock.utc_now()
        log_in = self._logged_in.get(seat.seat_id)
        has_logged_in = log_in is not None and log_in.sitting_uuid == sitting_uuid
        if log_in is not None and has_logged_in:
            try:
                _require_in_time(log_in.entry_ends_utc, now)
            except LateEntryError:  # it may have begun while no server answered
                if not self._rows.note_bringer(sitting_uuid, seat, now):
                    raise
        newest = self._rows.claim(sitting_uuid, seat, now, has_logged_in=has_logged_in)
        with self._lock:
            if has_logged_in and self._logged_in.get(seat.seat_id) is log_in:
                del self._logged_in[seat.seat_id]
        return newest

    def _require_may_sit(self, found: CandidateSitting, seat: Seat) -> None:
        if found.holder_seat_id not in {None, seat.seat_id}:
            raise SittingAtAnotherSeatError("the sitting is held by another seat")
        if found.handed_in:
            return  # the answer says so
        if found.room_closed:
            raise RoomClosedError("the room is closed")
        _require_in_time(found.entry_ends_utc, self._clock.utc_now())

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


def _require_in_time(entry_ends_utc: datetime | None, now: datetime) -> None:
    if entry_ends_utc is not None and now > entry_ends_utc:
        raise LateEntryError("the time in which this sitting may be begun is over")


def _status(head: JournalHead, *, handed_in: bool) -> LogInStatus:
    if handed_in:
        return LogInStatus.HANDED_IN
    return LogInStatus.IN_PROGRESS if head.seq else LogInStatus.NEW


def _plain(typed: str) -> str:
    """Return letters and digits only, upper case: full width and blanks don't matter."""
    return "".join(each for each in _folded(typed) if each.isalnum())


def _folded(typed: str) -> str:
    """Return the text in upper case and half width: how it was typed does not matter."""
    return unicodedata.normalize("NFKC", typed).upper()
