"""The rules of a session that a package carries: times, retakes, who scores. Pure.

A policy that a reader does not know makes the package unreadable for it, on purpose:
an exam must not run under half of its rules.
"""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated

import msgspec

LONGEST_EXAM_MS = 12 * 3600 * 1000

Milliseconds = Annotated[int, msgspec.Meta(ge=0, le=LONGEST_EXAM_MS)]


class DownTime(StrEnum):
    """Whether the time in which a seat was down is given back."""

    CREDITED = "credited"
    COUNTED = "counted"


class Window(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From when to when the package may be opened; closes later than it opens."""

    opens_utc: Annotated[datetime, msgspec.Meta(tz=True)]
    closes_utc: Annotated[datetime, msgspec.Meta(tz=True)]

    def __post_init__(self) -> None:
        """Refuse a window that is no span of UTC."""
        for name in ("opens_utc", "closes_utc"):
            if getattr(self, name).utcoffset() != timedelta(0):
                raise ValueError(f"{name} is not UTC")
        if self.closes_utc <= self.opens_utc:
            raise ValueError("closes_utc is not after opens_utc")


class Policies(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The session's rules.

    Attributes:
        duration_ms: Time allowed, without extensions.
        earliest_hand_in_ms: Time used before a candidate may hand in; 0: at once.
        late_entry_ms: How long after the room's start a candidate may still log in to begin;
            0: no limit.
        down_time: Whether the time a seat was down is given back.
        hand_in_grace_ms: How long after the end a seat's last entries may be dated.
        site_scores: Whether the site's marking key opens answers and keys.
        default_plays: How often a sound may be played where its item says nothing; 0: no limit.
        default_retakes: How often a recording may be made anew where its item says nothing.
        id_tail_length: Characters of the ID number that a candidate types to log in.
        needs_headset_check, needs_input_check: Whether candidates try headset and
            keyboard before they wait for the start.
        reentry_gap_ms: Down time after which somebody of the staff has to let a
            candidate go on; 0: never.
        warnings_ms: Times left at which a seat says how much time is left, falling.
        may_hide_clock: Whether a candidate may hide the time left.
        has_notes, has_calculator: Whether the seat offers a scratch pad, a calculator.
        may_hear_own_takes: Whether a candidate may listen to what was recorded.
    """

    duration_ms: Annotated[int, msgspec.Meta(ge=1000, le=LONGEST_EXAM_MS)]
    earliest_hand_in_ms: Milliseconds = 0
    late_entry_ms: Milliseconds = 0
    down_time: DownTime = DownTime.CREDITED
    hand_in_grace_ms: Milliseconds = 60_000
    site_scores: bool = False
    default_plays: Annotated[int, msgspec.Meta(ge=0, le=20)] = 2
    default_retakes: Annotated[int, msgspec.Meta(ge=0, le=20)] = 1
    id_tail_length: Annotated[int, msgspec.Meta(ge=4, le=8)] = 6
    needs_headset_check: bool = True
    needs_input_check: bool = True
    reentry_gap_ms: Milliseconds = 10 * 60_000
    warnings_ms: Annotated[tuple[Milliseconds, ...], msgspec.Meta(max_length=10)] = (
        15 * 60_000,
        5 * 60_000,
        60_000,
    )
    may_hide_clock: bool = True
    has_notes: bool = True
    has_calculator: bool = False
    may_hear_own_takes: bool = True

    def __post_init__(self) -> None:
        """Refuse an earliest hand-in that never comes, and warnings out of order."""
        if self.earliest_hand_in_ms > self.duration_ms:
            raise ValueError("earliest_hand_in_ms is after the end")
        if list(self.warnings_ms) != sorted(set(self.warnings_ms), reverse=True):
            raise ValueError("warnings_ms do not fall")


def utc_text(moment: datetime) -> str:
    """Return RFC 3339 with `Z` and milliseconds, for messages."""
    return (
        moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    )
