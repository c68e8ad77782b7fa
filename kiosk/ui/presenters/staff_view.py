"""What somebody of the staff sees at a seat after Ctrl+Alt+P: the PIN, then what they may do. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from kiosk.ui.presenters.message import Message, message

MISTYPED = "FORMAT"
"""The error code of a slip of the fingers: the check digit found it."""
NO_CARD = "NO_CARD"


class StaffDeed(StrEnum):
    """What can be done at a seat by PIN."""

    START = "start"
    LOCK = "lock"
    UNLOCK = "unlock"
    READMIT = "readmit"
    EXTEND_5 = "extend-5"
    EXTEND_10 = "extend-10"
    EXTEND_30 = "extend-30"
    ARCHIVE = "archive"
    TAKE = "take"
    RELEASE = "release"
    HAND_IN = "hand-in"
    LEAVE = "leave"


EXTENSIONS_MS = MappingProxyType(
    {
        StaffDeed.EXTEND_5: 5 * 60_000,
        StaffDeed.EXTEND_10: 10 * 60_000,
        StaffDeed.EXTEND_30: 30 * 60_000,
    }
)
ASKED_TWICE = MappingProxyType(
    {
        StaffDeed.HAND_IN: message("staff.hand_in_sure"),
        StaffDeed.RELEASE: message("staff.release_sure"),
        StaffDeed.ARCHIVE: message("staff.archive_sure"),
    }
)
"""What cannot be taken back, and what its button says before the second press."""

_WORDS = MappingProxyType(
    {
        StaffDeed.START: message("staff.start"),
        StaffDeed.LOCK: message("staff.lock"),
        StaffDeed.UNLOCK: message("staff.unlock"),
        StaffDeed.READMIT: message("staff.readmit"),
        StaffDeed.EXTEND_5: message("staff.extend_5"),
        StaffDeed.EXTEND_10: message("staff.extend_10"),
        StaffDeed.EXTEND_30: message("staff.extend_30"),
        StaffDeed.ARCHIVE: message("staff.archive"),
        StaffDeed.TAKE: message("staff.take"),
        StaffDeed.RELEASE: message("staff.release"),
        StaffDeed.HAND_IN: message("staff.hand_in"),
        StaffDeed.LEAVE: message("staff.leave"),
    }
)
_PROBLEMS = MappingProxyType(
    {
        MISTYPED: message("staff.mistyped"),
        "OPENING_CODE_MISTYPED": message("staff.mistyped"),
        NO_CARD: message("staff.no_card"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatFacts:
    """What decides which deeds are offered.

    Attributes:
        name, number: Who sits here; empty for nobody.
        is_running: A sitting runs here, locked or not.
        needs_readmission: It waits for the staff after a long gap.
        can_start: No server tells this seat to start, and none has.
        has_package: The whole package is here.
        has_journal: There is something to take away on a stick.
        is_free: Nobody sits or waits here.
        has_lock: A lock is around the program.
        card: The room card that the PIN opened, in words.
    """

    name: str = ""
    number: str = ""
    is_running: bool = False
    is_locked: bool = False
    needs_readmission: bool = False
    can_start: bool = False
    has_package: bool = False
    has_journal: bool = False
    is_free: bool = False
    has_lock: bool = False
    card: Message | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PinView:
    """The PIN's page."""

    problem: Message | None = None
    wait: Message | None = None
    is_busy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeedView:
    """One button."""

    deed: StaffDeed
    words: Message
    is_danger: bool = False
    is_primary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeedsView:
    """The page with the buttons.

    Attributes:
        told: What the last deed did.
    """

    who: Message
    card: Message | None
    deeds: tuple[DeedView, ...]
    help: Message | None = None
    told: Message | None = None


def pin_view(code: str = "", *, wait_ms: int = 0, is_busy: bool = False) -> PinView:
    """Return the PIN's page; `code`: of what was wrong, `wait_ms`: until the next try."""
    problem = _PROBLEMS.get(code, message("staff.wrong")) if code else None
    seconds = -(-wait_ms // 1000)
    return PinView(
        problem=problem,
        wait=message("staff.wait", seconds=seconds) if wait_ms else None,
        is_busy=is_busy,
    )


def deeds_view(
    facts: SeatFacts, told: Message | None = None, asked: StaffDeed | None = None
) -> DeedsView:
    """Return what may be done now; `asked`: what was pressed once and is asked twice."""
    offered = _offered(facts)
    primary = next(
        (
            d
            for d in (StaffDeed.READMIT, StaffDeed.UNLOCK, StaffDeed.START)
            if d in offered
        ),
        None,
    )
    who = message("staff.nobody")
    if facts.name:
        who = message("staff.who", name=facts.name, number=facts.number)
    help_text = None
    if facts.can_start:
        key = "staff.start_help" if facts.has_package else "staff.no_package"
        help_text = message(key)
    return DeedsView(
        who=who,
        card=facts.card,
        deeds=tuple(
            DeedView(
                deed=deed,
                words=ASKED_TWICE[deed] if deed is asked else _WORDS[deed],
                is_danger=deed in ASKED_TWICE,
                is_primary=deed is primary,
            )
            for deed in offered
        ),
        help=help_text,
        told=told,
    )


def card_words(session: str, room: str, people: int) -> Message:
    """Return a room card in words."""
    return message("staff.card", session=session, room=room, people=people)


def _offered(facts: SeatFacts) -> tuple[StaffDeed, ...]:
    running = facts.is_running
    is_held = facts.needs_readmission and facts.is_locked
    is_open = {
        StaffDeed.START: facts.can_start and facts.has_package,
        StaffDeed.LOCK: running and not facts.is_locked,
        StaffDeed.UNLOCK: running and facts.is_locked and not is_held,
        StaffDeed.READMIT: running and is_held,
        StaffDeed.EXTEND_5: running,
        StaffDeed.EXTEND_10: running,
        StaffDeed.EXTEND_30: running,
        StaffDeed.ARCHIVE: facts.has_journal,
        StaffDeed.TAKE: facts.is_free,
        StaffDeed.RELEASE: running,
        StaffDeed.HAND_IN: running,
        StaffDeed.LEAVE: facts.has_lock,
    }
    return tuple(deed for deed in StaffDeed if is_open[deed])
