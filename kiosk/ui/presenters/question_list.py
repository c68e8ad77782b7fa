"""The list of tasks: answered, not answered, marked, closed (rows 14, 15). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from kiosk.ui.presenters.reach import can_go_to, is_section_open
from question_bank.formats.form import Form, PlacedTask, tasks_of
from question_bank.items.response import Response, is_answered
from question_bank.items.spoken_answer import SpokenAnswer
from question_bank.journal.sitting_record import SittingRecord


class ListFilter(StrEnum):
    """Which numbers the list shows."""

    ALL = "all"
    UNANSWERED = "unanswered"
    MARKED = "marked"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListEntryView:
    """One number of the list.

    Attributes:
        is_open: Whether it can be gone to; one-way cases and sections close tasks.
    """

    task_id: str
    number: int
    is_answered: bool
    is_marked: bool
    is_current: bool
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSectionView:
    """The numbers of one section.

    Attributes:
        is_closed: It was left for good, or its time is up.
    """

    section_id: str
    title: str
    entries: tuple[ListEntryView, ...]
    is_closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionListView:
    """All sections, and the counts below them."""

    sections: tuple[ListSectionView, ...]
    answered: int
    unanswered: int
    marked: int

    @property
    def entries(self) -> tuple[ListEntryView, ...]:
        """All entries in the order of the form."""
        return tuple(entry for section in self.sections for entry in section.entries)

    def count(self, wanted: ListFilter) -> int:
        """Return how many tasks a filter finds."""
        match wanted:
            case ListFilter.ALL:
                return self.answered + self.unanswered
            case ListFilter.UNANSWERED:
                return self.unanswered
            case ListFilter.MARKED:
                return self.marked


def is_listed(entry: ListEntryView, wanted: ListFilter) -> bool:
    """Return whether a filter shows the number.

    The task on the screen always is: it must not vanish while it is being answered.
    """
    match wanted:
        case ListFilter.ALL:
            return True
        case ListFilter.UNANSWERED:
            return entry.is_current or not entry.is_answered
        case ListFilter.MARKED:
            return entry.is_current or entry.is_marked


def question_list(
    form: Form,
    record: SittingRecord,
    responses: Mapping[str, Response] | None = None,
    current_task: str = "",
) -> QuestionListView:
    """Return the list.

    Args:
        responses: What was entered last, text that is not yet an entry included;
            None: what the record has.
        current_task: The task on the screen; empty for none.
    """
    entered = record.responses if responses is None else responses
    places = tasks_of(form)
    sections = tuple(
        ListSectionView(
            section_id=section_id,
            title=section.title,
            entries=tuple(
                _entry(place, record, entered, current_task) for place in group
            ),
            is_closed=not is_section_open(section_id, record),
        )
        for (section_id, section), group in groupby(
            places, key=lambda place: (place.section.section_id, place.section)
        )
    )
    entries = [entry for section in sections for entry in section.entries]
    answered = sum(entry.is_answered for entry in entries)
    return QuestionListView(
        sections=sections,
        answered=answered,
        unanswered=len(entries) - answered,
        marked=sum(entry.is_marked for entry in entries),
    )


def unanswerable_tasks(form: Form) -> tuple[PlacedTask, ...]:
    """Return the tasks that this program version cannot take an answer to."""
    return tuple(
        place for place in tasks_of(form) if isinstance(place.task, SpokenAnswer)
    )


def _entry(
    place: PlacedTask,
    record: SittingRecord,
    responses: Mapping[str, Response],
    current_task: str,
) -> ListEntryView:
    task_id = place.task.task_id
    return ListEntryView(
        task_id=task_id,
        number=place.number,
        is_answered=is_answered(responses.get(task_id)),
        is_marked=task_id in record.marked,
        is_current=task_id == current_task,
        is_open=can_go_to(place, record),
    )
