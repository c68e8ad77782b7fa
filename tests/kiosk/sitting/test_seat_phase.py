"""Every pair of phase and signal is decided."""

from itertools import product

import pytest

from kiosk.sitting.seat_phase import (
    TRANSITIONS,
    SeatPhase,
    SeatSignal,
    next_phase,
    reported_state,
)
from question_bank.formats.seat_status import SeatState


@pytest.mark.parametrize(("phase", "signal"), list(product(SeatPhase, SeatSignal)))
def test_each_pair_leads_on_or_is_refused(phase: SeatPhase, signal: SeatSignal) -> None:
    if (phase, signal) in TRANSITIONS:
        assert next_phase(phase, signal) is TRANSITIONS[phase, signal]
    else:
        with pytest.raises(RuntimeError, match=signal.name):
            next_phase(phase, signal)


def test_every_phase_is_reached_from_a_new_seat() -> None:
    reached = {SeatPhase.UNPAIRED}
    for _ in SeatPhase:
        reached |= {to for (start, _), to in TRANSITIONS.items() if start in reached}

    assert reached == set(SeatPhase)


def test_no_phase_is_a_trap() -> None:
    assert {phase for phase, _ in TRANSITIONS} == set(SeatPhase)


def test_every_signal_can_happen_somewhere() -> None:
    assert {signal for _, signal in TRANSITIONS} == set(SeatSignal)


def test_after_the_hand_in_nobody_answers_again() -> None:
    for phase in (SeatPhase.HANDED_IN, SeatPhase.DELIVERED):
        onward = {to for (start, _), to in TRANSITIONS.items() if start is phase}
        assert SeatPhase.ANSWERING not in onward


def test_the_console_hears_of_every_phase_of_a_paired_seat() -> None:
    reported = {reported_state(phase) for phase in SeatPhase}

    assert reported == {None, *SeatState}
    assert reported_state(SeatPhase.UNPAIRED) is None
    assert reported_state(SeatPhase.PAIRING) is None
