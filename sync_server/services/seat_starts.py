"""Which start of its program each seat reported: a disk that forgets is found by it (row 78)."""

import logging
import threading

from question_bank.errors import ExamRoomError
from question_bank.formats.seat_status import SeatStatus
from sync_server.storage.seat_store import SeatStore

logger = logging.getLogger(__name__)


class SeatStarts:
    """Notes each start once. For all threads."""

    def __init__(self, store: SeatStore) -> None:
        self._store = store
        self._noted: dict[int, tuple[int, int]] = {}
        self._lock = threading.Lock()

    def is_news(self, seat_id: int, status: SeatStatus) -> bool:
        """Return whether the status tells of a start that was not noted yet."""
        start = (status.start_count, status.start_id)
        return start[0] > 0 and self._noted.get(seat_id) != start

    def note(self, seat_id: int, status: SeatStatus) -> None:
        """Remember the start for good; writes to the database.

        A disk that refuses takes no seat's report away: the next report tries again.
        """
        try:
            self._store.note_start(seat_id, status.start_count, status.start_id)
        except ExamRoomError as error:
            logger.warning("a seat's start is not noted: %s", error.code)
            return
        with self._lock:
            self._noted[seat_id] = (status.start_count, status.start_id)
