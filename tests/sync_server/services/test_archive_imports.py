"""Sticks at the server: merged by the rules of a batch, any number of times, told a file."""

import asyncio
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from question_bank.formats.answer_archive import ArchiveHeader
from question_bank.formats.entry_bodies import EntryKind
from question_bank.formats.journal_entry import JournalEntry
from question_bank.identifiers import SittingUuid
from question_bank.sealing.archive_seal import write_archive
from question_bank.sealing.signing_keys import SigningKey
from sync_server.seats.seat import Seat
from sync_server.services.archive_imports import (
    PIECE_ENTRIES,
    ArchiveOutcome,
    ArchiveReport,
)
from sync_server.services.people import People
from sync_server.services.site import Site
from sync_server.services.site_people import people_of
from tests.builders.seat_side import a_batch, an_entry
from tests.builders.server_sites import PlannedRoom, a_site, plan_room
from tests.sync_server.builders import pair_directly

pytestmark = pytest.mark.expects_logs("sync_server.journals.refusals")
LENGTH = 2 * PIECE_ENTRIES + 7


@dataclass(frozen=True, slots=True)
class Bench:
    site: Site
    people: People
    room: PlannedRoom
    seat: Seat
    key: SigningKey

    @property
    def sitting(self) -> SittingUuid:
        return self.room.sittings[0].sitting_uuid

    def take_in(self, raw: bytes) -> ArchiveReport:
        return self.people.archives.take_in(io.BytesIO(raw), "f.answers", by="admin")

    def rows(self) -> list[bytes]:
        store, row = self.site.journal_store, self.row
        found: list[bytes] = []
        while page := store.entries_after(row, len(found)):
            found += page
        return found

    @property
    def row(self) -> int:
        row = self.site.sitting_store.sitting_id(self.sitting)
        assert row is not None
        return row

    def push(self, journal: list[JournalEntry]) -> None:
        async def send() -> None:
            self.site.start(asyncio.get_running_loop())
            batch = a_batch(self.sitting, journal, self.key)
            await self.site.journal_receiver.receive(self.seat, self.sitting, batch)
            await asyncio.to_thread(self.site.stop)

        self.site.log_in_desk.claim(self.seat, self.sitting)
        asyncio.run(send())


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    site = a_site(tmp_path / "data")
    room, key = plan_room(site), SigningKey.draw()
    seat = pair_directly(site, key, "R1", "01")
    yield Bench(site, people_of(site), room, seat, key)
    site.close()


def a_whole_journal(sitting: SittingUuid, length: int) -> list[JournalEntry]:
    kinds = {1: EntryKind.STARTED, LENGTH: EntryKind.HANDED_IN}
    return [
        an_entry(sitting, seq, kinds.get(seq, EntryKind.RESPONSE_SET))
        for seq in range(1, length + 1)
    ]


def an_archive(
    bench: Bench, journal: Sequence[JournalEntry], key: SigningKey | None = None
) -> bytes:
    stream = io.BytesIO()
    header = ArchiveHeader(
        sitting_uuid=bench.sitting,
        room_session_uuid=bench.room.room_session_uuid,
        package_uuid=bench.room.package_uuid,
        seat_uuid=bench.seat.seat_uuid,
        session_code="S",
        seat_code="01",
        sealed_kept=b"sealed",
    )
    raws = [entry.raw for entry in journal]
    write_archive(stream, header, raws, key or bench.key)
    return stream.getvalue()


def test_a_sitting_that_the_server_never_saw_is_taken_in_whole(bench: Bench) -> None:
    journal = a_whole_journal(bench.sitting, LENGTH)

    report = bench.take_in(an_archive(bench, journal))

    assert report.outcome is ArchiveOutcome.ADDED
    assert (report.added, report.entries) == (LENGTH, LENGTH)
    assert report.is_handed_in
    assert report.admission_number == bench.room.sittings[0].admission_number
    assert bench.rows() == [entry.raw for entry in journal]


@pytest.mark.parametrize("known", [1, PIECE_ENTRIES, PIECE_ENTRIES + 3, LENGTH])
def test_what_is_here_already_is_left_and_the_rest_added(
    bench: Bench, known: int
) -> None:
    journal = a_whole_journal(bench.sitting, LENGTH)
    bench.push(journal[:known])
    archive = an_archive(bench, journal)

    first, again = bench.take_in(archive), bench.take_in(archive)

    assert first.added == LENGTH - known
    assert (again.outcome, again.added) == (ArchiveOutcome.NOTHING_NEW, 0)
    assert bench.rows() == [entry.raw for entry in journal]
    stored = list(bench.people.results.entries(bench.row))
    assert len(stored) == LENGTH


def test_an_old_stick_takes_nothing_away(bench: Bench) -> None:
    journal = a_whole_journal(bench.sitting, LENGTH)
    old = an_archive(bench, journal[:9])
    bench.take_in(an_archive(bench, journal))

    report = bench.take_in(old)

    assert report.outcome is ArchiveOutcome.NOTHING_NEW
    assert len(bench.rows()) == LENGTH


def test_another_branch_is_kept_and_told_and_changes_nothing(bench: Bench) -> None:
    journal = a_whole_journal(bench.sitting, LENGTH)
    bench.push(journal)
    other = [*journal[:50]]
    other += [an_entry(bench.sitting, n, body=b"b") for n in range(51, LENGTH + 1)]
    archive = an_archive(bench, other)

    reports = [bench.take_in(archive) for _ in range(2)]

    assert {report.outcome for report in reports} == {ArchiveOutcome.CONFLICT}
    assert bench.rows() == [entry.raw for entry in journal]
    kept = bench.site.journal_store.refusals(bench.row)
    assert [code for code, _, _ in kept] == ["JOURNAL_CONFLICT"] * 3
    last = bench.people.audit.newest_number()
    assert last >= 2


@pytest.mark.parametrize("place", [0, 30, -1, -200, "cut"])
def test_a_damaged_or_cut_file_is_refused_whole(bench: Bench, place: int | str) -> None:
    archive = bytearray(an_archive(bench, a_whole_journal(bench.sitting, 9)))
    if isinstance(place, int):
        archive[place] ^= 1
    else:
        del archive[-100:]

    report = bench.take_in(bytes(archive))

    assert report.outcome is ArchiveOutcome.REFUSED
    assert report.error is not None
    assert bench.rows() == []


def test_what_the_seat_did_not_sign_is_refused(bench: Bench) -> None:
    journal = a_whole_journal(bench.sitting, 9)

    report = bench.take_in(an_archive(bench, journal, SigningKey.draw()))

    assert report.error is not None
    assert report.error.code == "SIGNATURE_INVALID"
    assert bench.rows() == []


def test_an_archive_of_another_site_is_refused(bench: Bench, tmp_path: Path) -> None:
    other = a_site(tmp_path / "other")
    room, key = plan_room(other), SigningKey.draw()
    stranger = Bench(
        other, people_of(other), room, pair_directly(other, key, "R1", "01"), key
    )
    archive = an_archive(stranger, a_whole_journal(stranger.sitting, 9))
    other.close()

    report = bench.take_in(archive)

    assert report.error is not None
    assert report.error.code == "NOT_FOUND"


def test_a_seat_whose_stick_was_read_may_bring_the_rest_itself(bench: Bench) -> None:
    journal = a_whole_journal(bench.sitting, 9)
    bench.take_in(an_archive(bench, journal[:5]))

    assert bench.site.sitting_store.may_bring(bench.row, bench.seat.seat_id)
    bench.push(journal)
    assert len(bench.rows()) == 9


def test_each_import_stands_in_the_audit_log(bench: Bench) -> None:
    archive = an_archive(bench, a_whole_journal(bench.sitting, 9))
    before = bench.people.audit.newest_number()

    bench.take_in(archive)
    bench.take_in(archive[:-1])

    assert bench.people.audit.newest_number() == before + 2
