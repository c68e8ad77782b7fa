"""Texts as a spreadsheet keeps them: shared strings, rich runs, escaped characters.

Source:
    ECMA-376-1:2016, 18.4.8 si and 22.9.2.19 ST_Xstring (`_x000D_` stands for U+000D).
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from question_bank.exchange.xlsx_archive import SpreadsheetArchive
from question_bank.exchange.xlsx_table import (
    MOST_CELL_CHARACTERS,
    CellKind,
    CellValue,
    OddCell,
)
from question_bank.exchange.xlsx_xml import scan_xml
from question_bank.items.content import Mark

MOST_STRINGS = 1_500_000
"""50,000 rows with 20 texts each are 1,000,000."""

MOST_STRING_CHARACTERS = 100_000_000
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MARK_TAGS: Mapping[str, Mark] = MappingProxyType(
    {"b": Mark.STRONG, "i": Mark.EMPHASIS, "u": Mark.UNDERLINE}
)
_VERTICAL: Mapping[str, Mark] = MappingProxyType(
    {"superscript": Mark.SUP, "subscript": Mark.SUB}
)
_OFF = frozenset({"0", "false", "none"})


def read_strings(
    archive: SpreadsheetArchive, part: str | None
) -> tuple[CellValue, ...]:
    """Return the shared strings in order; none if the file has no such part.

    Raises:
        SpreadsheetError: not XML, or far too many.
    """
    if part is None or not archive.has(part):
        return ()
    reader = _StringsReader(archive)
    with archive.open_part(part) as stream:
        scan_xml(stream, reader, archive.damage)
    return tuple(reader.strings)


def unescaped(text: str) -> str:
    """Return the text with `_xHHHH_` replaced; halves of a pair are joined."""
    if "_x" not in text:
        return text
    plain = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def escaped(text: str) -> str:
    """Return what a cell has to hold so that `unescaped` gives the text back."""
    return _ESCAPED.sub(lambda found: f"_x005F_{found[0][1:]}", text)


class RichText:
    """Puts the text of one string or cell together, run by run.

    Call `start`, `end` and `text` with everything below `<si>` or `<is>`, then `value`.
    """

    def __init__(self) -> None:
        self.characters = 0
        self._pieces: list[str] = []
        self._runs: list[tuple[str, tuple[Mark, ...]]] = []
        self._marks: list[Mark] = []
        self._in_text = False
        self._is_phonetic = False
        self._in_run = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        if tag == "t":
            self._in_text = not self._is_phonetic
        elif tag == "rPh":
            self._is_phonetic = True
        elif tag == "r":
            self._close_run()
            self._in_run = True
        elif self._in_run:
            value = attributes.get("val", "")
            mark = _VERTICAL.get(value) if tag == "vertAlign" else _MARK_TAGS.get(tag)
            if mark is not None and value not in _OFF and mark not in self._marks:
                self._marks.append(mark)

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        if tag == "t":
            self._in_text = False
        elif tag == "rPh":
            self._is_phonetic = False
        elif tag == "r":
            self._close_run()
            self._in_run = False

    def text(self, data: str) -> None:
        """Take a piece of text."""
        if self._in_text:
            self.characters += len(data)
            if self.characters <= MOST_CELL_CHARACTERS:
                self._pieces.append(data)

    def value(self) -> CellValue:
        """Return the whole; rich only where some run has a mark."""
        self._close_run()
        text = "".join(found for found, _ in self._runs)
        if not any(marks for _, marks in self._runs):
            return unescaped(text)
        runs = tuple((unescaped(found), marks) for found, marks in self._runs)
        plain = "".join(found for found, _ in runs)
        return OddCell(kind=CellKind.RICH, text=plain, runs=runs)

    def _close_run(self) -> None:
        if self._pieces:
            self._runs.append(("".join(self._pieces), tuple(sorted(self._marks))))
        self._pieces = []
        self._marks = []


class _StringsReader:
    def __init__(self, archive: SpreadsheetArchive) -> None:
        self.strings: list[CellValue] = []
        self._archive = archive
        self._current: RichText | None = None
        self._characters = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "si":
            self._current = RichText()
        elif self._current is not None:
            self._current.start(tag, attributes)

    def end(self, tag: str) -> None:
        if self._current is None:
            return
        if tag != "si":
            self._current.end(tag)
            return
        self.strings.append(self._current.value())
        self._characters += self._current.characters
        self._current = None
        if (
            len(self.strings) > MOST_STRINGS
            or self._characters > MOST_STRING_CHARACTERS
        ):
            raise self._archive.refusal(
                "文件中的文字过多，不予读取；请分成几个文件",
                f"too many texts in the file (at most {MOST_STRINGS}); split it",
            )

    def text(self, data: str) -> None:
        if self._current is not None:
            self._current.text(data)
