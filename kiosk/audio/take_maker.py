"""Makes a take of the samples as they come: levels, chunks, the exact end. Pure.

The coder is handed in. A chunk is never longer than CHUNK_FRAMES, so that a crash costs
less than a second with all that waits on the way to the disk (trust.md R17).
"""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

import numpy as np

from kiosk.audio.level import SILENCE_DBFS, Level
from kiosk.audio.measure_level import Samples, level_of
from kiosk.audio.ports import SAMPLE_RATE_HZ, TakeChunk
from kiosk.audio.take_check import SPEECH_FLOOR_DBFS, LevelSummary

CHUNK_FRAMES = 8_000
"""0.5 s: on a machine with every core busy they came 0.3 s late, and still once a second."""

LEVEL_FRAMES = 1_000
"""16 levels a second: what the eye takes for continuous."""

Coder = Callable[[Samples], tuple[str, bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakePieces:
    """What new samples made ready, in order."""

    levels: tuple[Level, ...]
    chunks: tuple[TakeChunk, ...]


class TakeMaker:
    """One take; for one thread.

    Attributes:
        frames: Kept so far, those of the unfinished chunk included.
        dropped_frames: Known to be lost so far.
    """

    def __init__(self, most_frames: int, coder: Coder) -> None:
        self.frames = 0
        self.dropped_frames = 0
        self._most_frames = most_frames
        self._coder = coder
        self._chunk: list[Samples] = []
        self._chunk_frames = 0
        self._chunk_dropped = 0
        self._index = 0
        self._meter: list[Samples] = []
        self._meter_frames = 0
        self._tally = _LevelTally()

    @property
    def is_full(self) -> bool:
        """Whether the time is up; lost frames took their time too."""
        return self._most_frames <= self.frames + self.dropped_frames

    def next_pieces(self, samples: Samples, dropped_frames: int = 0) -> TakePieces:
        """Take in samples, and frames lost before them; what is over the end is not kept."""
        self._chunk_dropped += dropped_frames
        self.dropped_frames += dropped_frames
        left = max(0, self._most_frames - self.frames - self.dropped_frames)
        samples = samples[:left]
        levels = self._next_levels(samples)
        chunks: list[TakeChunk] = []
        while samples.size:
            piece = samples[: CHUNK_FRAMES - self._chunk_frames]
            samples = samples[piece.size :]
            self._chunk.append(piece)
            self._chunk_frames += piece.size
            self.frames += piece.size
            if self._chunk_frames == CHUNK_FRAMES:
                chunks.append(self._finished_chunk())
        return TakePieces(levels=levels, chunks=tuple(chunks))

    def last_chunks(self) -> tuple[TakeChunk, ...]:
        """Return the unfinished chunk, if it holds anything."""
        if self._meter_frames:
            self._tally.add(level_of(np.concatenate(self._meter)), self._meter_frames)
            self._meter, self._meter_frames = [], 0
        return (self._finished_chunk(),) if self._chunk_frames else ()

    def summary(self) -> LevelSummary:
        """Return how loud it was."""
        return self._tally.summary()

    def _next_levels(self, samples: Samples) -> tuple[Level, ...]:
        levels: list[Level] = []
        while samples.size:
            piece = samples[: LEVEL_FRAMES - self._meter_frames]
            samples = samples[piece.size :]
            self._meter.append(piece)
            self._meter_frames += piece.size
            if self._meter_frames == LEVEL_FRAMES:
                levels.append(level_of(np.concatenate(self._meter)))
                self._tally.add(levels[-1], LEVEL_FRAMES)
                self._meter, self._meter_frames = [], 0
        return tuple(levels)

    def _finished_chunk(self) -> TakeChunk:
        codec, audio = self._coder(np.concatenate(self._chunk))
        chunk = TakeChunk(
            index=self._index,
            codec=codec,
            frames=self._chunk_frames,
            dropped_frames=self._chunk_dropped,
            audio=audio,
        )
        self._index += 1
        self._chunk, self._chunk_frames, self._chunk_dropped = [], 0, 0
        return chunk


class _LevelTally:
    """Sums levels to what the check of the take wants."""

    def __init__(self) -> None:
        self._peak_dbfs = SILENCE_DBFS
        self._audible_dbfs: list[float] = []
        self._audible_frames = 0
        self._clipped = 0.0
        self._frames = 0

    def add(self, level: Level, frames: int) -> None:
        self._frames += frames
        self._clipped += level.clipped_share * frames
        self._peak_dbfs = max(self._peak_dbfs, level.peak_dbfs)
        if level.rms_dbfs > SPEECH_FLOOR_DBFS and not level.is_constant:
            self._audible_dbfs.append(level.rms_dbfs)
            self._audible_frames += frames

    def summary(self) -> LevelSummary:
        return LevelSummary(
            peak_dbfs=self._peak_dbfs,
            speech_dbfs=median(self._audible_dbfs or [SILENCE_DBFS]),
            audible_ms=self._audible_frames * 1000 // SAMPLE_RATE_HZ,
            clipped_share=self._clipped / max(1, self._frames),
        )
