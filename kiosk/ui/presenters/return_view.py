"""Coming back: to a screen that one covered oneself, and after a long gap. Pure."""

from dataclasses import dataclass

from kiosk.ui.presenters.message import Message, message
from question_bank.formats.digit_code import digit_groups

MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveredView:
    """A covered screen.

    Attributes:
        left: The time left, as the clock says it.
        tail_length: Characters of the ID number that are asked for; 0: none.
        problem: What was wrong with the last try.
        wait: How long no further try is taken.
    """

    name: str
    left: str
    tail_length: int
    problem: Message | None = None
    wait: Message | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReentryView:
    """The wait for the staff after a long gap.

    Attributes:
        text: Why, and for how long the computer was down.
        challenge: In groups, to be read out.
    """

    text: Message
    challenge: str
    problem: Message | None = None
    wait: Message | None = None
    is_busy: bool = False


def covered_view(
    name: str, left: str, tail_length: int, *, is_wrong: bool = False, wait_ms: int = 0
) -> CoveredView:
    """Return the covered screen; `wait_ms`: until the next try."""
    seconds = -(-wait_ms // 1000)
    return CoveredView(
        name=name,
        left=left,
        tail_length=tail_length,
        problem=message("covered.refused") if is_wrong else None,
        wait=message("staff.wait", seconds=seconds) if wait_ms else None,
    )


def reentry_view(
    challenge: str,
    down_ms: int,
    code: str = "",
    *,
    wait_ms: int = 0,
    is_busy: bool = False,
) -> ReentryView:
    """Return the screen after a gap.

    Args:
        down_ms: How long the computer was down; 0: not known, or it was locked before.
        code: Of what was wrong with the last try; empty: nothing.
    """
    minutes = round(down_ms / MINUTE_MS)
    text = message("reentry.text", minutes=minutes)
    if not minutes:
        text = message("reentry.text_short")
    problem = None
    if code:
        key = "reentry.mistyped" if code == "FORMAT" else "reentry.wrong"
        problem = message(key)
    seconds = -(-wait_ms // 1000)
    return ReentryView(
        text=text,
        challenge=digit_groups(challenge),
        problem=problem,
        wait=message("reentry.wait", seconds=seconds) if wait_ms else None,
        is_busy=is_busy,
    )
