"""What assembly is at and what it gives, for those who call it. Pure; loads no solver."""

from dataclasses import dataclass
from enum import Enum, auto

from question_bank.assembly.selection import SelectedForm

DEFAULT_EFFORT = 60.0
"""Deterministic time for the whole pool; on one core of 2026 about twice as many seconds."""


class Stage(Enum):
    """What assembly is at, for whoever waits."""

    COUNTING = auto()
    SHORTLIST = auto()
    WHOLE_POOL = auto()
    EXPLAINING = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """Forms that were found.

    Attributes:
        effort: Deterministic time that it took.
    """

    forms: tuple[SelectedForm, ...]
    effort: float
