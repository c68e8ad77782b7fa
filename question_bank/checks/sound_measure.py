"""What a sound is like: length, loudness, peak, clipping, silence; in bounded memory.

The bytes have passed `media_problem` before.

Source:
    Loudness: ITU-R BS.1770-4 (K-weighting, 400 ms blocks every 100 ms, gates at -70 LUFS
    and 10 LU below the ungated mean), EBU R 128; filters and blocks are pyloudnorm's.
    True peak: BS.1770-4 annex 2 asks for oversampling by 4; here 4 by the ideal low-pass
    (FFT) over blocks, "true-ish" at their seams.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import numpy as np
import pyloudnorm
import soundfile
from numpy.typing import NDArray

SILENT_DBFS = -50.0
"""RMS of 10 ms; speech in a quiet room stays above, a good microphone's noise below."""

QUIETEST_LUFS = -70.0
"""What the measure gives for silence; its own absolute gate."""

_SEGMENT_S = 20
_WARM_UP_S = 0.5
"""Before each segment, so that the filters have settled; at 38 Hz they need 0.1 s."""

_BLOCK_S, _STEP_S = 0.4, 0.1
_CLIPPED_RUN = 3
"""So many samples in a row at full scale are a cut-off peak, one is a peak."""

_FULL_SCALE = 0.9995
_OVERSAMPLED_ABOVE_DBFS = -12.0

Block = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundMeasure:
    """Figures of one sound.

    Attributes:
        loudness_lufs: Integrated; QUIETEST_LUFS for silence and what is shorter than
            a block.
        peak_dbfs: Oversampled peak; may be above 0.
        clipped_runs: Places where the wave is cut off at full scale.
        silent_start_s: Before the first sound; the whole length if there is none.
        silent_end_s: After the last.
    """

    length_s: float
    rate_hz: int
    channels: int
    loudness_lufs: float
    peak_dbfs: float
    clipped_runs: int
    silent_start_s: float
    silent_end_s: float


def measured(sound_bytes: bytes) -> SoundMeasure:
    """Measure a sound that decodes."""
    with soundfile.SoundFile(BytesIO(sound_bytes)) as sound:
        rate, channels = sound.samplerate, sound.channels
        gather = _Gathering(rate)
        for segment, fresh_from in _segments(sound):
            gather.take(segment, fresh_from)
    return SoundMeasure(
        length_s=gather.frames / rate,
        rate_hz=rate,
        channels=channels,
        loudness_lufs=_gated(gather.powers),
        peak_dbfs=_db(gather.peak),
        clipped_runs=gather.clipped_runs,
        silent_start_s=gather.silent_start_s,
        silent_end_s=gather.silent_end_s,
    )


def _segments(sound: soundfile.SoundFile) -> Iterator[tuple[Block, int]]:
    """Yield (samples, index of the first that is new); shape (frames, channels)."""
    rate = sound.samplerate
    kept = round(rate * (_WARM_UP_S + _BLOCK_S))
    before: Block = np.zeros((0, sound.channels))
    while True:
        fresh = sound.read(rate * _SEGMENT_S, dtype="float64", always_2d=True)
        if not len(fresh):
            return
        segment = np.concatenate((before, fresh))
        yield segment, len(before)
        before = segment[-kept:]


class _Gathering:
    """What is known of a sound so far."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._last_loud_s: float | None = None
        self.frames = 0
        self.peak = 0.0
        self.clipped_runs = 0
        self.silent_start_s = 0.0
        self.powers: list[float] = []

    @property
    def silent_end_s(self) -> float:
        """How long it has been silent until now."""
        length_s = self.frames / self._rate
        return length_s - (self._last_loud_s or 0.0)

    def take(self, segment: Block, fresh_from: int) -> None:
        """Add a segment; its first `fresh_from` frames were there before."""
        fresh = segment[fresh_from:]
        self._find_silence(fresh)
        self.peak = max(self.peak, _true_peak(fresh))
        self.clipped_runs += _clipped_runs(fresh)
        self.powers += self._block_powers(segment, fresh_from)
        self.frames += len(fresh)
        if self._last_loud_s is None:
            self.silent_start_s = self.frames / self._rate

    def _find_silence(self, fresh: Block) -> None:
        width = max(1, self._rate // 100)
        windows = fresh[: len(fresh) // width * width].reshape(
            -1, width * fresh.shape[1]
        )
        levels = np.sqrt(np.mean(windows**2, axis=1))
        loud = np.flatnonzero(levels > 10 ** (SILENT_DBFS / 20))
        if not len(loud):
            return
        if self._last_loud_s is None:
            self.silent_start_s = (self.frames + int(loud[0]) * width) / self._rate
        last = self.frames + (int(loud[-1]) + 1) * width
        self._last_loud_s = last / self._rate

    def _block_powers(self, segment: Block, fresh_from: int) -> list[float]:
        """Return the weighted power of each 400 ms block that ends in the fresh part."""
        if len(segment) < self._rate * _BLOCK_S:
            return []
        meter = pyloudnorm.Meter(self._rate)
        with np.errstate(divide="ignore", invalid="ignore"):
            meter.integrated_loudness(segment)
        loudness = np.array(meter.blockwise_loudness)
        ends = (np.arange(len(loudness)) * _STEP_S + _BLOCK_S) * self._rate
        fresh = loudness[ends > fresh_from + 1]
        return [float(10 ** ((value + 0.691) / 10)) for value in fresh]


def _gated(powers: list[float]) -> float:
    """Return the integrated loudness of blocks by both gates."""
    absolute = 10 ** ((QUIETEST_LUFS + 0.691) / 10)
    heard = [power for power in powers if power > absolute]
    if not heard:
        return QUIETEST_LUFS
    relative = sum(heard) / len(heard) / 10
    kept = [power for power in heard if power > relative]
    return -0.691 + 10 * math.log10(sum(kept) / len(kept))


def _true_peak(block: Block) -> float:
    """Return the peak between the samples too, where it could matter."""
    if not len(block):
        return 0.0
    peak = float(np.abs(block).max())
    if _db(peak) < _OVERSAMPLED_ABOVE_DBFS:
        return peak
    for channel in block.T:
        for start in range(0, len(channel), 1 << 16):
            piece = channel[start : start + (1 << 16)]
            if np.abs(piece).max() > peak / 2:
                spectrum = np.fft.rfft(piece)
                fine = np.fft.irfft(spectrum, 4 * len(piece)) * 4
                edge = min(256, len(fine) // 4)  # the block's ends ring
                inner = np.abs(fine[edge : len(fine) - edge])
                peak = max(peak, float(inner.max(initial=0.0)))
    return peak


def _clipped_runs(block: Block) -> int:
    full = np.abs(block) >= _FULL_SCALE
    runs = 0
    for channel in full.T:
        edges = np.flatnonzero(
            np.diff(np.concatenate(([0], channel.view(np.int8), [0])))
        )
        runs += int(np.count_nonzero(edges[1::2] - edges[::2] >= _CLIPPED_RUN))
    return runs


def _db(peak: float) -> float:
    return 20 * math.log10(max(peak, 1e-6))
