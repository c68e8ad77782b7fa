"""A room as it is now: each seat with its state, problem seats first. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypedDict
from uuid import UUID

from question_bank.formats.readiness import Readiness
from question_bank.formats.receipt import receipt_code
from question_bank.formats.seat_status import SeatState, SeatStatus
from question_bank.identifiers import SittingUuid
from sync_server.seats.status_board import SeatReport
from sync_server.storage.room_view_store import RoomRow, SeatRow, SittingRow

SILENT_AFTER_S = 10.0
"""Seats report every second or two; five missed reports are a problem."""


QUIET_NOTICES = frozenset(
    {
        "CLOCK_JUMPED",
        "DISK_LOW",
        "FOCUS_GAINED",
        "FORBIDDEN_KEY",
        "SCREEN_COVERED",
        "USB_REMOVED",
    }
)
"""Told, but nobody has to go there for them."""


class StateWord(Enum):
    """The words that site staff know: (zh, en)."""

    TROUBLE = ("异常", "trouble")
    NOT_LOGGED_IN = ("未登录", "not logged in")
    LOGGED_IN = ("已登录", "logged in")
    CHECKING = ("试音", "checking")
    WAITING = ("等待", "waiting")
    ANSWERING = ("考试中", "in the exam")
    LOCKED = ("锁屏", "locked")
    HANDED_IN = ("已交卷", "handed in")
    DELIVERED = ("已上传", "delivered")
    FREE = ("空闲", "free")


_WORD_OF_STATE = {
    SeatState.IDLE: StateWord.NOT_LOGGED_IN,
    SeatState.CONFIRMING: StateWord.LOGGED_IN,
    SeatState.CHECKING: StateWord.CHECKING,
    SeatState.WAITING: StateWord.WAITING,
    SeatState.ANSWERING: StateWord.ANSWERING,
    SeatState.LOCKED: StateWord.LOCKED,
    SeatState.HANDED_IN: StateWord.HANDED_IN,
    SeatState.DELIVERED: StateWord.DELIVERED,
    SeatState.NEEDS_RESUME_CODE: StateWord.TROUBLE,
    SeatState.TROUBLE: StateWord.TROUBLE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveSeat:
    """One line of the live page: a candidate, or a seat that nobody sits at.

    Attributes:
        trouble: Codes of what is wrong; help for each stands in `fault_help`.
        notices: Codes of what the proctor should see though the exam goes on.
        challenge: Digits on the seat's screen that wait for a code; or empty.
        data_class: Of the package whose sitting is at the seat; or empty.
        readiness: What the seat last found out about its computer; None before.
        saved_seq: Entries on the seat's own disk, as it says; 0 when unknown.
        server_seq: Entries that are durable at the server.
        silent_s: Since the seat was heard; None: not since the server started.
    """

    word: StateWord
    seat_code: str
    planned_seat_code: str
    seat_uuid: str
    sitting_uuid: str
    admission_number: str
    name: str
    form_code: str
    answered_tasks: int
    total_tasks: int
    time_left_ms: int | None
    extra_ms: int
    saved_seq: int
    server_seq: int
    silent_s: float | None
    package_ready: bool
    receipt_code: str
    help_called: bool
    trouble: tuple[str, ...]
    notices: tuple[str, ...] = ()
    challenge: str = ""
    data_class: str = ""
    readiness: Readiness | None = None

    @property
    def is_problem(self) -> bool:
        """Whether somebody should go there."""
        is_waiting = self.help_called or bool(self.challenge)
        return is_waiting or self.word is StateWord.TROUBLE or bool(self.trouble)

    @property
    def needs_look(self) -> bool:
        """Whether something was noticed that is more than for the record."""
        return bool(frozenset(self.notices) - QUIET_NOTICES)


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveRoom:
    """The room with its lines, problem seats first."""

    room: RoomRow
    lines: tuple[LiveSeat, ...]

    def count(self, word: StateWord) -> int:
        """Return how many lines are in a state."""
        return sum(line.word is word for line in self.lines)


def live_room(
    room: RoomRow,
    sittings: Sequence[SittingRow],
    seats: Sequence[SeatRow],
    reports: Mapping[int, SeatReport],
    now_s: float,
) -> LiveRoom:
    """Return the room as it stands.

    Args:
        seats: Of this room, without revoked ones.
        reports: What seats last said, by `seat_id`.
        now_s: The monotonic clock that reports are dated by.
    """
    by_id = {seat.seat_id: seat for seat in seats}
    taken: set[int] = set()
    lines = []
    for sitting in sittings:
        seat = _seat_of(sitting, by_id, reports, now_s)
        if seat is not None:
            taken.add(seat.seat_id)
        report = reports.get(seat.seat_id) if seat is not None else None
        lines.append(_line(sitting, seat, report, now_s))
    by_uuid = {sitting.sitting_uuid: sitting for sitting in sittings}
    lines += [
        _other_seat(seat, reports.get(seat.seat_id), by_uuid, now_s)
        for seat in seats
        if seat.seat_id not in taken
    ]
    lines.sort(key=_rank)
    return LiveRoom(room=room, lines=tuple(lines))


def _seat_of(
    sitting: SittingRow,
    seats: Mapping[int, SeatRow],
    reports: Mapping[int, SeatReport],
    now_s: float,
) -> SeatRow | None:
    """Return the seat that holds the sitting and speaks of it, else one that speaks of it.

    A candidate may be confirming there, or have gone on there while no server answered.
    """
    holder = seats.get(sitting.holder_seat_id or 0)
    speaking = [
        seat
        for seat_id, seat in seats.items()
        if (report := reports.get(seat_id)) is not None
        and report.status.sitting_uuid == sitting.sitting_uuid
        and report.age_s(now_s) <= SILENT_AFTER_S
    ]
    if holder is not None and (holder in speaking or not speaking):
        return holder
    return speaking[0] if speaking else None


def _line(
    sitting: SittingRow,
    seat: SeatRow | None,
    report: SeatReport | None,
    now_s: float,
) -> LiveSeat:
    status = report.status if report is not None else None
    is_about_it = status is not None and status.sitting_uuid == sitting.sitting_uuid
    own = status if is_about_it else None
    silent_s = report.age_s(now_s) if report is not None else None
    receipt = _receipt(sitting)
    trouble = list(status.trouble) if status is not None else []
    trouble += sitting.refused_codes
    if status is not None and status.state is SeatState.NEEDS_RESUME_CODE:
        trouble.append("NEEDS_RESUME_CODE")
    if _is_silent(sitting, seat, silent_s):
        trouble.append("SEAT_SILENT")
    if own is not None and receipt and own.receipt_code not in {"", receipt}:
        trouble.append("RECEIPT_DIFFERS")
    word = _word(sitting, own.state if own is not None else None, trouble)
    return LiveSeat(
        word=word,
        seat_code=seat.seat_code if seat is not None else sitting.planned_seat_code,
        planned_seat_code=sitting.planned_seat_code,
        seat_uuid=str(seat.seat_uuid) if seat is not None else "",
        sitting_uuid=str(sitting.sitting_uuid),
        admission_number=sitting.admission_number,
        name=sitting.name,
        form_code=sitting.form_code,
        answered_tasks=own.answered_tasks if own is not None else 0,
        total_tasks=own.total_tasks if own is not None else 0,
        time_left_ms=own.time_left_ms if own is not None else None,
        extra_ms=sitting.extra_time_ms + sitting.extended_ms,
        saved_seq=own.saved_seq if own is not None else 0,
        server_seq=sitting.last_seq,
        silent_s=silent_s,
        package_ready=status.package_ready if status is not None else False,
        receipt_code=receipt,
        help_called=bool(status is not None and status.help_called),
        trouble=tuple(dict.fromkeys(trouble)),
        **_said(status),
    )


def _word(
    sitting: SittingRow, state: SeatState | None, trouble: Sequence[str]
) -> StateWord:
    if sitting.handed_in_seq is not None and sitting.last_seq >= sitting.handed_in_seq:
        return StateWord.DELIVERED
    if sitting.is_closed:
        return StateWord.HANDED_IN
    if trouble:
        return StateWord.TROUBLE
    if state is not None:
        return _WORD_OF_STATE[state]
    if sitting.has_started:
        return StateWord.LOCKED if sitting.is_locked else StateWord.ANSWERING
    return (
        StateWord.NOT_LOGGED_IN
        if sitting.holder_seat_id is None
        else (StateWord.LOGGED_IN)
    )


def _is_silent(
    sitting: SittingRow, seat: SeatRow | None, silent_s: float | None
) -> bool:
    """A seat that holds a running sitting must be heard."""
    is_over = sitting.handed_in_seq is not None or sitting.is_closed
    if seat is None or sitting.holder_seat_id is None or is_over:
        return False
    return silent_s is None or silent_s > SILENT_AFTER_S


def _receipt(sitting: SittingRow) -> str:
    head = sitting.hand_in_head
    return receipt_code(SittingUuid(sitting.sitting_uuid), head) if head else ""


def _other_seat(
    seat: SeatRow,
    report: SeatReport | None,
    sittings: Mapping[UUID, SittingRow],
    now_s: float,
) -> LiveSeat:
    """Return a seat that no line has: free, or it has a sitting that stands elsewhere."""
    status = report.status if report is not None else None
    who = sittings.get(status.sitting_uuid) if status and status.sitting_uuid else None
    word = StateWord.FREE
    if status is not None and who is not None:
        word = _WORD_OF_STATE[status.state]
    trouble = list(status.trouble) if status is not None else []
    if status is not None and status.state is SeatState.NEEDS_RESUME_CODE:
        trouble.append("NEEDS_RESUME_CODE")
    return LiveSeat(
        word=StateWord.TROUBLE if trouble else word,
        seat_code=seat.seat_code,
        planned_seat_code="",
        seat_uuid=str(seat.seat_uuid),
        sitting_uuid="",
        admission_number=who.admission_number if who is not None else "",
        name=who.name if who is not None else "",
        form_code="",
        answered_tasks=0,
        total_tasks=0,
        time_left_ms=None,
        extra_ms=0,
        saved_seq=0,
        server_seq=0,
        silent_s=report.age_s(now_s) if report is not None else None,
        package_ready=status.package_ready if status is not None else False,
        receipt_code="",
        help_called=bool(status is not None and status.help_called),
        trouble=tuple(dict.fromkeys(trouble)),
        **_said(status),
    )


class _Said(TypedDict):
    """What a line repeats of a seat's own words."""

    notices: tuple[str, ...]
    challenge: str
    data_class: str
    readiness: Readiness | None


def _said(status: SeatStatus | None) -> _Said:
    if status is None:
        return _Said(notices=(), challenge="", data_class="", readiness=None)
    return _Said(
        notices=tuple(dict.fromkeys(status.notices)),
        challenge=status.challenge,
        data_class=status.data_class,
        readiness=status.readiness,
    )


def _rank(line: LiveSeat) -> tuple[int, int, str, str]:
    """Who called first, then other problems, what was noticed, the rest, free seats.

    Within, seats in the order of their labels.
    """
    rank = 2 if line.needs_look else 3
    if line.is_problem:
        rank = 0 if line.help_called else 1
    elif line.word is StateWord.FREE and not line.needs_look:
        rank = 4
    return rank, len(line.seat_code), line.seat_code, line.admission_number
