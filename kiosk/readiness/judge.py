"""What the measured facts mean for an exam (row 77). Pure."""

from kiosk.readiness.facts import ForgettingSign, SeatFacts
from question_bank.formats.readiness import (
    Readiness,
    ReadinessFinding,
    ReadinessLevel,
)

LEAST_DISK_BYTES = 500 * 1024**2
"""A package of 200 MB, a sitting with an hour of speech, and the reserve."""
GOOD_DISK_BYTES = 2 * 1024**3
LEAST_MEMORY_BYTES = 300 * 1024**2
"""What an exam with sound takes at most, above what the system has in use."""
GOOD_MEMORY_BYTES = 700 * 1024**2
MOST_CLOCK_OFFSET_MS = 120_000
"""A wrong clock ends no exam; it only makes the times in records odd."""
LEAST_DISPLAY = (1024, 768)
SLOW_SERVER_MS = 500
LEAST_BATTERY_PERCENT = 50
QUIETEST_ROOM_DBFS = -75.0
"""Below it even a quiet room's noise is missing: the microphone is muted or far down."""
MOST_NAMES = 100

_GOOD, _WARNING = ReadinessLevel.GOOD, ReadinessLevel.WARNING
_BAD, _UNKNOWN = ReadinessLevel.BAD, ReadinessLevel.UNKNOWN
_ORDER = {_BAD: 0, _WARNING: 1, _UNKNOWN: 2, _GOOD: 3}


def judge(facts: SeatFacts, checked_wall_ms: int) -> Readiness:
    """Return the findings, what needs somebody first."""
    findings = (
        _server(facts),
        _paper(facts),
        _restore_card(facts),
        _disk(facts),
        _memory(facts),
        _headphones(facts),
        _microphone(facts),
        _input_method(facts),
        _fonts(facts),
        _display(facts),
        _clock(facts),
        _power(facts),
        _version(facts),
        _antivirus(facts),
    )
    ordered = sorted(findings, key=lambda finding: _ORDER[finding.level])
    return Readiness(checked_wall_ms=checked_wall_ms, findings=tuple(ordered))


def _finding(
    probe: str, level: ReadinessLevel, found: str = "", value: str = ""
) -> ReadinessFinding:
    return ReadinessFinding(
        probe=probe, level=level, found=found, value=value[:MOST_NAMES]
    )


def _server(facts: SeatFacts) -> ReadinessFinding:
    if not facts.is_paired:
        return _finding("server", _BAD, "NOT_PAIRED")
    if facts.server_ms is None:
        if not facts.server_problem:
            return _finding("server", _UNKNOWN, "NOT_ASKED")
        return _finding("server", _WARNING, "SILENT", facts.server_problem)
    value = f"{facts.server_ms} ms"
    if facts.server_ms > SLOW_SERVER_MS:
        return _finding("server", _WARNING, "SLOW", value)
    return _finding("server", _GOOD, value=value)


def _paper(facts: SeatFacts) -> ReadinessFinding:
    if facts.has_package is None:
        return _finding("paper", _UNKNOWN, "NO_SESSION")
    if not facts.has_package:
        return _finding("paper", _WARNING, "MISSING")
    if not facts.has_room_card:
        return _finding("paper", _WARNING, "NO_ROOM_CARD")
    return _finding("paper", _GOOD)


def _restore_card(facts: SeatFacts) -> ReadinessFinding:
    signs = dict(facts.forgetting)
    for sign, level in (
        (ForgettingSign.FORGOT, _BAD),
        (ForgettingSign.VOLATILE, _BAD),
        (ForgettingSign.SOFTWARE, _WARNING),
    ):
        if sign in signs:
            return _finding("restore_card", level, sign.value, signs[sign])
    return _finding("restore_card", _GOOD)


def _disk(facts: SeatFacts) -> ReadinessFinding:
    if facts.is_disk_writable is False:
        return _finding("disk", _BAD, "READ_ONLY")
    if facts.disk_free_bytes is None:
        return _finding("disk", _UNKNOWN)
    value = f"{facts.disk_free_bytes / 1024**3:.1f} GB"
    if facts.disk_free_bytes < LEAST_DISK_BYTES:
        return _finding("disk", _BAD, "FULL", value)
    if facts.disk_free_bytes < GOOD_DISK_BYTES:
        return _finding("disk", _WARNING, "LOW", value)
    return _finding("disk", _GOOD, value=value)


def _memory(facts: SeatFacts) -> ReadinessFinding:
    if facts.memory_available_bytes is None:
        return _finding("memory", _UNKNOWN)
    value = f"{facts.memory_available_bytes / 1024**3:.1f} GB"
    if facts.memory_available_bytes < LEAST_MEMORY_BYTES:
        return _finding("memory", _BAD, "FULL", value)
    if facts.memory_available_bytes < GOOD_MEMORY_BYTES:
        return _finding("memory", _WARNING, "LOW", value)
    return _finding("memory", _GOOD, value=value)


def _headphones(facts: SeatFacts) -> ReadinessFinding:
    if facts.headphones is None:
        return _finding("headphones", _UNKNOWN, "NOT_ASKED")
    if not facts.headphones:
        return _finding("headphones", _BAD, "MISSING")
    return _finding("headphones", _GOOD, value=facts.headphones)


def _microphone(facts: SeatFacts) -> ReadinessFinding:
    if facts.has_microphone is False:
        return _finding("microphone", _BAD, "MISSING")
    sample = facts.microphone
    if sample is None:
        return _finding("microphone", _UNKNOWN, "NOT_ASKED")
    value = f"{sample.device_name[:60]} {sample.peak_dbfs:.0f} dBFS"
    if sample.is_dead:
        return _finding("microphone", _BAD, "DEAD", sample.device_name)
    if sample.peak_dbfs < QUIETEST_ROOM_DBFS:
        return _finding("microphone", _WARNING, "QUIET", value)
    return _finding("microphone", _GOOD, value=value)


def _input_method(facts: SeatFacts) -> ReadinessFinding:
    if facts.input_method is None:
        return _finding("input_method", _UNKNOWN)
    if not facts.input_method:
        return _finding("input_method", _BAD, "MISSING")
    return _finding("input_method", _GOOD, value=facts.input_method)


def _fonts(facts: SeatFacts) -> ReadinessFinding:
    if facts.missing_fonts is None:
        return _finding("fonts", _UNKNOWN)
    if facts.missing_fonts:
        return _finding("fonts", _BAD, "MISSING", ", ".join(facts.missing_fonts))
    return _finding("fonts", _GOOD)


def _display(facts: SeatFacts) -> ReadinessFinding:
    if facts.display is None:
        return _finding("display", _UNKNOWN)
    width, height = facts.display
    value = f"{width} × {height}"
    if width < LEAST_DISPLAY[0] or height < LEAST_DISPLAY[1]:
        return _finding("display", _BAD, "SMALL", value)
    return _finding("display", _GOOD, value=value)


def _clock(facts: SeatFacts) -> ReadinessFinding:
    if facts.clock_offset_ms is None:
        return _finding("clock", _UNKNOWN, "NO_SERVER")
    value = f"{facts.clock_offset_ms / 1000:+z.1f} s"
    if abs(facts.clock_offset_ms) > MOST_CLOCK_OFFSET_MS:
        return _finding("clock", _WARNING, "WRONG", value)
    return _finding("clock", _GOOD, value=value)


def _power(facts: SeatFacts) -> ReadinessFinding:
    power = facts.power
    if power is None:
        return _finding("power", _UNKNOWN)
    value = "" if power.percent is None else f"{power.percent} %"
    if power.is_on_mains:
        return _finding("power", _GOOD, value=value)
    low = power.percent is not None and power.percent < LEAST_BATTERY_PERCENT
    return _finding("power", _BAD if low else _WARNING, "BATTERY", value)


def _version(facts: SeatFacts) -> ReadinessFinding:
    value = facts.program_version
    oldest = facts.oldest_program
    if oldest is not None and _parts(value) < _parts(oldest):
        return _finding("version", _BAD, "TOO_OLD", f"{value} < {oldest}")
    return _finding("version", _GOOD, value=value)


def _parts(version: str) -> tuple[int, ...]:
    """Return the numbers of a version; what is no number ends it."""
    parts: list[int] = []
    for part in version.split("."):
        if not part.isdigit():
            break
        parts.append(int(part))
    return tuple(parts)


def _antivirus(facts: SeatFacts) -> ReadinessFinding:
    if facts.antivirus is None:
        return _finding("antivirus", _UNKNOWN)
    if facts.antivirus:
        return _finding("antivirus", _WARNING, "SEEN", ", ".join(facts.antivirus))
    return _finding("antivirus", _GOOD)
