"""A real kiosk in an exam whose interface thread is timed from inside.

    python -m tests.benchmarks.seat_with_stopwatch DATA_FOLDER SERVER SECONDS [--speaks]
        [--long-text] [--clicks]

A second thread posts an event to the interface thread every PERIOD_MS, with the time in
it; how long each lay in the queue is what any event would have waited. A candidate types
10 keys a second as real key events, and clicks options; from a key's posting to its
having been processed is measured too. Nothing looks at the screen in between.
Prints {"event": "exam"} when the exam shows, and in the end one JSON object, times in ms, sorted: waits and keys; the same waits without the
time in which the thread was ready and the machine's cores were busy with others
(`own_ms`); key to painted (`painted_ms`); oldest key to durable (`texts_ms`); click in the list of tasks to painted
(`moved_ms`); a change of an answer to the screen's word that it is saved (`saved_ms`);
and where the thread was seen when an event had waited for SLOW_MS (`slow`, most often
first). With --speaks a chunk of speech is journalled each second; with --long-text the
text has LONG_TEXT characters before the first key; with --clicks there are only clicks on
options. `saved_at`: [perf_counter() in s, ms] of each save, in order of time.
"""

import json
import os
import random
import sys
import threading
import time
import traceback
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QPlainTextEdit

from kiosk.app.program import SeatProgram, build
from kiosk.app.running_sitting import RunningSitting
from kiosk.config import SeatConfig
from kiosk.sitting.entry_draft import EntryDraft
from kiosk.storage.journal_outbox import Saved
from question_bank.formats.entry_bodies import ResponseSet
from tests.faults.spoken_chunks import SpokenChunks
from tests.journeys.robot_eyes import shown

PERIOD_MS = 2
KEYS_A_SECOND = 10
SLOW_MS = 10
WARM_UP_S = 2.0
LONG_TEXT = 2_400
_STAMPED = QEvent.Type(QEvent.registerEventType())
_PAINTED = QEvent.Type(QEvent.registerEventType())
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


class TimedSaves:
    """From an answer's draft to the interface thread's knowing that it is durable."""

    def __init__(self) -> None:
        self.saved: list[float] = []
        self.saved_at: list[tuple[float, float]] = []
        self.texts: list[float] = []
        self.oldest_key_s = 0.0
        self._waiting: deque[tuple[int, float, float]] = deque()
        submit, note_saved = RunningSitting.submit, RunningSitting._note_saved

        def timed_submit(running: RunningSitting, drafts: Iterable[EntryDraft]) -> None:
            found, begin_s = tuple(drafts), time.perf_counter()
            submit(running, found)
            if any(isinstance(draft.body, ResponseSet) for draft in found):
                ticket, key_s = running.saves.submitted, self.oldest_key_s
                self._waiting.append((ticket, begin_s, key_s))
                self.oldest_key_s = 0.0

        def timed_saved(running: RunningSitting, saved: Saved) -> None:
            note_saved(running, saved)
            while self._waiting and self._waiting[0][0] <= saved.ticket:
                _ticket, begin_s, key_s = self._waiting.popleft()
                now_s = time.perf_counter()
                self.saved.append(now_s - begin_s)
                self.saved_at.append((now_s, (now_s - begin_s) * 1000))
                self.texts += [now_s - key_s] if key_s else []

        RunningSitting.submit = timed_submit  # type: ignore[method-assign,assignment]
        RunningSitting._note_saved = timed_saved  # type: ignore[method-assign,assignment]

    @property
    def unsaved(self) -> int:
        """How many answers were handed over and are not durable."""
        return len(self._waiting)

    def note_key(self) -> None:
        """A key was pressed; the oldest that is not yet a draft counts."""
        self.oldest_key_s = self.oldest_key_s or time.perf_counter()


class Stopwatch(QObject):
    """Times events on the interface thread and types on it."""

    def __init__(
        self,
        program: SeatProgram,
        saves: TimedSaves,
        span_s: float,
        *,
        is_long: bool = False,
    ) -> None:
        super().__init__()
        self._saves = saves
        self._is_long = is_long
        self._awaited: tuple[list[float], float] | None = None
        self.painted: list[float] = []
        self.moved: list[float] = []
        program.window.installEventFilter(self)
        self._program = program
        self._span_s = span_s
        self._rng = random.Random(1)
        self._begin_s = 0.0
        self._is_timing = threading.Event()
        self._acts = self._clicks() if "--clicks" in sys.argv else self._tour()
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
        print(json.dumps({"event": "exam"}), flush=True)
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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Be told once the painting that is about to begin is over."""
        if event.type() == QEvent.Type.UpdateRequest and self._awaited is not None:
            QCoreApplication.postEvent(self, StampedEvent(_PAINTED, 0))
        return super().eventFilter(watched, event)

    def _await_painting(self, times: list[float]) -> None:
        if self._begin_s:
            self._awaited = times, time.perf_counter()

    def event(self, event: QEvent) -> bool:
        """Note how long an event of ours lay in the queue."""
        if isinstance(event, StampedEvent):
            wait_s = time.perf_counter() - event.posted_s
            if event.type() == _PAINTED:
                if self._awaited is not None:
                    times, begin_s = self._awaited
                    self._awaited = None
                    times.append(time.perf_counter() - begin_s)
                return True
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
            if self._is_long:
                self._lengthen()
                yield
            for _ in range(40):
                self._key(self._rng.choice("abcdefgh "))
                yield
            yield from self._open("-s")
            for _ in range(4):
                names = [n for n in self._widgets() if n.startswith("option-")]
                self._click(self._rng.choice(sorted(names)))
                yield

    def _clicks(self) -> Iterator[None]:
        """Choose one option after the other."""
        yield from self._open("-s")
        while True:
            for name in sorted(self._widgets()):
                if name.startswith("option-"):
                    self._click(name)
                    yield

    def _open(self, kind: str) -> Iterator[None]:
        names = [n for n in self._widgets() if n.startswith("list-") and kind in n]
        self._await_painting(self.moved)
        self._click(self._rng.choice(sorted(names)))
        yield
        yield

    def _widgets(self) -> dict[str, QAbstractButton]:
        """Return what can be pressed; a short look, for it is on the thread's bill."""
        buttons = self._program.window.exam.findChildren(QAbstractButton)
        return {b.objectName(): b for b in buttons if b.isVisible()}

    def _lengthen(self) -> None:
        """Let an input method bring the text to its length, once a task."""
        field = self._program.window.findChild(QPlainTextEdit, "text-answer")
        if field is not None and len(field.toPlainText()) < LONG_TEXT:
            words = QInputMethodEvent()
            words.setCommitString("一是主观世界与客观世界相统一。" * (LONG_TEXT // 15))
            QCoreApplication.sendEvent(field, words)

    def _key(self, character: str) -> None:
        field = self._program.window.findChild(QPlainTextEdit, "text-answer")
        if field is None:
            return
        field.setFocus()
        self._await_painting(self.painted)
        self._saves.note_key()
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


def resident_mb() -> float:
    """Return this process' resident memory in MB of 1024 x 1024 bytes."""
    status = Path("/proc/self/status").read_text("ascii")
    words = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(words.split()[1]) / 1024


def main() -> None:
    """Run until the span is over; print what was measured."""
    folder, server, span_s = Path(sys.argv[1]), sys.argv[2], float(sys.argv[3])
    config = SeatConfig(data_folder=folder, server_address=server, is_windowed=True)
    saves = TimedSaves()
    program = build(config)
    watch = Stopwatch(program, saves, span_s, is_long="--long-text" in sys.argv)
    if "--speaks" in sys.argv:
        speaker = SpokenChunks(program)
        speaker.start()
    status = program.run()
    figures = {
        "waits_ms": sorted(wait * 1000 for wait in watch.waits),
        "own_ms": sorted(wait * 1000 for wait in watch.own),
        "slow": watch.slow.most_common(12),
        "keys_ms": sorted(wait * 1000 for wait in watch.keys),
        "painted_ms": sorted(wait * 1000 for wait in watch.painted),
        "moved_ms": sorted(wait * 1000 for wait in watch.moved),
        "saved_ms": sorted(wait * 1000 for wait in saves.saved),
        "saved_at": saves.saved_at,
        "texts_ms": sorted(wait * 1000 for wait in saves.texts),
        "unsaved": saves.unsaved,
        "rss_mb": resident_mb(),
    }
    print(json.dumps(figures), flush=True)
    # Posting thousands of Python's own events leaves None with too few references in
    # PySide 6.12; Python's orderly end would stumble over that.
    os._exit(status)


if __name__ == "__main__":
    main()
