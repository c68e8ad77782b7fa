"""Codes that a proctor types at the seat: resume code and opening code. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.ui.presenters.message import Message, message


class CodePurpose(StrEnum):
    """Which code is asked for."""

    RESUME = "resume"
    OPENING = "opening"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeEntryView:
    """What a code screen shows.

    Attributes:
        problem: What was wrong with the last try.
        wait: How long no further try is taken; None: now.
        is_busy: A try is being checked, which takes a moment on purpose.
    """

    problem: Message | None = None
    wait: Message | None = None
    is_busy: bool = False


_MISTYPED = frozenset({"FORMAT", "OPENING_CODE_MISTYPED"})
"""Codes of errors that say: a check symbol is wrong, so it is a slip of the fingers."""


def code_entry_view(
    problem_code: str = "", *, wait_ms: int = 0, is_busy: bool = False
) -> CodeEntryView:
    """Return a code screen; `wait_ms`: until the next try is taken."""
    return CodeEntryView(
        problem=_problem(problem_code),
        wait=message("code.wait", seconds=-(-wait_ms // 1000)) if wait_ms else None,
        is_busy=is_busy,
    )


def _problem(code: str) -> Message | None:
    if not code:
        return None
    if code in _MISTYPED:
        return message("code.mistyped")
    return message("code.wrong", code=code)
