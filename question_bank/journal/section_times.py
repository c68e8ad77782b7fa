"""In which section the candidate is, and how long they were in each (row 23). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionTimes:
    """Sections after some entries.

    Attributes:
        current: Section id; "" before the first was entered.
        since_ms: Exam time used when it was entered.
        used_before_ms: Section id → time used in it, the present stay left out.
        passed: Section ids that can't be entered again.
    """

    current: str = ""
    since_ms: int = 0
    used_before_ms: Mapping[str, int] = field(
        default_factory=lambda: MappingProxyType({})
    )
    passed: frozenset[str] = frozenset()

    def used_ms(self, section_id: str, time_used_ms: int) -> int:
        """Return the exam time used in a section when `time_used_ms` are used in all."""
        used = self.used_before_ms.get(section_id, 0)
        if section_id == self.current:
            used += max(0, time_used_ms - self.since_ms)
        return used

    def entered(self, section_id: str, time_used_ms: int) -> "SectionTimes":
        """Return the times after the candidate came into a section."""
        left = self._left(time_used_ms)
        return replace(left, current=section_id, since_ms=time_used_ms)

    def closed(self, section_id: str, time_used_ms: int) -> "SectionTimes":
        """Return the times after a section was left for good."""
        left = self._left(time_used_ms) if section_id == self.current else self
        return replace(left, passed=left.passed | {section_id})

    def _left(self, time_used_ms: int) -> "SectionTimes":
        if not self.current:
            return self
        used = self.used_ms(self.current, time_used_ms)
        times = MappingProxyType({**self.used_before_ms, self.current: used})
        return replace(self, current="", since_ms=0, used_before_ms=times)


NO_SECTION = SectionTimes()
"""Before the first section."""
