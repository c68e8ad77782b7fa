"""One row's task with all that stands beside it, and records out of such tasks. Pure."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from question_bank.errors import FormatError
from question_bank.exchange.xlsx_cells import (
    parse_difficulty,
    parse_discrimination,
    parse_seconds,
)
from question_bank.exchange.xlsx_columns import (
    NUMBER_LIKE_ID_HEADING,
    Column,
    ColumnKey,
)
from question_bank.exchange.xlsx_kinds import kind_of
from question_bank.exchange.xlsx_media import (
    MediaShelf,
    read_images,
    read_sounds,
    read_transcripts,
)
from question_bank.exchange.xlsx_row import Row, missing
from question_bank.exchange.xlsx_rule_words import rule_column, rule_wording
from question_bank.exchange.xlsx_tasks import READERS, TaskHead, read_points
from question_bank.exchange.xlsx_text import tidy_code
from question_bank.formats.item_record import (
    ItemRecord,
    item_record_bytes,
    item_record_problems,
    parse_item_record,
)
from question_bank.formats.record import from_plain, to_plain
from question_bank.formats.standard import Standard
from question_bank.identifiers import ItemId, MediaName, TaskId
from question_bank.items.content import Block, Sound
from question_bank.items.estimate import TaskEstimate
from question_bank.items.finding import Severity
from question_bank.items.item import Item, media_of_item
from question_bank.items.score_line import Wording
from question_bank.items.tag import Tag
from question_bank.items.task import Task, TaskKey

_OWN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_NUMBERED = re.compile(r"[(（]?[0-9]{1,4}(?:[、．)）]|[.](?![0-9]))")
_COUNT = re.compile(r"[0-9]{1,4}")
MADE_ID_START = "x-"
LONGEST_UNMEASURED = 100_000
"""Characters in one item; far below what a record may hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What all rows of one import share.

    Attributes:
        level: For rows without their own; None: each needs one.
        standard: What tasks are looked up in; None: their numbers are believed.
    """

    level: str | None
    standard: Standard | None
    shelf: MediaShelf


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskParts:
    """A task and what the author says of it."""

    task: Task
    key: TaskKey
    explanation: tuple[Block, ...] = ()
    tags: tuple[Tag, ...] = ()
    estimate: TaskEstimate | None = None
    expected_s: int | None = None
    transcripts: Mapping[MediaName, str] = field(default_factory=dict)


def read_kind(row: Row, sheet_kind: str | None) -> str | None:
    """Return the kind of a row: its own cell's, else what the title above or the sheet says."""
    text = row.text(Column.KIND)
    named = row.section.name
    if not text and (of_section := kind_of(named)) is not None:
        row.gather(
            None,
            "KIND_OF_SECTION",
            Wording(
                f"未填题型，按上方的小标题“{named}”",
                f"no kind given; taken from the title above “{named}”",
            ),
        )
        return of_section
    if not text and sheet_kind is not None:
        row.gather(
            None,
            "KIND_OF_SHEET",
            Wording(
                f"未填题型，按工作表名称“{row.table.sheet.name}”",
                f"no kind given; taken from the sheet's name “{row.table.sheet.name}”",
            ),
        )
        return sheet_kind
    if missing(row, {Column.KIND: Wording("没有题型", "no kind of item")}):
        return None
    kind = kind_of(text)
    if kind is None:
        row.error(Column.KIND, "KIND_UNKNOWN", *_kind_problem(text[:20]))
    return kind


def read_task(
    row: Row,
    kind: str | None,
    task_id: TaskId,
    around: Surroundings,
    tags: Sequence[Tag],
) -> TaskParts | None:
    """Return the task of a row; None if something was told that forbids it.

    Of an unknown kind what all kinds have is looked at all the same.
    """
    points = read_points(row)
    missing(row, {Column.STEM: Wording("没有题干", "no stem")})
    stem = row.content(Column.STEM)
    _tell_numbered(row)
    images = read_images(row, around.shelf, Column.IMAGES)
    sounds = read_sounds(row, around.shelf, Column.SOUNDS)
    spoken = (*sounds, *(block for block in stem if isinstance(block, Sound)))
    transcripts = read_transcripts(row, spoken, Column.TRANSCRIPT)
    explanation = row.content(Column.EXPLANATION)
    estimate = _estimate(row, task_id)
    expected_s = row.value(Column.EXPECTED_TIME, parse_seconds)
    if expected_s is not None and not 1 <= expected_s <= 7200:  # noqa: PLR2004
        row.error(
            Column.EXPECTED_TIME,
            "TIME_OUT_OF_RANGE",
            "预计用时应在 1 到 7200 秒之间",
            "the expected time has to be from 1 to 7200 s",
        )
    # Points that are told as wrong do not keep the rest of the row from being read.
    head = TaskHead(
        task_id=task_id, points=points or Fraction(1), stem=(*stem, *images, *sounds)
    )
    found = READERS[kind](row, head) if kind is not None else None
    if found is None or not row.is_good:
        return None
    task, key = found
    return TaskParts(
        task=task,
        key=key,
        explanation=explanation,
        tags=tuple(tags),
        estimate=estimate,
        expected_s=expected_s,
        transcripts=transcripts,
    )


def own_id(row: Row, column: Column = Column.ITEM_ID) -> str | None:
    """Return the id that the author gave; None without one, or with one that is refused."""
    text = row.text(column)
    if not text:
        return None
    place = row.table.header.columns[column]
    heading = row.table.header.headings[place]
    if NUMBER_LIKE_ID_HEADING in heading and _COUNT.fullmatch(text):
        row.gather(
            column,
            "NUMBER_IS_NO_ID",
            Wording(
                "“题号”里的 1、2、3 只当作序号，不作为试题编号（编号须在整个题库中唯一）；"
                "试题编号由内容生成",
                "1, 2, 3 under 题号 count the rows and are no ids (an id is unique in the "
                "whole bank); ids are made from the content",
            ),
        )
        return None
    if _OWN_ID.fullmatch(text):
        return text
    row.error(
        column,
        "ID_UNUSABLE",
        f"编号“{text[:40]}”不可用；只能用字母、数字、点、- 和 _，以字母或数字开头，最多 40 个，如 j-s-001；也可留空",
        f"the id “{text[:40]}” cannot be used; letters, digits, dot, - and _, at most 40, "
        "such as j-s-001; or leave it empty",
    )
    return None


def made_id(parts: Sequence[str]) -> str:
    """Return an id made from what an item says: the same words, the same id."""
    raw = json.dumps(list(parts), ensure_ascii=False).encode()
    return MADE_ID_START + hashlib.sha256(raw).hexdigest()[:12]


def words_of(row: Row, kind: str) -> tuple[str, ...]:
    """Return what makes a task itself: its kind, stem, options and media."""
    letters = row.table.header.option_letters
    columns: tuple[ColumnKey, ...] = (
        Column.STEM,
        Column.OPTIONS,
        Column.IMAGES,
        Column.SOUNDS,
        *letters,
    )
    return (kind, *(row.texts.get(column, "") for column in columns))


def record_of(
    item: Item,
    level: str,
    tasks: Sequence[TaskParts],
    shelf: MediaShelf,
    own: tuple[Mapping[TaskId, tuple[Tag, ...]], Mapping[MediaName, str]] = ({}, {}),
) -> ItemRecord:
    """Put a record together; `own` are tags and transcripts of a case itself."""
    case_tags, case_transcripts = own
    names = dict.fromkeys(media_of_item(item))
    hashes = {name: shelf.sha256_of(name) for name in names}
    tags = {parts.task.task_id: parts.tags for parts in tasks if parts.tags}
    return ItemRecord(
        level=level,
        item=item,
        keys={parts.task.task_id: parts.key for parts in tasks},
        explanations={
            parts.task.task_id: parts.explanation
            for parts in tasks
            if parts.explanation
        },
        tags={**case_tags, **tags},
        expected_times_s={
            parts.task.task_id: parts.expected_s for parts in tasks if parts.expected_s
        },
        transcripts={
            **case_transcripts,
            **{
                name: text
                for parts in tasks
                for name, text in parts.transcripts.items()
            },
        },
        media={name: sha256 for name, sha256 in hashes.items() if sha256},
    )


def checked_record(
    row: Row, record: ItemRecord, item_id: ItemId, characters: int
) -> ItemRecord | None:
    """Return the record as the bank would read it; None if it breaks a rule, told.

    The types are checked without the way through canonical bytes, which takes four times
    as long, but for records that may be too large.

    Args:
        row: The item's first.
        characters: In all cells of the item.
    """
    for problem in item_record_problems(record):
        where, _, found = problem.partition(": ")
        row.error(rule_column(where), "ITEM_RULE", *rule_wording(where, found))
    if not row.is_good:
        return None
    try:
        if characters > LONGEST_UNMEASURED:
            return parse_item_record(item_record_bytes(record), name=item_id)
        return from_plain(to_plain(record), ItemRecord, name=item_id)
    except FormatError as error:
        wording = rule_wording(error.where, error.found)
        row.error(rule_column(error.where), "ITEM_RULE", *wording)
        return None


def tell_unused(row: Row, kind_word: str) -> None:
    """Tell cells that were filled in and that this kind of item does not have."""
    for column in row.texts.keys() - row.used:
        row.gather(
            column,
            "CELL_NOT_USED",
            Wording(
                f"{kind_word}不用这一列，内容未导入",
                f"{kind_word} does not have this column; what stands there is not taken",
            ),
            severity=Severity.WARNING,
        )


def _tell_numbered(row: Row) -> None:
    """Tell a stem that begins with a number as a list does: candidates would read it."""
    if found := _NUMBERED.match(row.text(Column.STEM)):
        row.gather(
            Column.STEM,
            "STEM_NUMBERED",
            Wording(
                "题干以序号开头，原样保留；考试时会另外编号，请删去",
                "the stem begins with a number, which is kept; delete it, as the seat numbers items",
            ),
            severity=Severity.WARNING,
            sample=f"“{found[0]}”",
        )


def _estimate(row: Row, task_id: TaskId) -> TaskEstimate | None:
    found = row.value(Column.DIFFICULTY, parse_difficulty)
    discrimination = row.value(Column.DISCRIMINATION, parse_discrimination)
    if found is None:
        if discrimination is not None and not row.text(Column.DIFFICULTY):
            row.error(
                Column.DIFFICULTY,
                "DIFFICULTY_MISSING",
                "填了区分度，也要填难度",
                "a discrimination needs a difficulty beside it",
            )
        return None
    permille, was_word = found
    if was_word:
        row.gather(
            Column.DIFFICULTY,
            "DIFFICULTY_WORD",
            Wording(
                "难度用语已换成预计得分率", "words of difficulty became score rates"
            ),
            sample=f"“{row.text(Column.DIFFICULTY)}”→{permille / 1000:.2f}",
        )
    return TaskEstimate(
        task_id=task_id,
        difficulty_permille=permille,
        discrimination_permille=discrimination,
    )


def _kind_problem(text: str) -> tuple[str, str]:
    if tidy_code(text) in {"选择题", "选择"}:
        return (
            "题型“选择题”分不清单选还是多选；请写 单选 或 多选",
            "选择题 may be single or multiple; write 单选 or 多选",
        )
    if "案例" in text or "综合" in text:
        return (
            "案例题请填在“案例”工作表（见模板），每个小题一行",
            "a case goes on a sheet 案例 (see the template), a row each task",
        )
    return (
        f"题型“{text}”不支持；可用：单选、多选、判断、简答、口述",
        f"the kind “{text}” is not known; use 单选, 多选, 判断, 简答 or 口述",
    )
