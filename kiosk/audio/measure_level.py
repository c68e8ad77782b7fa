"""How loud a piece of sound is. Pure: samples in, figures out.

Source:
    Peak dBFS: 20 log10(|x| / full scale), full scale 2**15; RMS likewise of the root of
    the mean square, so that a full-scale sine has -3.01 dBFS (the plain definition, not
    AES17's, which adds 3.01 dB).
"""

import math

import numpy as np
from numpy.typing import NDArray

from kiosk.audio.level import NO_LEVEL, SILENCE_DBFS, Level

Samples = NDArray[np.int16]
"""One channel, shape (frames,), signed 16 bit."""

FULL_SCALE = 2**15

CLIPPED_FROM = 32_700
"""A sample this large counts as clipped: -0.02 dBFS. Resampling and drivers leave a cut
top a few steps below full scale, and no voice stays there by chance."""


def level_of(samples: Samples) -> Level:
    """Return how loud a piece is; NO_LEVEL of an empty one."""
    if not samples.size:
        return NO_LEVEL
    wide = samples.astype(np.int32)  # |-32768| does not fit 16 bits
    sizes = np.abs(wide)
    mean_square = float(np.mean(np.square(wide, dtype=np.int64)))
    peak_dbfs = _dbfs(int(sizes.max()))
    return Level(
        peak_dbfs=peak_dbfs,
        rms_dbfs=min(_dbfs(math.sqrt(mean_square)), peak_dbfs),
        clipped_share=float(np.count_nonzero(sizes >= CLIPPED_FROM)) / samples.size,
        is_constant=bool(wide.min() == wide.max()),
    )


def _dbfs(size: float) -> float:
    if size <= 0:
        return SILENCE_DBFS
    return min(0.0, max(SILENCE_DBFS, 20.0 * math.log10(size / FULL_SCALE)))
