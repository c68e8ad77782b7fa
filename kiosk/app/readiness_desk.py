"""The check of this computer on the screen, and for the console (row 77).

Lives on the interface thread; all measuring is done in the background. The microphone is
only listened to while nobody has logged in, and nothing of it is kept.
"""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QTimer

from kiosk.app.background import Background
from kiosk.app.readiness_work import (
    RoomFacts,
    SeatEars,
    SeatLine,
    system_facts,
    with_room,
    with_server,
    with_sound,
)
from kiosk.clock import Clock, moment
from kiosk.readiness.facts import SeatFacts
from kiosk.readiness.judge import judge
from kiosk.storage.start_count import Start
from kiosk.ui.fonts import missing_fonts
from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.readiness_view import readiness_view
from question_bank.errors import ExamRoomError
from question_bank.formats.readiness import Readiness

FIRST_AFTER_MS = 5_000
"""After the start: the sound engine and the server's first word are there by then."""
AGAIN_AFTER_MS = 10 * 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadinessParts:
    """What is measured with.

    Attributes:
        start: This start, as the seat's disk counts.
        line: Opens one line to the server.
        room: What is here of the room's session now; asked in the background.
        ears: The sound engine; None while it is not loaded.
        may_listen: Whether nobody sits here now.
    """

    window: MainWindow
    background: Background
    clock: Clock
    data_folder: Path
    program_version: str
    start: Start
    line: Callable[[], AbstractContextManager[SeatLine]]
    room: Callable[[], RoomFacts]
    ears: Callable[[], SeatEars | None]
    may_listen: Callable[[], bool]


class ReadinessDesk:
    """Measures by itself when a seat has begun, every ten minutes, and when asked.

    Attributes:
        newest: What was found last; None before the first look.
    """

    def __init__(self, parts: ReadinessParts, on_closed: Callable[[], None]) -> None:
        self._parts = parts
        self._screen = parts.window.readiness
        self._is_busy = False
        self.newest: Readiness | None = None
        self._timer = QTimer(parts.window)
        self._timer.setInterval(AGAIN_AFTER_MS)
        self._timer.timeout.connect(self._look_if_idle)
        self._first = QTimer(parts.window)
        self._first.setSingleShot(True)
        self._first.setInterval(FIRST_AFTER_MS)
        self._first.timeout.connect(self._look_if_idle)
        self._screen.check_wanted.connect(self.look)
        self._screen.closed.connect(on_closed)

    def start(self) -> None:
        """Begin to look from time to time."""
        self._first.start()
        self._timer.start()

    def stop(self) -> None:
        """Look no more."""
        self._first.stop()
        self._timer.stop()

    def show(self) -> None:
        """Bring the screen up and measure."""
        self._screen.show_readiness(readiness_view(self.newest, is_busy=True))
        self._parts.window.show_screen(self._screen)
        self.look()

    def look(self) -> None:
        """Measure now."""
        if self._is_busy:
            return
        self._is_busy = True
        self._screen.show_readiness(readiness_view(self.newest, is_busy=True))
        parts = self._parts
        screen = parts.window.screen().size()
        display = (screen.width(), screen.height())
        fonts = missing_fonts()
        ears = parts.ears() if parts.may_listen() else None

        def work() -> SeatFacts:
            facts = system_facts(parts.data_folder, os.environ, parts.program_version)
            facts = replace(facts, display=display, missing_fonts=fonts)
            facts = with_sound(with_room(facts, parts.room()), ears)
            with parts.line() as line:
                return with_server(facts, line, parts.clock, parts.start)

        parts.background.run(work, self._on_measured, self._on_failed)

    def _look_if_idle(self) -> None:
        if self._parts.may_listen():
            self.look()

    def _on_measured(self, facts: SeatFacts) -> None:
        self._is_busy = False
        self.newest = judge(facts, moment(self._parts.clock).wall_time_ms)
        self._screen.show_readiness(readiness_view(self.newest))

    def _on_failed(self, _error: ExamRoomError) -> None:
        self._is_busy = False
        self._screen.show_readiness(readiness_view(self.newest))
