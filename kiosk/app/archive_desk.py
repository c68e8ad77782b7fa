"""The stick on the screen: export who sits here, or go on with who sat elsewhere.

Lives on the interface thread; the stick is only touched in the background. Who may do it
was checked before: the PIN opened the staff's screen.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer

from kiosk.app.archive_work import (
    ExportedArchive,
    FoundArchive,
    export_archive,
    find_archives,
    go_on_from,
)
from kiosk.app.background import Background
from kiosk.app.ready_sitting import ReadySitting
from kiosk.app.seat_parts import SeatParts
from kiosk.errors import KioskError
from kiosk.storage.stick import Stick, sticks
from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.message import Message
from kiosk.ui.presenters.stick_view import (
    StickAct,
    archive_row,
    busy_view,
    choosing_view,
    failed_view,
    stick_row,
    written_view,
)
from question_bank.errors import ExamRoomError
from question_bank.identifiers import RoomSessionUuid

LOOK_AGAIN_MS = 1000
"""A stick that was put in stands on the screen about a second later."""


class ArchiveDesk:
    """One stick act at a time.

    Args (of the constructor):
        folders: Places beside the sticks that the settings name.
    """

    def __init__(
        self,
        window: MainWindow,
        background: Background,
        seat: SeatParts,
        folders: tuple[Path, ...] = (),
    ) -> None:
        self._window = window
        self._background = background
        self._seat = seat
        self._folders = folders
        self._act = StickAct.EXPORT
        self._on_closed: Callable[[], None] = _nothing
        self._on_taken: Callable[[ReadySitting], None] = _ignore
        self._ready: ReadySitting | None = None
        self._room: tuple[RoomSessionUuid, bytes] | None = None
        self._sticks: tuple[Stick, ...] = ()
        self._archives: tuple[FoundArchive, ...] = ()
        self._is_open = False
        self._is_busy = False
        self._is_looking = False
        self._timer = QTimer(window)
        self._timer.setInterval(LOOK_AGAIN_MS)
        self._timer.timeout.connect(self._look)
        window.stick.row_chosen.connect(self._on_row)
        window.stick.closed.connect(self._close)

    def export(self, ready: ReadySitting, on_closed: Callable[[], None]) -> None:
        """Offer to write a sitting of this seat to a stick."""
        self._ready = ready
        self._begin(StickAct.EXPORT, on_closed)

    def take(
        self,
        room_session_uuid: RoomSessionUuid,
        room_secret: bytes,
        on_taken: Callable[[ReadySitting], None],
        on_closed: Callable[[], None],
    ) -> None:
        """Offer to go on with a sitting of this room that a stick holds."""
        self._room = room_session_uuid, room_secret
        self._on_taken = on_taken
        self._begin(StickAct.TAKE, on_closed)

    # ------------------------------------------------------------ looking

    def _begin(self, act: StickAct, on_closed: Callable[[], None]) -> None:
        self._act = act
        self._on_closed = on_closed
        self._is_open, self._is_busy = True, False
        self._sticks, self._archives = (), ()
        self._show_choice()
        self._window.show_screen(self._window.stick)
        self._timer.start()
        self._look()

    def _look(self) -> None:
        if self._is_busy or self._is_looking:
            return  # a stick that hangs keeps one thread, not all of them
        self._is_looking = True
        room, folders = self._room, self._folders
        wants_archives = self._act is StickAct.TAKE

        def work() -> tuple[tuple[Stick, ...], tuple[FoundArchive, ...]]:
            found = sticks(folders)
            if not wants_archives or room is None:
                return found, ()
            return found, _archives_on(found, *room)

        self._background.run(work, self._on_looked, self._on_not_looked)

    def _on_looked(
        self, found: tuple[tuple[Stick, ...], tuple[FoundArchive, ...]]
    ) -> None:
        self._is_looking = False
        if (
            not self._is_open
            or self._is_busy
            or found == (self._sticks, self._archives)
        ):
            return
        self._sticks, self._archives = found
        self._show_choice()

    def _on_not_looked(self, _error: ExamRoomError) -> None:
        self._is_looking = False  # the next look comes in a second

    def _show_choice(self) -> None:
        self._window.stick.show_stick(choosing_view(self._act, self._rows()))

    def _rows(self) -> tuple[Message, ...]:
        if self._act is StickAct.EXPORT:
            return tuple(stick_row(each.name, each.free_bytes) for each in self._sticks)
        return tuple(
            archive_row(
                each.kept.candidate_name,
                each.kept.admission_number,
                each.header.seat_code,
            )
            for each in self._archives
        )

    # ------------------------------------------------------------ doing

    def _on_row(self, index: int) -> None:
        if self._is_busy or not self._is_open or index >= len(self._rows()):
            return
        self._is_busy = True
        self._window.stick.show_stick(busy_view(self._act))
        if self._act is StickAct.EXPORT:
            self._export_to(self._sticks[index])
        else:
            self._go_on_with(self._archives[index])

    def _export_to(self, stick: Stick) -> None:
        seat, ready = self._seat, self._ready
        assert ready is not None  # `export` was called
        self._background.run(
            lambda: export_archive(seat, ready, stick),
            self._on_written,
            self._on_failed,
        )

    def _go_on_with(self, archive: FoundArchive) -> None:
        seat, room = self._seat, self._room
        assert room is not None  # `take` was called
        self._background.run(
            partial(go_on_from, seat, archive, room[1]), self._on_ready, self._on_failed
        )

    def _on_written(self, exported: ExportedArchive) -> None:
        self._timer.stop()  # the sentence stays until the staff have read it
        self._is_busy = False
        view = written_view(exported.path.name, exported.entries)
        self._window.stick.show_stick(view)

    def _on_ready(self, ready: ReadySitting) -> None:
        on_taken = self._on_taken
        self._forget()
        on_taken(ready)

    def _on_failed(self, error: ExamRoomError) -> None:
        self._is_busy = False
        view = failed_view(self._act, error.code, self._rows())
        self._window.stick.show_stick(view)

    def _close(self) -> None:
        on_closed = self._on_closed
        self._forget()
        on_closed()

    def _forget(self) -> None:
        self._timer.stop()
        self._is_open, self._is_busy = False, False
        self._ready, self._room = None, None
        self._on_closed, self._on_taken = _nothing, _ignore


def _archives_on(
    found: tuple[Stick, ...], room_session_uuid: RoomSessionUuid, room_secret: bytes
) -> tuple[FoundArchive, ...]:
    archives: list[FoundArchive] = []
    for stick in found:
        try:
            archives += find_archives(stick, room_session_uuid, room_secret)
        except KioskError:
            continue  # pulled while it was read: the next look sees what is left
    return tuple(archives)


def _nothing() -> None:
    """Nobody waits."""


def _ignore(_ready: ReadySitting) -> None:
    """Nobody waits."""
