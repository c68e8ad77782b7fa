"""Orders on their way to seats: kept in memory, all waiting seats woken at once.

Lives on the event loop's thread; only `tell` may come from other threads. 200 seats that
wake together read one tuple in memory, not 200 times the store.
"""

import asyncio
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field

from question_bank.identifiers import RoomSessionUuid
from sync_server.errors import NotFoundError

MOST_IN_ANSWER = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenOrders:
    """All orders of a room session so far, by number.

    Attributes:
        numbers: Of `orders`, rising; a restore leaves gaps (`storage/order_numbers.py`).
        orders: Signed.
    """

    room_id: int
    numbers: tuple[int, ...]
    orders: tuple[bytes, ...]

    @property
    def newest(self) -> int:
        """The last order's number; 0 before the first."""
        return self.numbers[-1] if self.numbers else 0

    def after(self, number: int) -> tuple[bytes, ...]:
        """Return the orders above a number, as many as fit into one answer."""
        first = bisect_right(self.numbers, number)
        return self.orders[first : first + MOST_IN_ANSWER]


@dataclass(slots=True, kw_only=True)
class _RoomFeed:
    given: GivenOrders
    waiting: set["asyncio.Future[None]"] = field(default_factory=set)


class OrderFeed:
    """Long polls by room session.

    Attributes:
        is_closing: True once nobody is let wait any more.
    """

    def __init__(self, load: Callable[[RoomSessionUuid], GivenOrders]) -> None:
        """Take what reads a room session's orders from the store (NotFoundError)."""
        self._load = load
        self._loop: asyncio.AbstractEventLoop | None = None
        self._rooms: dict[RoomSessionUuid, _RoomFeed] = {}
        self.is_closing = False

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Say on which loop seats wait."""
        self._loop = loop

    def close(self) -> None:
        """Let all who wait go, now and from now on: the server stops."""
        self.is_closing = True
        for feed in self._rooms.values():
            _wake(feed)

    def tell(self, room_session_uuid: RoomSessionUuid) -> None:
        """Wake everybody who waits for orders of this room session. Any thread."""
        if self._loop is not None and not self._loop.is_closed():
            given = self._load(room_session_uuid)
            self._loop.call_soon_threadsafe(self._put, room_session_uuid, given)

    async def orders(
        self,
        room_session_uuid: RoomSessionUuid,
        room_id: int,
        after: int,
        wait_s: float,
    ) -> tuple[bytes, ...]:
        """Return the orders after a number, as soon as there are any, or none.

        Raises:
            NotFoundError: no such room session in this room.
        """
        feed = self._rooms.get(room_session_uuid)
        if feed is None:
            given = await asyncio.to_thread(self._load, room_session_uuid)
            feed = self._put(room_session_uuid, given)
        if feed.given.room_id != room_id:
            raise NotFoundError("no such room session in this room")
        if feed.given.newest <= after and wait_s > 0 and not self.is_closing:
            await _wait(feed, wait_s)
        return feed.given.after(after)

    def _put(self, room_session_uuid: RoomSessionUuid, given: GivenOrders) -> _RoomFeed:
        feed = self._rooms.setdefault(room_session_uuid, _RoomFeed(given=given))
        if given.newest > feed.given.newest:
            feed.given = given
            _wake(feed)
        return feed


async def _wait(feed: _RoomFeed, wait_s: float) -> None:
    woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    feed.waiting.add(woken)
    try:
        await asyncio.wait({woken}, timeout=wait_s)
    finally:
        feed.waiting.discard(woken)


def _wake(feed: _RoomFeed) -> None:
    waiting, feed.waiting = feed.waiting, set()
    for woken in waiting:
        if not woken.done():
            woken.set_result(None)
