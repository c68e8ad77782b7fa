"""Findings: what a reader or a check says about an author's work, in both languages.

One shape for the errors of an import and the results of a check, so that one command
prints both and one program reads both. Pure.
"""

from dataclasses import dataclass
from enum import StrEnum

from question_bank.items.score_line import Wording


class Severity(StrEnum):
    """ERROR: it cannot be used so. WARNING: a person should look. NOTE: was done, is said."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in what an author handed in, or in the bank; what does not apply is None.

    Attributes:
        file: Name of the file, without its folder.
        part: Sheet of a workbook, or member of an archive.
        row: Row or line, from 1.
        column: Column's letter with its heading, such as `C（答案）`, or a field's path.
        item_id: Of the item, where it is known.
    """

    file: str | None = None
    part: str | None = None
    row: int | None = None
    column: str | None = None
    item_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found.

    Attributes:
        code: Stable, upper case, such as `KEY_MISSING`; programs and tests go by it.
        wording: One sentence: what was found, what was expected, what to do.
        measure: The figure that it hangs on, such as a similarity or a loudness.
    """

    code: str
    severity: Severity
    place: Place
    wording: Wording
    measure: float | None = None


def place_wording(place: Place) -> Wording:
    """Return the place in words, from the outside to the inside; may be empty."""
    zh = (
        (place.file, "{}"),
        (place.part, "“{}”"),
        (place.row, "第{}行"),
        (place.column, "{}"),
        (place.item_id, "试题 {}"),
    )
    en = (
        (place.file, "{}"),
        (place.part, "“{}”"),
        (place.row, "row {}"),
        (place.column, "{}"),
        (place.item_id, "item {}"),
    )
    return Wording(
        " ".join(form.format(value) for value, form in zh if value is not None),
        ", ".join(form.format(value) for value, form in en if value is not None),
    )


def has_errors(findings: tuple[Finding, ...]) -> bool:
    """Return whether one of the findings forbids use."""
    return any(finding.severity is Severity.ERROR for finding in findings)
