"""The player over a real sound server: what a clip holds is what the speaker gets."""

import time

import numpy as np
import pytest

from kiosk.audio.ports import PlayEnd
from kiosk.audio.sound_engine import SoundEngine
from kiosk.audio.tones import beep, headset_jingle
from tests.builders.sound_compare import likeness, rms_db
from tests.builders.sound_listeners import (
    DeviceNotes,
    PlayNotes,
    jingle_samples,
    wav_bytes,
)
from tests.builders.sounds import a_tone, sound_file
from tests.builders.virtual_sound import CARD_HZ, VirtualSound

pytestmark = pytest.mark.slow  # a sound card works in its own time

LONG = sound_file(a_tone(20.0, amplitude=0.3), "FLAC")


def test_what_a_clip_holds_is_what_the_speaker_gets(
    card: VirtualSound, engine: SoundEngine
) -> None:
    clip = jingle_samples()[:CARD_HZ]
    notes = PlayNotes()
    with card.listening() as speaker:
        engine.player.play(wav_bytes(clip, CARD_HZ), 0, notes)
        end = notes.wait_end()

    alike, place = likeness(speaker.samples(), clip)
    heard = speaker.samples()[place : place + len(clip)]
    assert alike > 0.999
    assert rms_db(heard) == pytest.approx(rms_db(clip), abs=0.2)
    assert end == (1_000, PlayEnd.FINISHED)
    assert notes.begun_s is not None
    assert notes.begun_s < 5.0  # the library is loaded in it
    assert 3 <= len(notes.positions_ms) <= 7
    assert notes.positions_ms == sorted(notes.positions_ms)
    assert (notes.ended_s or 9.0) - notes.begun_s == pytest.approx(1.05, abs=0.6)


def test_a_clip_at_another_rate_keeps_its_pitch_and_length(
    card: VirtualSound, engine: SoundEngine
) -> None:
    tone = a_tone(0.4, amplitude=0.5, hz=500.0, rate=22_050)
    notes = PlayNotes()
    with card.listening() as speaker:
        engine.player.play(sound_file(tone, "FLAC", rate=22_050), 0, notes)
        notes.wait_end()

    wanted = np.round(32_767 * a_tone(0.4, amplitude=0.5, hz=500.0, rate=CARD_HZ))
    alike, _ = likeness(speaker.samples(), wanted.astype(np.int16))
    assert alike > 0.99


def test_playing_again_goes_on_where_it_was_stopped(engine: SoundEngine) -> None:
    first, second = PlayNotes(), PlayNotes()
    engine.player.play(LONG, 5_000, first)
    assert first.begun.wait(3)
    engine.player.stop()
    stopped_ms, end = first.wait_end()

    engine.player.play(LONG, stopped_ms, second)
    assert second.begun.wait(3)
    engine.player.stop()

    assert end is PlayEnd.STOPPED
    assert 5_000 <= stopped_ms < 5_500
    assert second.wait_end()[0] >= stopped_ms


def test_the_volume_changes_what_plays(card: VirtualSound, engine: SoundEngine) -> None:
    loudness = []
    with card.listening(threshold=20) as speaker:
        for percent in (100, 50):
            engine.player.set_volume(percent)
            notes = PlayNotes()
            before = len(speaker.samples())
            engine.player.play(beep(), 0, notes)
            notes.wait_end()
            loudness.append(np.abs(speaker.samples()[before:]).max())
        engine.player.set_volume(0)
        notes = PlayNotes()
        before = len(speaker.samples())
        engine.player.play(beep(), 0, notes)
        notes.wait_end()
        muted = speaker.samples()[before + CARD_HZ // 10 :]

    assert loudness[1] / loudness[0] == pytest.approx(0.25, abs=0.02)
    assert np.abs(muted).max() == 0


def test_going_on_at_the_very_end_begins_and_ends(engine: SoundEngine) -> None:
    """Else a sound that broke off there could never be heard again (row 26)."""
    notes = PlayNotes()
    engine.player.play(LONG, 20_000, notes)

    assert notes.wait_end() == (20_000, PlayEnd.FINISHED)
    assert notes.begun_s is not None


def test_bytes_that_are_no_sound_end_at_once(engine: SoundEngine) -> None:
    notes = PlayNotes()
    engine.player.play(b"not a sound", 0, notes)

    assert notes.wait_end() == (0, PlayEnd.UNREADABLE)
    assert notes.begun_s is None


def test_a_sound_that_breaks_off_says_so(engine: SoundEngine) -> None:
    whole = headset_jingle_flac()
    notes = PlayNotes()
    engine.player.play(whole[: len(whole) // 8], 0, notes)

    position_ms, end = notes.wait_end()
    assert end is PlayEnd.UNREADABLE
    assert position_ms < 1_500


def headset_jingle_flac() -> bytes:
    return sound_file(jingle_samples() / 32_768, "FLAC", rate=CARD_HZ)


def test_pulled_headphones_are_told_and_used_again_when_they_are_back(
    card: VirtualSound, engine: SoundEngine
) -> None:
    devices, notes, again = DeviceNotes(), PlayNotes(), PlayNotes()
    engine.devices.watch(devices)
    devices.wait_news()
    engine.player.use_output("server:spk")
    engine.player.play(LONG, 0, notes)
    assert notes.begun.wait(3)
    card.pull_speaker()
    position_ms, end = notes.wait_end(2.0)
    assert end is PlayEnd.DEVICE_LOST

    card.plug_speaker()
    while "server:spk" not in {x.device_id for x in devices.wait_news().outputs}:
        continue
    with card.listening() as speaker:
        engine.player.play(LONG, position_ms, again)
        assert speaker.loud.wait(3)
    engine.player.stop()
    assert again.wait_end()[1] is PlayEnd.STOPPED


def test_other_headphones_are_used_in_the_middle_of_a_clip(
    card: VirtualSound, engine: SoundEngine
) -> None:
    notes = PlayNotes()
    engine.player.play(headset_jingle(), 0, notes)
    assert notes.begun.wait(3)
    with card.listening("micfeed.monitor") as other:
        engine.player.use_output("server:micfeed")
        assert other.loud.wait(3)
    engine.player.stop()

    position_ms, end = notes.wait_end()
    assert end is PlayEnd.STOPPED
    assert 0 < position_ms < 3_000


def test_a_new_sound_ends_the_one_that_plays(engine: SoundEngine) -> None:
    first, second = PlayNotes(), PlayNotes()
    engine.player.play(LONG, 0, first)
    assert first.begun.wait(3)
    engine.player.play(beep(), 0, second)

    assert first.wait_end()[1] is PlayEnd.STOPPED
    assert second.wait_end() == (250, PlayEnd.FINISHED)


def test_a_warm_output_takes_the_first_frames_at_once(engine: SoundEngine) -> None:
    first, notes = PlayNotes(), PlayNotes()
    engine.player.warm_up()
    engine.player.play(b"not a sound", 0, first)  # ends when all is warm
    first.wait_end()

    notes.made_s = time.monotonic()
    engine.player.play(beep(), 0, notes)
    notes.wait_end()

    assert notes.begun_s is not None
    assert notes.begun_s < 0.5  # how much less: tests/benchmarks/sound.py
