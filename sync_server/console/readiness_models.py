"""The page on a room's readiness: all seats × what they looked at, worst first. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime

from question_bank.formats.readiness import (
    Readiness,
    ReadinessFinding,
    ReadinessLevel,
)
from sync_server.clock import utc_text
from sync_server.console.local_time import beijing_time
from sync_server.console.readiness_help import PROBES, probe_name, readiness_help
from sync_server.services.live_room import LiveRoom, LiveSeat

_RANK = {
    ReadinessLevel.BAD: 0,
    ReadinessLevel.WARNING: 1,
    ReadinessLevel.UNKNOWN: 2,
    ReadinessLevel.GOOD: 3,
}
SIGNS = {
    ReadinessLevel.GOOD: "✓",
    ReadinessLevel.WARNING: "!",
    ReadinessLevel.BAD: "✗",
    ReadinessLevel.UNKNOWN: "–",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadinessCell:
    """One finding in the table; `level` is empty where the seat did not look."""

    level: str
    sign: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadinessNote:
    """A finding that needs somebody."""

    level: str
    name: str
    value: str
    help: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatReadiness:
    """A seat's line.

    Attributes:
        level: good, warning, bad or unknown (it has not looked yet).
    """

    seat_code: str
    level: str
    checked: str
    cells: tuple[ReadinessCell, ...]
    notes: tuple[ReadinessNote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadinessPage:
    """The page: `counts` are (level, how many seats)."""

    probes: tuple[str, ...]
    seats: tuple[SeatReadiness, ...]
    counts: tuple[tuple[str, int], ...]


def readiness_page(live: LiveRoom, language: str) -> ReadinessPage:
    """Return the page of a room's seats."""
    place = 0 if language == "zh" else 1
    lines = sorted((line for line in live.lines if line.seat_uuid), key=_line_rank)
    seats = tuple(_seat(line, place) for line in lines)
    levels = [seat.level for seat in seats]
    return ReadinessPage(
        probes=tuple(probe_name(probe, place) for probe in PROBES),
        seats=seats,
        counts=tuple(
            (level.value, levels.count(level.value))
            for level in _RANK
            if level.value in levels
        ),
    )


def _line_rank(line: LiveSeat) -> tuple[int, int, str]:
    return _RANK[_level(line.readiness)], len(line.seat_code), line.seat_code


def _level(readiness: Readiness | None) -> ReadinessLevel:
    return ReadinessLevel.UNKNOWN if readiness is None else readiness.level


def _seat(line: LiveSeat, place: int) -> SeatReadiness:
    findings = line.readiness.findings if line.readiness is not None else ()
    by_probe = {finding.probe: finding for finding in findings}
    return SeatReadiness(
        seat_code=line.seat_code,
        level=_level(line.readiness).value,
        checked=_checked(line.readiness),
        cells=tuple(_cell(by_probe.get(probe), place) for probe in PROBES),
        notes=tuple(
            _note(finding, place)
            for finding in sorted(findings, key=lambda found: _RANK[found.level])
            if finding.level is not ReadinessLevel.GOOD
        ),
    )


def _checked(readiness: Readiness | None) -> str:
    if readiness is None:
        return ""
    try:
        moment = datetime.fromtimestamp(readiness.checked_wall_ms / 1000, UTC)
        return beijing_time(utc_text(moment))
    except (OverflowError, ValueError, OSError):  # a seat whose clock is far off
        return ""


def _cell(finding: ReadinessFinding | None, place: int) -> ReadinessCell:
    if finding is None:
        return ReadinessCell(level="", sign="", title="")
    title = probe_name(finding.probe, place)
    return ReadinessCell(
        level=finding.level.value,
        sign=SIGNS[finding.level],
        title=f"{title} {finding.value}".strip(),
    )


def _note(finding: ReadinessFinding, place: int) -> ReadinessNote:
    return ReadinessNote(
        level=finding.level.value,
        name=probe_name(finding.probe, place),
        value=finding.value,
        help=readiness_help(
            finding.probe,
            finding.found,
            place,
            is_unknown=finding.level is ReadinessLevel.UNKNOWN,
        ),
    )
