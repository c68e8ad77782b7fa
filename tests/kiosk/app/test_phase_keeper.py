"""The phase goes on by the table only, and late results can ask before they act."""

import pytest

from kiosk.app.phase_keeper import PhaseKeeper
from kiosk.sitting.seat_phase import SeatPhase, SeatSignal


def test_a_result_that_comes_too_late_is_not_allowed() -> None:
    phases = PhaseKeeper()
    for signal in (SeatSignal.LOGGED_IN, SeatSignal.CONFIRMED, SeatSignal.RELEASED):
        phases.go(signal)

    assert phases.phase is SeatPhase.IDLE
    assert not phases.allows(SeatSignal.STARTED)
    with pytest.raises(RuntimeError):
        phases.go(SeatSignal.STARTED)


def test_what_the_table_has_is_allowed() -> None:
    phases = PhaseKeeper()

    assert phases.allows(SeatSignal.LOGGED_IN)
