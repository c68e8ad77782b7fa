"""Sounds for checks: tones at a level, and containers that lie."""

import io
import struct

import numpy as np
import soundfile
from numpy.typing import NDArray

from question_bank.samples.media_ogg import page_ends, with_serial

RATE = 24_000
Samples = NDArray[np.float64]


def a_noise(seconds: float, *, level: float = 0.1, rate: int = RATE) -> Samples:
    """Return noise that is the same every time."""
    chance = np.random.default_rng(1)
    return np.asarray(level * chance.uniform(-1, 1, round(seconds * rate)))


def a_tone(
    seconds: float, *, amplitude: float, hz: float = 997.0, rate: int = RATE
) -> Samples:
    moments = np.arange(round(seconds * rate)) / rate
    return np.asarray(amplitude * np.sin(2 * np.pi * hz * moments))


def sound_file(
    samples: Samples, form: str = "WAV", subtype: str = "PCM_16", rate: int = RATE
) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, samples, rate, format=form, subtype=subtype)
    return file.getvalue()


def wav_that_says(wav: bytes, data_bytes: int) -> bytes:
    """Return the WAV with another length of its sound in the header."""
    at = wav.index(b"data") + 4
    return wav[:at] + struct.pack("<I", data_bytes) + wav[at + 4 :]


def flac_that_says(flac: bytes, frames: int) -> bytes:
    """Return the FLAC with another number of samples in STREAMINFO."""
    field = int.from_bytes(flac[18:26], "big") >> 36 << 36 | frames
    return flac[:18] + field.to_bytes(8, "big") + flac[26:]


def ogg_that_says(ogg: bytes, times: int) -> bytes:
    """Return the Ogg with all positions multiplied, and right checksums."""
    changed = bytearray(ogg)
    start = 0
    for end in page_ends(ogg):
        (position,) = struct.unpack_from("<q", changed, start + 6)
        struct.pack_into("<q", changed, start + 6, position * times)
        start = end
    return with_serial(bytes(changed), 1)
