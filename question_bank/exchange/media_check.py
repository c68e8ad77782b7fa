"""Whether a picture or a sound can really be shown or played: it is decoded whole.

Nothing of it is kept. Limits come before decoding, so that a small file cannot ask for
a large memory.
"""

import warnings
from io import BytesIO

import soundfile
from PIL import Image, UnidentifiedImageError

MOST_PIXELS = 40_000_000
"""Larger than any scan that a screen of today shows; 160 MB once decoded."""

LONGEST_SOUND_S = 2 * 3600
MOST_CHANNELS = 2
MOST_SAMPLE_RATE_HZ = 192_000
_FRAMES_A_BLOCK = 65_536

_SOUND_FORMATS = {"audio/flac": "FLAC", "audio/ogg": "OGG", "audio/wav": "WAV"}
_IMAGE_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}


def media_problem(media_type: str, untrusted_bytes: bytes) -> str | None:
    """Return why a medium cannot be used, or None if it is good."""
    if media_type in _IMAGE_FORMATS:
        return _image_problem(_IMAGE_FORMATS[media_type], untrusted_bytes)
    if media_type in _SOUND_FORMATS:
        return _sound_problem(_SOUND_FORMATS[media_type], untrusted_bytes)
    return f"{media_type} is no kind of medium"


def _image_problem(expected: str, untrusted_bytes: bytes) -> str | None:
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


def _sound_problem(expected: str, untrusted_bytes: bytes) -> str | None:
    try:
        with soundfile.SoundFile(BytesIO(untrusted_bytes)) as sound:
            return _shape_problem(expected, sound) or _frames_problem(sound)
    except soundfile.LibsndfileError:
        return f"not a {expected} sound"


def _shape_problem(expected: str, sound: soundfile.SoundFile) -> str | None:
    if sound.format != expected:
        return f"{sound.format}, not {expected}"
    if sound.channels > MOST_CHANNELS:
        return f"{sound.channels} channels, at most {MOST_CHANNELS}"
    if sound.samplerate > MOST_SAMPLE_RATE_HZ:
        return f"{sound.samplerate} Hz, at most {MOST_SAMPLE_RATE_HZ}"
    return None


def _frames_problem(sound: soundfile.SoundFile) -> str | None:
    most_frames = LONGEST_SOUND_S * sound.samplerate
    frames = 0
    for block in sound.blocks(blocksize=_FRAMES_A_BLOCK, dtype="float32"):
        frames += len(block)
        if frames > most_frames:
            return f"longer than {LONGEST_SOUND_S} s"
    if not frames:
        return "no sound in it"
    if frames != sound.frames:
        return f"{frames} of {sound.frames} frames decode"
    return None
