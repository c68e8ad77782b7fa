"""How a number in a cell is shown: which are dates, which percents. Pure.

Source:
    ECMA-376-1:2016, 18.8.30 numFmt: the identifiers of built-in formats, among them those
    of Chinese systems (27 to 36 and 50 to 58 are dates).
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

GENERAL = "General"

_DATE_IDS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_BUILT_IN: Mapping[int, str] = MappingProxyType(
    {
        0: GENERAL,
        1: "0",
        2: "0.00",
        3: "#,##0",
        4: "#,##0.00",
        9: "0%",
        10: "0.00%",
        11: "0.00E+00",
        12: "# ?/?",
        13: "# ??/??",
        49: "@",
    }
)
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)
_DATE_SIGNS = re.compile(r"[ymdhs年月日时分秒]", re.IGNORECASE)
_DECIMALS = re.compile(r"(?P<lead>[#,0]*0)(?:\.(?P<decimals>0+))?(?P<percent>%?)")
_AFTER_SECTIONS = ";"

LARGEST_EXACT = 10**15
"""Spreadsheets keep numbers as doubles with 15 digits; longer ones have been altered."""


def format_code(format_id: int, custom: Mapping[int, str]) -> str:
    """Return the code of a number format; dates of built-in ids give `yyyy-mm-dd`."""
    if format_id in custom:
        return custom[format_id]
    if format_id in _DATE_IDS:
        return "yyyy-mm-dd"
    return _BUILT_IN.get(format_id, GENERAL)


def is_date_format(code: str) -> bool:
    """Return whether numbers of this format are shown as a date or a time."""
    if code == GENERAL:
        return False
    bare = _QUOTED.sub("", code.partition(_AFTER_SECTIONS)[0])
    return _DATE_SIGNS.search(bare.replace(GENERAL, "")) is not None


def number_text(value: float, code: str) -> str | None:
    """Return the number as it is shown; None if the format is not understood."""
    if code in {GENERAL, "@"}:
        return plain_number(value)
    found = _DECIMALS.fullmatch(_QUOTED.sub("", code.partition(_AFTER_SECTIONS)[0]))
    if found is None:
        return None
    decimals = len(found["decimals"] or "")
    shown = value * 100 if found["percent"] else value
    separator = "," if "," in found["lead"] else ""
    return f"{shown:{separator}.{decimals}f}{found['percent']}"


def plain_number(value: float) -> str:
    """Return a number as `General` shows it: whole ones without a point."""
    if value == int(value) and abs(value) < LARGEST_EXACT:
        return str(int(value))
    return f"{value:.15g}"
