import numpy as np
import pytest
from hypothesis import given, strategies as st
from hypothesis.extra.numpy import arrays

from kiosk.audio.level import NO_LEVEL, SILENCE_DBFS
from kiosk.audio.measure_level import Samples, level_of

pieces = arrays(np.int16, st.integers(0, 300))


def test_a_full_scale_sine_has_its_textbook_levels() -> None:
    sine = 32767 * np.sin(2 * np.pi * np.arange(16_000) / 16)

    level = level_of(sine.astype(np.int16))

    assert level.peak_dbfs == pytest.approx(0.0, abs=0.01)
    assert level.rms_dbfs == pytest.approx(-3.01, abs=0.01)
    assert not level.is_constant


def test_half_of_full_scale_is_6_db_less() -> None:
    square = np.tile(np.array([16384, -16384], np.int16), 500)

    assert level_of(square).peak_dbfs == pytest.approx(-6.02, abs=0.01)


def test_the_lowest_sample_is_full_scale_and_clipped() -> None:
    level = level_of(np.array([-32768, 0], np.int16))

    assert (level.peak_dbfs, level.clipped_share) == (0.0, 0.5)


def test_nothing_is_silence() -> None:
    assert level_of(np.zeros(0, np.int16)) == NO_LEVEL


@pytest.mark.parametrize("step", [0, 7, -32768])
def test_samples_that_never_move_are_constant(step: int) -> None:
    assert level_of(np.full(100, step, np.int16)).is_constant


@given(pieces)
def test_levels_lie_in_their_ranges(samples: Samples) -> None:
    level = level_of(samples)

    assert SILENCE_DBFS <= level.rms_dbfs <= level.peak_dbfs <= 0.0
    assert 0.0 <= level.clipped_share <= 1.0
