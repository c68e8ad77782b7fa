"""Readiness of this computer in words: what was found, and what to do about it. Pure."""

from dataclasses import dataclass
from types import MappingProxyType

from kiosk.ui.presenters.message import Message, message
from question_bank.formats.readiness import (
    Readiness,
    ReadinessFinding,
    ReadinessLevel,
)

_NAMES = MappingProxyType(
    {
        "server": "readiness.server",
        "paper": "readiness.paper",
        "restore_card": "readiness.restore_card",
        "disk": "readiness.disk",
        "memory": "readiness.memory",
        "headphones": "readiness.headphones",
        "microphone": "readiness.microphone",
        "input_method": "readiness.input_method",
        "fonts": "readiness.fonts",
        "display": "readiness.display",
        "clock": "readiness.clock",
        "power": "readiness.power",
        "version": "readiness.version",
        "antivirus": "readiness.antivirus",
    }
)

_ADVICE = MappingProxyType(
    {
        ("server", "NOT_PAIRED"): "readiness.do_pair",
        ("server", "NOT_ASKED"): "readiness.do_ask",
        ("server", "SILENT"): "readiness.do_server_silent",
        ("server", "SLOW"): "readiness.do_server_slow",
        ("paper", "NO_SESSION"): "readiness.do_no_session",
        ("paper", "MISSING"): "readiness.do_paper_missing",
        ("paper", "NO_ROOM_CARD"): "readiness.do_no_room_card",
        ("restore_card", "FORGOT"): "readiness.do_forgot",
        ("restore_card", "VOLATILE"): "readiness.do_volatile",
        ("restore_card", "SOFTWARE"): "readiness.do_restoring_software",
        ("disk", "READ_ONLY"): "readiness.do_disk_read_only",
        ("disk", "FULL"): "readiness.do_disk_full",
        ("disk", "LOW"): "readiness.do_disk_low",
        ("memory", "FULL"): "readiness.do_memory_full",
        ("memory", "LOW"): "readiness.do_memory_low",
        ("headphones", "NOT_ASKED"): "readiness.do_ask",
        ("headphones", "MISSING"): "readiness.do_headphones_missing",
        ("microphone", "NOT_ASKED"): "readiness.do_ask",
        ("microphone", "MISSING"): "readiness.do_microphone_missing",
        ("microphone", "DEAD"): "readiness.do_microphone_dead",
        ("microphone", "QUIET"): "readiness.do_microphone_quiet",
        ("input_method", "MISSING"): "readiness.do_input_method",
        ("fonts", "MISSING"): "readiness.do_fonts",
        ("display", "SMALL"): "readiness.do_display",
        ("clock", "NO_SERVER"): "readiness.do_clock_unknown",
        ("clock", "WRONG"): "readiness.do_clock_wrong",
        ("power", "BATTERY"): "readiness.do_battery",
        ("version", "TOO_OLD"): "readiness.do_version",
        ("antivirus", "SEEN"): "readiness.do_antivirus",
    }
)
"""(probe, found) → what to do. What is good needs nothing done."""

_WORDS = MappingProxyType(
    {
        ReadinessLevel.GOOD: "readiness.good",
        ReadinessLevel.WARNING: "readiness.warning",
        ReadinessLevel.BAD: "readiness.bad",
        ReadinessLevel.UNKNOWN: "readiness.unknown",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """One line of the list.

    Attributes:
        word: The level in a word, so that colour is not the only sign.
        value: What was measured; maybe empty.
        advice: What to do; None when nothing is to be done.
    """

    level: ReadinessLevel
    name: Message
    word: Message
    value: str
    advice: Message | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadinessView:
    """The whole list.

    Attributes:
        summary: One sentence: whether an exam can be held here.
        is_busy: Whether it is being measured.
    """

    summary: Message
    level: ReadinessLevel
    findings: tuple[FindingView, ...]
    is_busy: bool = False


def readiness_view(
    readiness: Readiness | None, *, is_busy: bool = False
) -> ReadinessView:
    """Return what the screen shows; None: nothing was measured yet."""
    if readiness is None:
        return ReadinessView(
            summary=message("readiness.measuring"),
            level=ReadinessLevel.UNKNOWN,
            findings=(),
            is_busy=is_busy,
        )
    level = readiness.level
    return ReadinessView(
        summary=message("readiness.measuring") if is_busy else _summary(level),
        level=level,
        findings=tuple(map(finding_view, readiness.findings)),
        is_busy=is_busy,
    )


def finding_view(finding: ReadinessFinding) -> FindingView:
    """Return the line of one finding; a probe of a newer program keeps its own name."""
    name = _NAMES.get(finding.probe)
    advice = _ADVICE.get((finding.probe, finding.found))
    return FindingView(
        level=finding.level,
        name=message(name) if name else message("readiness.other", probe=finding.probe),
        word=message(_WORDS[finding.level]),
        value=finding.value,
        advice=message(advice) if advice else None,
    )


def _summary(level: ReadinessLevel) -> Message:
    match level:
        case ReadinessLevel.GOOD:
            return message("readiness.all_good")
        case ReadinessLevel.BAD:
            return message("readiness.not_ready")
        case _:
            return message("readiness.look")
