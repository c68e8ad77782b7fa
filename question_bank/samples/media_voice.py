"""A voice for a sample: espeak-ng's Mandarin, softened, levelled, as small Ogg Opus.

espeak-ng is needed only to make the files anew, never to use them. Loudness is what
docs/decisions/0242-loudness-of-sound.md says, measured on the decoded file.
"""

import io
import math
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pyloudnorm
import soundfile
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter1d, uniform_filter1d
from scipy.signal import butter, resample_poly, sosfilt

from question_bank.samples.media_list import Speaker, Voice
from question_bank.samples.media_ogg import with_serial
from question_bank.samples.media_pinyin import spoken, spoken_text

VOICE_HZ = 24_000
"""Opus has no 22.05 kHz, at which espeak-ng speaks."""

TARGET_LUFS = -20.0
LIMIT_DBFS = -3.0
"""Before encoding; Opus overshoots by less than 2 dB."""

CLOSE_ENOUGH_LU = 0.1

BREATH_S = 0.42
FULL_STOP_S = 0.75
"""Pause after 。？！; BREATH_S after a comma."""

LIVELY = "+90%"
"""Range of the melody: tones are told apart better than with espeak-ng's own."""

SERIAL = 1
"""Of the Ogg stream, which the encoder would draw by lot."""

EDGE_S = 0.15
SOFTEST_DBFS = -45.0
"""Quieter ends of a phrase are cut; the pauses are ours."""

Samples = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a speaker speaks, in espeak-ng's terms.

    Attributes:
        variant: Timbre.
        pitch: 0–99.
        speed: Words a minute.
        brightest_hz: Of the low-pass that takes the metal out of the voice.
    """

    variant: str
    pitch: int
    speed: int
    brightest_hz: int


def _manner(variant: str, pitch: int, speed: int, brightest_hz: int) -> Manner:
    return Manner(variant=variant, pitch=pitch, speed=speed, brightest_hz=brightest_hz)


MANNERS: Mapping[Speaker, Manner] = MappingProxyType(
    {
        Speaker.OLD_WOMAN: _manner("grandma", 52, 158, 5200),
        Speaker.OLD_MAN: _manner("m1", 72, 155, 4800),
        Speaker.WOMAN: _manner("f2", 66, 182, 6500),
        Speaker.MAN: _manner("m3", 70, 178, 5800),
        Speaker.GIRL: _manner("f5", 82, 185, 7200),
        Speaker.BOY: _manner("f3", 80, 185, 7000),
    }
)


def voice_file(voice: Voice) -> bytes:
    """Return the voice as Ogg Opus, mono."""
    manner = MANNERS[voice.speaker]
    parts: list[Samples] = [_pause(EDGE_S)]
    for phrase in voice.phrases:
        text = spoken_text(spoken(phrase, voice.pinyin))
        parts.append(_trimmed(_said(text, manner)))
        parts.append(_pause(FULL_STOP_S if phrase[-1] in "。？！" else BREATH_S))
    parts[-1] = _pause(EDGE_S)
    soft = sosfilt(
        butter(2, manner.brightest_hz, fs=VOICE_HZ, output="sos"), np.concatenate(parts)
    )
    low_cut = sosfilt(butter(2, 70, "highpass", fs=VOICE_HZ, output="sos"), soft)
    return levelled_opus(low_cut)


def levelled_opus(samples: Samples) -> bytes:
    """Return the samples as Ogg Opus that is heard at TARGET_LUFS.

    Limiter and encoder take a little loudness; what is missing after decoding is given
    before encoding, until it fits.
    """
    meter = pyloudnorm.Meter(VOICE_HZ)
    gain_db = TARGET_LUFS - meter.integrated_loudness(samples)
    encoded = b""
    for _ in range(5):
        encoded = opus_bytes(_limited(samples * 10 ** (gain_db / 20)))
        decoded, _rate = soundfile.read(io.BytesIO(encoded), dtype="float64")
        missing = TARGET_LUFS - meter.integrated_loudness(decoded)
        if abs(missing) < CLOSE_ENOUGH_LU:
            break
        gain_db += missing
    return encoded


def opus_bytes(samples: Samples) -> bytes:
    """Return mono samples at VOICE_HZ as Ogg Opus of about 16 kbit/s."""
    file = io.BytesIO()
    soundfile.write(
        file,
        samples,
        VOICE_HZ,
        format="OGG",
        subtype="OPUS",
        compression_level=0.96,
    )
    return with_serial(file.getvalue(), SERIAL)


def _limited(samples: Samples) -> Samples:
    """Turn loud moments down smoothly: no sample stays above the limit."""
    limit = 10 ** (LIMIT_DBFS / 20)
    width = VOICE_HZ // 200  # 5 ms
    loudest = maximum_filter1d(np.abs(samples), 2 * width + 1)
    gain = np.minimum(1.0, limit / np.maximum(loudest, 1e-9))
    result: Samples = samples * uniform_filter1d(gain, width)
    return result


def _said(text: str, manner: Manner) -> Samples:
    marked = f'<prosody range="{LIVELY}">{text}</prosody>'
    command = ["espeak-ng", "-m", "-v", f"cmn-latn-pinyin+{manner.variant}", "--stdout"]
    command += ["-s", str(manner.speed), "-p", str(manner.pitch), marked]
    wave = subprocess.run(command, check=True, capture_output=True).stdout  # noqa: S603 - fixed words
    samples, rate = soundfile.read(io.BytesIO(wave), dtype="float64")
    common = math.gcd(VOICE_HZ, rate)
    return np.asarray(resample_poly(samples, VOICE_HZ // common, rate // common))


def _trimmed(samples: Samples) -> Samples:
    loud = np.flatnonzero(np.abs(samples) > 10 ** (SOFTEST_DBFS / 20))
    edge = VOICE_HZ // 50
    return samples[max(0, loud[0] - edge) : loud[-1] + edge]


def _pause(length_s: float) -> Samples:
    return np.zeros(round(VOICE_HZ * length_s))
