"""What a proctor reads out or types at a seat, with a record of who asked for it.

The room's PIN stands on the proctor's sheet. A re-entry code answers the challenge that a
seat shows after a long gap; it is worked out without the seat and without any network.
"""

from question_bank.formats.staff_code import (
    StaffCodePurpose,
    parse_challenge,
    staff_code,
)
from question_bank.identifiers import RoomSessionUuid, SittingUuid
from question_bank.sealing.journal_seal import room_secret
from sync_server.audit.audit_chain import Act
from sync_server.errors import NotFoundError
from sync_server.rooms.room_secrets import RoomSecrets
from sync_server.services.room_cards import RoomCards
from sync_server.storage.audit_store import AuditStore
from sync_server.storage.room_view_store import RoomViewStore


class RoomCodes:
    """Gives them out. For all threads."""

    def __init__(
        self,
        rooms: RoomViewStore,
        room_secrets: RoomSecrets,
        room_cards: RoomCards,
        audit: AuditStore,
    ) -> None:
        self._rooms = rooms
        self._room_secrets = room_secrets
        self._room_cards = room_cards
        self._audit = audit

    def pin(self, room_session_uuid: RoomSessionUuid, *, by: str) -> str:
        """Return the room's PIN; that it was seen is recorded.

        Raises:
            NotFoundError: no such room session.
            RoomClosedError: the secrets are forgotten.
        """
        pin = self._room_cards.pin(room_session_uuid)
        self._record("room.pin_seen", room_session_uuid, {}, by=by)
        return pin

    def draw_pin_anew(self, room_session_uuid: RoomSessionUuid, *, by: str) -> None:
        """Draw another PIN; seats that the network reaches fetch a card under it.

        Raises:
            NotFoundError: no such room session.
            RoomClosedError: the secrets are forgotten.
        """
        self._room_cards.draw_pin_anew(room_session_uuid)
        self._record("room.pin_drawn", room_session_uuid, {}, by=by)

    def reentry_code(
        self,
        room_session_uuid: RoomSessionUuid,
        sitting_uuid: SittingUuid,
        untrusted_challenge: str,
        *,
        by: str,
    ) -> str:
        """Return the code that lets a candidate go on at the seat. Slow: 0.3 s.

        Raises:
            FormatError: the challenge is mistyped.
            NotFoundError: no such sitting in this room session.
            RoomClosedError: the secrets are forgotten.
        """
        challenge = parse_challenge(untrusted_challenge)
        room = self._rooms.room(room_session_uuid)
        sittings = self._rooms.sittings(room.room_session_id)
        if not any(row.sitting_uuid == sitting_uuid for row in sittings):
            raise NotFoundError("no such sitting in this room")
        keys = self._room_secrets.keys(room_session_uuid)
        key = room_secret(keys.resume_secret, room_session_uuid)
        details: dict[str, object] = {"sitting_uuid": str(sitting_uuid)}
        self._record("room.reentry_code", room_session_uuid, details, by=by)
        return staff_code(key, StaffCodePurpose.REENTRY, sitting_uuid, challenge)

    def _record(
        self,
        action: str,
        room_session_uuid: RoomSessionUuid,
        details: dict[str, object],
        *,
        by: str,
    ) -> None:
        subject = str(room_session_uuid)
        self._audit.add(Act(actor=by, action=action, subject=subject, details=details))
