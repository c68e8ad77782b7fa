"""What a seat is doing, as a table: every way from one phase to another stands here.

Any other pair of phase and signal is a bug in the caller. Pure.
"""

from enum import StrEnum
from types import MappingProxyType

from question_bank.formats.seat_status import SeatState


class SeatPhase(StrEnum):
    """What the seat is doing now; the console's words are `reported_state`."""

    UNPAIRED = "unpaired"
    PAIRING = "pairing"
    """The code stands on the screen and waits for the admin."""
    IDLE = "idle"
    """Paired; nobody has logged in."""
    CONFIRMING = "confirming"
    """Logged in; the candidate compares name and photo."""
    CHECKING = "checking"
    """Confirmed; reads the rules, tries headset and keyboard."""
    WAITING = "waiting"
    """Ready; waits for the start, the package or the opening code."""
    ANSWERING = "answering"
    LOCKED = "locked"
    HANDED_IN = "handed_in"
    """Handed in; entries may still be on their way."""
    DELIVERED = "delivered"
    """Handed in, and the server has everything."""
    NEEDS_RESUME_CODE = "needs_resume_code"
    """A sitting on this disk waits for the room's secret."""
    TROUBLE = "trouble"
    """Cannot go on without help."""


class SeatSignal(StrEnum):
    """What can happen to a seat."""

    PAIRING_BEGUN = "pairing_begun"
    PAIRING_ENDED = "pairing_ended"
    """Refused, given up, or the server went away."""
    PAIRED = "paired"
    UNPAIRED = "unpaired"
    """Revoked, or the server doesn't know the token any more."""
    LOGGED_IN = "logged_in"
    NOT_ME = "not_me"
    """The candidate says that name or photo is somebody else's."""
    CONFIRMED = "confirmed"
    CHECKED = "checked"
    """Rules and checks are behind the candidate, or the start went before them."""
    SITTING_FOUND = "sitting_found"
    """At the start: an unfinished sitting lies on this disk."""
    STARTED = "started"
    RESUMED = "resumed"
    RESUMED_LOCKED = "resumed_locked"
    RESUMED_HANDED_IN = "resumed_handed_in"
    """What lay on the disk was handed in; only the delivery is left."""
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    HANDED_IN = "handed_in"
    """By the candidate, the clock or the proctor."""
    RELEASED = "released"
    """The sitting goes on at another seat."""
    SERVER_HAS_ALL = "server_has_all"
    NEXT_CANDIDATE = "next_candidate"
    TROUBLE_FOUND = "trouble_found"
    TROUBLE_OVER = "trouble_over"


_P = SeatPhase
_S = SeatSignal

TRANSITIONS = MappingProxyType(
    {
        (_P.UNPAIRED, _S.PAIRING_BEGUN): _P.PAIRING,
        (_P.PAIRING, _S.PAIRING_ENDED): _P.UNPAIRED,
        (_P.PAIRING, _S.PAIRED): _P.IDLE,
        (_P.IDLE, _S.UNPAIRED): _P.UNPAIRED,
        (_P.IDLE, _S.SITTING_FOUND): _P.NEEDS_RESUME_CODE,
        (_P.IDLE, _S.LOGGED_IN): _P.CONFIRMING,
        (_P.IDLE, _S.TROUBLE_FOUND): _P.TROUBLE,
        (_P.CONFIRMING, _S.NOT_ME): _P.IDLE,
        (_P.CONFIRMING, _S.CONFIRMED): _P.CHECKING,
        (_P.CONFIRMING, _S.TROUBLE_FOUND): _P.TROUBLE,
        (_P.CHECKING, _S.CHECKED): _P.WAITING,
        (_P.CHECKING, _S.RELEASED): _P.IDLE,
        (_P.CHECKING, _S.TROUBLE_FOUND): _P.TROUBLE,
        (_P.WAITING, _S.STARTED): _P.ANSWERING,
        # A sitting that began at another seat goes on here once its journal was fetched.
        (_P.WAITING, _S.RESUMED): _P.ANSWERING,
        (_P.WAITING, _S.RESUMED_LOCKED): _P.LOCKED,
        (_P.WAITING, _S.RESUMED_HANDED_IN): _P.HANDED_IN,
        (_P.WAITING, _S.RELEASED): _P.IDLE,
        (_P.WAITING, _S.TROUBLE_FOUND): _P.TROUBLE,
        (_P.NEEDS_RESUME_CODE, _S.RESUMED): _P.ANSWERING,
        (_P.NEEDS_RESUME_CODE, _S.RESUMED_LOCKED): _P.LOCKED,
        (_P.NEEDS_RESUME_CODE, _S.RESUMED_HANDED_IN): _P.HANDED_IN,
        (_P.NEEDS_RESUME_CODE, _S.RELEASED): _P.IDLE,
        (_P.NEEDS_RESUME_CODE, _S.TROUBLE_FOUND): _P.TROUBLE,
        (_P.ANSWERING, _S.LOCKED): _P.LOCKED,
        (_P.ANSWERING, _S.HANDED_IN): _P.HANDED_IN,
        (_P.ANSWERING, _S.RELEASED): _P.IDLE,
        (_P.ANSWERING, _S.TROUBLE_FOUND): _P.TROUBLE,
        (_P.LOCKED, _S.UNLOCKED): _P.ANSWERING,
        (_P.LOCKED, _S.HANDED_IN): _P.HANDED_IN,
        (_P.LOCKED, _S.RELEASED): _P.IDLE,
        (_P.LOCKED, _S.TROUBLE_FOUND): _P.TROUBLE,
        (_P.HANDED_IN, _S.SERVER_HAS_ALL): _P.DELIVERED,
        (_P.HANDED_IN, _S.TROUBLE_FOUND): _P.TROUBLE,
        (_P.DELIVERED, _S.NEXT_CANDIDATE): _P.IDLE,
        (_P.TROUBLE, _S.TROUBLE_OVER): _P.IDLE,
        (_P.TROUBLE, _S.SITTING_FOUND): _P.NEEDS_RESUME_CODE,
    }
)
"""Everything that may happen, and what it leads to."""

_REPORTED = MappingProxyType(
    {
        SeatPhase.IDLE: SeatState.IDLE,
        SeatPhase.CONFIRMING: SeatState.CONFIRMING,
        SeatPhase.CHECKING: SeatState.CHECKING,
        SeatPhase.WAITING: SeatState.WAITING,
        SeatPhase.ANSWERING: SeatState.ANSWERING,
        SeatPhase.LOCKED: SeatState.LOCKED,
        SeatPhase.HANDED_IN: SeatState.HANDED_IN,
        SeatPhase.DELIVERED: SeatState.DELIVERED,
        SeatPhase.NEEDS_RESUME_CODE: SeatState.NEEDS_RESUME_CODE,
        SeatPhase.TROUBLE: SeatState.TROUBLE,
    }
)


def next_phase(phase: SeatPhase, signal: SeatSignal) -> SeatPhase:
    """Return the phase after `signal`.

    Raises:
        RuntimeError: the table has no such transition: a bug in the caller.
    """
    try:
        return TRANSITIONS[phase, signal]
    except KeyError:
        message = f"{signal.name} cannot happen to a seat that is {phase.name}"
        raise RuntimeError(message) from None


def reported_state(phase: SeatPhase) -> SeatState | None:
    """Return the console's word; None before the pairing, when nobody is told."""
    return _REPORTED.get(phase)
