"""A second of speech a second, as the sound desk journals it, without a microphone.

What the store, the sync and the interface thread bear is the same; the samples are noise,
which no codec makes smaller. The real way from a microphone is tests/faults/test_sound_*.
"""

import random

from PySide6.QtCore import QTimer

from kiosk.app.program import SeatProgram
from kiosk.clock import SystemClock, moment
from question_bank.formats.sound_bodies import ChunkCodec, RecordingChunk

CHUNK_BYTES = 32_000
"""One second of 16 kHz mono, 16 bit, that does not compress."""

PERIOD_MS = 1_000
AUDIO_MARK = random.Random(2).randbytes(48)
"""Stands in each chunk, so that a search for speech knows what to look for."""


class SpokenChunks:
    """Journals a chunk a second while an exam runs. For the interface thread.

    Attributes:
        written: How many chunks were handed to the writer.
    """

    def __init__(self, program: SeatProgram) -> None:
        self.written = 0
        self._program = program
        self._clock = SystemClock()
        noise = random.Random(1).randbytes(CHUNK_BYTES - len(AUDIO_MARK) - 4)
        self._audio = b"fLaC" + AUDIO_MARK + noise
        self._timer = QTimer(program.window)
        self._timer.timeout.connect(self._write)

    def start(self) -> None:
        """Begin; where no exam runs nothing happens."""
        self._timer.start(PERIOD_MS)

    def _write(self) -> None:
        controller = self._program.controller
        running = None if controller is None else controller._sitting.running
        if running is None or running.sitting is None or running.sitting.is_over:
            return
        chunk = RecordingChunk(
            task_id=running.sitting.rules.task_ids[0],
            take=1,
            index=self.written,
            codec=ChunkCodec.FLAC,
            frames=CHUNK_BYTES // 2,
            dropped_frames=0,
            audio=self._audio,
        )
        running.submit(running.sitting.observe(chunk, moment(self._clock)))
        self.written += 1
