"""A program for the session's script: a real answer in the real window, really locked.

    python -m tests.builders.exam_in_session FOLDER

Writes what it shows to FOLDER/state.json ten times a second. Does what is written to
FOLDER/command: `finish` (time is up: what is being composed is taken in), `elsewhere`
(the keyboard goes to the header), `back`, `clear`, `wipe`, `crash`, `leave`.
"""

import json
import os
import sys
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from kiosk.app.lock_desk import LED_OUT, LockDesk
from kiosk.app.lock_parts import make_lock
from kiosk.clock import SystemClock
from kiosk.config import SeatConfig
from kiosk.lockdown.ports import Observation
from kiosk.ui.fonts import set_up_application
from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.exam_view import exam_view
from tests.kiosk.ui import samples

TASK = "sa-1"


class ExamInSession:
    """The window, its lock, and what a test wants to know of them."""

    def __init__(self, application: QApplication, folder: Path) -> None:
        self._application = application
        self._folder = folder
        self._seen: list[list[object]] = []
        self.window = MainWindow(samples.a_look())
        clock = SystemClock()
        lock = make_lock(SeatConfig(data_folder=folder / "seat"), self.window, clock)
        self.desk = LockDesk(
            self.window, lock, clock, lambda: application.exit(LED_OUT)
        )
        self.desk.on_observations = self._note
        form, record = samples.a_form(), samples.a_record({})
        self.window.exam.take_media(samples.media)
        self.window.exam.show_exam(exam_view(form, record, current_task=TASK))
        self.window.show_screen(self.window.exam)

    def start(self) -> None:
        self.window.showFullScreen()
        self.desk.start()
        self._field().setFocus()

    def step(self) -> None:
        order = self._folder / "command"
        if order.exists():
            word = order.read_text("utf-8")
            order.unlink()
            self._do(word)
        self._tell()

    def _do(self, word: str) -> None:
        match word:
            case "finish":
                self.window.exam.finish_typing()
            case "elsewhere":
                self.window.header.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
                self.window.header.setFocus(Qt.FocusReason.MouseFocusReason)
            case "back":
                self._field().setFocus()
            case "clear":
                self._field().clear()
            case "wipe":
                self.desk.next_candidate()
            case "crash":
                os.abort()
            case "leave":
                self.desk.leave()

    def _tell(self) -> None:
        screens = QGuiApplication.screens()
        state = {
            "pid": os.getpid(),
            "text": self._field().toPlainText(),
            "is_active": self.window.isActiveWindow(),
            "size": [self.window.width(), self.window.height()],
            "window": int(self.window.winId()),
            "screens": [each.geometry().getRect() for each in screens],
            "report": [*self.desk.report.locked] if self.desk.report else [],
            "seen": self._seen,
        }
        aside = self._folder / "state.new"
        aside.write_text(json.dumps(state), "utf-8")
        aside.replace(self._folder / "state.json")

    def _note(self, seen: tuple[Observation, ...]) -> None:
        now_s = SystemClock().boottime_s()
        self._seen += [[now_s, str(each.code), each.detail] for each in seen]

    def _field(self) -> QPlainTextEdit:
        for field in self.window.findChildren(QPlainTextEdit, "text-answer"):
            if field.isVisible():
                return field
        found = self.window.findChild(QPlainTextEdit, "text-answer")
        assert isinstance(found, QPlainTextEdit)
        return found


def main() -> int:
    application = QApplication(sys.argv[:1])
    set_up_application(application)
    exam = ExamInSession(application, Path(sys.argv[1]))
    exam.start()
    timer = QTimer()
    timer.timeout.connect(exam.step)
    timer.start(100)
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
