"""What seats report: read strictly and within bounds; the worst finding is the level."""

import json

import pytest
from hypothesis import given, strategies as st

from question_bank.errors import FormatError
from question_bank.formats.readiness import (
    Readiness,
    ReadinessFinding,
    ReadinessLevel,
)
from question_bank.formats.seat_status import (
    MOST_STATUS_BYTES,
    SeatState,
    SeatStatus,
    parse_seat_status,
    seat_status_bytes,
)

codes = st.lists(st.from_regex(r"\A[A-Z_]{1,80}\Z"), max_size=32).map(tuple)
levels = st.sampled_from(ReadinessLevel)
findings = st.builds(
    ReadinessFinding,
    probe=st.sampled_from(("disk", "microphone", "clock")),
    level=levels,
    found=st.sampled_from(("", "LOW", "DEAD")),
    value=st.text(max_size=20),
)
readiness = st.builds(
    Readiness,
    checked_wall_ms=st.integers(0, 2**53 - 1),
    findings=st.lists(findings, max_size=8).map(tuple),
)
statuses = st.builds(
    SeatStatus,
    state=st.sampled_from(SeatState),
    program_version=st.just("1.1.0"),
    notices=codes,
    challenge=st.sampled_from(("", "31415929")),
    data_class=st.sampled_from(("", "practice")),
    readiness=st.none() | readiness,
)


@given(statuses)
def test_a_report_comes_back_as_it_was(status: SeatStatus) -> None:
    assert parse_seat_status(seat_status_bytes(status)) == status


@given(st.binary(max_size=200))
def test_any_bytes_are_refused(untrusted: bytes) -> None:
    with pytest.raises(FormatError):
        parse_seat_status(untrusted)


def test_a_seat_of_before_these_fields_is_understood() -> None:
    raw = json.dumps({"state": "answering", "program_version": "1.0.0"}).encode()

    found = parse_seat_status(raw)
    assert (found.notices, found.challenge, found.readiness) == ((), "", None)


@pytest.mark.parametrize(
    "more",
    [
        {"notices": ["X"] * 33},
        {"notices": ["X" * 81]},
        {"challenge": "1" * 21},
        {"readiness": {"checked_wall_ms": 1, "findings": [{}]}},
        {"readiness": {"checked_wall_ms": -1, "findings": []}},
        {"something": 1},
    ],
)
def test_what_is_out_of_bounds_is_refused(more: dict[str, object]) -> None:
    raw = json.dumps({"state": "idle", "program_version": "1", **more}).encode()

    with pytest.raises(FormatError):
        parse_seat_status(raw)


def test_the_fullest_report_fits_its_bound() -> None:
    finding = ReadinessFinding(
        probe="p" * 40, level=ReadinessLevel.BAD, found="F" * 40, value="v" * 100
    )
    status = SeatStatus(
        state=SeatState.TROUBLE,
        program_version="1" * 80,
        trouble=("T" * 80,) * 16,
        notices=("N" * 80,) * 32,
        readiness=Readiness(checked_wall_ms=1, findings=(finding,) * 40),
    )

    assert len(seat_status_bytes(status)) < MOST_STATUS_BYTES


@given(st.lists(levels, max_size=6))
def test_the_level_is_the_worst_and_unknown_is_a_warning(
    found: list[ReadinessLevel],
) -> None:
    level = Readiness(
        checked_wall_ms=0,
        findings=tuple(ReadinessFinding(probe="p", level=one) for one in found),
    ).level

    if ReadinessLevel.BAD in found:
        assert level is ReadinessLevel.BAD
    elif set(found) <= {ReadinessLevel.GOOD}:
        assert level is ReadinessLevel.GOOD
    else:
        assert level is ReadinessLevel.WARNING
