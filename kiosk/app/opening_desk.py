"""The opening code typed at the seat: the whole paper opens without the server (row 9)."""

from collections.abc import Callable

from kiosk.app.code_tries import CodeTries
from kiosk.app.room_watch import RoomWatch
from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.code_entry import code_entry_view
from question_bank.errors import ExamRoomError
from question_bank.sealing.errors import WrongOpeningCodeError


class OpeningDesk:
    """Asks for one room's opening code."""

    def __init__(self, window: MainWindow, on_closed: Callable[[], None]) -> None:
        """Prepare; `on_closed` is called when the room is open, or nobody typed on."""
        self._window = window
        self._on_closed = on_closed
        self._watch: RoomWatch | None = None
        self._is_busy = False
        self._tries = CodeTries(window, lambda: self._show(""))
        window.opening_code.code_entered.connect(self._on_code)
        window.opening_code.closed.connect(self._close)

    def ask(self, watch: RoomWatch) -> None:
        """Ask for the code of this room."""
        self._watch = watch
        self._window.opening_code.show_empty_field()
        self._show("")
        self._window.show_screen(self._window.opening_code)

    def _on_code(self, typed: str) -> None:
        watch = self._watch
        if watch is None or self._is_busy or self._tries.wait_ms:
            return
        self._is_busy = True
        self._show("")
        watch.start_here(typed, self._on_opened, self._on_failed)

    def _on_opened(self) -> None:
        self._is_busy = False
        self._tries.note_right()
        self._close()

    def _on_failed(self, error: ExamRoomError) -> None:
        self._is_busy = False
        if isinstance(error, WrongOpeningCodeError):
            self._tries.note_wrong()
        self._show(error.code)

    def _close(self) -> None:
        self._window.opening_code.show_empty_field()
        if self._watch is not None:
            self._watch = None
            self._on_closed()

    def _show(self, code: str) -> None:
        self._window.opening_code.show_code_entry(
            code_entry_view(code, wait_ms=self._tries.wait_ms, is_busy=self._is_busy)
        )
