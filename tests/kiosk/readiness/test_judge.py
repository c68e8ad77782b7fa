"""What facts mean: pure, by examples and by properties."""

from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from kiosk.readiness.facts import (
    ForgettingSign,
    MicrophoneSample,
    Power,
    SeatFacts,
)
from kiosk.readiness.judge import judge
from kiosk.ui.presenters.readiness_view import readiness_view
from kiosk.ui.texts import Language, load_texts
from question_bank.formats.readiness import (
    ReadinessFinding,
    ReadinessLevel,
)

GOOD = SeatFacts(
    disk_free_bytes=40 * 1024**3,
    is_disk_writable=True,
    memory_available_bytes=3 * 1024**3,
    clock_offset_ms=400,
    server_ms=12,
    display=(1366, 768),
    missing_fonts=(),
    input_method="ibus-daemon",
    headphones="USB headset",
    has_microphone=True,
    microphone=MicrophoneSample(
        device_name="USB headset", peak_dbfs=-48.0, is_dead=False
    ),
    power=Power(is_on_mains=True, percent=None),
    program_version="0.4.0",
    oldest_program="0.3.9",
    antivirus=(),
    has_package=True,
    has_room_card=True,
)
SEEN_AT = 1_795_309_200_000


def finding(facts: SeatFacts, probe: str) -> ReadinessFinding:
    (found,) = (f for f in judge(facts, SEEN_AT).findings if f.probe == probe)
    return found


def test_a_computer_that_lacks_nothing_is_ready() -> None:
    readiness = judge(GOOD, SEEN_AT)

    assert readiness.level is ReadinessLevel.GOOD
    assert {f.level for f in readiness.findings} == {ReadinessLevel.GOOD}


@pytest.mark.parametrize(
    ("facts", "probe", "found", "level"),
    [
        (replace(GOOD, disk_free_bytes=100), "disk", "FULL", "bad"),
        (replace(GOOD, disk_free_bytes=1024**3), "disk", "LOW", "warning"),
        (replace(GOOD, is_disk_writable=False), "disk", "READ_ONLY", "bad"),
        (replace(GOOD, memory_available_bytes=9), "memory", "FULL", "bad"),
        (
            replace(GOOD, memory_available_bytes=500 * 1024**2),
            "memory",
            "LOW",
            "warning",
        ),
        (replace(GOOD, display=(1024, 600)), "display", "SMALL", "bad"),
        (replace(GOOD, missing_fonts=("Noto",)), "fonts", "MISSING", "bad"),
        (replace(GOOD, input_method=""), "input_method", "MISSING", "bad"),
        (replace(GOOD, headphones=""), "headphones", "MISSING", "bad"),
        (replace(GOOD, has_microphone=False), "microphone", "MISSING", "bad"),
        (replace(GOOD, clock_offset_ms=-3_600_000), "clock", "WRONG", "warning"),
        (replace(GOOD, server_ms=900), "server", "SLOW", "warning"),
        (
            replace(GOOD, server_ms=None, server_problem="SERVER_UNREACHABLE"),
            "server",
            "SILENT",
            "warning",
        ),
        (replace(GOOD, is_paired=False), "server", "NOT_PAIRED", "bad"),
        (replace(GOOD, has_package=False), "paper", "MISSING", "warning"),
        (replace(GOOD, has_room_card=False), "paper", "NO_ROOM_CARD", "warning"),
        (replace(GOOD, oldest_program="0.10.0"), "version", "TOO_OLD", "bad"),
        (replace(GOOD, antivirus=("火绒",)), "antivirus", "SEEN", "warning"),
        (
            replace(GOOD, power=Power(is_on_mains=False, percent=80)),
            "power",
            "BATTERY",
            "warning",
        ),
        (
            replace(GOOD, power=Power(is_on_mains=False, percent=20)),
            "power",
            "BATTERY",
            "bad",
        ),
        (
            replace(GOOD, forgetting=((ForgettingSign.FORGOT, "3 < 9"),)),
            "restore_card",
            "FORGOT",
            "bad",
        ),
        (
            replace(GOOD, forgetting=((ForgettingSign.SOFTWARE, "冰点还原"),)),
            "restore_card",
            "SOFTWARE",
            "warning",
        ),
    ],
)
def test_each_lack_is_found_and_has_its_advice_in_both_languages(
    facts: SeatFacts, probe: str, found: str, level: str
) -> None:
    one = finding(facts, probe)
    view = readiness_view(judge(facts, SEEN_AT))

    assert (one.found, one.level) == (found, level)
    first = view.findings[0]
    assert first.level is one.level, "what needs somebody stands first"
    assert first.advice is not None
    for language in Language:
        assert load_texts(language).say(first.advice)


def test_a_microphone_is_judged_by_its_samples() -> None:
    dead = MicrophoneSample(device_name="mic", peak_dbfs=-120.0, is_dead=True)
    quiet = MicrophoneSample(device_name="mic", peak_dbfs=-80.0, is_dead=False)

    assert finding(replace(GOOD, microphone=dead), "microphone").found == "DEAD"
    assert finding(replace(GOOD, microphone=quiet), "microphone").found == "QUIET"
    assert finding(replace(GOOD, microphone=None), "microphone").found == "NOT_ASKED"


def test_nothing_known_is_no_good_news() -> None:
    assert judge(SeatFacts(), SEEN_AT).level is not ReadinessLevel.GOOD


@given(
    disk=st.none() | st.integers(0, 2**50),
    memory=st.none() | st.integers(0, 2**50),
    clock=st.none() | st.integers(-(10**12), 10**12),
    names=st.lists(st.text(max_size=40), max_size=20),
    version=st.text(max_size=20),
)
def test_any_facts_give_findings_that_travel(
    *,
    disk: int | None,
    memory: int | None,
    clock: int | None,
    names: list[str],
    version: str,
) -> None:
    facts = SeatFacts(
        disk_free_bytes=disk,
        memory_available_bytes=memory,
        clock_offset_ms=clock,
        antivirus=tuple(names),
        program_version=version,
        oldest_program="1.2",
    )

    readiness = judge(facts, SEEN_AT)

    assert len({f.probe for f in readiness.findings}) == len(readiness.findings)
    assert all(len(f.value) <= 120 for f in readiness.findings)
