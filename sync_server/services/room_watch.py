"""What a server does for its rooms by itself: close what is over, forget its secrets."""

import logging
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import uuid4

from question_bank.formats.closing_record import ClosingReason
from question_bank.formats.order import OrderKind
from sync_server.errors import RoomStateError
from sync_server.rooms.closing import (
    OpenSitting,
    SteadyTime,
    closing_reason,
    closing_record,
    is_over,
    may_forget,
)
from sync_server.rooms.order_desk import OrderRequest
from sync_server.rooms.room_session import RoomSession
from sync_server.services.site import Site

logger = logging.getLogger(__name__)

BY_ITSELF = "server"


class RoomWatch:
    """Looks after all room sessions; `look` may be called at any time, in any thread."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._time = SteadyTime(site.clock)
        self._closed_since_s: dict[int, float] = {}

    def look(self) -> int:
        """Close rooms and sittings that are over; return how many sittings were closed.

        A closed room in which nothing is missing any more loses its secrets.
        """
        closed = 0
        for room in self._site.room_store.room_sessions():
            if room.secrets_forgotten:
                continue
            if self._is_over(room):
                self._close_room(room)
            else:
                closed += self._look_at(room)
        self._site.disk_guard.lay_reserve()
        return closed

    def _is_over(self, room: RoomSession) -> bool:
        sittings, now = self._site.sitting_store, self._time.utc_now()
        extension = sittings.longest_extension(room.room_session_id)
        has_begun = self._site.room_store.has_begun(room.room_session_id)
        return is_over(room, now, extension, has_begun=has_begun)

    def _close_room(self, room: RoomSession) -> None:
        """Close the room as a proctor would: seats are told, living ones hand in."""
        logger.info("room session %s: its hard end has passed", room.room_session_uuid)
        with suppress(RoomStateError):  # a proctor was quicker
            self._site.order_desk.give(
                OrderRequest(
                    request_uuid=uuid4(),
                    room_session_uuid=room.room_session_uuid,
                    kind=OrderKind.CLOSE,
                    by=BY_ITSELF,
                )
            )

    def _look_at(self, room: RoomSession) -> int:
        site = self._site
        now = self._time.utc_now()
        closed = 0
        closed_for = self._closed_for(room)
        reason = closing_reason(room, closed_for, site.options.closing_grace)
        if reason is not None:
            closed = self._close_unfinished(room, reason, now)
        if may_forget(room, now, site.sitting_store.missing(room.room_session_id)):
            site.room_store.forget_secrets(room.room_session_id, now)
        return closed

    def _closed_for(self, room: RoomSession) -> timedelta:
        """Return how long this watch has seen the room closed, by the monotonic clock."""
        if room.closed_utc is None:
            return timedelta(0)
        now_s = self._site.clock.monotonic_s()
        since_s = self._closed_since_s.setdefault(room.room_session_id, now_s)
        return timedelta(seconds=now_s - since_s)

    def _close_unfinished(
        self, room: RoomSession, reason: ClosingReason, now: datetime
    ) -> int:
        site = self._site
        unfinished = site.sitting_store.unfinished(room.room_session_id)
        silent = [sitting for sitting in unfinished if not self._is_alive(sitting)]
        for sitting in silent:
            record, signature = closing_record(
                sitting, reason, now, BY_ITSELF, site.keys.signing_key
            )
            site.sitting_store.close_sitting(sitting.sitting_id, record, signature, now)
        return len(silent)

    def _is_alive(self, sitting: OpenSitting) -> bool:
        """Return whether the sitting's seat spoke of it within the grace."""
        if sitting.holder_seat_id is None:
            return False
        site = self._site
        report = site.status_board.report(sitting.holder_seat_id)
        if report is None or report.status.sitting_uuid != sitting.sitting_uuid:
            return False
        grace_s = site.options.closing_grace.total_seconds()
        return report.age_s(site.clock.monotonic_s()) < grace_s
