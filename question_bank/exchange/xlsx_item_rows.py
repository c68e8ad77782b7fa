"""Plain items out of the rows of a sheet: an item each row. Pure."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from question_bank.exchange.item_draft import ItemDraft
from question_bank.exchange.xlsx_columns import Column, same_heading_row, shown
from question_bank.exchange.xlsx_draft import (
    Surroundings,
    checked_record,
    made_id,
    own_id,
    read_kind,
    read_task,
    record_of,
    tell_unused,
    words_of,
)
from question_bank.exchange.xlsx_kinds import kind_of
from question_bank.exchange.xlsx_row import Row, TableSheet, read_row
from question_bank.exchange.xlsx_sections import (
    NO_SECTION,
    Section,
    lone_text,
    section_of,
    title_of,
)
from question_bank.exchange.xlsx_stem_cells import take_from_stem
from question_bank.exchange.xlsx_table import CellRange, SheetRow
from question_bank.exchange.xlsx_tags import read_level, read_tags
from question_bank.identifiers import ItemId, TaskId
from question_bank.items.finding import Severity
from question_bank.items.score_line import Wording

EXAMPLE_ID = "示例"
EXAMPLE_STEM = "【示例】"
"""Rows of the template that have both are examples and are not imported."""

_ROWS_A_STEP = 200
MOST_MERGED_CELLS = 500_000


@dataclass(slots=True)
class SeenItems:
    """What this import has read so far: ids, words and enemies.

    Attributes:
        by_id: Item or task id → where it stands.
        by_words: What an item says → (where, whether it has its own id).
    """

    by_id: dict[str, Wording] = field(default_factory=dict)
    by_words: dict[tuple[str, ...], tuple[Wording, bool]] = field(default_factory=dict)
    enemies: dict[tuple[ItemId, ItemId], None] = field(default_factory=dict)

    def is_new_id(self, row: Row, item_id: str, column: Column) -> bool:
        """Return whether the id is new; if not, it is told with the other place."""
        first = self.by_id.setdefault(item_id, place_of(row))
        if first == place_of(row):
            return True
        row.error(
            column,
            "ID_TWICE",
            f"编号 {item_id} 与{first.zh}重复；请改掉其中一个",
            f"the id {item_id} stands also in {first.en}; change one of them",
        )
        return False

    def is_new_item(
        self, row: Row, words: tuple[str, ...], *, has_own_id: bool
    ) -> bool:
        """Return whether no other row says the same; if one does, it is told."""
        first, first_has_own_id = self.by_words.setdefault(
            words, (place_of(row), has_own_id)
        )
        if first == place_of(row):
            return True
        if has_own_id and first_has_own_id:
            row.gather(
                Column.STEM,
                "SAME_TEXT",
                Wording(
                    "题干和选项与另一行相同、编号不同，按两题导入，请核对",
                    "stem and options are those of another row with another id; taken as two "
                    "items, please check",
                ),
                severity=Severity.WARNING,
                sample=first,
            )
            return True
        row.error(
            Column.STEM,
            "DUPLICATE_ROW",
            f"与{first.zh}重复（题型、题干和选项都相同）；请删去一行",
            f"the same as {first.en} (kind, stem and options); delete one of them",
        )
        return False


def place_of(row: Row) -> Wording:
    """Return a row's place in words."""
    name = f"“{row.table.sheet.name}”" if row.table.sheet.name else ""
    return Wording(f"{name}第{row.number}行", f"{name} row {row.number}".strip())


def read_items(
    table: TableSheet,
    around: Surroundings,
    seen: SeenItems,
    step: Callable[[int], None],
) -> Iterator[ItemDraft]:
    """Yield the good items of a sheet; everything else is told."""
    sheet_kind = kind_of(table.sheet.name)
    for row in data_rows(table, step):
        if is_example(row, Column.ITEM_ID, Column.STEM):
            continue
        draft = _draft(row, around, seen, sheet_kind)
        if draft is not None:
            yield draft


def data_rows(table: TableSheet, step: Callable[[int], None]) -> Iterator[Row]:
    """Yield the rows below the header that hold data.

    A row that touches merged cells is read for its other problems and never taken.
    """
    touched = _merged_by_row(table)
    of_table = section = _section_above(table)
    below = [row for row in table.sheet.rows if row.number > table.header.last_row]
    for start in range(0, len(below), _ROWS_A_STEP):
        rows = below[start : start + _ROWS_A_STEP]
        for raw in rows:
            merged = touched.get(raw.number, ())
            title = _title(table, raw, is_merged=bool(merged))
            if title is not None:
                section = replace(title, points=title.points or of_table.points)
            if title is not None or _is_no_data(table, raw, is_merged=bool(merged)):
                continue
            row = read_row(table, raw)
            row.section = section
            _refuse_covered(row, merged)
            yield row
        step(len(rows))


def _merged_by_row(table: TableSheet) -> dict[int, list[CellRange]]:
    """Return the merged ranges that touch each row of data; ranges do not overlap."""
    numbers = [row.number for row in table.sheet.rows]
    touched: dict[int, list[CellRange]] = {}
    left = MOST_MERGED_CELLS
    for merged in table.sheet.merged:
        first = max(merged.first_row, table.header.last_row + 1)
        rows = numbers[
            bisect_left(numbers, first) : bisect_right(numbers, merged.last_row)
        ]
        left -= len(rows)
        if left < 0:
            break  # of a hostile file; its ranges are errors already
        for number in rows:
            touched.setdefault(number, []).append(merged)
    return touched


def _refuse_covered(row: Row, merged: Iterable[CellRange]) -> None:
    """Keep a row with merged cells from being taken, and from being told for blanks."""
    for found in merged:
        row.is_good = False
        row.refused |= {
            column
            for column, place in row.table.header.columns.items()
            if found.first_column <= place <= found.last_column
            and column not in row.texts
        }


def is_example(row: Row, id_column: Column, text_column: Column) -> bool:
    """Return whether a row is one of the template's examples; half of one is told."""
    has_id = row.text(id_column).startswith(EXAMPLE_ID)
    has_text = row.text(text_column).startswith(EXAMPLE_STEM)
    if has_id and has_text:
        row.table.findings.gather(
            "EXAMPLE_SKIPPED",
            Severity.NOTE,
            row.table.spot(row.number),
            Wording(
                "模板的示例行，未导入", "an example row of the template, not imported"
            ),
        )
        return True
    if has_id or has_text:
        row.error(
            id_column if has_id else text_column,
            "EXAMPLE_HALF",
            "示例行改了一半：编号还是“示例”，或文字还以“【示例】”开头；"
            "请改成自己的编号（或清空）并去掉“【示例】”",
            "an example row that was half overwritten: give it an id of your own (or none) and "
            "remove 【示例】",
        )
        row.texts.pop(id_column, None)  # told; no id in any case
    return False


def _is_no_data(table: TableSheet, raw: SheetRow, *, is_merged: bool) -> bool:
    """Return whether a row holds no item: blanks, the header again, a section's title."""
    texts = [shown(value) for value in raw.cells.values()]
    filled = [text for text in texts if text.strip()]
    findings, spot = table.findings, table.spot(raw.number)
    if not filled and not any(not isinstance(x, str) for x in raw.cells.values()):
        return True
    if same_heading_row(table.header, raw):
        wording = Wording("重复的表头行，已跳过", "the header once more; skipped")
        findings.gather("HEADER_AGAIN", Severity.NOTE, spot, wording)
        return True
    return len(filled) == 1 and is_merged  # told as merged cells


def _section_above(table: TableSheet) -> Section:
    """Return what the titles above the header say of the whole table."""
    found = NO_SECTION
    for row in table.sheet.rows:
        if row.number < table.header.first_row and (text := lone_text(row)):
            title = section_of(text)
            found = replace(
                found,
                name=title.name if kind_of(title.name) else found.name,
                points=title.points or found.points,
            )
    return found


def _title(table: TableSheet, raw: SheetRow, *, is_merged: bool) -> Section | None:
    """Return what a row says if it is a title among the data, which is told."""
    place = table.header.columns.get(Column.KIND)
    title = title_of(raw, kind_place=place, is_merged=is_merged)
    if title is not None:
        table.findings.gather(
            "TITLE_SKIPPED",
            Severity.WARNING,
            table.spot(raw.number),
            Wording(
                "只有一格文字的小标题行，不是试题，已跳过",
                "a title with one cell, no item; skipped",
            ),
            sample=f"“{lone_text(raw)[:20]}”",
        )
    return title


def _draft(
    row: Row, around: Surroundings, seen: SeenItems, sheet_kind: str | None
) -> ItemDraft | None:
    kind = read_kind(row, sheet_kind)
    take_from_stem(row, kind)
    level = read_level(row, around.level, around.standard)
    tags = read_tags(row, level, around.standard) if level else ()
    given = own_id(row)
    pictures = around.shelf.pictures.get((row.table.sheet.name, row.number), ())
    words = (level or "", *words_of(row, kind or ""), *pictures)
    item_id = ItemId(given or made_id(words))
    parts = read_task(row, kind, TaskId(item_id), around, tags)
    enemies = _enemies(row, item_id)
    if kind is not None:
        tell_unused(row, row.text(Column.KIND) or row.table.sheet.name)
    if row.texts.get(Column.STEM) and kind is not None:
        seen.is_new_item(row, words, has_own_id=given is not None)
    if given is not None:
        seen.is_new_id(row, given, Column.ITEM_ID)
    if parts is None or level is None or not row.is_good:
        return None
    record = checked_record(
        row,
        record_of(parts.task, level, (parts,), around.shelf),
        item_id,
        row.characters,
    )
    if record is None:
        return None
    seen.enemies.update(dict.fromkeys(enemies))
    spot = row.spot()
    return ItemDraft(
        record=record,
        estimates=(parts.estimate,) if parts.estimate else (),
        place=row.table.findings.place(spot),
        has_own_id=given is not None,
    )


def _enemies(row: Row, item_id: ItemId) -> list[tuple[ItemId, ItemId]]:
    others = re.split(r"[\s;；、,，]+", row.text(Column.ENEMIES))
    pairs = []
    for other in filter(None, others):
        if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", other) is None or (
            other == item_id
        ):
            row.error(
                Column.ENEMIES,
                "ENEMY_ID",
                f"互斥试题“{other[:40]}”不是另一道试题的编号",
                f"“{other[:40]}” is no id of another item",
            )
            continue
        first, second = sorted((item_id, ItemId(other)))
        pairs.append((first, second))
    return pairs
