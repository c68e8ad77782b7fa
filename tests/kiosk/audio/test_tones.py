import numpy as np
import pytest

from kiosk.audio.sound_coding import Clip
from kiosk.audio.tones import BEEP_HZ, RATE_HZ, beep, headset_jingle


def samples(wav: bytes) -> np.ndarray:
    return Clip(wav).next_block(10 * RATE_HZ)[:, 0]


@pytest.mark.parametrize("wav", [beep(), headset_jingle()])
def test_a_sound_of_the_seat_neither_clicks_nor_clips(wav: bytes) -> None:
    sound = samples(wav)

    assert 0.2 < np.abs(sound).max() < 0.3
    assert max(abs(sound[0]), abs(sound[-1])) < 0.001
    assert np.abs(np.diff(sound)).max() < 0.15


def test_the_beep_is_short_and_has_its_pitch() -> None:
    sound = samples(beep())

    spectrum = np.abs(np.fft.rfft(sound))
    assert len(sound) == RATE_HZ // 4
    assert np.argmax(spectrum) * RATE_HZ / len(sound) == pytest.approx(BEEP_HZ, abs=5)


def test_the_jingle_lasts_three_seconds_and_has_the_range_of_speech() -> None:
    sound = samples(headset_jingle())

    power = np.square(np.abs(np.fft.rfft(sound)))
    hz = np.arange(len(power)) * RATE_HZ / len(sound)
    in_speech = power[(hz > 100) & (hz < 4_000)].sum() / power.sum()
    assert 2.5 < len(sound) / RATE_HZ < 4.0
    assert in_speech > 0.95
