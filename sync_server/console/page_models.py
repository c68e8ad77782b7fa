"""What pages show, computed: no request, no template, no service. Pure."""

from dataclasses import dataclass

from question_bank.formats.digit_code import digit_groups
from question_bank.formats.readiness import ReadinessLevel
from sync_server.console.fault_help import fault_help
from sync_server.services.live_room import LiveRoom, LiveSeat, StateWord
from sync_server.storage.room_view_store import RoomRow

ROOM_ACTS = {
    "planned": ("open",),
    "opened": ("start", "extend", "message", "close"),
    "started": (
        "lock",
        "unlock",
        "extend",
        "message",
        "hand_in",
        "close",
    ),
    "closed": (),
}
"""Buttons of the room page by the room's state; the order desk has the last word."""

SITTING_ACTS = {
    "planned": (),
    "opened": ("extend", "message", "release"),
    "started": ("start", "lock", "unlock", "extend", "message", "release", "hand_in"),
    "closed": (),
}
"""`start` for one candidate who came late."""

DANGEROUS_ACTS = frozenset({"hand_in", "close"})
SHORT_TIME_LEFT_MS = 5 * 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TroubleLine:
    """A fault with its help, in one language."""

    code: str
    title: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeAnswer:
    """A code that was made, in groups; `subject` is the sitting's or the seat's UUID."""

    purpose: str
    subject: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatLine:
    """A line of the room page as text.

    Attributes:
        kind: Class of its look: trouble, look, waiting, answering, locked, done, idle.
        class_key: Of the trial or practice that is at the seat; empty when formal.
        notices: What was noticed though the exam goes on.
        challenge: Digits on the seat's screen that wait for a code, in groups.
        moved_from: Planned seat, if the candidate sits elsewhere.
    """

    key: str
    kind: str
    word: str
    seat_code: str
    moved_from: str
    name: str
    admission_number: str
    form_code: str
    progress: str
    percent: int
    time_left: str
    is_short: bool
    extra: str
    saved_here: str
    saved_server: str
    is_behind: bool
    contact: str
    receipt_code: str
    sitting_uuid: str
    seat_uuid: str
    can_act: bool
    help_called: bool
    challenge: str
    class_key: str
    trouble: tuple[TroubleLine, ...]
    notices: tuple[TroubleLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomPage:
    """The room page.

    Attributes:
        papers: Seats that have the paper.
        not_ready: Seats whose own check says that no exam can be held there.
        begun_offline: Candidates who began though the room was not started here.
    """

    room: RoomRow
    counts: tuple[tuple[str, str, int], ...]
    problems: int
    lines: tuple[SeatLine, ...]
    acts: tuple[str, ...]
    seats: int
    papers: int
    not_ready: int
    begun_offline: int


_KINDS = {
    StateWord.TROUBLE: "trouble",
    StateWord.NOT_LOGGED_IN: "idle",
    StateWord.LOGGED_IN: "waiting",
    StateWord.CHECKING: "waiting",
    StateWord.WAITING: "waiting",
    StateWord.ANSWERING: "answering",
    StateWord.LOCKED: "locked",
    StateWord.HANDED_IN: "done",
    StateWord.DELIVERED: "done",
    StateWord.FREE: "idle",
}


def room_page(live: LiveRoom, language: str) -> RoomPage:
    """Return the room page of a room's live state."""
    place = 0 if language == "zh" else 1
    counts = tuple(
        (word.value[place], _KINDS[word], live.count(word))
        for word in StateWord
        if live.count(word) and word is not StateWord.FREE
    )
    return RoomPage(
        room=live.room,
        counts=counts,
        problems=sum(line.is_problem for line in live.lines),
        lines=tuple(_seat_line(line, live.room, language) for line in live.lines),
        acts=ROOM_ACTS[live.room.state],
        seats=sum(bool(line.seat_uuid) for line in live.lines),
        papers=sum(bool(line.seat_uuid) and line.package_ready for line in live.lines),
        not_ready=sum(
            line.readiness is not None and line.readiness.level is ReadinessLevel.BAD
            for line in live.lines
        ),
        begun_offline=0 if live.room.state in _STARTED else _begun(live),
    )


_STARTED = frozenset({"started", "closed"})
_BEGUN = frozenset({StateWord.ANSWERING, StateWord.LOCKED})


def _begun(live: LiveRoom) -> int:
    """Return how many sit in the exam, with trouble of any kind or without."""
    return sum(
        line.word in _BEGUN
        or (line.word is StateWord.TROUBLE and line.time_left_ms is not None)
        for line in live.lines
    )


def _seat_line(line: LiveSeat, room: RoomRow, language: str) -> SeatLine:
    place = 0 if language == "zh" else 1
    codes = (
        *(("HELP_CALLED",) if line.help_called else ()),
        *(("REENTRY_WAITING",) if line.challenge else ()),
        *line.trouble,
    )
    others = [code for code in line.notices if code not in codes]
    is_formal = line.data_class in {"", "formal"}
    moved = line.planned_seat_code not in {"", line.seat_code}
    total = line.total_tasks
    is_done = line.word in {StateWord.HANDED_IN, StateWord.DELIVERED}
    return SeatLine(
        key=line.sitting_uuid or line.seat_uuid,
        kind=_kind(line),
        word=line.word.value[place],
        seat_code=line.seat_code,
        moved_from=line.planned_seat_code if moved and line.seat_uuid else "",
        name=line.name,
        admission_number=line.admission_number,
        form_code=line.form_code,
        progress=f"{line.answered_tasks}/{total}" if total else "",
        percent=round(100 * line.answered_tasks / total) if total else 0,
        time_left="" if is_done else clock_text(line.time_left_ms),
        is_short=_is_short(line),
        extra=f"+{line.extra_ms // 60_000}" if line.extra_ms else "",
        saved_here=str(line.saved_seq) if line.saved_seq else "",
        saved_server=str(line.server_seq) if line.sitting_uuid else "",
        is_behind=line.saved_seq > line.server_seq,
        contact=contact_text(line.silent_s, language) if line.seat_uuid else "",
        receipt_code=line.receipt_code,
        sitting_uuid=line.sitting_uuid,
        seat_uuid=line.seat_uuid,
        can_act=bool(line.sitting_uuid and SITTING_ACTS[room.state] and not is_done),
        help_called=line.help_called,
        challenge=digit_groups(line.challenge),
        class_key="" if is_formal else f"class_{line.data_class}",
        trouble=tuple(trouble_line(code, language) for code in codes),
        notices=tuple(trouble_line(code, language) for code in others),
    )


def _kind(line: LiveSeat) -> str:
    if line.is_problem:
        return "trouble"
    return "look" if line.needs_look else _KINDS[line.word]


def _is_short(line: LiveSeat) -> bool:
    if line.word is not StateWord.ANSWERING or line.time_left_ms is None:
        return False
    return line.time_left_ms < SHORT_TIME_LEFT_MS


def trouble_line(code: str, language: str) -> TroubleLine:
    """Return a fault with its help."""
    found = fault_help(code)
    if language == "zh":
        return TroubleLine(code=code, title=found.title_zh, steps=found.steps_zh)
    return TroubleLine(code=code, title=found.title_en, steps=found.steps_en)


def clock_text(time_ms: int | None) -> str:
    """Return a duration as `1:05:09` or `05:09`; nothing for None."""
    if time_ms is None:
        return ""
    minutes, seconds = divmod(max(0, time_ms) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return (
        f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"
    )


def contact_text(silent_s: float | None, language: str) -> str:
    """Return how long ago a seat was heard."""
    if silent_s is None:
        return "未联系" if language == "zh" else "not heard"
    if silent_s < 3:  # noqa: PLR2004 - a report and a half
        return "刚刚" if language == "zh" else "now"
    if silent_s < 120:  # noqa: PLR2004 - then in minutes
        unit = "秒前" if language == "zh" else " s ago"
        return f"{int(silent_s)}{unit}"
    unit = "分钟前" if language == "zh" else " min ago"
    return f"{int(silent_s // 60)}{unit}"
