"""R17, the whole seat: the real kiosk is killed while its candidate speaks.

The real program with its window, a real server, a virtual sound card whose microphone
hears a tone. After each kill the journal on the seat's disk is read with the room secret:
at most the last second of what was spoken is missing, the rest is the tone and plays.
FAULT_SIZE=ci (3 kills) or release (50).
"""

import os
import random
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest

from kiosk.app.own_takes import wav_of
from kiosk.audio.ports import SAMPLE_RATE_HZ
from kiosk.audio.sound_coding import Clip
from kiosk.clock import SystemClock, moment
from kiosk.storage.connection import open_connection
from kiosk.storage.journal_store import JournalStore
from kiosk.storage.seat_identity import SeatIdentityStore
from kiosk.storage.sitting_vault import SittingVault
from question_bank.formats.entry_bodies import Resumed
from question_bank.formats.journal_entry import parse_journal_entry
from question_bank.formats.sound_bodies import RecordingEnd, RecordingStarted
from question_bank.identifiers import RoomSessionUuid
from question_bank.items.response import SpokenResponse
from question_bank.journal.recordings import Recording, recordings_of
from question_bank.journal.sitting_record import OpenedEntry, SittingRecord, fold
from question_bank.sealing.journal_reader import opened_entries, room_opener
from tests.builders.virtual_sound import CARD_HZ, VirtualSound, running_sound_card
from tests.faults.exam_rooms import a_room, begin_exam
from tests.faults.seat_disks import SeatDisk, seat_disk
from tests.journeys.exam_room import ExamRoom
from tests.journeys.seat_process import SeatProcess
from tests.journeys.site_setup import Site

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL, PulseAudio"),
]

KILLS = {"ci": 3, "release": 50}[os.environ.get("FAULT_SIZE", "ci")]
MOST_LOST_MS = 1_000
TONE_HZ = 440.0
LONGEST_SPOKEN_S = 4.0
SPOKEN_TASK = "-c1-5"
"""Of the sample: its only spoken task."""


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VirtualSound]:
    with running_sound_card(tmp_path_factory.mktemp("sound")) as card:
        yield card


@dataclass
class Tally:
    lost_ms: list[int] = field(default_factory=list)
    kept_ms: list[int] = field(default_factory=list)


def tone(seconds: float) -> np.ndarray:
    moments = np.arange(round(seconds * CARD_HZ)) / CARD_HZ
    return np.round(8_000 * np.sin(2 * np.pi * TONE_HZ * moments)).astype(np.int16)


def journal_of(disk: SeatDisk, scratch: Path) -> list[OpenedEntry]:
    """Read a copy of what lies on the dead seat's disk."""
    identity = SeatIdentityStore(disk.folder).load_keys()
    assert identity is not None
    shutil.rmtree(scratch, ignore_errors=True)
    shutil.copytree(disk.folder / "sittings", scratch / "sittings")
    vault = SittingVault(scratch, identity.seat_secret)
    key = vault.open_key(disk.sitting_uuid, disk.room_secret)
    connection = open_connection(vault.store_path(disk.sitting_uuid), key)
    raws = JournalStore(connection, disk.sitting_uuid).all_entries()
    connection.close()
    opener = room_opener(disk.sitting_uuid, disk.room_secret)
    return list(
        opened_entries(disk.sitting_uuid, map(parse_journal_entry, raws), opener)
    )


def begin_take(seat: SeatProcess) -> None:
    """Press until the microphone is the candidate's."""
    if "take-prepare" in seat.shown["enabled"]:
        seat.click("take-prepare")
        seat.wait("preparation", lambda now: "take-record" in now["enabled"])
    else:
        seat.click("take-again")
        seat.wait("the question", lambda now: "take-record" in now["enabled"])
    seat.click("take-record")
    seat.wait("recording", lambda now: "take-stop" in now["enabled"])


def kill_while_speaking(
    seat: SeatProcess, card: VirtualSound, chance: random.Random
) -> int:
    """Speak, kill -9; return when, as the wall clock had it."""
    with card.microphone_hears(tone(LONGEST_SPOKEN_S + 12)):
        begin_take(seat)
        time.sleep(chance.uniform(0.6, LONGEST_SPOKEN_S))  # the kill's random moment
        seat.kill()
        return moment(SystemClock()).wall_time_ms


def spoken_ms(entries: list[OpenedEntry], killed_ms: int) -> int:
    """Return how long the last take ran until the kill, by the entries' own clock."""
    begun = [
        header.wall_time_ms
        for header, body in entries
        if isinstance(body, RecordingStarted)
    ]
    return killed_ms - begun[-1]


def check_sound(taken: Recording) -> None:
    """What was kept plays, and is what the microphone heard."""
    clip = Clip(wav_of(taken))
    assert clip.frames == taken.frames
    heard = clip.next_block(taken.frames)[:, 0]
    spectrum = np.abs(np.fft.rfft(heard))
    loudest_hz = float(np.argmax(spectrum)) * SAMPLE_RATE_HZ / len(heard)
    assert loudest_hz == pytest.approx(TONE_HZ, abs=5)


def begin(room: ExamRoom) -> tuple[SeatProcess, SeatDisk]:
    begin_exam(room)
    (seat,) = room.seats.values()
    names = [name for name in seat.shown["texts"] if name.endswith(SPOKEN_TASK)]
    seat.go_to(names[0].removeprefix("list-"))
    session = RoomSessionUuid(UUID(room.staff.room_session))
    return seat, seat_disk(seat.data_folder, session)


@pytest.mark.timeout(3600)
def test_a_kiosk_killed_while_it_records_keeps_all_but_the_last_second(
    exam_site: Site,
    tmp_path: Path,
    card: VirtualSound,
    capsys: pytest.CaptureFixture[str],
) -> None:
    chance = random.Random(17)
    tally = Tally()

    with a_room(exam_site, tmp_path / "site", seats=1) as room:
        seat, disk = begin(room)
        for kill in range(1, KILLS + 1):
            killed_ms = kill_while_speaking(seat, card, chance)
            entries = journal_of(disk, tmp_path / "copy")
            taken = recordings_of(entries)[-1]
            assert taken.take == kill
            check_sound(taken)
            tally.kept_ms.append(taken.length_ms)
            tally.lost_ms.append(spoken_ms(entries, killed_ms) - taken.length_ms)
            seat.start()
            seat.wait_screen("exam")
            seat.wait("another try", lambda now: "take-again" in now["enabled"])
            assert "断之前说的都还在" in seat.text("take-lines")
        hear_it_again(seat, card)
        seat.kill()
        entries = journal_of(disk, tmp_path / "copy")

    with capsys.disabled():
        print(
            f"\nR17 whole kiosk killed {KILLS} times while it recorded: lost"
            f" {max(tally.lost_ms)} ms at most,"
            f" {sum(tally.lost_ms) // KILLS} ms on average; kept"
            f" {sum(tally.kept_ms) / 1000:.1f} s of speech"
        )
    assert max(tally.lost_ms) <= MOST_LOST_MS
    record = fold(entries, SittingRecord())
    task_id = record.current_task
    takes = record.sound.takes_of(task_id)
    assert [take.reason for take in takes] == [RecordingEnd.INTERRUPTED] * KILLS
    assert record.sound.costing_takes(task_id) == 0
    assert record.responses[task_id] == SpokenResponse(take=KILLS)
    assert sum(isinstance(body, Resumed) for _, body in entries) == KILLS


def hear_it_again(seat: SeatProcess, card: VirtualSound) -> None:
    """The candidate listens to what the crash left."""
    with card.listening() as ears:
        seat.click("take-listen")
        assert ears.loud.wait(5.0), seat.shown["texts"]


@pytest.mark.timeout(600)
def test_a_kiosk_that_is_told_to_end_writes_the_last_piece(
    exam_site: Site, tmp_path: Path, card: VirtualSound
) -> None:
    with a_room(exam_site, tmp_path / "site", seats=1) as room:
        seat, disk = begin(room)
        with card.microphone_hears(tone(15)):
            begin_take(seat)
            time.sleep(2.3)  # so long is spoken
            before_ms = moment(SystemClock()).wall_time_ms
            seat.stop()
        entries = journal_of(disk, tmp_path / "copy")

    (taken,) = recordings_of(entries)
    assert taken.reason is RecordingEnd.INTERRUPTED
    assert spoken_ms(entries, before_ms) - taken.length_ms < 150
    check_sound(taken)
