"""How loud sound is, and how a meter shows it. Pure: samples in, figures out.

Source:
    Peak dBFS: 20 log10(|x| / full scale), full scale 2**15; RMS likewise of the root of
    the mean square, so that a full-scale sine has -3.01 dBFS (the plain definition, not
    AES17's, which adds 3.01 dB).
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.int16]
"""One channel, shape (frames,), signed 16 bit."""

FULL_SCALE = 2**15

SILENCE_DBFS = -96.0
"""What silence is called: half a step of 16 bits lies at -96.3 dBFS."""

CLIPPED_FROM = 32_700
"""A sample this large counts as clipped: -0.02 dBFS. Resampling and drivers leave a cut
top a few steps below full scale, and no voice stays there by chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How loud a piece of sound is.

    Attributes:
        peak_dbfs: Highest sample, in [SILENCE_DBFS, 0].
        rms_dbfs: Root mean square, in [SILENCE_DBFS, peak_dbfs].
        clipped_share: Share of samples at or above CLIPPED_FROM, in [0, 1].
        is_constant: All samples are the same: a muted or dead microphone. No living one
            is, its own noise moves the last bit.
    """

    peak_dbfs: float
    rms_dbfs: float
    clipped_share: float
    is_constant: bool


NO_LEVEL = Level(
    peak_dbfs=SILENCE_DBFS, rms_dbfs=SILENCE_DBFS, clipped_share=0.0, is_constant=True
)
"""Of no samples at all."""


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


METER_FLOOR_DBFS = -60.0
"""Where the bar is empty: the noise of a quiet room through a headset."""

METER_RISE_S = 0.01
"""Time constant upwards: a syllable shows at once (a peak programme meter's 10 ms)."""

METER_FALL_DB_PER_S = 20.0
"""Downwards: slow enough for the eye, as a digital peak meter falls (IEC 60268-10 has
20 dB in 1.5 s to 1.7 s; a little faster here, that a dead microphone is seen sooner)."""


def next_meter(shown: float, level: Level, elapsed_s: float) -> float:
    """Return what the bar shows next: fast up, slow down.

    Args:
        shown: What it shows now, in [0, 1].
        level: The newest piece.
        elapsed_s: Since the last call, at least 0.

    Returns:
        In [0, 1]; linear in decibels from METER_FLOOR_DBFS to full scale.
    """
    wanted = min(1.0, max(0.0, 1.0 - level.peak_dbfs / METER_FLOOR_DBFS))
    if wanted >= shown:
        return wanted - (wanted - shown) * math.exp(-elapsed_s / METER_RISE_S)
    fall = METER_FALL_DB_PER_S * elapsed_s / -METER_FLOOR_DBFS
    return max(wanted, shown - fall)
