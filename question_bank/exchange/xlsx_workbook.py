"""What a workbook is made of besides its cells: sheets, strings, number formats.

Relationships are followed by their ids only inside the archive; a target outside it is
never opened.
"""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass

from question_bank.exchange.xlsx_archive import SpreadsheetArchive
from question_bank.exchange.xlsx_number_format import (
    GENERAL,
    format_code,
    is_date_format,
)
from question_bank.exchange.xlsx_strings import read_strings
from question_bank.exchange.xlsx_table import CellValue
from question_bank.exchange.xlsx_xml import scan_xml

MOST_SHEETS = 200
MOST_STYLES = 70_000
"""Excel's own limit is 64,000."""

_DIGITS = re.compile(r"[0-9]{1,6}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetEntry:
    """One sheet as the workbook lists it.

    Attributes:
        part: Member of the archive; None if it is a chart or lies outside.
    """

    name: str
    is_hidden: bool
    part: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """All that reading sheets needs.

    Attributes:
        formats: Number format codes by style index.
        date_styles: Style indexes whose numbers are dates or times.
    """

    sheets: tuple[SheetEntry, ...]
    strings: tuple[CellValue, ...]
    formats: tuple[str, ...]
    date_styles: frozenset[int]
    has_external_links: bool


def read_workbook(archive: SpreadsheetArchive) -> Workbook:
    """Read everything but the sheets.

    Raises:
        SpreadsheetError: it is not the workbook of an .xlsx file.
    """
    _refuse_macros(archive)
    part = _workbook_part(archive)
    targets = relationships(archive, part)
    listing = _Listing()
    with archive.open_part(part) as stream:
        scan_xml(stream, listing, archive.damage)
    if not 0 < len(listing.sheets) <= MOST_SHEETS:
        raise archive.damage(f"{len(listing.sheets)} sheets")
    styles = _Styles()
    if (styles_part := _part_of_kind(targets, "styles")) and archive.has(styles_part):
        with archive.open_part(styles_part) as stream:
            scan_xml(stream, styles, archive.damage)
    formats = tuple(format_code(found, styles.custom) for found in styles.format_ids)
    return Workbook(
        sheets=tuple(
            SheetEntry(
                name=name,
                is_hidden=state not in {"", "visible"},
                part=_sheet_part(archive, targets, relation),
            )
            for name, state, relation in listing.sheets
        ),
        strings=read_strings(archive, _part_of_kind(targets, "sharedstrings")),
        formats=formats or (GENERAL,),
        date_styles=frozenset(
            index for index, code in enumerate(formats) if is_date_format(code)
        ),
        has_external_links=any(
            name.startswith("xl/externallinks/") for name in archive.names()
        ),
    )


def relationships(
    archive: SpreadsheetArchive, part: str
) -> Mapping[str, tuple[str, str]]:
    """Return what a part points to inside the archive: id → (kind, member).

    Raises:
        SpreadsheetError: the list is there and is not XML.
    """
    folder, name = posixpath.split(part)
    listed = f"{folder}/_rels/{name}.rels".lstrip("/")
    if not archive.has(listed):
        return {}
    found = _Relations(folder)
    with archive.open_part(listed) as stream:
        scan_xml(stream, found, archive.damage)
    return found.targets


def _refuse_macros(archive: SpreadsheetArchive) -> None:
    types = _ContentTypes()
    if not archive.has("[Content_Types].xml"):
        raise archive.damage("no [Content_Types].xml")
    with archive.open_part("[Content_Types].xml") as stream:
        scan_xml(stream, types, archive.damage)
    if types.has_macros:
        raise archive.refusal(
            "这是启用宏的工作簿（.xlsm），不予读取；请另存为“Excel 工作簿（.xlsx）”",
            "a macro-enabled workbook (.xlsm) is not read; save it as .xlsx",
        )


def _workbook_part(archive: SpreadsheetArchive) -> str:
    top = relationships(archive, "")
    return _part_of_kind(top, "officedocument") or "xl/workbook.xml"


def _part_of_kind(targets: Mapping[str, tuple[str, str]], kind: str) -> str | None:
    return next((part for found, part in targets.values() if found == kind), None)


def _sheet_part(
    archive: SpreadsheetArchive,
    targets: Mapping[str, tuple[str, str]],
    relation: str,
) -> str | None:
    kind, part = targets.get(relation, ("", ""))
    return part if kind == "worksheet" and archive.has(part) else None


class _Silent:
    """Listens to nothing."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""

    def end(self, tag: str) -> None:
        """Take the end of an element."""

    def text(self, data: str) -> None:
        """Take a piece of text."""


class _ContentTypes(_Silent):
    def __init__(self) -> None:
        self.has_macros = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in {"Override", "Default"}:
            kind = attributes.get("ContentType", "").lower()
            self.has_macros |= "macroenabled" in kind or "vbaproject" in kind


class _Relations(_Silent):
    def __init__(self, folder: str) -> None:
        self.targets: dict[str, tuple[str, str]] = {}
        self._folder = folder

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag != "Relationship" or attributes.get("TargetMode") == "External":
            return
        target = attributes.get("Target", "")
        kind = attributes.get("Type", "").rpartition("/")[2].lower()
        path = target if target.startswith("/") else f"/{self._folder}/{target}"
        part = posixpath.normpath(path).lstrip("/")
        self.targets[attributes.get("Id", "")] = (kind, part)


class _Listing(_Silent):
    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, str]] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag != "sheet":
            return
        relation = next(
            (found for name, found in attributes.items() if name.endswith(":id")), ""
        )
        name = attributes.get("name", "")[:200]
        self.sheets.append((name, attributes.get("state", ""), relation))


class _Styles(_Silent):
    def __init__(self) -> None:
        self.custom: dict[int, str] = {}
        self.format_ids: list[int] = []
        self._in_cell_formats = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "cellXfs":
            self._in_cell_formats = True
        elif tag == "xf" and self._in_cell_formats:
            if len(self.format_ids) < MOST_STYLES:
                self.format_ids.append(_number(attributes.get("numFmtId", "0")))
        elif tag == "numFmt" and len(self.custom) < MOST_STYLES:
            code = attributes.get("formatCode", GENERAL)[:255]
            self.custom[_number(attributes.get("numFmtId", "0"))] = code

    def end(self, tag: str) -> None:
        if tag == "cellXfs":
            self._in_cell_formats = False


def _number(text: str) -> int:
    return int(text) if _DIGITS.fullmatch(text) else 0
