"""Before and after the hand-in: counts, what is open, the receipt (rows 16, 18, 41). Pure."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from kiosk.ui.presenters.message import Message, message
from kiosk.ui.presenters.question_list import ListEntryView, QuestionListView
from question_bank.formats.entry_bodies import HandInReason


@dataclass(frozen=True, slots=True, kw_only=True)
class HandInView:
    """What the hand-in screen shows before both confirmations.

    Attributes:
        unanswered, marked: Entries to go back to.
        closed: Entries without a response in what was left for good.
        ahead: Entries without a response that earlier scenes lead to.
        unheard: Entries at whose place a sound was never played.
        unrecorded_count: Spoken tasks that can still be answered and hold no recording.
        opens_in: Why it is too early; None when handing in is allowed.
    """

    answered_count: int
    unanswered_count: int
    marked_count: int
    unanswered: tuple[ListEntryView, ...]
    marked: tuple[ListEntryView, ...]
    opens_in: Message | None
    closed: tuple[ListEntryView, ...] = ()
    ahead: tuple[ListEntryView, ...] = ()
    unheard: tuple[ListEntryView, ...] = ()
    unrecorded_count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptView:
    """What the receipt screen shows.

    Attributes:
        code: The receipt code as `X4K7-9QFM`; the server has the same.
        is_delivered: The server acknowledged everything.
        recordings: Tasks that were answered by speaking.
    """

    name: str
    seat_code: str
    reason: Message
    answered_count: int
    task_count: int
    code: str
    is_delivered: bool
    recordings: int = 0


def hand_in_view(
    questions: QuestionListView,
    opens_in_ms: int = 0,
    unheard: AbstractSet[str] = frozenset(),
    spoken: AbstractSet[str] = frozenset(),
    ahead: AbstractSet[str] = frozenset(),
) -> HandInView:
    """Return the hand-in screen.

    Args:
        opens_in_ms: Exam time until it is allowed.
        unheard: Tasks at which a sound was never played.
        spoken: Tasks that are answered by speaking.
        ahead: Tasks that cannot be gone to yet.
    """
    minutes = -(-opens_in_ms // 60_000)
    unanswered = [entry for entry in questions.entries if not entry.is_answered]
    reachable = [entry for entry in questions.entries if entry.is_open]
    return HandInView(
        answered_count=questions.answered,
        unanswered_count=questions.unanswered,
        marked_count=questions.marked,
        unanswered=tuple(entry for entry in unanswered if entry.is_open),
        marked=tuple(entry for entry in questions.entries if entry.is_marked),
        opens_in=message("hand_in.too_early", minutes=minutes) if minutes else None,
        closed=tuple(
            entry
            for entry in unanswered
            if not entry.is_open and entry.task_id not in ahead
        ),
        ahead=tuple(entry for entry in unanswered if entry.task_id in ahead),
        unheard=tuple(entry for entry in reachable if entry.task_id in unheard),
        unrecorded_count=sum(
            entry.task_id in spoken and not entry.is_answered for entry in reachable
        ),
    )


def hand_in_reason(reason: HandInReason) -> Message:
    """Return how the sitting ended, as the candidate is told."""
    match reason:
        case HandInReason.CANDIDATE:
            return message("receipt.by_candidate")
        case HandInReason.TIME_UP:
            return message("receipt.time_up")
        case HandInReason.PROCTOR:
            return message("receipt.by_proctor")
