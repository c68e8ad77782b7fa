from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from kiosk.audio.level import SILENCE_DBFS
from kiosk.audio.take_check import (
    NO_LEVELS,
    Finding,
    FindingKind,
    LevelSummary,
    Severity,
    TakeFacts,
    check_take,
)

GOOD_LEVELS = LevelSummary(
    peak_dbfs=-6.0, speech_dbfs=-25.0, audible_ms=20_000, clipped_share=0.0
)
GOOD = TakeFacts(
    duration_ms=30_000,
    asked_ms=60_000,
    frames=480_000,
    dropped_frames=0,
    levels=GOOD_LEVELS,
    device_id="server:headset",
    device_name="Headset",
)

levels = st.builds(
    LevelSummary,
    peak_dbfs=st.floats(SILENCE_DBFS, 0),
    speech_dbfs=st.floats(SILENCE_DBFS, 0),
    audible_ms=st.integers(0, 600_000),
    clipped_share=st.floats(0, 1),
)
facts = st.builds(
    TakeFacts,
    duration_ms=st.integers(0, 600_000),
    asked_ms=st.integers(1, 600_000),
    frames=st.integers(0, 9_600_000),
    dropped_frames=st.integers(0, 9_600_000),
    levels=levels,
    device_id=st.none() | st.sampled_from(["a", "b"]),
    device_name=st.text(max_size=3),
)


def kinds(facts: TakeFacts, checked: str | None = None) -> list[FindingKind]:
    return [finding.kind for finding in check_take(facts, checked)]


def test_nothing_is_wrong_with_a_good_take() -> None:
    assert check_take(GOOD, "server:headset") == ()


def test_a_take_without_voice_is_silent_and_not_also_too_quiet() -> None:
    assert kinds(replace(GOOD, levels=NO_LEVELS)) == [FindingKind.SILENT]


def test_a_whisper_far_from_the_microphone_is_too_quiet() -> None:
    quiet = replace(GOOD_LEVELS, speech_dbfs=-48.0)

    assert kinds(replace(GOOD, levels=quiet)) == [FindingKind.TOO_QUIET]


def test_a_take_with_its_tops_cut_is_clipped() -> None:
    cut = replace(GOOD_LEVELS, clipped_share=0.01)

    assert kinds(replace(GOOD, levels=cut)) == [FindingKind.CLIPPED]


@pytest.mark.parametrize(
    ("duration_ms", "asked_ms", "severity"),
    [
        (1_500, 60_000, Severity.SERIOUS),
        (4_000, 60_000, Severity.NOTICE),
        (800, 3_000, Severity.SERIOUS),
    ],
)
def test_a_take_that_was_stopped_by_mistake_is_too_short(
    duration_ms: int, asked_ms: int, severity: Severity
) -> None:
    short = replace(GOOD, duration_ms=duration_ms, asked_ms=asked_ms)

    assert check_take(short, None) == (
        Finding(kind=FindingKind.TOO_SHORT, severity=severity),
    )


@pytest.mark.parametrize(
    ("dropped", "severity"), [(1, Severity.NOTICE), (48_000, Severity.SERIOUS)]
)
def test_dropped_frames_are_told(dropped: int, severity: Severity) -> None:
    assert check_take(replace(GOOD, dropped_frames=dropped), None) == (
        Finding(kind=FindingKind.FRAMES_DROPPED, severity=severity),
    )


def test_another_microphone_than_the_checked_one_is_told() -> None:
    assert kinds(GOOD, "server:other") == [FindingKind.OTHER_DEVICE]


def test_without_a_headset_check_no_microphone_is_the_wrong_one() -> None:
    assert kinds(GOOD, None) == []


@given(facts, st.none() | st.sampled_from(["a", "b"]))
def test_findings_are_told_once_each_and_the_worst_first(
    facts: TakeFacts, checked: str | None
) -> None:
    findings = check_take(facts, checked)

    assert len({finding.kind for finding in findings}) == len(findings)
    order = [finding.severity is Severity.NOTICE for finding in findings]
    assert order == sorted(order)


@given(facts, st.integers(1, 1000))
def test_no_dropped_frame_is_hidden(facts: TakeFacts, more: int) -> None:
    worse = replace(facts, dropped_frames=facts.dropped_frames + more)

    assert FindingKind.FRAMES_DROPPED in kinds(worse)


@given(facts)
def test_a_take_without_sound_is_never_called_good(facts: TakeFacts) -> None:
    assert FindingKind.SILENT in kinds(replace(facts, levels=NO_LEVELS))
