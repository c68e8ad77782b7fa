import itertools

import numpy as np
import pytest
from hypothesis import given, strategies as st

from kiosk.audio.measure_level import Samples
from kiosk.audio.ports import CODEC_PCM, SAMPLE_RATE_HZ, TakeChunk
from kiosk.audio.sound_coding import join_take
from kiosk.audio.take_maker import CHUNK_FRAMES, LEVEL_FRAMES, TakeMaker

MINUTE = 60 * SAMPLE_RATE_HZ


def bare(samples: Samples) -> tuple[str, bytes]:
    return CODEC_PCM, samples.astype("<i2").tobytes()


def noise(frames: int) -> Samples:
    chance = np.random.default_rng(3)
    return chance.integers(-9000, 9000, frames).astype(np.int16)


def made(maker: TakeMaker, pieces: list[Samples]) -> list[TakeChunk]:
    chunks = [x for piece in pieces for x in maker.next_pieces(piece).chunks]
    return [*chunks, *maker.last_chunks()]


@given(st.lists(st.integers(0, 30_000), max_size=12))
def test_whatever_pieces_come_the_take_holds_each_sample_once(sizes: list[int]) -> None:
    sound = noise(sum(sizes))
    cuts = np.cumsum([0, *sizes])
    pieces = [sound[a:b] for a, b in itertools.pairwise(cuts)]

    chunks = made(TakeMaker(10 * MINUTE, bare), pieces)

    assert np.array_equal(join_take(chunks), sound)
    assert all(chunk.frames <= CHUNK_FRAMES for chunk in chunks)
    assert all(chunk.frames == CHUNK_FRAMES for chunk in chunks[:-1])


def test_a_chunk_is_ready_before_a_second_is_over() -> None:
    maker = TakeMaker(MINUTE, bare)

    assert len(maker.next_pieces(noise(SAMPLE_RATE_HZ)).chunks) >= 1


def test_the_end_is_exact_to_the_sample() -> None:
    maker = TakeMaker(20_000, bare)

    chunks = made(maker, [noise(15_000), noise(15_000)])

    assert sum(chunk.frames for chunk in chunks) == 20_000
    assert maker.is_full


def test_lost_frames_take_their_time_and_stand_in_their_chunk() -> None:
    maker = TakeMaker(20_000, bare)
    maker.next_pieces(noise(13_000))

    pieces = maker.next_pieces(noise(9_000), dropped_frames=5_000)

    (last,) = maker.last_chunks()
    assert maker.is_full
    assert (maker.frames, maker.dropped_frames) == (15_000, 5_000)
    assert (pieces.chunks, last.dropped_frames) == ((), 5_000)


def test_levels_come_15_times_a_second_or_a_little_more() -> None:
    maker = TakeMaker(MINUTE, bare)

    levels = maker.next_pieces(noise(SAMPLE_RATE_HZ)).levels

    assert 15 <= len(levels) == SAMPLE_RATE_HZ // LEVEL_FRAMES <= 20


def test_the_summary_tells_the_loudness_of_what_was_said_not_of_the_pauses() -> None:
    maker = TakeMaker(MINUTE, bare)
    maker.next_pieces(np.zeros(SAMPLE_RATE_HZ, np.int16))
    maker.next_pieces(np.tile(np.array([3277, -3277], np.int16), SAMPLE_RATE_HZ))
    maker.last_chunks()

    summary = maker.summary()

    assert summary.speech_dbfs == pytest.approx(-20.0, abs=0.1)
    assert summary.peak_dbfs == pytest.approx(-20.0, abs=0.1)
    assert summary.audible_ms == 2_000
    assert summary.clipped_share == 0.0


def test_clipping_is_a_share_of_the_whole() -> None:
    maker = TakeMaker(MINUTE, bare)
    maker.next_pieces(np.full(4_000, 32_767, np.int16))
    maker.next_pieces(noise(12_000))
    maker.last_chunks()

    assert maker.summary().clipped_share == pytest.approx(0.25)


def test_a_take_of_nothing_has_no_chunk() -> None:
    maker = TakeMaker(MINUTE, bare)

    assert made(maker, [noise(0)]) == []
    assert maker.summary().audible_ms == 0
