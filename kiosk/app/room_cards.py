"""The room's card on this seat: fetched days ahead, kept sealed, opened by PIN in memory.

Lives on the interface thread; disk, wire and Argon2 are the background's.
"""

import logging
from collections.abc import Callable
from uuid import UUID

from kiosk.app.background import Background
from kiosk.app.seat_parts import SeatParts
from kiosk.app.server_lines import ServerLines
from kiosk.errors import NoRoomCardError
from question_bank.errors import ExamRoomError
from question_bank.formats.room_card import RoomCard
from question_bank.formats.seat_protocol import RoomSessionView
from question_bank.identifiers import RoomSessionUuid
from question_bank.sealing.errors import WrongPassphraseError
from question_bank.sealing.room_card_seal import (
    open_room_card,
    parse_sealed_room_card,
    room_card_sha256,
)

_log = logging.getLogger(__name__)


class RoomCards:
    """Cards of this seat's rooms."""

    def __init__(
        self, seat: SeatParts, lines: ServerLines, background: Background
    ) -> None:
        self._seat = seat
        self._lines = lines
        self._background = background
        self._is_fetching = False
        self._here: dict[UUID, bytes] = {}
        self._gone: set[UUID] = set()

    def follow(self, session: RoomSessionView) -> None:
        """Fetch the session's card if the server has another than this disk.

        A try that fails is made again with the server's next word on the room.
        """
        uuid, wanted = session.room_session_uuid, session.card_sha256
        if self._is_fetching or not wanted or self._here.get(uuid) == wanted:
            return
        self._is_fetching = True
        shelf, lines = self._seat.cards, self._lines

        def work() -> bytes:
            here = shelf.sha256(uuid)
            if here == wanted:
                return here
            with lines.once() as client:
                sealed = client.room_card(uuid)
            parse_sealed_room_card(sealed)
            shelf.save(uuid, sealed)
            return room_card_sha256(sealed)

        def fetched(sha256: bytes) -> None:
            self._is_fetching = False
            self._gone.discard(uuid)
            self._here[uuid] = sha256

        self._background.run(work, fetched, self._on_not_fetched)

    def open(
        self,
        pin: str,
        room_session_uuid: UUID | None,
        done: Callable[[RoomCard], None],
        failed: Callable[[ExamRoomError], None],
    ) -> None:
        """Open a card with a PIN (as `parse_pin` returns it).

        Args:
            room_session_uuid: Whose card; None: of any session that lies here.
            failed: Called with NoRoomCardError, WrongPassphraseError, or the disk's error.
        """
        seat = self._seat
        self._background.run(
            lambda: opened_card(seat, pin, room_session_uuid), done, failed
        )

    def forget_if_over(self, room_session_uuid: UUID) -> None:
        """Throw away the card of a closed session, unless a sitting still needs it."""
        if room_session_uuid in self._gone:
            return
        seat = self._seat

        def work() -> bool:
            waiting = {one.room_session_uuid for one in seat.vault.unfinished()}
            if room_session_uuid in waiting:
                return False
            seat.cards.remove(room_session_uuid)
            return True

        def forgotten(is_gone: bool) -> None:
            if is_gone:
                self._gone.add(room_session_uuid)
                self._here.pop(room_session_uuid, None)

        self._background.run(work, forgotten, _not_forgotten)

    def _on_not_fetched(self, error: ExamRoomError) -> None:
        self._is_fetching = False
        _log.info("room card not had: %s", error.code)


def opened_card(seat: SeatParts, pin: str, room_session_uuid: UUID | None) -> RoomCard:
    """Return the card that a PIN opens. Slow: 0.3 s a card.

    Raises:
        NoRoomCardError: there is none.
        WrongPassphraseError: the PIN opens none.
        SeatStorageError: the disk refused.
    """
    shelf = seat.cards
    wanted = (room_session_uuid,) if room_session_uuid else shelf.room_sessions()
    has_card = False
    for uuid in wanted:
        sealed = shelf.load(uuid)
        if sealed is None:
            continue
        has_card = True
        try:
            return open_room_card(sealed, pin, RoomSessionUuid(uuid))
        except ExamRoomError as error:
            _log.info("a room card did not open: %s", error.code)
    if not has_card:
        raise NoRoomCardError("no card of this room lies here")
    raise WrongPassphraseError("the PIN opens no card")


def _not_forgotten(error: ExamRoomError) -> None:
    _log.info("a room card stays: %s", error.code)
