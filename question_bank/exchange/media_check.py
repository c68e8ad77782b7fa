"""Whether a picture or a sound can really be shown or played: it is decoded whole.

Nothing of it is kept. Limits come before decoding, so that a small file cannot ask for
a large memory or for minutes; a header that lies about the length is found before, or by
what the decoder leaves unread.
"""

import warnings
from collections.abc import Sequence
from io import BytesIO

import numpy as np
import soundfile
from PIL import Image, UnidentifiedImageError

from question_bank.exchange.item_draft import MOST_MEDIUM_BYTES
from question_bank.exchange.sound_container import container_problem

MOST_PIXELS = 40_000_000
"""Larger than any scan that a screen of today shows; 160 MB once decoded."""

LONGEST_SOUND_S = 2 * 3600
MOST_CHANNELS = 2
MOST_SAMPLE_RATE_HZ = 192_000
MOST_SAMPLES = LONGEST_SOUND_S * 48_000 * 2
"""Two hours in stereo as exams have them; takes some seconds to decode."""

MOST_SCANS = 200
"""Of a JPEG; progressive ones have about ten, each goes over the whole picture."""

MOST_UNREAD_BYTES = 128 * 1024
"""After the sound's end: room for tags; more is sound that the header hides."""

LOUDEST_SAMPLE = 16.0
"""Full scale is 1; beyond, it is not sound but other bytes."""

UNKNOWN_LENGTH = 2**48
"""More frames stand for a length that the header leaves open, as streams do."""

_FRAMES_A_BLOCK = 65_536

_SOUND_FORMATS = {
    "audio/flac": ("FLAC",),
    "audio/ogg": ("OGG",),
    "audio/wav": ("WAV", "WAVEX"),
}
_IMAGE_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}


def media_problem(media_type: str, untrusted_bytes: bytes) -> str | None:
    """Return why a medium cannot be used, or None if it is good."""
    if len(untrusted_bytes) > MOST_MEDIUM_BYTES:
        return f"{len(untrusted_bytes)} bytes, at most {MOST_MEDIUM_BYTES}"
    if media_type in _IMAGE_FORMATS:
        return _image_problem(_IMAGE_FORMATS[media_type], untrusted_bytes)
    if media_type in _SOUND_FORMATS:
        return _sound_problem(media_type, untrusted_bytes)
    return f"{media_type} is no kind of medium"


def _image_problem(expected: str, untrusted_bytes: bytes) -> str | None:
    if expected == "JPEG" and untrusted_bytes.count(b"\xff\xda") > MOST_SCANS:
        return f"more than {MOST_SCANS} scans"
    try:
        with (
            warnings.catch_warnings(),
            Image.open(BytesIO(untrusted_bytes), formats=(expected,)) as image,
        ):
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            if image.width * image.height > MOST_PIXELS:
                return f"{image.width} × {image.height} pixels, at most {MOST_PIXELS}"
            image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return f"more than {MOST_PIXELS} pixels"
    except UnidentifiedImageError:
        return f"not a {expected} picture"
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        return f"the picture does not decode: {type(error).__name__}"
    return None


def _sound_problem(media_type: str, untrusted_bytes: bytes) -> str | None:
    if problem := container_problem(media_type, untrusted_bytes):
        return problem
    formats = _SOUND_FORMATS[media_type]
    file = BytesIO(untrusted_bytes)
    try:
        with soundfile.SoundFile(file) as sound:
            problem = _shape_problem(formats, sound) or _samples_problem(sound)
            unread = len(untrusted_bytes) - file.tell()
    except soundfile.LibsndfileError:
        return f"not a {formats[0]} sound"
    if problem is None and unread > MOST_UNREAD_BYTES:
        return f"the sound ends {unread} bytes before the file does"
    return problem


def _shape_problem(formats: Sequence[str], sound: soundfile.SoundFile) -> str | None:
    if sound.format not in formats:
        return f"{sound.format}, not {formats[0]}"
    if sound.channels > MOST_CHANNELS:
        return f"{sound.channels} channels, at most {MOST_CHANNELS}"
    if sound.samplerate > MOST_SAMPLE_RATE_HZ:
        return f"{sound.samplerate} Hz, at most {MOST_SAMPLE_RATE_HZ}"
    if sound.frames > UNKNOWN_LENGTH:
        return "it does not say how long it is"
    if sound.frames > LONGEST_SOUND_S * sound.samplerate:
        return f"longer than {LONGEST_SOUND_S} s"
    if sound.frames * sound.channels > MOST_SAMPLES:
        return f"{sound.frames * sound.channels} samples, at most {MOST_SAMPLES}"
    return None


def _samples_problem(sound: soundfile.SoundFile) -> str | None:
    frames = 0
    for block in sound.blocks(blocksize=_FRAMES_A_BLOCK, dtype="float32"):
        frames += len(block)
        if len(block) and not np.abs(block).max() <= LOUDEST_SAMPLE:  # nor not a number
            return "samples that are no sound"
    if not frames:
        return "no sound in it"
    if frames != sound.frames:
        return f"{frames} of {sound.frames} frames decode"
    return None
