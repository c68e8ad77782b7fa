"""Pictures of the check of this computer."""

from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.readiness_view import readiness_view
from question_bank.formats.readiness import (
    Readiness,
    ReadinessFinding,
    ReadinessLevel,
)
from tests.kiosk.ui import samples
from tests.kiosk.ui.gallery_scenario import Scenario

_BAD, _WARNING, _GOOD = (
    ReadinessLevel.BAD,
    ReadinessLevel.WARNING,
    ReadinessLevel.GOOD,
)
_LACKING = (
    ("microphone", _BAD, "DEAD", "USB Audio Device"),
    ("restore_card", _BAD, "FORGOT", "3 < 9"),
    ("server", _WARNING, "SILENT", "SERVER_UNREACHABLE"),
    ("antivirus", _WARNING, "SEEN", "火绒"),
    ("disk", _GOOD, "", "40.1 GB"),
    ("display", _GOOD, "", "1366 × 768"),
    ("input_method", _GOOD, "", "ibus-daemon"),
)


def readiness_bad(window: MainWindow) -> None:
    window.header.show_place(samples.PLACE, None)
    findings = tuple(
        ReadinessFinding(probe=probe, level=level, found=found, value=value)
        for probe, level, found, value in _LACKING
    )
    readiness = Readiness(checked_wall_ms=0, findings=findings)
    window.readiness.show_readiness(readiness_view(readiness))
    window.show_screen(window.readiness)


def readiness_good(window: MainWindow) -> None:
    window.header.show_place(samples.PLACE, None)
    findings = tuple(
        ReadinessFinding(probe=probe, level=level, value=value)
        for probe, level, found, value in _LACKING
        if not found
    )
    readiness = Readiness(checked_wall_ms=0, findings=findings)
    window.readiness.show_readiness(readiness_view(readiness))
    window.show_screen(window.readiness)


READINESS: tuple[Scenario, ...] = (
    Scenario(name="readiness-bad", show=readiness_bad),
    Scenario(name="readiness-good", show=readiness_good),
)
