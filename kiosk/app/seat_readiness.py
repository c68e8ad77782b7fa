"""The check of this computer, wired to a paired seat (row 77)."""

from collections.abc import Callable

from kiosk.app.controller_parts import ControllerParts
from kiosk.app.readiness_desk import ReadinessDesk, ReadinessParts
from kiosk.app.readiness_work import RoomFacts
from kiosk.app.room_watch import RoomWatch
from kiosk.app.rooms import Rooms
from kiosk.storage.room_card_shelf import RoomCardShelf


def seat_readiness(
    parts: ControllerParts,
    rooms: Rooms,
    is_free: Callable[[], bool],
    on_closed: Callable[[], None],
) -> ReadinessDesk:
    """Return the desk of this seat.

    Args:
        is_free: Whether nobody sits here: only then the microphone is listened to.
        on_closed: Called when the screen is left.
    """
    seat = parts.seat
    desk = ReadinessDesk(
        ReadinessParts(
            window=parts.window,
            background=parts.background,
            clock=seat.clock,
            data_folder=seat.data_folder,
            program_version=seat.program_version,
            start=seat.start,
            line=parts.lines.once,
            room=lambda: _room_facts(rooms.watch, seat.cards),
            ears=lambda: parts.sound.engine,
            may_listen=is_free,
        ),
        on_closed,
    )
    parts.window.log_in.readiness_wanted.connect(desk.show)
    return desk


def _room_facts(watch: RoomWatch | None, cards: RoomCardShelf) -> RoomFacts:
    if watch is None:
        return RoomFacts()
    manifest = watch.manifest
    return RoomFacts(
        has_package=watch.has_package,
        has_room_card=bool(cards.sha256(watch.room_session_uuid)),
        oldest_program=manifest.oldest_seat if manifest is not None else None,
    )
