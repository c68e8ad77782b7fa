"""A seat's storage at work, without a window: what the power is cut from (R2).

    python -m tests.faults.seat_that_answers DATA_FOLDER LEDGER_DESCRIPTOR ANSWERS

Makes a sitting, writes answers one by one through the real writer thread, stops in the
middle and goes on as after a restart. Each answer that is saved is told to the ledger
as "seq hash", in one line, when the writer says so and not before.
"""

import os
import random
import sys
import threading
from pathlib import Path
from uuid import UUID

from kiosk.clock import SystemClock, moment
from kiosk.errors import KioskError
from kiosk.journal.resume import ResumingSeat, read_journal, resumed_draft
from kiosk.sitting.entry_draft import EntryDraft
from kiosk.storage.connection import Connection, open_connection
from kiosk.storage.journal_outbox import Saved
from kiosk.storage.journal_store import JournalStore
from kiosk.storage.journal_writer import JournalWriter
from kiosk.storage.sitting_vault import SittingVault
from question_bank.identifiers import RoomSessionUuid, SeatUuid
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
        raise SystemExit(f"{error.code}: {error}")

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
        long = rng.random() < 0.25
        text = f"{index}" + "字" * (rng.randint(1, 15_000) if long else 20)
        writer.submit(a_draft(a_text(text, f"t{index % 16}")))
        if rng.random() < 0.8:
            ledger.saved.wait(10)
    if not writer.stop():
        raise SystemExit("the writer did not end")


class StoreOpener:
    """Opens the sitting's store, as often as it is asked to."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._key = key

    def __call__(self) -> Connection:
        return open_connection(self._path, self._key)


def main() -> None:
    folder, ledger = Path(sys.argv[1]), Ledger(int(sys.argv[2]))
    count = int(sys.argv[3])
    vault = SittingVault(folder, SEAT_SECRET)
    key = draw_body_key()
    opener = StoreOpener(
        vault.store_path(SITTING), vault.create(SITTING, ROOM, ROOM_SECRET)
    )
    started = a_draft(a_started(), wraps=room_wrap(body_key=key))
    answer(opener, started, key, ledger, count // 2)

    opener = StoreOpener(
        vault.store_path(SITTING), vault.open_key(SITTING, ROOM_SECRET)
    )
    connection = opener()
    raws = JournalStore(connection, SITTING).all_entries()
    record = read_journal(SITTING, raws, ROOM_SECRET).record
    connection.close()
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
