"""One line of a roster: a candidate in a session, at a seat. Pure."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sync_server.roster.columns import Column
from sync_server.roster.id_number import is_wrong_resident_id
from sync_server.roster.report import Finding
from sync_server.roster.widths import folded

MOST_NAME_CHARACTERS = 60
MOST_ROOM_CHARACTERS = 40
MOST_EXTRA_MINUTES = 240
MOST_EXTRA_PERCENT = 200

_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]*")
_ROOM = re.compile(r"[0-9A-Za-z\u3400-\u9fff][0-9A-Za-z\u3400-\u9fff_-]*")
_ID_NUMBER = re.compile(r"[0-9A-Z]{4,30}")
_EXTRA_TIME = re.compile(r"([0-9]{1,3})(分钟|分|min|%)?")

Note = Callable[[Finding, Column, str, int], None]
"""Takes down a finding: what, in which column, what stood there, the limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRow:
    """A candidate's place in one session.

    Attributes:
        row: Where it stands in the file.
        form_code: "" when the site leaves the choice to the program.
        extra_minutes, extra_percent: Extra time; at most one of them is not 0.
    """

    row: int
    admission_number: str
    name: str
    id_number: str
    form_of_address: str = ""
    session_code: str
    room_code: str
    seat_code: str
    form_code: str = ""
    extra_minutes: int = 0
    extra_percent: int = 0

    def extra_time_ms(self, duration_ms: int) -> int:
        """Return the extra time of an exam that lasts `duration_ms`."""
        return self.extra_minutes * 60_000 + duration_ms * self.extra_percent // 100


def parse_row(number: int, cells: Mapping[Column, str], note: Note) -> RosterRow | None:
    """Return the row, or None when something that `note` was told of stops it."""
    reader = _RowReader(cells, note)
    minutes, percent = reader.extra_time()
    row = RosterRow(
        row=number,
        admission_number=reader.code(Column.ADMISSION_NUMBER, 30),
        name=reader.words(Column.NAME, is_required=True),
        id_number=reader.id_number(),
        form_of_address=reader.words(Column.FORM_OF_ADDRESS, is_required=False),
        session_code=reader.code(Column.SESSION, 40),
        room_code=reader.code(Column.ROOM, MOST_ROOM_CHARACTERS, pattern=_ROOM),
        seat_code=_padded(reader.code(Column.SEAT, 20)),
        form_code=reader.code(Column.FORM, 20, is_required=False),
        extra_minutes=minutes,
        extra_percent=percent,
    )
    return row if reader.is_good else None


def is_room_code(text: str) -> bool:
    """Return whether a room may be called so."""
    return len(text) <= MOST_ROOM_CHARACTERS and bool(_ROOM.fullmatch(text))


def _padded(seat_code: str) -> str:
    """Return `3` as `03`: spreadsheets eat the zero, and seats are labelled with it."""
    return seat_code.zfill(2) if seat_code.isdecimal() else seat_code


class _RowReader:
    """Reads cells and remembers whether all were good."""

    def __init__(self, cells: Mapping[Column, str], note: Note) -> None:
        self._cells = cells
        self._note = note
        self.is_good = True

    def code(
        self,
        column: Column,
        most: int,
        *,
        pattern: re.Pattern[str] = _CODE,
        is_required: bool = True,
    ) -> str:
        text = self._text(column, is_required=is_required)
        if text and not (len(text) <= most and pattern.fullmatch(text)):
            self._refuse(Finding.NOT_A_CODE, column, text[:40], most)
        return text

    def words(self, column: Column, *, is_required: bool) -> str:
        text = self._text(column, is_required=is_required)
        is_odd = any(
            unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
            for character in text
        )
        if is_odd or len(text) > MOST_NAME_CHARACTERS:
            self._refuse(Finding.NOT_A_NAME, column, f"{len(text)}")
        return text

    def id_number(self) -> str:
        text = self._text(Column.ID_NUMBER, is_required=True).upper()
        if text and not _ID_NUMBER.fullmatch(text):
            self._refuse(Finding.NOT_AN_ID_NUMBER, Column.ID_NUMBER, "")
        elif is_wrong_resident_id(text):
            self._note(Finding.CHECK_DIGIT, Column.ID_NUMBER, "", 0)
        return text

    def extra_time(self) -> tuple[int, int]:
        text = self._text(Column.EXTRA_TIME, is_required=False)
        if not text:
            return 0, 0
        found = _EXTRA_TIME.fullmatch(text)
        amount = int(found[1]) if found else -1
        is_percent = bool(found and found[2] == "%")
        most = MOST_EXTRA_PERCENT if is_percent else MOST_EXTRA_MINUTES
        if not 0 <= amount <= most:
            self._refuse(Finding.NOT_EXTRA_TIME, Column.EXTRA_TIME, text[:40])
            return 0, 0
        return (0, amount) if is_percent else (amount, 0)

    def _text(self, column: Column, *, is_required: bool) -> str:
        text, was_folded = folded(self._cells.get(column, ""))
        text = text.strip()
        if was_folded:
            self._note(Finding.WIDTH_FOLDED, column, "", 0)
        if not text and is_required:
            self._refuse(Finding.EMPTY, column, "")
        return text

    def _refuse(
        self, finding: Finding, column: Column, found: str, most: int = 0
    ) -> None:
        self.is_good = False
        self._note(finding, column, found, most)
