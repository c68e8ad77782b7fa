"""Whether two pieces of sound are the same sound, wherever it begins."""

import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.int16]


def likeness(whole: Sound, part: Sound) -> tuple[float, int]:
    """Return how alike `part` and the best place in `whole` are, and that place.

    Returns:
        Correlation in [-1, 1] (1: the same up to loudness), and a sample index.
    """
    wide, narrow = whole.astype(np.float64), part.astype(np.float64)
    size = 1 << (len(wide) + len(narrow)).bit_length()
    spectrum = np.fft.rfft(wide, size) * np.conj(np.fft.rfft(narrow, size))
    products = np.fft.irfft(spectrum, size)[: len(wide) - len(narrow) + 1]
    energy = np.concatenate(([0.0], np.cumsum(wide**2)))
    windows = energy[len(narrow) :] - energy[: len(energy) - len(narrow)]
    norms = np.sqrt(np.maximum(windows, 1.0) * max(1.0, float(np.sum(narrow**2))))
    alike = products / norms
    place = int(np.argmax(alike))
    return float(alike[place]), place


def rms_db(sound: Sound) -> float:
    """Return the loudness in dB; for differences."""
    return float(20 * np.log10(np.sqrt(np.mean(sound.astype(np.float64) ** 2)) + 1e-9))
