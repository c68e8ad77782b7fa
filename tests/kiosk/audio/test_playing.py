import numpy as np
import pytest

from kiosk.audio.playing import SERVER_HOLDS_S, Playing
from kiosk.audio.sample_ring import Frames
from tests.builders.sounds import a_noise, a_tone, sound_file

RATE = 48_000


def drained(playing: Playing, frames: int = 4_800) -> Frames:
    """All that an output would take, a block at a time."""
    taken = []
    while True:
        block = np.zeros((frames, 2), np.int16)
        count = playing.ring.read_into(block)
        taken.append(block[:count])
        playing.feed()
        if not count:
            return np.concatenate(taken)


@pytest.mark.parametrize("rate", [16_000, 44_100, 48_000])
def test_the_whole_clip_arrives_at_the_outputs_rate(rate: int) -> None:
    clip = sound_file(a_tone(3.0, amplitude=0.5, rate=rate), "FLAC", rate=rate)

    heard = drained(Playing(clip, 0, RATE))

    wanted = a_tone(3.0, amplitude=0.5 * 32_767, rate=RATE)
    assert len(heard) == 3 * RATE
    assert np.abs(heard[2_000:-2_000, 0] - wanted[2_000:-2_000]).max() < 150


def test_playing_goes_on_from_a_place_in_it() -> None:
    clip = sound_file(a_noise(2.0), "FLAC")

    playing = Playing(clip, 1_500, RATE)

    assert playing.position_ms(0.0) == 1_500
    assert len(drained(playing)) == RATE // 2
    assert playing.position_ms(0.0) == 2_000


def test_what_is_still_in_the_outputs_buffers_was_not_heard() -> None:
    playing = Playing(sound_file(a_noise(2.0), "FLAC"), 0, RATE)
    playing.ring.read_into(np.zeros((7_200, 2), np.int16))

    assert playing.position_ms(0.05) == 100
    assert playing.position_ms(5.0) == 0


def test_another_output_goes_on_where_the_last_was_left() -> None:
    playing = Playing(sound_file(a_noise(2.0), "FLAC"), 0, RATE)
    playing.ring.read_into(np.zeros((7_200, 2), np.int16))

    playing.go_on_at(44_100, 0.05)

    assert playing.position_ms(0.0) == 100
    assert len(drained(playing)) == pytest.approx(1.9 * 44_100, abs=2)


def test_it_ends_when_the_last_frame_was_heard() -> None:
    playing = Playing(sound_file(a_noise(0.1), "FLAC"), 0, RATE)
    assert not playing.has_ended(10.0, 0.05)
    drained(playing)

    assert not playing.has_ended(20.0, 0.05)
    assert not playing.has_ended(20.05, 0.05)
    assert playing.has_ended(20.05 + SERVER_HOLDS_S + 0.01, 0.05)


def test_a_sound_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="not a sound"):
        Playing(b"nonsense", 0, RATE)


def test_a_sound_that_breaks_off_is_played_till_there() -> None:
    whole = sound_file(a_noise(4.0), "FLAC")
    broken = whole[: len(whole) // 2] + bytes(len(whole) // 2)

    playing = Playing(broken, 0, RATE)
    heard = drained(playing)

    assert playing.was_damaged
    assert 0 < len(heard) < 3 * RATE
