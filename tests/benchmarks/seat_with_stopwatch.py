"""A real kiosk in an exam whose interface thread is timed from inside.

    python -m tests.benchmarks.seat_with_stopwatch DATA_FOLDER SERVER SECONDS

A second thread posts an event to the interface thread every PERIOD_MS, with the time in
it; how long each lay in the queue is what any event would have waited. A candidate types
10 keys a second as real key events, and clicks options; from a key's posting to its
having been processed is measured too. Nothing looks at the screen in between.
Prints one JSON object: waits and keys in ms, sorted; the same waits without the time in
which the thread was ready and the machine's cores were busy with others (`own_ms`); and
where the thread was seen when an event had waited for SLOW_MS (`slow`, most often first).
"""

import json
import os
import random
import sys
import threading
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QPlainTextEdit

from kiosk.app.program import SeatProgram, build
from kiosk.config import SeatConfig
from tests.journeys.robot_eyes import shown

PERIOD_MS = 2
KEYS_A_SECOND = 10
SLOW_MS = 10
WARM_UP_S = 2.0
_STAMPED = QEvent.Type(QEvent.registerEventType())
_MARKED = QEvent.Type(QEvent.registerEventType())


class StampedEvent(QEvent):
    """An event that knows when it was posted, and how long our thread had queued by then."""

    def __init__(self, kind: QEvent.Type, queued_s: float) -> None:
        super().__init__(kind)
        self.posted_s = time.perf_counter()
        self.queued_s = queued_s


def core_queue_s(schedstat: int) -> float:
    """Return how long a thread was ready but had no core, since its start.

    Source: Linux, Documentation/scheduler/sched-stats.rst, /proc/<pid>/schedstat.
    """
    return int(os.pread(schedstat, 100, 0).split()[1]) / 1e9


class Stopwatch(QObject):
    """Times events on the interface thread and types on it."""

    def __init__(self, program: SeatProgram, span_s: float) -> None:
        super().__init__()
        self._program = program
        self._span_s = span_s
        self._rng = random.Random(1)
        self._begin_s = 0.0
        self._is_timing = threading.Event()
        self._acts = self._tour()
        self._schedstat = os.open("/proc/thread-self/schedstat", os.O_RDONLY)
        self._thread = threading.get_ident()
        self._poster = threading.Thread(target=self._post, daemon=True)
        self._oldest_s = 0.0
        self.waits: list[float] = []
        self.own: list[float] = []
        self.keys: list[float] = []
        self.slow: Counter[str] = Counter()
        self._ready = QTimer(self)
        self._ready.timeout.connect(self._look_for_exam)
        self._ready.start(100)
        self._typing = QTimer(self)
        self._typing.timeout.connect(self._act)

    def _look_for_exam(self) -> None:
        if shown(self._program.window)["screen"] != "exam":
            return
        self._ready.stop()
        self._typing.start(round(1000 / KEYS_A_SECOND))
        QTimer.singleShot(round(WARM_UP_S * 1000), self._begin)

    def _begin(self) -> None:
        self._begin_s = time.perf_counter()
        self._is_timing.set()
        self._poster.start()
        QTimer.singleShot(round(self._span_s * 1000), self._end)

    def _end(self) -> None:
        self._is_timing.clear()
        self._typing.stop()
        self._poster.join()
        QCoreApplication.exit(0)

    def _post(self) -> None:
        while self._is_timing.is_set():
            event = StampedEvent(_STAMPED, core_queue_s(self._schedstat))
            self._oldest_s = self._oldest_s or event.posted_s
            QCoreApplication.postEvent(self, event)
            time.sleep(PERIOD_MS / 1000)  # the stamps' period
            if self._oldest_s and time.perf_counter() - self._oldest_s > SLOW_MS / 1000:
                frame = sys._current_frames()[self._thread]
                places = traceback.extract_stack(frame)[-4:]
                words = [f"{Path(p.filename).name}:{p.lineno} {p.name}" for p in places]
                self.slow[" > ".join(words)] += 1

    def event(self, event: QEvent) -> bool:
        """Note how long an event of ours lay in the queue."""
        if isinstance(event, StampedEvent):
            wait_s = time.perf_counter() - event.posted_s
            if event.type() == _STAMPED:
                self._oldest_s = 0.0
                self.waits.append(wait_s)
                queued_s = core_queue_s(self._schedstat) - event.queued_s
                self.own.append(max(0.0, wait_s - queued_s))
            else:
                self.keys.append(wait_s)
            return True
        return super().event(event)

    # ------------------------------------------------------------ the candidate

    def _act(self) -> None:
        next(self._acts)
        if self._begin_s:
            mark = StampedEvent(
                _MARKED, 0
            )  # comes after the event that was just posted
            QCoreApplication.postEvent(self, mark)

    def _tour(self) -> Iterator[None]:
        """Type forty keys, choose four options, and again."""
        while True:
            yield from self._open("-q")
            for _ in range(40):
                self._key(self._rng.choice("abcdefgh "))
                yield
            yield from self._open("-s")
            for _ in range(4):
                names = [n for n in self._widgets() if n.startswith("option-")]
                self._click(self._rng.choice(sorted(names)))
                yield

    def _open(self, kind: str) -> Iterator[None]:
        names = [n for n in self._widgets() if n.startswith("list-") and kind in n]
        self._click(self._rng.choice(sorted(names)))
        yield
        yield

    def _widgets(self) -> dict[str, QAbstractButton]:
        """Return what can be pressed; a short look, for it is on the thread's bill."""
        buttons = self._program.window.exam.findChildren(QAbstractButton)
        return {b.objectName(): b for b in buttons if b.isVisible()}

    def _key(self, character: str) -> None:
        field = self._program.window.findChild(QPlainTextEdit, "text-answer")
        if field is None:
            return
        field.setFocus()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            code = ord(character.upper())
            key = QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, character)
            QCoreApplication.postEvent(field, key)

    def _click(self, name: str) -> None:
        button = self._widgets()[name]
        place = QPointF(8, button.height() / 2)
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        plain = Qt.KeyboardModifier.NoModifier
        at = button.mapToGlobal(place)
        for kind, held in (
            (QEvent.Type.MouseButtonPress, left),
            (QEvent.Type.MouseButtonRelease, none),
        ):
            event = QMouseEvent(kind, place, at, left, held, plain)
            QCoreApplication.postEvent(button, event)


def main() -> None:
    """Run until the span is over; print what was measured."""
    folder, server, span_s = Path(sys.argv[1]), sys.argv[2], float(sys.argv[3])
    config = SeatConfig(data_folder=folder, server_address=server, is_windowed=True)
    program = build(config)
    watch = Stopwatch(program, span_s)
    status = program.run()
    figures = {
        "waits_ms": sorted(wait * 1000 for wait in watch.waits),
        "own_ms": sorted(wait * 1000 for wait in watch.own),
        "slow": watch.slow.most_common(12),
        "keys_ms": sorted(wait * 1000 for wait in watch.keys),
    }
    print(json.dumps(figures), flush=True)
    # Posting thousands of Python's own events leaves None with too few references in
    # PySide 6.12; Python's orderly end would stumble over that.
    os._exit(status)


if __name__ == "__main__":
    main()
