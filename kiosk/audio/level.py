"""How loud sound is, as a value, and how a meter shows it. Pure.

Knows no numpy: screens import it, and a seat starts in two seconds. What makes a `Level`
of samples is `kiosk/audio/measure_level.py`.
"""

import math
from dataclasses import dataclass

SILENCE_DBFS = -96.0
"""What silence is called: half a step of 16 bits lies at -96.3 dBFS."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How loud a piece of sound is.

    Attributes:
        peak_dbfs: Highest sample, in [SILENCE_DBFS, 0].
        rms_dbfs: Root mean square, in [SILENCE_DBFS, peak_dbfs].
        clipped_share: Share of samples at full scale or nearly so, in [0, 1].
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
