"""The site's rooms: adding and renaming, with a record of who did it."""

from question_bank.errors import FormatError
from sync_server.audit.audit_chain import Act
from sync_server.roster.roster_row import is_room_code
from sync_server.storage.audit_store import AuditStore
from sync_server.storage.roster_store import RosterStore


class RoomRegister:
    """The one place where rooms are added. For all threads."""

    def __init__(self, roster: RosterStore, audit: AuditStore) -> None:
        self._roster = roster
        self._audit = audit

    def put(self, room_code: str, name: str, *, by: str) -> None:
        """Add a room, or rename it.

        Raises:
            FormatError: not a room code.
        """
        if not is_room_code(room_code):
            raise FormatError("room_code", "letters, digits, - and _ only")
        self._roster.add_room(room_code, name)
        act = Act(actor=by, action="room.put", subject=room_code)
        self._audit.add(act)
