"""Which room session this seat watches: the server's word, a sitting's own, or a card's.

Lives on the interface thread.
"""

from uuid import UUID

from kiosk.app.controller_parts import ControllerParts
from kiosk.app.ready_sitting import ReadySitting
from kiosk.app.room_cards import RoomCards
from kiosk.app.room_watch import RoomListener, RoomWatch, WatchParts
from kiosk.sitting.seat_phase import SeatPhase
from question_bank.formats.room_card import RoomCard
from question_bank.formats.seat_protocol import RoomSessionState, RoomSessionView

_UNDER_WAY = frozenset({RoomSessionState.OPENED, RoomSessionState.STARTED})
_FREE = frozenset({SeatPhase.IDLE, SeatPhase.TROUBLE})


class Rooms:
    """At most one room session is watched at a time.

    Attributes:
        watch: The one; None before the server or a card named any.
        cards: Sealed cards of this seat's rooms.
    """

    def __init__(
        self, parts: ControllerParts, cards: RoomCards, listener: RoomListener
    ) -> None:
        self._parts = parts
        self._listener = listener
        self.watch: RoomWatch | None = None
        self.cards = cards

    def stop(self) -> None:
        """Let go of the room."""
        if self.watch is not None:
            self.watch.stop()

    def is_to_be_left(self, session: RoomSessionView | None, phase: SeatPhase) -> bool:
        """Whether to turn to another session than the one that is watched."""
        watched = self.watch.room_session_uuid if self.watch is not None else None
        newest = session.room_session_uuid if session is not None else None
        if newest == watched:
            return False
        if self.watch is None:
            return True
        if phase is SeatPhase.DELIVERED:
            # The receipt stays until people begin with the next session.
            return session is not None and session.state in _UNDER_WAY
        return phase in _FREE

    def renew(self, session: RoomSessionView | None) -> None:
        """Take what the server says of the session that is watched, or of a new one."""
        if session is None:
            return
        if self.watch is not None and (
            self.watch.room_session_uuid == session.room_session_uuid
        ):
            self.watch.session = session
        if session.state is RoomSessionState.CLOSED:
            self.cards.forget_if_over(session.room_session_uuid)
        else:
            self.cards.follow(session)

    def turn_to(self, session: RoomSessionView | None) -> None:
        """Watch this session and none other; None: no session."""
        old, self.watch = self.watch, None
        if old is not None:
            self._parts.background.run(old.stop, _nothing, _nothing)
        if session is not None:
            parts = WatchParts(
                seat=self._parts.seat,
                lines=self._parts.lines,
                background=self._parts.background,
                main_thread=self._parts.main_thread,
            )
            self.watch = RoomWatch(parts, session, self._listener)
            self.watch.start()

    def take_card(self, card: RoomCard, phase: SeatPhase) -> None:
        """A PIN opened a card: without the server its room is the one to watch."""
        watch = self.watch
        is_other = watch is None or watch.room_session_uuid != card.room_session_uuid
        if is_other and (watch is None or phase in _FREE):
            self.turn_to(session_of_card(card))
        if self.watch is not None and (
            self.watch.room_session_uuid == card.room_session_uuid
        ):
            self.watch.card = card

    def is_own(self, room_session_uuid: UUID) -> bool:
        """Whether this session is the one that is watched."""
        watch = self.watch
        return watch is not None and watch.room_session_uuid == room_session_uuid


def session_of_card(card: RoomCard) -> RoomSessionView:
    """Return a room session as its card knows it."""
    return RoomSessionView(
        room_session_uuid=card.room_session_uuid,
        session_code=card.session_code,
        session_name=card.session_name,
        package_uuid=card.package_uuid,
        manifest_sha256=card.manifest_sha256,
        state=RoomSessionState.PLANNED,
        newest_order=0,
    )


def session_of(ready: ReadySitting) -> RoomSessionView:
    """Return a sitting's room session as far as its own store knows it."""
    manifest = ready.package.manifest
    return RoomSessionView(
        room_session_uuid=ready.kept.room_session_uuid,
        session_code=manifest.session.code,
        session_name=manifest.session.name,
        package_uuid=manifest.package_uuid,
        manifest_sha256=bytes.fromhex(ready.package.manifest_sha256),
        state=RoomSessionState.STARTED,
        newest_order=0,
    )


def _nothing(_result: object) -> None:
    """Nobody waits for it."""
