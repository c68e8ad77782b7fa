"""A seat's core with a candidate who types, until it is killed (R1).

    python -m tests.faults.seat_that_types DATA_FOLDER LEDGER_DESCRIPTOR SEED

Starts the sitting, or goes on with the one on the disk, through the real sitting, writer
and store, without a window. Tells the ledger, a line each, when it happens:

    ready MS                the candidate can answer (boot clock)
    typed CHARACTERS MS     a key was pressed; the whole text is that long
    saved SEQ HASH          the writer says so
"""

import os
import random
import sys
import time
from pathlib import Path

from kiosk.clock import Moment, SystemClock, moment
from kiosk.errors import KioskError, NothingToResumeError
from kiosk.journal.resume import ResumingSeat, read_journal, resumed_draft
from kiosk.sitting.entry_draft import EntryDraft
from kiosk.sitting.sitting import Sitting
from kiosk.sitting.sitting_rules import SittingRules
from kiosk.storage.connection import open_connection
from kiosk.storage.data_folder_lock import DataFolderLock
from kiosk.storage.journal_outbox import Saved
from kiosk.storage.journal_store import JournalStore
from kiosk.storage.journal_writer import JournalWriter
from kiosk.storage.sitting_vault import SittingVault
from question_bank.identifiers import SeatUuid
from question_bank.items.response import TextResponse
from question_bank.journal.sitting_record import SittingRecord
from question_bank.sealing.journal_seal import draw_body_key
from tests.builders.journals import (
    ROOM_SECRET,
    SEAT,
    SITTING,
    a_draft,
    a_started,
    room_wrap,
)
from tests.faults.seat_that_answers import ROOM, SEAT_SECRET, StoreOpener

RULES = SittingRules(sitting_uuid=SITTING, task_ids=("t1",))
CLOCK = SystemClock()


class Ledger:
    """Tells a descriptor outside this process what happens."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def tell(self, *words: object) -> None:
        os.write(self._descriptor, (" ".join(map(str, words)) + "\n").encode())

    def on_saved(self, saved: Saved) -> None:
        self.tell("saved", saved.head.seq, saved.head.hash.hex())

    def on_failed(self, error: KioskError) -> None:
        self.tell("failed", error.code)

    def on_recovered(self) -> None: ...


def begun(
    vault: SittingVault, body_key: bytes, now: Moment
) -> tuple[StoreOpener, EntryDraft, SittingRecord | None]:
    """Return the store, the first draft and what the journal says so far."""
    wraps = room_wrap(body_key=body_key)
    path = vault.store_path(SITTING)
    if vault.unfinished():
        opener = StoreOpener(path, vault.open_key(SITTING, ROOM_SECRET))
        connection = open_connection(path, vault.open_key(SITTING, ROOM_SECRET))
        raws = JournalStore(connection, SITTING).all_entries()
        connection.close()
        try:
            record = read_journal(SITTING, raws, ROOM_SECRET).record
        except NothingToResumeError:
            vault.remove(SITTING)  # killed between the store and its first entry
        else:
            seat = ResumingSeat(
                seat_uuid=SeatUuid(SEAT),
                program_version="0.1.0",
                boot_id=CLOCK.boot_id(),
                now=now,
            )
            draft = resumed_draft(record, seat, wraps, down_time_counts=False)
            return opener, draft, record
    opener = StoreOpener(path, vault.create(SITTING, ROOM, ROOM_SECRET))
    return opener, a_draft(a_started(), wraps=wraps), None


def main() -> None:
    folder, ledger = Path(sys.argv[1]), Ledger(int(sys.argv[2]))
    rng = random.Random(int(sys.argv[3]))
    _lock = DataFolderLock(folder)
    body_key, now = draw_body_key(), moment(CLOCK)
    vault = SittingVault(folder, SEAT_SECRET)
    opener, first, record = begun(vault, body_key, now)
    sitting = Sitting(RULES, first, now, record)
    writer = JournalWriter(opener, SITTING, body_key, ledger, CLOCK)
    writer.start()
    writer.submit(first)
    ledger.tell("ready", moment(CLOCK).boottime_ms)
    response = sitting.response("t1")
    text = response.text if isinstance(response, TextResponse) else ""
    next_key_s = CLOCK.boottime_s()
    while True:
        now = moment(CLOCK)
        if CLOCK.boottime_s() >= next_key_s:
            text += "字"
            next_key_s += 1 / rng.uniform(5, 15)
            ledger.tell("typed", len(text), now.boottime_ms)
            drafts = sitting.enter_response("t1", TextResponse(text=text), now)
        else:
            drafts = sitting.tick(now)
        for draft in drafts:
            writer.submit(draft)
        time.sleep(0.005)  # the candidate's hands: nothing else is waited for


if __name__ == "__main__":
    main()
