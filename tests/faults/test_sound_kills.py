"""R17, the engine's half: a process that records is killed at any moment.

FAULT_SIZE=ci (5 kills) or release (100).
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from kiosk.audio.ports import CODEC_FLAC, SAMPLE_RATE_HZ, TakeChunk
from kiosk.audio.sound_coding import Clip, chunks_to_wav, join_take
from tests.builders.sound_compare import likeness
from tests.builders.virtual_sound import (
    CARD_HZ,
    VirtualSound,
    running_sound_card,
    wait_until,
)

pytestmark = pytest.mark.faults

KILLS = {"ci": 5, "release": 100}[os.environ.get("FAULT_SIZE", "ci")]
MOST_LOST_S = 1.0
COMMAND = [sys.executable, "-m", "tests.faults.recording_process"]


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VirtualSound]:
    with running_sound_card(tmp_path_factory.mktemp("sound")) as card:
        yield card


@dataclass
class Killed:
    """What was left of a take."""

    chunks: list[TakeChunk]
    spoken_s: float


def killed_after(seconds: float) -> Killed:
    """Record, kill -9 so long after the first sample, and read what was written."""
    with tempfile.TemporaryFile() as written:  # a pipe that nobody empties would block
        process = subprocess.Popen(COMMAND, stdout=written)
        wait_until(lambda: os.fstat(written.fileno()).st_size > 0, 10.0)
        first_line = os.pread(written.fileno(), 200, 0).partition(b"\n")[0]
        begun_s = json.loads(first_line)["at_s"]
        time.sleep(max(0.0, begun_s + seconds - time.monotonic()))  # any moment
        process.kill()
        killed_s = time.monotonic()
        process.wait()
        written.seek(0)
        written.readline()
        chunks = []
        while line := written.readline():
            facts = json.loads(line)
            audio = written.read(facts["bytes"])
            if len(audio) == facts["bytes"]:
                chunks.append(a_chunk(facts, audio))
    return Killed(chunks=chunks, spoken_s=killed_s - begun_s)


def a_chunk(facts: dict[str, int], audio: bytes) -> TakeChunk:
    return TakeChunk(
        index=facts["index"],
        codec=CODEC_FLAC,
        frames=facts["frames"],
        dropped_frames=0,
        audio=audio,
    )


def test_a_kill_costs_at_most_the_last_second_and_the_rest_plays(
    card: VirtualSound, tmp_path: Path
) -> None:
    chance = random.Random(17)
    noise = np.random.default_rng(17).normal(0, 3_000, CARD_HZ * 8).astype(np.int16)
    lost_s = []
    for _ in range(KILLS):
        with card.microphone_hears(noise):
            killed = killed_after(chance.uniform(0.9, 4.0))
        kept = join_take(killed.chunks)
        lost_s.append(killed.spoken_s - len(kept) / SAMPLE_RATE_HZ)
        played = Clip(chunks_to_wav(killed.chunks)).next_block(len(kept) + 1)
        assert len(played) == len(kept) > 0
        alike, _ = likeness(played_steps(played), kept[-SAMPLE_RATE_HZ // 4 :])
        assert alike > 0.999

    print(
        f"\nR17 {KILLS} kills: lost {max(lost_s):.2f} s at most,"
        f" {sum(lost_s) / len(lost_s):.2f} s on average"
    )
    assert max(lost_s) <= MOST_LOST_S


def played_steps(block: np.ndarray) -> np.ndarray:
    return np.round(block[:, 0] * 32_768).astype(np.int16)
