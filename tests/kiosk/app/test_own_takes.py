"""A candidate's own takes, read from a real store that was restarted in between."""

import numpy as np
import pytest

from kiosk.app.open_sitting import resume_from_disk
from kiosk.app.own_takes import read_take, wav_of
from kiosk.app.ready_sitting import ReadySitting
from kiosk.app.seat_parts import SeatParts
from kiosk.audio.sound_coding import Clip, code_chunk
from kiosk.clock import moment
from kiosk.errors import TakeUnreadableError
from kiosk.sitting.entry_draft import EntryDraft
from question_bank.formats.sound_bodies import (
    ChunkCodec,
    RecordingChunk,
    RecordingStarted,
)
from question_bank.journal.recordings import Recording
from tests.builders.seats import SECRET, save, start
from tests.fakes.hand_clock import HandClock
from tests.fakes.package_server import BuiltPackage

TASK = "A-1"
FRAMES = 8_000


def speak(seat: SeatParts, ready: ReadySitting, take: int, chunks: int) -> None:
    """Record `chunks` pieces of a take whose samples all are 100 times its number."""
    sitting, now = ready.sitting, moment(seat.clock)
    assert sitting is not None
    assert ready.first_draft is not None
    begun = RecordingStarted(
        task_id=TASK, take=take, sample_rate_hz=16_000, device_name="耳麦"
    )
    drafts: list[EntryDraft] = [ready.first_draft, *sitting.note(begun, now)]
    for index in range(chunks):
        codec, audio = code_chunk(np.full(FRAMES, 100 * take, np.int16))
        piece = RecordingChunk(
            task_id=TASK,
            take=take,
            index=index,
            codec=ChunkCodec(codec),
            frames=FRAMES,
            dropped_frames=0,
            audio=audio,
        )
        drafts += sitting.observe(piece, now)
    save(seat, ready, *drafts)


def read(seat: SeatParts, ready: ReadySitting, take: int) -> Recording:
    path = seat.vault.store_path(ready.sitting_uuid)
    keys = ready.store_key, ready.room_secret
    return read_take(path, ready.sitting_uuid, keys, (TASK, take))


def test_takes_of_before_and_after_a_restart_are_heard(
    built: BuiltPackage, seat: SeatParts, clock: HandClock
) -> None:
    first = start(built, seat)
    speak(seat, first, take=1, chunks=3)
    clock.reboot("boot-2", 60_000)
    again = resume_from_disk(seat, first.sitting_uuid, SECRET)
    speak(seat, again, take=2, chunks=2)

    for take, frames in ((1, 3 * FRAMES), (2, 2 * FRAMES)):
        clip = Clip(wav_of(read(seat, again, take)))
        assert clip.frames == frames
        samples = np.round(clip.next_block(frames) * 32_768)
        assert set(samples.ravel()) == {100.0 * take}


def test_a_take_without_sound_is_told_apart(
    built: BuiltPackage, seat: SeatParts
) -> None:
    ready = start(built, seat)
    speak(seat, ready, take=1, chunks=0)

    for take in (1, 7):
        with pytest.raises(TakeUnreadableError):
            read(seat, ready, take)
