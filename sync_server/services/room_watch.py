"""What a server does for its rooms by itself: close what is over, forget its secrets."""

from datetime import datetime

from question_bank.formats.closing_record import ClosingReason
from sync_server.rooms.closing import closing_reason, closing_record, may_forget
from sync_server.rooms.room_session import RoomSession
from sync_server.services.site import Site

BY_ITSELF = "server"


class RoomWatch:
    """Looks after all room sessions; `look` may be called at any time, in any thread."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def look(self) -> int:
        """Close sittings that are over here; return how many were closed.

        A closed room in which nothing is missing any more loses its secrets.
        """
        closed = 0
        for room in self._site.room_store.room_sessions():
            if not room.secrets_forgotten:
                closed += self._look_at(room)
        self._site.disk_guard.lay_reserve()
        return closed

    def _look_at(self, room: RoomSession) -> int:
        site = self._site
        now = site.clock.utc_now()
        closed = 0
        reason = closing_reason(room, now, site.options.closing_grace)
        if reason is not None:
            closed = self._close_unfinished(room, reason, now)
        if may_forget(room, now, site.sitting_store.missing(room.room_session_id)):
            site.room_store.forget_secrets(room.room_session_id, now)
        return closed

    def _close_unfinished(
        self, room: RoomSession, reason: ClosingReason, now: datetime
    ) -> int:
        site = self._site
        unfinished = site.sitting_store.unfinished(room.room_session_id)
        for sitting in unfinished:
            record, signature = closing_record(
                sitting, reason, now, BY_ITSELF, site.keys.signing_key
            )
            site.sitting_store.close_sitting(sitting.sitting_id, record, signature, now)
        return len(unfinished)
