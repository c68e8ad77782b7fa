import itertools
from math import ceil

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from kiosk.audio.resampler import Block, Resampler

RATES = (8_000, 16_000, 22_050, 44_100, 48_000)


def tone(hz: float, rate_hz: int, seconds: float = 0.5) -> Block:
    moments = np.arange(round(seconds * rate_hz)) / rate_hz
    return np.sin(2 * np.pi * hz * moments).astype(np.float32)[:, None]


def resampled(block: Block, from_hz: int, to_hz: int) -> Block:
    resampler = Resampler(from_hz, to_hz, block.shape[1])
    return np.concatenate((resampler.next_block(block), resampler.last_block()))


def middle(block: Block) -> Block:
    return block[len(block) // 4 : -len(block) // 4]


@pytest.mark.parametrize("from_hz", RATES)
@pytest.mark.parametrize("to_hz", [16_000, 48_000])
def test_a_tone_stays_where_and_as_loud_as_it_was(from_hz: int, to_hz: int) -> None:
    made = resampled(tone(1_000, from_hz), from_hz, to_hz)

    wanted = tone(1_000, to_hz)
    assert np.abs(middle(made - wanted)).max() < 0.002


@pytest.mark.parametrize("hz", [9_500, 11_000, 15_000, 20_000])
def test_what_lies_over_half_the_new_rate_does_not_fold_back(hz: float) -> None:
    made = resampled(tone(hz, 48_000), 48_000, 16_000)

    assert 20 * np.log10(np.abs(middle(made)).max()) < -70


@settings(max_examples=40)
@given(
    st.sampled_from([(48_000, 16_000), (44_100, 48_000), (8_000, 16_000), (1, 1)]),
    st.lists(st.integers(0, 700), max_size=8),
)
def test_pieces_give_what_the_whole_gives(
    rates: tuple[int, int], sizes: list[int]
) -> None:
    chance = np.random.default_rng(5)
    sound = chance.uniform(-1, 1, (sum(sizes), 2)).astype(np.float32)
    resampler = Resampler(*rates, 2)
    cuts = np.cumsum([0, *sizes])

    pieces = [resampler.next_block(sound[a:b]) for a, b in itertools.pairwise(cuts)]
    made = np.concatenate([np.zeros((0, 2)), *pieces, resampler.last_block()])

    assert len(made) == ceil(len(sound) * rates[1] / rates[0])
    assert np.allclose(made, resampled(sound, *rates), atol=1e-5)


def test_rates_that_are_none_are_refused() -> None:
    with pytest.raises(ValueError, match="0 Hz"):
        Resampler(0, 16_000, 1)
