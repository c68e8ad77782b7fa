"""What ended on this seat is sent on until it is there, and a refusal is told."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from kiosk.app.background import Background
from kiosk.app.delivery import Delivery
from kiosk.app.main_thread import MainThread
from kiosk.app.open_sitting import resume_from_disk
from kiosk.app.ready_sitting import ReadySitting
from kiosk.app.running_sitting import RunningSitting
from kiosk.app.seat_parts import SeatParts
from kiosk.errors import ServerRefusedError
from kiosk.transport.server_client import ServerClient
from question_bank.formats.journal_entry import (
    JournalHead,
    empty_head,
    head_after,
    parse_journal_entry,
)
from question_bank.formats.seat_protocol import HeadView
from question_bank.formats.sync_batch import SyncBatch, SyncReceipt
from tests.builders.seats import SECRET, run_a_while, start
from tests.fakes.hand_clock import HandClock
from tests.fakes.package_server import BuiltPackage


class Server(ServerClient):
    """Takes a journal in, or refuses it with a code."""

    def __init__(self, ready: ReadySitting, refuses: str = "") -> None:
        self.head = empty_head(ready.sitting_uuid)
        self.refuses = refuses

    def close(self) -> None:
        pass

    def journal_head(self, sitting_uuid: object) -> HeadView:
        return HeadView(
            sitting_uuid=sitting_uuid,  # type: ignore[arg-type]
            last_seq=self.head.seq,
            last_hash=self.head.hash,
        )

    def push(self, batch: SyncBatch) -> SyncReceipt:
        if self.refuses:
            raise ServerRefusedError(status=409, code=self.refuses, detail="")
        for raw in batch.entries:
            self.head = head_after(self.head, parse_journal_entry(raw))
        return SyncReceipt(
            sitting=batch.sitting, last_seq=self.head.seq, last_hash=self.head.hash
        )


@pytest.fixture
def left(built: BuiltPackage, seat: SeatParts) -> ReadySitting:
    """A sitting with entries that goes on elsewhere."""
    ready = start(built, seat)
    run_a_while(seat, ready, HandClock())
    return resume_from_disk(seat, ready.sitting_uuid, SECRET, goes_on=False)


class Kept:
    """A delivery and what it works with."""

    def __init__(self, seat: SeatParts) -> None:
        self.seat = seat
        self.main_thread = MainThread()
        self.background = Background(self.main_thread)
        self.delivery = Delivery(seat.vault, self.background)

    def running(self, ready: ReadySitting, server: Server) -> RunningSitting:
        running = RunningSitting(
            self.seat, ready, server, self.main_thread, self.delivery.check
        )
        running.start()
        return running


@pytest.fixture
def kept(seat: SeatParts, qtbot: QtBot) -> Iterator[Kept]:
    kept = Kept(seat)
    yield kept
    kept.delivery.stop()
    kept.background.stop()


def test_what_arrived_is_noted_on_the_disk(
    kept: Kept, left: ReadySitting, qtbot: QtBot
) -> None:
    kept.delivery.take(kept.running(left, Server(left)))

    qtbot.waitUntil(lambda: kept.seat.vault.unfinished() == (), timeout=5000)
    assert kept.delivery.troubles == ()


@pytest.mark.parametrize("code", ["JOURNAL_CONFLICT", "SEAT_REVOKED"])
def test_what_is_refused_stays_here_and_is_told(
    kept: Kept, left: ReadySitting, qtbot: QtBot, code: str
) -> None:
    kept.delivery.take(kept.running(left, Server(left, refuses=code)))

    qtbot.waitUntil(lambda: kept.delivery.troubles == (code,), timeout=5000)
    kept.delivery.check()
    assert kept.delivery.troubles == (code,)
    assert len(kept.seat.vault.unfinished()) == 1


def test_a_server_that_went_on_from_all_of_it_has_it(
    kept: Kept, left: ReadySitting, qtbot: QtBot
) -> None:
    class FurtherOn(Server):
        def push(self, batch: SyncBatch) -> SyncReceipt:
            head = self.head
            return SyncReceipt(
                sitting=batch.sitting, last_seq=head.seq, last_hash=head.hash
            )

    server = FurtherOn(left)
    server.head = JournalHead(left.local_head.seq + 5, bytes(32))
    kept.delivery.take(kept.running(left, server))

    qtbot.waitUntil(lambda: kept.seat.vault.unfinished() == (), timeout=5000)


def test_after_a_restart_nothing_counts_as_at_the_server_before_it_says_so(
    kept: Kept, left: ReadySitting
) -> None:
    running = RunningSitting(
        kept.seat, left, Server(left), kept.main_thread, kept.delivery.check
    )

    assert running.saves.answer_seq == left.local_head.seq > running.saves.server.seq
