"""A real kiosk process with a robot candidate in it.

    python -m tests.journeys.robot_seat --data DIR --server HOST:PORT

Takes one JSON command a line from stdin, `{"id", "do", …}` (see `robot_hands`), and
prints one JSON event a line:

    {"event": "shown", "shown": {…}}           whenever the screen has changed
    {"event": "saved", "task", "response"}     the screen says: all of this is on the disk
    {"event": "done", "id"} / {"event": "failed", "id", "why"}
"""

import argparse
import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.app.program import build
from kiosk.config import load_config
from tests.journeys.robot_eyes import SAVED_HERE, shown
from tests.journeys.robot_hands import HandsError, RobotHands

SAVED_STATE = "good"
LOOK_AGAIN_MS = 250
"""Besides after each painting: properties may change without one."""


class Robot(QObject):
    """Sits at the window. Lives on the interface thread.

    Signals:
        commanded: A command came, from the reading thread; None at the end of input.
    """

    commanded = Signal(object)

    def __init__(self, window: QWidget, failure_picture: Path) -> None:
        """Sit down.

        Args:
            failure_picture: Where to show what the window was like when a deed failed.
        """
        super().__init__()
        self._window = window
        self._failure_picture = failure_picture
        self._hands = RobotHands(window)
        self._last_shown: dict[str, Any] = {}
        self._entered: dict[str, Any] = {}
        self._ledger: dict[str, Any] = {}
        self._is_due = False
        self.commanded.connect(self._on_command)
        window.installEventFilter(self)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(LOOK_AGAIN_MS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Look again after each painting of the window."""
        if event.type() == QEvent.Type.UpdateRequest and not self._is_due:
            self._is_due = True
            QTimer.singleShot(0, self._look)
        return super().eventFilter(watched, event)

    def _look(self) -> None:
        self._is_due = False
        now = shown(self._window)
        if now != self._last_shown:
            self._last_shown = now
            tell({"event": "shown", "shown": now})
        self._note_entered(now)

    def _note_entered(self, now: dict[str, Any]) -> None:
        """Tell what the screen calls saved: all that was entered, on any task."""
        if now["screen"] != "exam":
            return
        task, response = now["current"], now["response"]
        if (
            task
            and response is not None
            and (any_in(response) or task in self._entered)
        ):
            self._entered[task] = response
        mark = self._window.findChild(QWidget, SAVED_HERE)
        if mark is None or mark.property("state") != SAVED_STATE:
            return
        for task, response in self._entered.items():
            if self._ledger.get(task) != response:
                self._ledger[task] = response
                tell({"event": "saved", "task": task, "response": response})

    def _on_command(self, command: dict[str, Any] | None) -> None:
        if command is None or command["do"] == "quit":
            self._window.close()
            QApplication.exit(0)
            return
        try:
            self._hands.do(command)
        except HandsError as error:
            self._window.grab().save(str(self._failure_picture))
            why = f"{error}; picture: {self._failure_picture}"
            tell({"event": "failed", "id": command["id"], "why": why})
            return
        self._look()
        tell({"event": "done", "id": command["id"]})


def any_in(response: dict[str, Any]) -> bool:
    """Return whether anything is entered; an untouched task is nothing to save."""
    return any(value not in ([], None, "") for value in response.values())


def tell(event: dict[str, Any]) -> None:
    """Print one event."""
    event["at_s"] = time.monotonic()
    print(json.dumps(event, ensure_ascii=False), flush=True)


def _read_commands(robot: Robot) -> None:
    for line in sys.stdin:
        robot.commanded.emit(json.loads(line))
    robot.commanded.emit(None)


def main() -> int:
    """Run the seat with its robot until stdin ends."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--server", default="")
    parser.add_argument("--computer-name", default="")
    arguments = parser.parse_args()
    given = {
        "data_folder": arguments.data,
        "server_address": arguments.server,
        "computer_name": arguments.computer_name,
        "is_windowed": True,
    }
    config = load_config(None, os.environ, given)
    program = build(config)
    robot = Robot(program.window, arguments.data / "failed.png")
    threading.Thread(target=_read_commands, args=(robot,), daemon=True).start()
    return program.run()


if __name__ == "__main__":
    sys.exit(main())
