"""The recorder over a real sound server: what the microphone hears is what is stored."""

import threading

import numpy as np
import pytest

from kiosk.audio.ports import CODEC_FLAC, SAMPLE_RATE_HZ, RecordEnd
from kiosk.audio.resampler import Resampler
from kiosk.audio.sound_coding import join_take
from kiosk.audio.sound_engine import SoundEngine
from kiosk.audio.take_check import FindingKind, check_take
from tests.builders.sound_compare import likeness, rms_db
from tests.builders.sound_listeners import DeviceNotes, Sound, TakeNotes, jingle_samples
from tests.builders.virtual_sound import CARD_HZ, VirtualSound

pytestmark = pytest.mark.slow  # a sound card works in its own time

TONE = (9_000 * np.sin(np.arange(CARD_HZ * 10) * 0.05)).astype(np.int16)


def at_16_khz(sound: Sound) -> Sound:
    resampler = Resampler(CARD_HZ, SAMPLE_RATE_HZ, 1)
    block = resampler.next_block(sound.astype(np.float32)[:, None])
    return np.round(block[:, 0]).astype(np.int16)


def test_what_the_microphone_hears_is_what_is_stored(
    card: VirtualSound, engine: SoundEngine
) -> None:
    spoken = jingle_samples()
    notes = TakeNotes()
    engine.recorder.start(1_600, notes)
    assert notes.begun.wait(3)
    with card.microphone_hears(spoken):
        end = notes.wait_end()

    stored = join_take(notes.chunks)
    wanted = at_16_khz(spoken)[:SAMPLE_RATE_HZ]
    alike, place = likeness(stored, wanted)
    heard = stored[place : place + len(wanted)]
    assert alike > 0.99
    assert rms_db(heard) == pytest.approx(rms_db(wanted), abs=0.5)
    assert (end.reason, end.frames) == (RecordEnd.TIME_UP, 25_600)
    assert end.dropped_frames == 0
    assert check_take(end.facts, "server:mic") == ()
    assert all(chunk.codec == CODEC_FLAC for chunk in notes.chunks)
    gaps = np.diff([notes.begun_s or 0.0, *notes.chunk_times_s])
    assert gaps.max() < 1.0
    assert len(notes.levels) >= 15


def test_stopping_keeps_what_was_said_till_then(
    card: VirtualSound, engine: SoundEngine
) -> None:
    notes = TakeNotes()
    with card.microphone_hears(TONE):
        engine.recorder.start(60_000, notes)
        assert notes.chunk_came.acquire(timeout=5)
        engine.recorder.stop()
        end = notes.wait_end()

    assert end.reason is RecordEnd.STOPPED
    assert end.frames == len(join_take(notes.chunks))
    assert 0.5 <= end.frames / SAMPLE_RATE_HZ < 1.0


def test_a_pulled_microphone_is_told_and_used_again_when_it_is_back(
    card: VirtualSound, engine: SoundEngine
) -> None:
    notes, devices = TakeNotes(), DeviceNotes()
    engine.devices.watch(devices)
    devices.wait_news()
    with card.microphone_hears(TONE):
        engine.recorder.start(60_000, notes)
        assert notes.chunk_came.acquire(timeout=5)
        pulled_s = notes._now()
        card.pull_microphone()
        end = notes.wait_end()
        assert (notes.ended_s or 99.0) - pulled_s < 2.0
        assert end.reason is RecordEnd.DEVICE_LOST
        assert end.frames == len(join_take(notes.chunks)) >= 8_000
        assert devices.wait_news().inputs == ()

        nothing = TakeNotes()
        engine.recorder.start(60_000, nothing)
        assert nothing.wait_end().reason is RecordEnd.NO_DEVICE

        card.plug_microphone()
        assert devices.wait_news().inputs[0].device_id == "server:mic"
        again = TakeNotes()
        engine.recorder.start(300, again)
        assert again.wait_end().reason is RecordEnd.TIME_UP
        assert rms_db(join_take(again.chunks)) > 60


def test_another_microphone_is_used_from_the_next_take_on(
    card: VirtualSound, engine: SoundEngine
) -> None:
    devices = DeviceNotes()
    engine.devices.watch(devices)
    devices.wait_news()
    card.plug_microphone(name="other")
    card.control("set-default-source", "mic")
    while (
        len(devices.wait_news().inputs) < 2 or not devices.told[-1].inputs[0].is_default
    ):
        continue

    used = []
    for device_id in (None, "server:other"):
        engine.recorder.use_input(device_id)
        notes = TakeNotes()
        engine.recorder.start(100, notes)
        used.append(notes.wait_end().facts)

    assert [facts.device_id for facts in used] == ["server:mic", "server:other"]
    found = [finding.kind for finding in check_take(used[1], "server:mic")]
    assert FindingKind.OTHER_DEVICE in found


def test_a_warm_microphone_keeps_its_first_sample_at_once(engine: SoundEngine) -> None:
    engine.recorder.warm_up()
    first = TakeNotes()
    engine.recorder.start(50, first)
    first.wait_end()

    notes = TakeNotes()
    engine.recorder.start(50, notes)
    notes.wait_end()

    assert notes.begun_s is not None
    assert notes.begun_s < 0.5  # how much less: tests/benchmarks/sound.py


def test_a_new_take_ends_the_one_that_runs(engine: SoundEngine) -> None:
    first, second = TakeNotes(), TakeNotes()
    engine.recorder.start(60_000, first)
    assert first.begun.wait(3)
    engine.recorder.start(50, second)

    assert first.wait_end().reason is RecordEnd.STOPPED
    assert second.wait_end().reason is RecordEnd.TIME_UP


def test_a_cooled_microphone_is_let_go(card: VirtualSound, engine: SoundEngine) -> None:
    notes = TakeNotes()
    engine.recorder.start(50, notes)
    notes.wait_end()
    assert _recording_streams(card) == 1

    engine.recorder.cool_down()
    engine.recorder.cool_down()
    done = threading.Event()
    engine.recorder._worker.post(done.set)

    assert done.wait(3)
    assert _recording_streams(card) == 0


def _recording_streams(card: VirtualSound) -> int:
    streams = card.control("list", "source-outputs")
    return streams.count("ALSA plug-in")
