"""A long take, and a clip that plays beside it, with every core busy and a busy program.

The microphone hears a tone whose phase tells where in it one is: a frame that is missing
or comes twice shows. FAULT_SIZE=ci (60 s) or release (10 min).
"""

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from kiosk.audio.ports import SAMPLE_RATE_HZ, RecordEnd
from kiosk.audio.sound_coding import join_take
from kiosk.audio.sound_engine import SoundEngine, open_sound
from kiosk.clock import SystemClock
from tests.builders.sound_compare import likeness
from tests.builders.sound_listeners import (
    PlayNotes,
    TakeNotes,
    jingle_samples,
    wav_bytes,
)
from tests.builders.virtual_sound import (
    CARD_HZ,
    VirtualSound,
    running_sound_card,
    wait_until,
)

pytestmark = [pytest.mark.faults, pytest.mark.timeout(0)]

TAKE_S = {"ci": 60, "release": 600}[os.environ.get("FAULT_SIZE", "ci")]
TONE_HZ = 100.0
BUSY = "while True: sum(range(10_000))"
LEAST_JUMP = 0.15
"""Of a turn of the tone: 24 frames. Less is the resampler of the virtual card at work."""


@pytest.fixture
def card(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VirtualSound]:
    with running_sound_card(tmp_path_factory.mktemp("sound")) as card:
        yield card


@pytest.fixture
def engine(card: VirtualSound) -> Iterator[SoundEngine]:
    engine = open_sound(SystemClock())
    yield engine
    engine.close()


@contextlib.contextmanager
def all_cores_busy() -> Iterator[None]:
    """Two busy processes a core, and a busy thread in this one, which wants Python too."""
    count = 2 * len(os.sched_getaffinity(0))
    processes = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(count)]
    is_over = threading.Event()

    def be_busy() -> None:
        while not is_over.is_set():
            sum(range(1_000))

    thread = threading.Thread(target=be_busy)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()
        for process in processes:
            process.kill()
            process.wait()


def phase_jumps(stored: NDArray[np.int16]) -> int:
    """How often the tone goes on somewhere else than where it was."""
    turn = round(SAMPLE_RATE_HZ / TONE_HZ)
    whole = stored[: len(stored) // turn * turn].astype(np.float64).reshape(-1, turn)
    moments = np.exp(-2j * np.pi * np.arange(turn) / turn)
    phases = np.angle(whole @ moments) / (2 * np.pi)
    steps = np.abs((np.diff(phases) + 0.5) % 1.0 - 0.5)
    return int(np.count_nonzero(steps > LEAST_JUMP))


def test_a_long_take_on_a_busy_machine_loses_no_frame_or_counts_it(
    card: VirtualSound, engine: SoundEngine
) -> None:
    moments = np.arange(CARD_HZ * (TAKE_S + 5))
    tone = np.round(9_000 * np.sin(2 * np.pi * TONE_HZ * moments / CARD_HZ))
    notes = TakeNotes()
    with card.microphone_hears(tone.astype(np.int16), buffer_ms=2_000):
        time.sleep(0.5)  # its buffer fills before the load begins
        with all_cores_busy():
            engine.recorder.start(TAKE_S * 1000, notes)
            end = notes.wait_end(TAKE_S + 10)
    stored = join_take(notes.chunks)
    late_s = (notes.ended_s or 0.0) - (notes.begun_s or 0.0) - TAKE_S
    jumps = phase_jumps(stored)
    gaps = np.diff([notes.begun_s or 0.0, *notes.chunk_times_s])

    print(
        f"\n{TAKE_S} s take, all cores busy: {end.dropped_frames} frames dropped,"
        f" {jumps} jumps in what was heard, chunks at most {gaps.max():.2f} s apart,"
        f" ended {late_s:+.2f} s against the clock"
    )
    assert end.reason is RecordEnd.TIME_UP
    assert end.frames + end.dropped_frames == TAKE_S * SAMPLE_RATE_HZ
    assert gaps.max() < 1.0
    assert (
        abs(late_s) < 0.5 + 0.001 * TAKE_S
    )  # the word of the beginning comes late too
    if end.dropped_frames == 0:
        assert jumps == 0


def test_a_clip_on_a_busy_machine_has_no_gap(
    card: VirtualSound, engine: SoundEngine
) -> None:
    clip = np.tile(jingle_samples(), 4)
    notes = PlayNotes()
    with card.listening(buffer_ms=500) as speaker, all_cores_busy():
        engine.player.play(wav_bytes(clip, CARD_HZ), 0, notes)
        notes.wait_end(len(clip) / CARD_HZ + 5)
        whole = len(speaker.samples()) + CARD_HZ
        wait_until(lambda: len(speaker.samples()) >= whole, 5.0)

    alike, _ = likeness(speaker.samples(), clip)
    print(f"\n{len(clip) / CARD_HZ:.0f} s clip, all cores busy: {alike:.4f} alike")
    assert alike > 0.99
