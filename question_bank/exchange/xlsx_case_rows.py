"""Cases (综合案例分析) out of the sheet 案例: rows that belong together. Pure.

    案例编号 | 案例标题 | 案例背景 | 单向作答 | 场景序号 | 场景标题 | 场景正文 | 题型 | 题干 | …

A row is a task; what stands in its case and scene columns is said once, in the first row
of the case or scene, and left empty (or repeated) below.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from question_bank.exchange.item_draft import ItemDraft
from question_bank.exchange.xlsx_cells import parse_yes
from question_bank.exchange.xlsx_columns import Column
from question_bank.exchange.xlsx_draft import (
    Surroundings,
    TaskParts,
    checked_record,
    made_id,
    own_id,
    read_kind,
    read_task,
    record_of,
    tell_unused,
    words_of,
)
from question_bank.exchange.xlsx_item_rows import (
    SeenItems,
    data_rows,
    is_example,
)
from question_bank.exchange.xlsx_kinds import kind_of
from question_bank.exchange.xlsx_media import (
    read_images,
    read_sounds,
    read_transcripts,
)
from question_bank.exchange.xlsx_row import Row, TableSheet, missing
from question_bank.exchange.xlsx_stem_cells import take_from_stem
from question_bank.exchange.xlsx_tags import read_level, read_tags
from question_bank.identifiers import ItemId, MediaName, SceneId, TaskId
from question_bank.items.case import MOST_SCENES, MOST_TASKS_A_SCENE, Case, Scene
from question_bank.items.content import Block, Sound
from question_bank.items.score_line import Wording
from question_bank.items.tag import Tag

_OWN_ID = re.compile(r"(?![0-9]{1,4}\Z)[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_LONGEST_TITLE = 200
_CASE_COLUMNS = (
    Column.CASE_TITLE,
    Column.CASE_STEM,
    Column.ONE_WAY,
    Column.CASE_TAGS,
    Column.LEVEL,
)
_SCENE_COLUMNS = (
    Column.SCENE_TITLE,
    Column.SCENE_CONTENT,
    Column.SCENE_IMAGES,
    Column.SCENE_SOUNDS,
    Column.SCENE_TRANSCRIPT,
)
_TASK_COLUMNS = (Column.STEM, Column.ANSWER, Column.KIND, Column.POINTS)


@dataclass(slots=True)
class _SceneRows:
    number: str
    rows: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class _CaseRows:
    name: str
    rows: list[Row] = field(default_factory=list)
    scenes: list[_SceneRows] = field(default_factory=list)

    @property
    def first(self) -> Row:
        return self.rows[0]


def read_cases(
    table: TableSheet,
    around: Surroundings,
    seen: SeenItems,
    step: Callable[[int], None],
) -> Iterator[ItemDraft]:
    """Yield the good cases of a sheet; everything else is told."""
    for case in _cases(table, step):
        if is_example(case.first, Column.CASE_ID, Column.CASE_TITLE):
            continue
        draft = _CaseReading(case, around, seen).draft()
        if draft is not None:
            yield draft


def _cases(table: TableSheet, step: Callable[[int], None]) -> Iterator[_CaseRows]:
    case: _CaseRows | None = None
    names: set[str] = set()
    for row in data_rows(table, step):
        name = row.text(Column.CASE_ID)
        if case is None or (name and name != case.name):
            if case is not None:
                yield case
            if not name or name in names:
                _tell_no_case(row, name)
            names.add(name)
            case = _CaseRows(name=name)
        case.rows.append(row)
        number = row.text(Column.SCENE_NUMBER)
        if not case.scenes or (number and number != case.scenes[-1].number):
            case.scenes.append(_SceneRows(number=number or "1"))
        case.scenes[-1].rows.append(row)
    if case is not None:
        yield case


def _tell_no_case(row: Row, name: str) -> None:
    if not name:
        row.error(
            Column.CASE_ID,
            "CASE_ID_MISSING",
            "案例的第一行要填案例编号，如 c-1 或 案例1",
            "the first row of a case needs its 案例编号, such as c-1",
        )
        return
    row.error(
        Column.CASE_ID,
        "CASE_APART",
        f"案例“{name[:40]}”的行不在一起；同一案例的各行要相连",
        f"the rows of the case “{name[:40]}” are not together",
    )


class _CaseReading:
    """One case while it is read."""

    def __init__(self, case: _CaseRows, around: Surroundings, seen: SeenItems) -> None:
        self._case = case
        self._around = around
        self._seen = seen
        self._tasks: list[TaskParts] = []
        self._transcripts: dict[MediaName, str] = {}

    def draft(self) -> ItemDraft | None:
        """Return the case; None if any of its rows may not be taken."""
        case, around = self._case, self._around
        first = case.first
        level = read_level(self._row_of(Column.LEVEL), around.level, around.standard)
        if level is None:
            return None
        has_own_id = _OWN_ID.fullmatch(case.name) is not None
        words = self._words(level)
        case_id = ItemId(case.name if has_own_id else made_id(words))
        if not has_own_id and case.name:
            first.gather(Column.CASE_ID, "CASE_ID_MADE", _MADE)
        item = self._item(case_id, level)
        for row in case.rows:
            tell_unused(row, row.text(Column.KIND) or "案例")
        if self._seen.is_new_item(first, words, has_own_id=has_own_id) and has_own_id:
            self._seen.is_new_id(first, case_id, Column.CASE_ID)
        tags = self._tags(level)
        if item is None or not all(row.is_good for row in case.rows):
            return None
        own = ({TaskId(case_id): tags} if tags else {}, self._transcripts)
        record = record_of(item, level, self._tasks, around.shelf, own)
        characters = sum(row.characters for row in case.rows)
        checked = checked_record(first, record, case_id, characters)
        if checked is None:
            return None
        return ItemDraft(
            record=checked,
            estimates=tuple(x.estimate for x in self._tasks if x.estimate),
            place=first.table.findings.place(first.spot()),
            has_own_id=has_own_id,
        )

    def _item(self, case_id: ItemId, level: str) -> Case | None:
        case = self._case
        title_row = self._row_of(Column.CASE_TITLE)
        missing(title_row, {Column.CASE_TITLE: Wording("没有案例标题", "no title")})
        title = _title(title_row, Column.CASE_TITLE)
        stem = self._row_of(Column.CASE_STEM).content(Column.CASE_STEM)
        is_one_way = self._row_of(Column.ONE_WAY).value(
            Column.ONE_WAY, parse_yes, fallback=False
        )
        _tell_changes(case.rows, _CASE_COLUMNS)
        scenes = [
            self._scene(index, scene, case_id, level)
            for index, scene in enumerate(case.scenes, start=1)
        ]
        if len(scenes) > MOST_SCENES or not self._has_tasks():
            case.first.error(
                Column.SCENE_NUMBER,
                "CASE_SHAPE",
                f"一个案例要有至少一道小题、最多 {MOST_SCENES} 个场景",
                f"a case has at least one task and at most {MOST_SCENES} scenes",
            )
        good = tuple(scene for scene in scenes if scene is not None)
        if not title or len(good) < len(scenes) or is_one_way is None:
            return None
        return Case(
            item_id=case_id,
            title=title,
            stem=stem,
            is_one_way=is_one_way,
            scenes=good,
        )

    def _scene(
        self, index: int, scene: _SceneRows, case_id: ItemId, level: str
    ) -> Scene | None:
        _tell_changes(scene.rows, _SCENE_COLUMNS)
        title_row = _row_with(scene.rows, Column.SCENE_TITLE)
        missing(title_row, {Column.SCENE_TITLE: Wording("没有场景标题", "no title")})
        title = _title(title_row, Column.SCENE_TITLE)
        content = self._scene_content(scene.rows)
        tasks = [self._task(row, case_id, level) for row in scene.rows if _is_task(row)]
        if len(tasks) > MOST_TASKS_A_SCENE:
            title_row.error(
                Column.SCENE_NUMBER,
                "CASE_SHAPE",
                f"一个场景最多 {MOST_TASKS_A_SCENE} 道小题",
                f"a scene has at most {MOST_TASKS_A_SCENE} tasks",
            )
        good = tuple(parts for parts in tasks if parts is not None)
        if not title or not content or len(good) < len(tasks):
            return None
        self._tasks += good
        return Scene(
            scene_id=_scene_id(scene, index),
            title=title,
            content=content,
            tasks=tuple(parts.task for parts in good),
        )

    def _scene_content(self, rows: Sequence[Row]) -> tuple[Block, ...]:
        shelf = self._around.shelf
        text_row = _row_with(rows, Column.SCENE_CONTENT)
        text = text_row.content(Column.SCENE_CONTENT)
        image_row = _row_with(rows, Column.SCENE_IMAGES)
        sound_row = _row_with(rows, Column.SCENE_SOUNDS)
        images = read_images(image_row, shelf, Column.SCENE_IMAGES)
        sounds = read_sounds(sound_row, shelf, Column.SCENE_SOUNDS)
        words_row = _row_with(rows, Column.SCENE_TRANSCRIPT)
        spoken = (*sounds, *(block for block in text if isinstance(block, Sound)))
        self._transcripts |= read_transcripts(
            words_row, spoken, Column.SCENE_TRANSCRIPT
        )
        content = (*text, *images, *sounds)
        if not content:
            missing(
                text_row, {Column.SCENE_CONTENT: Wording("没有场景正文", "no content")}
            )
        return content

    def _task(self, row: Row, case_id: ItemId, level: str) -> TaskParts | None:
        kind = read_kind(row, kind_of(row.table.sheet.name))
        take_from_stem(row, kind)
        tags = read_tags(row, level, self._around.standard)
        number = sum(
            _is_task(x) for x in self._case.rows[: _index(self._case.rows, row)]
        )
        given = own_id(row)
        if given is not None:
            self._seen.is_new_id(row, given, Column.ITEM_ID)
        task_id = TaskId(given or f"{case_id}-t{number + 1}")
        return read_task(row, kind, task_id, self._around, tags)

    def _tags(self, level: str) -> tuple[Tag, ...]:
        row = self._row_of(Column.CASE_TAGS)
        return read_tags(row, level, self._around.standard, Column.CASE_TAGS)

    def _words(self, level: str) -> tuple[str, ...]:
        rows = self._case.rows
        columns = (*_CASE_COLUMNS[:2], *_SCENE_COLUMNS[:4])
        said = (row.texts.get(column, "") for row in rows for column in columns)
        tasks = (part for row in rows for part in words_of(row, row.text(Column.KIND)))
        return (level, "case", *said, *tasks)

    def _row_of(self, column: Column) -> Row:
        return _row_with(self._case.rows, column)

    def _has_tasks(self) -> bool:
        return any(_is_task(row) for row in self._case.rows)


_MADE = Wording(
    "案例编号不是字母数字编号，只用来把各行归在一起；题库编号由内容生成",
    "the 案例编号 only groups the rows; the id in the bank is made from the content",
)


def _row_with(rows: Sequence[Row], column: Column) -> Row:
    """Return the first row that says something in the column, else the first row."""
    return next((row for row in rows if row.text(column)), rows[0])


def _index(rows: Sequence[Row], wanted: Row) -> int:
    return next(index for index, row in enumerate(rows) if row is wanted)


def _is_task(row: Row) -> bool:
    return any(row.texts.get(column) for column in _TASK_COLUMNS)


def _tell_changes(rows: Sequence[Row], columns: Sequence[Column]) -> None:
    """Tell a case or scene column that says two different things."""
    for column in columns:
        first = _row_with(rows, column)
        for row in rows:
            text = row.text(column)
            if text and text != first.text(column):
                row.error(
                    column,
                    "CASE_CONTRADICTS",
                    f"与第 {first.number} 行不同；同一案例或场景只写一次，其余行留空",
                    f"differs from row {first.number}; say it once and leave the others empty",
                )


def _title(row: Row, column: Column) -> str:
    title = " ".join(row.text(column).split())
    if len(title) > _LONGEST_TITLE:
        row.error(
            column,
            "TEXT_TOO_LONG",
            f"标题最多 {_LONGEST_TITLE} 字",
            f"a title has at most {_LONGEST_TITLE} characters",
        )
    return title


def _scene_id(scene: _SceneRows, index: int) -> SceneId:
    """Return the author's id, `s1` for a bare 1, else one by position."""
    if _OWN_ID.fullmatch(scene.number):
        return SceneId(scene.number)
    return SceneId(f"s{int(scene.number)}" if scene.number.isdecimal() else f"s{index}")
