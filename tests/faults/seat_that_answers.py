"""A seat's storage at work, without a window: what the power is cut from (R2, R5).

    python -m tests.faults.seat_that_answers DATA_FOLDER LEDGER_DESCRIPTOR ANSWERS

Makes a sitting, writes answers and chunks of speech one by one through the real writer
thread, stops in the middle and goes on as after a restart. Each entry that is saved is
told to the ledger as "seq hash", in one line, when the writer says so and not before;
"failed CODE" when the disk refuses. What fails is tried again for GIVE_UP_S.
"""

import os
import random
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from kiosk.clock import SystemClock, moment
from kiosk.errors import KioskError
from kiosk.journal.resume import ResumingSeat, read_journal, resumed_draft
from kiosk.sitting.entry_draft import EntryDraft
from kiosk.storage import journal_writer
from kiosk.storage.connection import Connection, open_connection
from kiosk.storage.journal_outbox import Saved
from kiosk.storage.journal_store import JournalStore
from kiosk.storage.journal_writer import JournalWriter
from kiosk.storage.sitting_vault import SittingVault
from question_bank.formats.entry_bodies import Body
from question_bank.formats.sound_bodies import ChunkCodec, RecordingChunk
from question_bank.identifiers import RoomSessionUuid, SeatUuid
from question_bank.journal.sitting_record import SittingRecord
from question_bank.sealing.journal_seal import draw_body_key
from tests.builders.journals import (
    ROOM_SECRET,
    SEAT,
    SITTING,
    a_draft,
    a_started,
    a_text,
    room_wrap,
)

ROOM = RoomSessionUuid(UUID(int=5))
SEAT_SECRET = bytes(range(1, 33))
RETRY_S = 0.05
"""Instead of the writer's second: what is tried again is the same."""

TRIES, GIVE_UP_S = 4, 1.0
Done = TypeVar("Done")


class Ledger:
    """Tells what is saved to a descriptor outside this process."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self.saved = threading.Event()

    def on_saved(self, saved: Saved) -> None:
        line = f"{saved.head.seq} {saved.head.hash.hex()}\n"
        os.write(self._descriptor, line.encode())
        self.saved.set()

    def on_failed(self, error: KioskError) -> None:
        os.write(self._descriptor, f"failed {error.code}\n".encode())

    def on_recovered(self) -> None: ...


def answer(
    open_store: "StoreOpener", first: EntryDraft, key: bytes, ledger: Ledger, count: int
) -> None:
    writer = JournalWriter(open_store, SITTING, key, ledger, SystemClock())
    writer.start()
    writer.submit(first)
    rng = random.Random(count)
    for index in range(count):
        ledger.saved.clear()
        writer.submit(a_draft(something(index, rng)))
        if rng.random() < 0.8:
            ledger.saved.wait(GIVE_UP_S)
    if not writer.stop():
        raise SystemExit("the writer did not end")


def something(index: int, rng: random.Random) -> Body:
    """Return an answer, short or long, or a second of speech."""
    kind = rng.choice(("short", "short", "long", "speech"))
    if kind == "speech":
        return RecordingChunk(
            task_id="t1",
            take=1,
            index=index,
            codec=ChunkCodec.FLAC,
            frames=16_000,
            dropped_frames=0,
            audio=rng.randbytes(rng.randint(16_000, 40_000)),
        )
    text = f"{index}" + "字" * (rng.randint(1, 15_000) if kind == "long" else 20)
    return a_text(text, f"t{index % 16}")


def until_it_goes(deed: Callable[[], Done]) -> Done:
    """Do something again until the disk lets it; as the program does at its start.

    Raises:
        SystemExit: it never did; with status 0, for nothing more was told as saved.
    """
    for _ in range(TRIES):
        try:
            return deed()
        except KioskError:
            threading.Event().wait(journal_writer.RETRY_S)
    raise SystemExit(0)


class StoreOpener:
    """Opens the sitting's store, as often as it is asked to."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._key = key

    def __call__(self) -> Connection:
        return open_connection(self._path, self._key)


def made(vault: SittingVault) -> bytes:
    """Make the sitting anew, as after a start that the disk refused."""
    vault.remove(SITTING)
    return vault.create(SITTING, ROOM, ROOM_SECRET)


def read(opener: StoreOpener) -> SittingRecord | None:
    """Return what the store says so far; None when it is empty."""
    connection = opener()
    try:
        raws = JournalStore(connection, SITTING).all_entries()
    finally:
        connection.close()
    return read_journal(SITTING, raws, ROOM_SECRET).record if raws else None


def main() -> None:
    folder, ledger = Path(sys.argv[1]), Ledger(int(sys.argv[2]))
    count = int(sys.argv[3])
    journal_writer.RETRY_S = RETRY_S
    vault = SittingVault(folder, SEAT_SECRET)
    key = draw_body_key()
    store_key = until_it_goes(lambda: made(vault))
    opener = StoreOpener(vault.store_path(SITTING), store_key)
    started = a_draft(a_started(), wraps=room_wrap(body_key=key))
    answer(opener, started, key, ledger, count // 2)

    store_key = until_it_goes(lambda: vault.open_key(SITTING, ROOM_SECRET))
    opener = StoreOpener(vault.store_path(SITTING), store_key)
    record = until_it_goes(lambda: read(opener))
    if record is None:
        return  # nothing was ever saved
    clock, key = SystemClock(), draw_body_key()
    seat = ResumingSeat(
        seat_uuid=SeatUuid(SEAT),
        program_version="0.1.0",
        boot_id=clock.boot_id(),
        now=moment(clock),
    )
    wraps = room_wrap(body_key=key)
    resumed = resumed_draft(record, seat, wraps, down_time_counts=False)
    answer(opener, resumed, key, ledger, count - count // 2)


if __name__ == "__main__":
    main()
