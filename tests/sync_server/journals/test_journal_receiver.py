"""R14: whatever is sent again, late, cut or out of order ends in the same rows."""

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from question_bank.errors import ExamRoomError
from question_bank.identifiers import SittingUuid
from question_bank.journal.chain import JournalGapError
from question_bank.sealing.signing_keys import SigningKey
from sync_server.errors import StorageFullError
from sync_server.journals.entry_writer import EntryWriter, NewEntry
from sync_server.journals.journal_receiver import JournalReceiver
from sync_server.seats.seat import Seat
from sync_server.services.site import Site
from tests.builders.seat_side import a_batch, a_journal
from tests.builders.server_sites import a_site, plan_room
from tests.sync_server.builders import pair_directly

LENGTH = 12

slices = st.tuples(
    st.integers(0, LENGTH - 1), st.integers(1, LENGTH), st.integers(1, 3)
)


@dataclass(frozen=True, slots=True)
class OneSitting:
    """A site with one seat that holds one sitting."""

    site: Site
    seat: Seat
    key: SigningKey
    sitting_uuid: SittingUuid


def one_sitting(root: Path) -> OneSitting:
    site = a_site(root)
    [who] = plan_room(site, candidates=1).sittings
    key = SigningKey.draw()
    seat = pair_directly(site, key, "R1", "01")
    site.log_in_desk.claim(seat, who.sitting_uuid)
    return OneSitting(site, seat, key, who.sitting_uuid)


def rows(one: OneSitting) -> tuple[bytes, ...]:
    row = one.site.sitting_store.sitting_id(one.sitting_uuid)
    assert row is not None
    return one.site.journal_store.entries_after(row, 0)


async def send(
    one: OneSitting, batches: Sequence[bytes], *, at_once: bool
) -> list[object]:
    """Return the receipts and refusals of batches sent one after another, or at once."""
    one.site.start(asyncio.get_running_loop())
    receive = one.site.journal_receiver.receive
    first = a_batch(one.sitting_uuid, a_journal(one.sitting_uuid, 1), one.key)
    await receive(one.seat, one.sitting_uuid, first)
    calls = [receive(one.seat, one.sitting_uuid, batch) for batch in batches]
    try:
        if at_once:
            return list(await asyncio.gather(*calls, return_exceptions=True))
        outcomes: list[object] = []
        for call in calls:
            try:
                outcomes.append(await call)
            except ExamRoomError as error:
                outcomes.append(error)
        return outcomes
    finally:
        await asyncio.to_thread(one.site.stop)
        one.site.close()


@pytest.mark.slow  # each example has a database of its own, with real commits
@settings(max_examples=15)
@given(sends=st.lists(slices, max_size=12), at_once=st.booleans())
def test_any_resending_in_any_order_ends_in_the_same_rows(
    sends: list[tuple[int, int, int]], at_once: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        one = one_sitting(Path(folder) / "data")
        journal = a_journal(one.sitting_uuid, LENGTH)
        batches = [
            a_batch(one.sitting_uuid, journal, one.key, start=start, end=end)
            for start, end, times in sends
            if start < end
            for _ in range(times)
        ]
        whole = a_batch(one.sitting_uuid, journal, one.key)

        outcomes = asyncio.run(send(one, [*batches, whole], at_once=at_once))

        assert rows(one) == tuple(entry.raw for entry in journal)
        refused = [x for x in outcomes if isinstance(x, BaseException)]
        assert all(isinstance(x, JournalGapError) for x in refused)


def test_batches_of_one_sitting_sent_at_once_are_all_taken_in_turn(
    tmp_path: Path,
) -> None:
    one = one_sitting(tmp_path / "data")
    journal = a_journal(one.sitting_uuid, 40)
    batches = [
        a_batch(one.sitting_uuid, journal, one.key, start=start, end=start + 1)
        for start in range(40)
    ]

    outcomes = asyncio.run(send(one, batches, at_once=True))

    assert [x for x in outcomes if isinstance(x, BaseException)] == []
    assert len(rows(one)) == 40


def test_a_request_that_is_cancelled_leaves_the_journal_as_it_is_on_disk(
    tmp_path: Path,
) -> None:
    one = one_sitting(tmp_path / "data")
    journal = a_journal(one.sitting_uuid, 6)

    async def cancel_then_send() -> None:
        one.site.start(asyncio.get_running_loop())
        receive = one.site.journal_receiver.receive
        first = a_batch(one.sitting_uuid, journal, one.key, end=3)
        for passes in range(8):
            task = asyncio.create_task(receive(one.seat, one.sitting_uuid, first))
            for _ in range(passes):
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.wait({task})
        rest = a_batch(one.sitting_uuid, journal, one.key)
        receipt = await receive(one.seat, one.sitting_uuid, rest)
        assert receipt.last_seq == 6
        await asyncio.to_thread(one.site.stop)
        one.site.close()

    asyncio.run(cancel_then_send())

    assert rows(one) == tuple(entry.raw for entry in journal)


class DiskThatIsFull:
    """Refuses until there is room."""

    def __init__(self, inner: Site) -> None:
        self._inner = inner
        self.is_full = True

    def append(self, jobs: Sequence[tuple[NewEntry, ...]]) -> None:
        if self.is_full:
            raise StorageFullError("no space left")
        self._inner.journal_store.append(jobs)

    def make_room(self) -> bool:
        return False


def test_nothing_is_acknowledged_on_a_full_disk_and_all_is_taken_afterwards(
    tmp_path: Path,
) -> None:
    one = one_sitting(tmp_path / "data")
    disk = DiskThatIsFull(one.site)
    writer = EntryWriter(disk, disk.make_room)
    receiver = JournalReceiver(
        one.site.journal_store, one.site.sitting_store, writer, one.site.refusals
    )
    batch = a_batch(one.sitting_uuid, a_journal(one.sitting_uuid, 3), one.key)

    async def fill_then_free() -> int:
        writer.start(asyncio.get_running_loop())
        with pytest.raises(StorageFullError):
            await receiver.receive(one.seat, one.sitting_uuid, batch)
        disk.is_full = False
        receipt = await receiver.receive(one.seat, one.sitting_uuid, batch)
        await asyncio.to_thread(writer.close)
        return receipt.last_seq

    assert asyncio.run(fill_then_free()) == 3
    assert len(rows(one)) == 3
    one.site.close()


def test_an_entry_that_somebody_else_wrote_is_found_and_the_journal_read_anew(
    tmp_path: Path,
) -> None:
    one = one_sitting(tmp_path / "data")
    journal = a_journal(one.sitting_uuid, 4)
    other = JournalReceiver(
        one.site.journal_store,
        one.site.sitting_store,
        one.site.entry_writer,
        one.site.refusals,
    )

    async def two_receivers() -> None:
        one.site.start(asyncio.get_running_loop())
        mine = one.site.journal_receiver
        start = a_batch(one.sitting_uuid, journal, one.key, end=1)
        await mine.receive(one.seat, one.sitting_uuid, start)
        rest = a_batch(one.sitting_uuid, journal, one.key)
        await other.receive(one.seat, one.sitting_uuid, rest)
        with pytest.raises(ExamRoomError, match="there already"):
            await mine.receive(one.seat, one.sitting_uuid, rest)
        receipt = await mine.receive(one.seat, one.sitting_uuid, rest)
        assert receipt.last_seq == 4
        await asyncio.to_thread(one.site.stop)
        one.site.close()

    asyncio.run(two_receivers())

    assert rows(one) == tuple(entry.raw for entry in journal)
