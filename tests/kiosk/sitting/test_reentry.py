"""After which gap a candidate waits for the staff."""

import pytest

from kiosk.sitting.reentry import reentry_gap_ms
from question_bank.formats.entry_bodies import Resumed, TimeTicked
from question_bank.formats.package_policies import Policies

GAP_MS = 600_000


def resumed(down_ms: int, before: str = "a") -> Resumed:
    return Resumed(
        seat_uuid="a",
        previous_seat_uuid=before,
        program_version="1.0.0",
        down_ms=down_ms,
        down_source="wall",
        down_counted_ms=0,
        boot_id="b",
        boot_time_ms=1,
    )


def policies(gap_ms: int = GAP_MS) -> Policies:
    return Policies(duration_ms=3_600_000, reentry_gap_ms=gap_ms)


@pytest.mark.parametrize(
    ("down_ms", "gap_ms", "before", "expected"),
    [
        (GAP_MS, GAP_MS, "a", 0),
        (GAP_MS + 1, GAP_MS, "a", GAP_MS + 1),
        (GAP_MS * 9, 0, "a", 0),
        (GAP_MS * 9, GAP_MS, "another seat", 0),
    ],
)
def test_the_gap_is_counted_at_one_seat_and_by_the_policy(
    down_ms: int, gap_ms: int, before: str, expected: int
) -> None:
    assert reentry_gap_ms(resumed(down_ms, before), policies(gap_ms)) == expected


def test_a_start_has_no_gap() -> None:
    assert reentry_gap_ms(TimeTicked(boot_id="b", boot_time_ms=0), policies()) == 0
