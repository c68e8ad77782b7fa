"""What a seat found out about its own computer: disk, clock, headset and so on (row 77).

Pure.
"""

from enum import StrEnum
from typing import Annotated

import msgspec


class ReadinessLevel(StrEnum):
    """What a finding means for an exam."""

    GOOD = "good"
    WARNING = "warning"
    """An exam can be held; somebody should look."""
    BAD = "bad"
    """No exam on this computer before it is mended."""
    UNKNOWN = "unknown"
    """Could not be found out here."""


class ReadinessFinding(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """One finding.

    Attributes:
        probe: What was looked at: `disk`, `memory`, `clock`, `display`, `fonts`,
            `input_method`, `headphones`, `microphone`, `power`, `version`,
            `restore_card`, `antivirus`, `server` …
        found: A code of what was found, such as `LOW`; empty when good.
        value: The measured value, with its unit, for people: `1.9 GB`.
    """

    probe: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    level: ReadinessLevel
    found: Annotated[str, msgspec.Meta(max_length=40)] = ""
    value: Annotated[str, msgspec.Meta(max_length=120)] = ""


class Readiness(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All findings of one look, in the order in which people should read them.

    Attributes:
        checked_wall_ms: The seat's wall clock then, ms since 1970; a label only.
    """

    checked_wall_ms: Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]
    findings: Annotated[tuple[ReadinessFinding, ...], msgspec.Meta(max_length=40)]

    @property
    def level(self) -> ReadinessLevel:
        """The worst of the findings; what is unknown counts as a warning."""
        found = {finding.level for finding in self.findings}
        if ReadinessLevel.BAD in found:
            return ReadinessLevel.BAD
        if found & {ReadinessLevel.WARNING, ReadinessLevel.UNKNOWN}:
            return ReadinessLevel.WARNING
        return ReadinessLevel.GOOD
