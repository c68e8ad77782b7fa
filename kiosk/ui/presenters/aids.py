"""What stands at the candidate's hand beside the tasks (rows 12, 38, 39). Pure."""

from dataclasses import dataclass
from enum import StrEnum

from question_bank.formats.entry_bodies import LONGEST_NOTES


class Aid(StrEnum):
    """One of them is open at a time."""

    NOTES = "notes"
    CALCULATOR = "calculator"
    VERSIONS = "versions"


@dataclass(frozen=True, slots=True, kw_only=True)
class AidsView:
    """Which aids the session's rules give."""

    has_notes: bool = False
    has_calculator: bool = False


def fitting_notes(present: str, replaced: str, put_in: str) -> str:
    """Return as much of the beginning of `put_in` as the scratch pad still holds."""
    return put_in[: max(0, LONGEST_NOTES - len(present) + len(replaced))]
