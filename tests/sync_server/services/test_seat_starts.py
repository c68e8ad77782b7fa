"""A seat's start is noted once, and a full disk takes no seat's report away."""

import pytest

from question_bank.formats.seat_status import SeatState, SeatStatus
from sync_server.errors import StorageFullError
from sync_server.services.seat_starts import SeatStarts
from sync_server.storage.seat_store import SeatStore

STATUS = SeatStatus(
    state=SeatState.IDLE, program_version="0.1.0", start_count=3, start_id=77
)


class Store(SeatStore):
    def __init__(self) -> None:
        self.is_full = False
        self.noted: list[tuple[int, int, int]] = []

    def note_start(self, seat_id: int, count: int, start_id: int) -> None:
        if self.is_full:
            raise StorageFullError("full")
        self.noted.append((seat_id, count, start_id))


def test_a_start_is_noted_once() -> None:
    store = Store()
    starts = SeatStarts(store)
    starts.note(1, STATUS)

    assert not starts.is_news(1, STATUS)
    assert starts.is_news(2, STATUS)
    assert store.noted == [(1, 3, 77)]


@pytest.mark.expects_logs("sync_server.services.seat_starts")
def test_where_the_disk_refuses_the_next_report_tries_again() -> None:
    store = Store()
    starts = SeatStarts(store)
    store.is_full = True
    starts.note(1, STATUS)
    assert starts.is_news(1, STATUS)

    store.is_full = False
    starts.note(1, STATUS)
    assert store.noted == [(1, 3, 77)]
