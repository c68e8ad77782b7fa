import numpy as np
import pyloudnorm
import pytest

from question_bank.checks.sound_check import sound_told
from question_bank.checks.sound_measure import measured
from tests.builders.sounds import RATE, a_noise, a_tone, sound_file

QUIET = np.zeros(RATE)


def at_lufs(samples: np.ndarray, lufs: float) -> np.ndarray:
    found = pyloudnorm.Meter(RATE).integrated_loudness(samples)
    return np.asarray(samples * 10 ** ((lufs - found) / 20))


def told(samples: np.ndarray) -> list[str]:
    return [one.code for one in sound_told(sound_file(samples))]


@pytest.mark.parametrize("seconds", [3.0, 19.7, 20.0, 47.3])
def test_loudness_in_pieces_is_that_of_the_whole(seconds: float) -> None:
    loud_and_soft = a_noise(seconds) * np.linspace(0.2, 1, round(seconds * RATE))

    measure = measured(sound_file(loud_and_soft, subtype="DOUBLE"))

    whole = pyloudnorm.Meter(RATE).integrated_loudness(loud_and_soft)
    assert measure.loudness_lufs == pytest.approx(whole, abs=0.05)
    assert measure.length_s == pytest.approx(seconds, abs=0.001)


def test_a_sine_at_full_scale_is_3_lu_below_zero() -> None:
    """EBU Tech 3341: 997 Hz at 0 dBFS in one channel reads -3.01 LUFS."""
    measure = measured(sound_file(a_tone(5, amplitude=1.0, rate=48_000), rate=48_000))

    assert measure.loudness_lufs == pytest.approx(-3.01, abs=0.1)


def test_a_peak_between_the_samples_is_seen() -> None:
    """At a quarter of the rate and 45° the samples miss the peak by 3 dB."""
    moments = np.arange(RATE)
    tone = 0.7 * np.sin(np.pi / 2 * moments + np.pi / 4)

    measure = measured(sound_file(tone, subtype="DOUBLE"))

    assert 20 * np.log10(np.abs(tone).max()) == pytest.approx(-6.1, abs=0.1)
    assert measure.peak_dbfs == pytest.approx(-3.1, abs=0.2)


def test_silence_at_both_ends_is_measured() -> None:
    sound = np.concatenate((QUIET, QUIET, a_noise(3), QUIET))

    measure = measured(sound_file(sound))

    assert measure.silent_start_s == pytest.approx(2, abs=0.02)
    assert measure.silent_end_s == pytest.approx(1, abs=0.02)


def test_silence_alone_is_silent_from_end_to_end() -> None:
    measure = measured(sound_file(QUIET))

    assert (measure.silent_start_s, measure.loudness_lufs) == (1.0, -70.0)


def test_a_sound_shorter_than_a_block_is_measured_all_the_same() -> None:
    assert measured(sound_file(a_noise(0.1))).loudness_lufs == -70.0


@pytest.mark.parametrize("channels", [1, 2])
def test_a_cut_off_wave_is_counted(channels: int) -> None:
    wave = np.clip(a_tone(1, amplitude=1.6, hz=100), -1, 1)
    stacked = np.stack([wave] * channels, axis=1)

    measure = measured(sound_file(stacked))

    assert measure.clipped_runs == 200 * channels
    assert measure.channels == channels


@pytest.mark.parametrize(
    ("samples", "code"),
    [
        (at_lufs(a_noise(3), -32), "SOUND_QUIET"),
        (at_lufs(a_tone(3, amplitude=0.5), -12), "SOUND_LOUD"),
        (np.clip(a_tone(3, amplitude=1.5, hz=100), -1, 1), "SOUND_CLIPPED"),
        (np.concatenate((QUIET, QUIET, at_lufs(a_noise(3), -20))), "SOUND_SILENT_START"),
        (np.concatenate((at_lufs(a_noise(3), -20), QUIET, QUIET, QUIET)), "SOUND_SILENT_END"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_sound_is_told(samples: np.ndarray, code: str) -> None:
    assert code in told(samples)


def test_a_sound_at_its_level_has_no_findings() -> None:
    noise = sound_file(at_lufs(a_noise(6), -20), "OGG", "OPUS")

    assert list(sound_told(noise)) == []


def test_a_telephone_recording_in_stereo_is_told() -> None:
    stereo = np.stack([at_lufs(a_noise(6), -20)] * 2, axis=1)
    raw = sound_file(stereo, rate=8000)

    found = [one.code for one in sound_told(raw)]

    assert {"SOUND_RATE", "SOUND_STEREO"} <= set(found)
