"""What an item's cells say when it is written into a spreadsheet. Pure.

The other way round of xlsx_tasks.py and xlsx_case_rows.py; whether a reader gives the
same item back is proved by reading (xlsx_writer.py), not promised here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from question_bank.exchange.markup_text import markup_text
from question_bank.exchange.xlsx_columns import OPTION_LETTERS, Column, ColumnKey
from question_bank.formats.item_record import ItemRecord
from question_bank.formats.standard import Standard, task_names
from question_bank.identifiers import OptionId, TaskId
from question_bank.items.case import Case, Scene
from question_bank.items.content import (
    Block,
    Image,
    Paragraph,
    Sound,
    plain_text,
)
from question_bank.items.estimate import ONE, TaskEstimate
from question_bank.items.multiple_choice import (
    Credit,
    MultipleChoice,
    MultipleChoiceKey,
)
from question_bank.items.rubric import Rubric, ScoringPoint
from question_bank.items.short_answer import ShortAnswer, ShortAnswerKey
from question_bank.items.single_choice import SingleChoice, SingleChoiceKey
from question_bank.items.spoken_answer import SpokenAnswer, SpokenAnswerKey
from question_bank.items.tag import parse_tag
from question_bank.items.task import Task, TaskKey
from question_bank.items.true_false import TrueFalse, TrueFalseKey

KIND_NAMES: Mapping[type[Task], str] = MappingProxyType(
    {
        SingleChoice: "单选",
        MultipleChoice: "多选",
        TrueFalse: "判断",
        ShortAnswer: "简答",
        SpokenAnswer: "口述",
    }
)
CREDIT_NAMES: Mapping[Credit, str] = MappingProxyType(
    {Credit.EXACT: "全对得分", Credit.PARTIAL: "部分得分"}
)
"""Points by option have no column: mapped credit is no word that the reader takes."""

Cells = dict[ColumnKey, str | int | float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """What all items of one export share.

    Attributes:
        is_markup: Texts are written in markup, media inside them.
    """

    standard: Standard | None = None
    is_markup: bool = False


def item_cells(
    record: ItemRecord, estimates: Sequence[TaskEstimate], writing: Writing
) -> list[Cells]:
    """Return the rows of an item: one, or one for each task and bare scene of a case."""
    by_task = {estimate.task_id: estimate for estimate in estimates}
    if isinstance(record.item, Case):
        return list(_case_rows(record, record.item, by_task, writing))
    cells = _task_cells(record, record.item, by_task, writing)
    cells[Column.LEVEL] = record.level
    return [cells]


def _case_rows(
    record: ItemRecord,
    case: Case,
    estimates: Mapping[TaskId, TaskEstimate],
    writing: Writing,
) -> Iterator[Cells]:
    for scene_index, scene in enumerate(case.scenes):
        tasks: Sequence[Task | None] = scene.tasks or (None,)
        for task_index, task in enumerate(tasks):
            cells: Cells = {Column.CASE_ID: case.item_id}
            if scene_index == task_index == 0:
                cells |= _case_cells(record, case, writing)
            if task_index == 0:
                cells |= _scene_cells(record, scene, writing)
            if task is not None:
                cells |= _task_cells(record, task, estimates, writing)
            elif writing.is_markup:
                cells[Column.MARKUP] = "标记"
            yield cells


def _case_cells(record: ItemRecord, case: Case, writing: Writing) -> Cells:
    return {
        Column.LEVEL: record.level,
        Column.CASE_TITLE: case.title,
        Column.CASE_STEM: _text(case.stem, writing),
        Column.ONE_WAY: "是" if case.is_one_way else "否",
        Column.CASE_TAGS: _tags(record, TaskId(case.item_id), writing),
    }


def _scene_cells(record: ItemRecord, scene: Scene, writing: Writing) -> Cells:
    number = scene.scene_id.removeprefix("s")
    is_counted = number.isdecimal() and f"s{int(number)}" == scene.scene_id
    return {
        Column.SCENE_NUMBER: number if is_counted else scene.scene_id,
        Column.SCENE_TITLE: scene.title,
        Column.SCENE_CONTENT: _text(scene.content, writing),
        Column.SCENE_IMAGES: _images(scene.content, writing),
        Column.SCENE_SOUNDS: _sounds(scene.content, writing),
        Column.SCENE_TRANSCRIPT: _transcripts(record, scene.content),
    }


def _task_cells(
    record: ItemRecord,
    task: Task,
    estimates: Mapping[TaskId, TaskEstimate],
    writing: Writing,
) -> Cells:
    estimate = estimates.get(task.task_id)
    cells: Cells = {
        Column.ITEM_ID: task.task_id,
        Column.KIND: KIND_NAMES[type(task)],
        Column.TASK: _tags(record, task.task_id, writing),
        Column.STEM: _text(task.stem, writing),
        Column.POINTS: _number(task.points),
        Column.EXPLANATION: _text(record.explanations.get(task.task_id, ()), writing),
        Column.EXPECTED_TIME: record.expected_times_s.get(task.task_id, ""),
        Column.IMAGES: _images(task.stem, writing),
        Column.SOUNDS: _sounds(task.stem, writing),
        Column.TRANSCRIPT: _transcripts(record, task.stem),
        Column.MARKUP: "标记" if writing.is_markup else "",
    }
    if estimate is not None:
        cells[Column.DIFFICULTY] = estimate.difficulty_permille / ONE
        if estimate.discrimination_permille is not None:
            discrimination = estimate.discrimination_permille / ONE
            cells[Column.DISCRIMINATION] = discrimination
    return cells | _kind_cells(task, record.keys[task.task_id], writing)


def _kind_cells(task: Task, key: TaskKey, writing: Writing) -> Cells:
    match task, key:
        case SingleChoice(), SingleChoiceKey():
            return _choice_cells(task, (key.correct_option,), writing)
        case MultipleChoice(), MultipleChoiceKey():
            cells = _choice_cells(task, key.correct_options, writing)
            credit = CREDIT_NAMES.get(task.credit, task.credit.value)
            return cells | {Column.CREDIT: credit}
        case TrueFalse(), TrueFalseKey():
            return {Column.ANSWER: "正确" if key.is_true else "错误"}
        case ShortAnswer(), ShortAnswerKey():
            limit: Cells = {Column.MOST_CHARACTERS: task.most_characters}
            return limit | _rubric_cells(key.rubric, writing)
        case SpokenAnswer(), SpokenAnswerKey():
            times: Cells = {
                Column.PREPARATION: task.preparation_s,
                Column.ANSWER_TIME: task.answer_s,
                Column.MOST_TAKES: task.most_takes or "",
            }
            return times | _rubric_cells(key.rubric, writing)
        case _:
            raise ValueError(f"{task.task_id} and its key are of different kinds")


def _choice_cells(
    task: SingleChoice | MultipleChoice, correct: Sequence[str], writing: Writing
) -> Cells:
    letters = dict(
        zip((option.option_id for option in task.options), OPTION_LETTERS, strict=False)
    )
    cells: Cells = {
        letter: _text(option.content, writing)
        for letter, option in zip(OPTION_LETTERS, task.options, strict=False)
    }
    cells[Column.ANSWER] = "".join(letters[OptionId(option)] for option in correct)
    if task.keeps_option_order:
        cells[Column.KEEPS_ORDER] = "是"
    return cells


def _rubric_cells(rubric: Rubric, writing: Writing) -> Cells:
    return {
        Column.MODEL_ANSWER: _text(rubric.model_answer, writing),
        Column.SCORING_POINTS: "\n".join(map(_scoring_point, rubric.scoring_points)),
        Column.WRONG_IDEAS: "\n".join(rubric.wrong_ideas),
    }


def _scoring_point(point: ScoringPoint) -> str:
    also = "；".join(point.acceptable_wordings)
    return f"{_number(point.points)}分：{point.text}" + (
        f"｜也可写作：{also}" if also else ""
    )


def _text(content: tuple[Block, ...], writing: Writing) -> str:
    if writing.is_markup:
        return markup_text(content) or ""
    shown = [x for x in content if not isinstance(x, Image | Sound)]
    separator = "\n\n" if all(isinstance(x, Paragraph) for x in shown) else "\n"
    return separator.join(plain_text((block,)) for block in shown)


def _images(content: tuple[Block, ...], writing: Writing) -> str:
    images = (x for x in content if isinstance(x, Image) and not writing.is_markup)
    return "\n".join(f"{x.media_name}：{x.alt_text}" for x in images)


def _sounds(content: tuple[Block, ...], writing: Writing) -> str:
    sounds = (x for x in content if isinstance(x, Sound) and not writing.is_markup)
    return "\n".join(
        f"{x.media_name}：{x.label}" + (f"｜{x.most_plays}次" if x.most_plays else "")
        for x in sounds
    )


def _transcripts(record: ItemRecord, content: tuple[Block, ...]) -> str:
    names = dict.fromkeys(x.media_name for x in content if isinstance(x, Sound))
    told = [
        (name, record.transcripts[name]) for name in names if name in record.transcripts
    ]
    if len(names) == 1 and told:
        return told[0][1]
    return "\n".join(f"{name}：{text}" for name, text in told)


def _tags(record: ItemRecord, task_id: TaskId, writing: Writing) -> str:
    names = task_names(writing.standard, record.level) if writing.standard else {}
    entries = []
    for tag in record.tags.get(task_id, ()):
        parts = parse_tag(tag)
        code = tag.removeprefix(f"{parts.level}/")
        name = names.get(parts.task_code, "") if parts.competency is None else ""
        entries.append(f"{code} {name}".strip())
    return "；".join(entries)


def _number(points: Fraction) -> str | int | float:
    if points.denominator == 1:
        return int(points)
    exact = points.limit_denominator(1000)
    as_float = float(exact)
    return as_float if Fraction(str(as_float)) == points else str(points)
