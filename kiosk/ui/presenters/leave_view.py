"""What the screen for leaving the lock shows. Pure."""

from dataclasses import dataclass

from kiosk.ui.presenters.message import Message, message
from question_bank.formats.digit_code import digit_groups

_MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveView:
    """The screen for leaving.

    Attributes:
        challenge: In groups, to be read out; "" when no code is needed.
        explanation: Who does what now.
        validity: How long the challenge counts; None without one.
        problem: What was wrong with the last try.
        wait: How long no further try is taken; None: now.
    """

    challenge: str = ""
    explanation: Message
    validity: Message | None = None
    problem: Message | None = None
    wait: Message | None = None

    @property
    def needs_code(self) -> bool:
        """Whether a code must be typed before the button does anything."""
        return bool(self.challenge)


def leave_view_free() -> LeaveView:
    """Return the screen of a seat that belongs to no site yet: nobody is locked in."""
    return LeaveView(explanation=message("leave.free"))


def leave_view(
    challenge: str, *, life_ms: int, wait_ms: int = 0, problem: Message | None = None
) -> LeaveView:
    """Return the screen with a challenge that counts for `life_ms` more."""
    minutes = max(1, -(-life_ms // _MINUTE_MS))
    return LeaveView(
        challenge=digit_groups(challenge),
        explanation=message("leave.explanation"),
        validity=message("leave.validity", minutes=minutes),
        problem=problem,
        wait=message("leave.wait", seconds=-(-wait_ms // 1000)) if wait_ms else None,
    )


def mistyped() -> Message:
    """Return what is said of a slip of the fingers."""
    return message("leave.mistyped")


def wrong() -> Message:
    """Return what is said of a code that does not answer the challenge."""
    return message("leave.wrong")


def renewed() -> Message:
    """Return what is said when the challenge was too old."""
    return message("leave.renewed")
