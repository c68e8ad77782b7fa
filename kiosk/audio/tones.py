"""The sounds that the seat makes itself, as WAV bytes for a `Player`. Pure.

The headset check's jingle moves as speech does: syllables of harmonics under two
formants, so that a left or a dead ear, a hum and a wrong volume are heard. It is no voice.

numpy is imported where it is needed: screens import this, and a seat starts in two seconds.
"""

import io
import wave
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE_HZ = 48_000
BEEP_HZ = 880.0
BEEP_S = 0.25
BEEP_DBFS = -12.0
"""Loud enough to be noticed beside a clip at -20 LUFS (decision 0242), never a fright."""

FADE_S = 0.01
"""Without it a tone begins and ends with a click."""

SYLLABLES = (
    # pitch at begin and end in Hz, two formants in Hz, seconds; the four tones of Mandarin
    (220.0, 220.0, 800.0, 1_200.0, 0.28),
    (170.0, 230.0, 400.0, 2_000.0, 0.28),
    (170.0, 150.0, 500.0, 1_000.0, 0.34),
    (240.0, 140.0, 350.0, 2_200.0, 0.24),
)
PAUSE_S = 0.12

_Sound: TypeAlias = "NDArray[np.float64]"


def beep() -> bytes:
    """Return the sign that recording begins, 0.25 s."""
    import numpy as np  # noqa: PLC0415 - see above

    moments = np.arange(round(BEEP_S * RATE_HZ)) / RATE_HZ
    tone = np.sin(2 * np.pi * BEEP_HZ * moments) * 10 ** (BEEP_DBFS / 20)
    return _wav(_faded(tone))


def headset_jingle() -> bytes:
    """Return the sound of the headset check: four syllables, twice, about 3 s."""
    import numpy as np  # noqa: PLC0415 - see above

    pause = np.zeros(round(PAUSE_S * RATE_HZ))
    pieces = [x for syllable in SYLLABLES for x in (_syllable(*syllable), pause)]
    sound = np.concatenate((*pieces, pause, *pieces))
    return _wav(sound * (10 ** (BEEP_DBFS / 20) / np.abs(sound).max()))


def _syllable(
    begin_hz: float, end_hz: float, low_hz: float, high_hz: float, seconds: float
) -> _Sound:
    import numpy as np  # noqa: PLC0415 - see above

    frames = round(seconds * RATE_HZ)
    pitch = np.linspace(begin_hz, end_hz, frames)
    phase = 2 * np.pi * np.cumsum(pitch) / RATE_HZ
    harmonics = range(1, 20)
    sound = np.zeros(frames)
    for harmonic in harmonics:
        at_hz = pitch * harmonic
        strength = (
            np.exp(-np.square((at_hz - low_hz) / 200.0))
            + 0.5 * np.exp(-np.square((at_hz - high_hz) / 300.0))
            + 0.05
        )
        sound += strength * np.sin(harmonic * phase)
    return _faded(sound * np.sin(np.pi * np.linspace(0, 1, frames)) ** 0.5)


def _faded(sound: _Sound) -> _Sound:
    import numpy as np  # noqa: PLC0415 - see above

    fade = np.linspace(0.0, 1.0, round(FADE_S * RATE_HZ))
    faded = sound.copy()
    faded[: fade.size] *= fade
    faded[-fade.size :] *= fade[::-1]
    return faded


def _wav(sound: _Sound) -> bytes:
    import numpy as np  # noqa: PLC0415 - see above

    file = io.BytesIO()
    with wave.open(file, "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(RATE_HZ)
        wav.writeframes(np.round(sound * 32_767).astype("<i2").tobytes())
    return file.getvalue()
