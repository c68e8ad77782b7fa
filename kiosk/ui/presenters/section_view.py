"""The present section: its rules, its own clock, and what leaving it means. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kiosk.ui.presenters.clock_text import LAST_MINUTES_MS, clock_text
from question_bank.formats.form import PlacedTask
from question_bank.items.response import Response, is_answered


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """The section on the screen.

    Attributes:
        has_limit: Whether it has a time of its own.
        unanswered: Its tasks without a response.
        leaves_for: Tasks to which going leaves this section for good: those of all
            others while it goes one way; none while it does not.
    """

    section_id: str
    title: str
    is_one_way: bool
    has_limit: bool
    unanswered: int
    leaves_for: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionClockView:
    """The second clock.

    Attributes:
        text: Hours, minutes, seconds.
        is_urgent: In the last minutes; is_hidden: with the exam's own clock.
    """

    text: str
    is_urgent: bool
    is_hidden: bool


def section_view(
    places: Sequence[PlacedTask], here: PlacedTask, entered: Mapping[str, Response]
) -> SectionView:
    """Return the section in which `here` stands."""
    section = here.section
    own, others = list[str](), list[str]()
    for place in places:
        is_own = place.section.section_id == section.section_id
        (own if is_own else others).append(place.task.task_id)
    return SectionView(
        section_id=section.section_id,
        title=section.title,
        is_one_way=section.is_one_way,
        has_limit=section.time_limit_ms is not None,
        unanswered=sum(not is_answered(entered.get(task)) for task in own),
        leaves_for=frozenset(others) if section.is_one_way else frozenset(),
    )


def section_clock(left_ms: int, *, is_hidden: bool) -> SectionClockView:
    """Return the section's clock; in the last minutes it is never hidden."""
    is_urgent = left_ms <= LAST_MINUTES_MS
    return SectionClockView(
        text=clock_text(left_ms),
        is_urgent=is_urgent,
        is_hidden=is_hidden and not is_urgent,
    )
