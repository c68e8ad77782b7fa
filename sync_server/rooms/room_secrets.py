"""A room session's secrets: drawn when first asked for, in the vault, then forgotten."""

from typing import Protocol

import msgspec

from question_bank.formats.seat_protocol import RoomKeys, RoomSessionState
from question_bank.formats.spoken_code import parse_spoken_code, spoken_code
from question_bank.identifiers import RoomSessionUuid
from question_bank.sealing.journal_seal import draw_resume_secret
from sync_server.errors import NotFoundError, RoomClosedError, RoomStateError
from sync_server.keys.vault import Vault
from sync_server.rooms.room_session import RoomSession

OPENING_CODE_BYTES = 10
"""80 bits (docs/architecture.md, Keys)."""


class SecretRows(Protocol):
    """What this asks its store."""

    def room_session(self, room_session_uuid: RoomSessionUuid) -> RoomSession:
        """Return a room session; NotFoundError."""
        ...

    def put_resume_secret(self, room_session_id: int, sealed: bytes) -> None:
        """Keep it, unless there is one already."""
        ...

    def put_opening_code(self, room_session_id: int, sealed: bytes) -> None:
        """Keep the opening code."""
        ...

    def has_begun(self, room_session_id: int) -> bool:
        """Return whether entries of any of its sittings are here, orders or none."""
        ...

    def has_held_one(self, room_session_id: int, seat_id: int) -> bool:
        """Return whether the seat holds or held a sitting of the room session."""
        ...


class RoomSeat(Protocol):
    """The seat that asks."""

    @property
    def seat_id(self) -> int:
        """Its row number."""
        ...

    @property
    def room_id(self) -> int:
        """Its room's row number."""
        ...


class RoomSecrets:
    """Gives out what a room's seats need in memory. For all threads."""

    def __init__(self, rows: SecretRows, vault: Vault, site_marking_key: bytes) -> None:
        """Prepare.

        Args:
            site_marking_key: The public key; a seat closes body keys to it where the
                signed manifest lets the site score.
        """
        self._rows = rows
        self._vault = vault
        self._site_marking_key = site_marking_key

    def seat_keys(self, room_session_uuid: RoomSessionUuid, seat: RoomSeat) -> RoomKeys:
        """Return what one of the room's seats may have now.

        Nothing before the room is opened. In a closed room, and in one that began at its
        seats while no server answered, only the resume secret, and only to a seat that
        held a sitting: it may have to go on with it, or still have answers to deliver.

        Raises:
            NotFoundError: no such room session in the seat's room.
            RoomStateError: the room is not opened yet.
            RoomClosedError: the room is over, and the seat has nothing to deliver.
        """
        room = self._rows.room_session(room_session_uuid)
        if room.room_id != seat.room_id:
            raise NotFoundError("no such room session in this room")
        if room.state in {RoomSessionState.OPENED, RoomSessionState.STARTED}:
            return self.keys(room_session_uuid)
        is_closed = room.state is RoomSessionState.CLOSED
        has_held_one = self._rows.has_held_one(room.room_session_id, seat.seat_id)
        if is_closed and not has_held_one:
            raise RoomClosedError("the room is closed; this seat held no sitting in it")
        has_begun = has_held_one and self._rows.has_begun(room.room_session_id)
        if not is_closed and not has_begun:
            raise RoomStateError("keys are given once the room is opened")
        return msgspec.structs.replace(self.keys(room_session_uuid), opening_code=None)

    def keys(self, room_session_uuid: RoomSessionUuid) -> RoomKeys:
        """Return the resume secret, and the opening code once the room is opened.

        For the site's own services; `seat_keys` is for seats.

        Raises:
            NotFoundError: no such room session.
            RoomClosedError: the secrets are forgotten.
        """
        room = self._with_resume_secret(room_session_uuid)
        assert room.resume_secret_sealed is not None
        secret = self._vault.open(
            room.resume_secret_sealed, purpose=_resume_purpose(room_session_uuid)
        )
        code = None
        sealed = room.opening_code_sealed
        if sealed is not None and room.state is not RoomSessionState.PLANNED:
            purpose = _opening_purpose(room_session_uuid)
            code = self._vault.open(sealed, purpose=purpose).decode()
        return RoomKeys(
            resume_secret=secret,
            opening_code=code,
            site_marking_key=self._site_marking_key,
        )

    def resume_code(self, room_session_uuid: RoomSessionUuid) -> str:
        """Return the code for the proctor's sheet.

        Raises:
            NotFoundError: no such room session.
            RoomClosedError: the secrets are forgotten.
        """
        return spoken_code(self.keys(room_session_uuid).resume_secret)

    def put_opening_code(
        self, room_session_uuid: RoomSessionUuid, typed_code: str
    ) -> None:
        """Keep the opening code for the room's seats; whether it opens is not checked here.

        Raises:
            FormatError: mistyped.
            NotFoundError: no such room session.
            RoomClosedError: the room is over.
        """
        secret = parse_spoken_code(
            typed_code, length_bytes=OPENING_CODE_BYTES, name="opening_code"
        )
        room = self._open_room(room_session_uuid)
        sealed = self._vault.seal(
            spoken_code(secret).encode(), purpose=_opening_purpose(room_session_uuid)
        )
        self._rows.put_opening_code(room.room_session_id, sealed)

    def _with_resume_secret(self, room_session_uuid: RoomSessionUuid) -> RoomSession:
        room = self._open_room(room_session_uuid)
        if room.resume_secret_sealed is not None:
            return room
        sealed = self._vault.seal(
            draw_resume_secret(), purpose=_resume_purpose(room_session_uuid)
        )
        self._rows.put_resume_secret(room.room_session_id, sealed)
        return self._open_room(room_session_uuid)  # the one that was first

    def _open_room(self, room_session_uuid: RoomSessionUuid) -> RoomSession:
        room = self._rows.room_session(room_session_uuid)
        if room.secrets_forgotten:
            raise RoomClosedError("the room is closed and its secrets are forgotten")
        return room


def _resume_purpose(room_session_uuid: RoomSessionUuid) -> str:
    return f"resume-secret {room_session_uuid}"


def _opening_purpose(room_session_uuid: RoomSessionUuid) -> str:
    return f"opening-code {room_session_uuid}"
