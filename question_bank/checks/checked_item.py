"""What the checks look at: items with their estimates, and tasks taken apart. Pure.

A record may come from outside, and contradict itself: nothing here expects a key to be
there or to fit.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from question_bank.formats.item_record import ItemRecord, item_id_of_record
from question_bank.identifiers import ItemId, OptionId
from question_bank.items.content import Block, Image, Mark, Paragraph, Sound, plain_text
from question_bank.items.estimate import TaskEstimate
from question_bank.items.finding import Finding, Place, Severity
from question_bank.items.item import tasks_in
from question_bank.items.multiple_choice import MultipleChoice, MultipleChoiceKey
from question_bank.items.score_line import Wording
from question_bank.items.single_choice import SingleChoice, SingleChoiceKey
from question_bank.items.task import Task, TaskKey

_WIDE = re.compile(
    r"[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\uff60]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedItem:
    """One version of an item and what is believed of its tasks.

    Attributes:
        estimates: Of any origin; several of one task are compared.
        place: Where it stood, if it comes from a file; else only its id is told.
    """

    record: ItemRecord
    estimates: tuple[TaskEstimate, ...] = ()
    place: Place | None = None

    @property
    def item_id(self) -> ItemId:
        """The item's id."""
        return item_id_of_record(self.record)

    def found(
        self,
        code: str,
        severity: Severity,
        wording: Wording,
        *,
        column: str | None = None,
        measure: float | None = None,
    ) -> Finding:
        """Return a finding about this item; `column` is the task or medium it is in."""
        at = self.place or Place()
        return Finding(
            code=code,
            severity=severity,
            place=Place(
                file=at.file, row=at.row, column=column, item_id=str(self.item_id)
            ),
            wording=wording,
            measure=measure,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedTask:
    """A task with its texts as plain words.

    Attributes:
        key: None if the record has none.
        options: Texts by option id, in order; empty for other kinds.
        correct: Ids that the key names; empty without a key.
        column: How findings name the task; None for the one task of a plain item.
    """

    task: Task
    key: TaskKey | None
    stem: str
    options: Mapping[OptionId, str]
    correct: frozenset[OptionId]
    column: str | None

    @property
    def correct_texts(self) -> tuple[str, ...]:
        """Texts of the options that the key names."""
        return tuple(text for key, text in self.options.items() if key in self.correct)

    @property
    def wrong_texts(self) -> tuple[str, ...]:
        """Texts of the other options."""
        return tuple(
            text for key, text in self.options.items() if key not in self.correct
        )


ReadMedium = Callable[[str], bytes]
"""Bytes of a medium by its SHA-256 in hex; raises KeyError if there is none."""


def checked_tasks(record: ItemRecord) -> tuple[CheckedTask, ...]:
    """Take the tasks of an item apart, in order."""
    own = item_id_of_record(record)
    return tuple(
        _checked_task(
            task,
            record.keys.get(task.task_id),
            None if str(task.task_id) == str(own) else str(task.task_id),
        )
        for task in tasks_in(record.item)
    )


def words_of(content: tuple[Block, ...]) -> str:
    """Return the words that are read, without those that stand for media."""
    return plain_text(
        tuple(block for block in content if not isinstance(block, Image | Sound))
    )


def is_marked(content: tuple[Block, ...], pattern: re.Pattern[str]) -> bool:
    """Return whether a strong, emphasised or underlined run of a paragraph matches."""
    marks = {Mark.STRONG, Mark.EMPHASIS, Mark.UNDERLINE}
    return any(
        marks & set(run.marks) and pattern.search(run.text)
        for block in content
        if isinstance(block, Paragraph)
        for run in block.runs
    )


def text_length(text: str) -> int:
    """Return the length as it looks: a Latin letter counts half, a space nothing."""
    wide = len(_WIDE.findall(text))
    narrow = sum(not character.isspace() for character in text) - wide
    return wide + (narrow + 1) // 2


def _checked_task(task: Task, key: TaskKey | None, column: str | None) -> CheckedTask:
    options = (
        {option.option_id: words_of(option.content) for option in task.options}
        if isinstance(task, SingleChoice | MultipleChoice)
        else {}
    )
    return CheckedTask(
        task=task,
        key=key,
        stem=words_of(task.stem),
        options=options,
        correct=_correct(key),
        column=column,
    )


def _correct(key: TaskKey | None) -> frozenset[OptionId]:
    if isinstance(key, SingleChoiceKey):
        return frozenset({key.correct_option})
    if isinstance(key, MultipleChoiceKey):
        return frozenset(key.correct_options)
    return frozenset()
