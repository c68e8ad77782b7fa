"""A real kiosk process whose candidate types and clicks without a pause (R1).

    python -m tests.faults.seat_with_typist DATA_FOLDER SERVER SEED [--speaks]

5 to 15 keys a second into short answers, an option now and then, another task now and
then; real key and mouse events; with --speaks a chunk entry each second as well. Tells the outside ledger, a JSON line each:

    {"event": "exam", "ms"}                      the exam stands on the screen
    {"event": "entered", "task", "response", "ms"}
    {"event": "saved", "entered", "ms"}          the screen says that all is saved here:
                                                 so many were entered in this run

`ms` is the boot clock, which the parent reads as well.
"""

import json
import os
import random
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from kiosk.app.program import build
from kiosk.clock import SystemClock, moment
from kiosk.config import SeatConfig
from tests.faults.spoken_chunks import SpokenChunks
from tests.journeys.robot_eyes import SAVED_HERE, response_of, shown, visible_widgets
from tests.journeys.robot_hands import RobotHands

SAVED_STATE = "good"
LOOK_MS = 10
OTHER_TASK = 0.06
LONGEST_TEXT = 150
CHARACTERS = "abcdefghijklmnopqrstuvwxyz "
CLOCK = SystemClock()


class Typist(QObject):
    """Sits at the window. Lives on the interface thread."""

    def __init__(self, window: QWidget, rng: random.Random) -> None:
        super().__init__()
        self._window = window
        self._hands = RobotHands(window)
        self._rng = rng
        self._entered = 0
        self._told_saved = 0
        self._is_in_exam = False
        self._looking = QTimer(self)
        self._looking.timeout.connect(self._look)
        self._looking.start(LOOK_MS)
        QTimer.singleShot(0, self._act)

    def _look(self) -> None:
        """Tell what the screen calls saved, as soon as it does."""
        mark = self._window.findChild(QWidget, SAVED_HERE)
        if mark is None or mark.property("state") != SAVED_STATE:
            return
        if self._is_in_exam and mark.isVisible() and self._told_saved < self._entered:
            self._told_saved = self._entered
            tell({"event": "saved", "entered": self._entered})

    def _act(self) -> None:
        now = shown(self._window)
        if now["screen"] == "exam":
            if not self._is_in_exam:
                self._is_in_exam = True
                tell({"event": "exam"})
            self._do_something(now)
        QTimer.singleShot(round(1000 / self._rng.uniform(5, 15)), self._act)

    def _do_something(self, now: dict[str, Any]) -> None:
        plain = [name for name in now["texts"] if name.startswith("list-")]
        plain = [name for name in plain if "-c" not in name]  # cases may be one-way
        texts = [name for name in plain if "-q" in name]
        if self._rng.random() < OTHER_TASK or f"list-{now['current']}" not in plain:
            from_names = texts if self._rng.random() < 0.6 else plain
            self._hands.do({"do": "click", "name": self._rng.choice(from_names)})
            return
        widgets = visible_widgets(self._window)
        field = widgets.get("text-answer")
        if isinstance(field, QPlainTextEdit):
            self._type(field)
        else:
            self._choose(widgets)
        self._entered += 1
        response = response_of(visible_widgets(self._window))
        tell({"event": "entered", "task": now["current"], "response": response})
        self._look()

    def _type(self, field: QPlainTextEdit) -> None:
        field.setFocus()
        if len(field.toPlainText()) > LONGEST_TEXT:
            field.selectAll()
        QTest.keyClicks(field, self._rng.choice(CHARACTERS))

    def _choose(self, widgets: dict[str, QWidget]) -> None:
        names = [n for n in widgets if n.startswith(("option-", "truth-"))]
        self._hands.do({"do": "click", "name": self._rng.choice(sorted(names))})


def tell(event: dict[str, Any]) -> None:
    """Tell the ledger; one write, so that a kill cuts between lines or not at all."""
    event["ms"] = moment(CLOCK).boottime_ms
    os.write(1, (json.dumps(event, ensure_ascii=False) + "\n").encode())


def main() -> int:
    """Run the seat until it is killed."""
    folder, server, seed = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    config = SeatConfig(data_folder=folder, server_address=server, is_windowed=True)
    program = build(config)
    typist = Typist(program.window, random.Random(seed))
    if "--speaks" in sys.argv[4:]:
        speaker = SpokenChunks(program)
        speaker.start()
    status = program.run()
    typist.deleteLater()
    return status


if __name__ == "__main__":
    sys.exit(main())
