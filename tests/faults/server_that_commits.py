"""The server's journal storage at work, without a network: what the power is cut from (R3).

    python -m tests.faults.server_that_commits ROOT LEDGER_DESCRIPTOR ENTRIES

Opens a site whose crowd was made before, and lets many seats' batches go through the real
entry writer (group commit) into the real database. Each job that is settled as durable is
told to the ledger as "sitting seq hash" of its last entry, in one line, and not before.
"""

import asyncio
import os
import random
import sys
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from question_bank.errors import ExamRoomError
from question_bank.formats.journal_entry import empty_head, head_after
from question_bank.identifiers import SittingUuid
from sync_server.clock import SystemClock
from sync_server.journals.entry_writer import EntryWriter, NewEntry, WriteJob
from sync_server.storage.connection import Database, sqlite_url
from sync_server.storage.journal_store import JournalStore
from sync_server.storage.schema.sitting_tables import sitting
from tests.builders.seat_side import an_entry

MOST_JOBS = 30
"""Batches that are under way together, as with thirty seats."""


def no_room() -> bool:
    return False


class Seats:
    """All sittings of the database, each with its growing journal."""

    def __init__(self, database: Database, ledger: int) -> None:
        with database.reading() as connection:
            rows = connection.execute(
                select(
                    sitting.c.sitting_id,
                    sitting.c.sitting_uuid,
                    sitting.c.holder_seat_id,
                )
            ).all()
        self.uuids = {row[0]: SittingUuid(UUID(str(row[1]))) for row in rows}
        self.heads = {key: empty_head(found) for key, found in self.uuids.items()}
        self.seat_ids = {row[0]: row[2] for row in rows}
        self._ledger = ledger
        self._rng = random.Random(len(rows))

    def job(self, sitting_id: int, done: "asyncio.Future[None]") -> WriteJob:
        """Return a batch of one to three new entries."""
        entries = []
        for _ in range(self._rng.randint(1, 3)):
            head = self.heads[sitting_id]
            size = self._rng.choice((60, 160, 160, 2_000, 15_000))
            entry = an_entry(
                self.uuids[sitting_id], head.seq + 1, body=self._rng.randbytes(size)
            )
            head = self.heads[sitting_id] = head_after(head, entry)
            entries.append(
                NewEntry(
                    sitting_id=sitting_id,
                    seq=head.seq,
                    kind=entry.header.kind,
                    time_used_ms=entry.header.time_used_ms,
                    hash=head.hash,
                    entry=entry.raw,
                    seat_id=self.seat_ids[sitting_id],
                    head_signature=bytes(64),
                )
            )
        last = entries[-1]

        def settle(error: ExamRoomError | None) -> None:
            if error is not None:
                raise SystemExit(f"{error.code}: {error}")
            line = f"{sitting_id} {last.seq} {last.hash.hex()}\n"
            os.write(self._ledger, line.encode())
            done.set_result(None)

        size_bytes = sum(len(entry.entry) for entry in entries)
        return WriteJob(entries=tuple(entries), size_bytes=size_bytes, settle=settle)


async def commit(database: Database, ledger: int, rounds: int) -> None:
    """Commit so many rounds of batches."""
    loop = asyncio.get_running_loop()
    writer = EntryWriter(JournalStore(database, SystemClock()), no_room)
    seats = Seats(database, ledger)
    writer.start(loop)
    rng = random.Random(1)
    for _ in range(rounds):
        chosen = rng.sample(sorted(seats.heads), rng.randint(1, MOST_JOBS))
        waiting: list[asyncio.Future[None]] = []
        for sitting_id in chosen:
            waiting.append(loop.create_future())
            writer.submit(seats.job(sitting_id, waiting[-1]))
        await asyncio.gather(*waiting)
    writer.close()


def main() -> None:
    root, ledger, rounds = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    database = Database(sqlite_url(root / "server.db"))
    asyncio.run(commit(database, ledger, rounds))
    database.close()


if __name__ == "__main__":
    main()
