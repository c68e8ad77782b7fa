"""Press on a sound → sound at the card; beep's end → first sample kept; through the seat.

The real exam screen, desks and engine, a virtual sound card; the journal is memory: the
disk is answer_durable.py's. What the engine alone takes is sound.py's. Needs pulseaudio
(packaging/system-packages.sh test).

    QT_QPA_PLATFORM=offscreen python -m tests.benchmarks.seat_sound
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from kiosk.app.background import Background
from kiosk.app.exam_sounds import ExamSounds
from kiosk.app.main_thread import MainThread
from kiosk.app.notices import NoticeBoard
from kiosk.app.seat_sound import SeatSound
from kiosk.audio.sound_engine import open_sound
from kiosk.clock import Moment, SystemClock, moment
from kiosk.sitting.entry_draft import EntryDraft
from kiosk.sitting.sitting import Sitting
from kiosk.sitting.sitting_rules import sitting_rules
from kiosk.ui.fonts import set_up_application
from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.exam_view import exam_view
from kiosk.ui.presenters.take_view import TakeAct
from question_bank.formats.package_policies import Policies
from question_bank.formats.sound_bodies import (
    PlayEnded,
    RecordingEnded,
    RecordingStarted,
)
from tests.builders.journals import DURATION_MS, SITTING, a_draft, a_started
from tests.builders.sounds import a_tone, sound_file
from tests.builders.virtual_sound import VirtualSound, running_sound_card
from tests.kiosk.ui import samples

REACH_MS = 150.0
TIMES = 12
REST_S = 0.4
WITHIN_S = 10.0
TASK = "c1-4"
"""Of the sample form: a sound in its scene, and a spoken answer."""

Figure = dict[str, object]


class MeasuredSeat:
    """The exam screen with its sounds; a SittingHand that notes when entries came."""

    def __init__(self, application: QApplication) -> None:
        self._application = application
        self.clock = SystemClock()
        form = samples.a_form()
        policies = Policies(duration_ms=DURATION_MS, default_plays=0)
        rules = sitting_rules(form, policies, SITTING)
        self.sitting = Sitting(rules, a_draft(a_started()), self.now())
        self.at_s: dict[type, float] = {}
        main_thread = MainThread()
        self.sound = SeatSound(main_thread)
        self.sound.take_engine(open_sound(self.clock))
        self.notices = NoticeBoard(self.clock)
        self.window = MainWindow(samples.a_look())
        self.sounds = ExamSounds(
            self.window,
            self.sound,
            Background(main_thread),
            self,
            self.notices,
        )
        wav = sound_file(a_tone(0.4, amplitude=0.3))
        media = {"client-chen.opus": SimpleNamespace(media_type="audio/wav")}
        manifest = SimpleNamespace(policies=policies, media=lambda: media)
        package = SimpleNamespace(manifest=manifest, medium=lambda _: wav)
        ready = SimpleNamespace(package=package, form=form)
        self.window.exam.show_exam(exam_view(form, self.sitting.record, {}, TASK))
        self.window.show_screen(self.window.exam)
        self.window.show()
        self.sounds.begin(cast("Any", SimpleNamespace(ready=ready)))
        self.sitting.show_task(TASK, self.now())
        self.sounds.enter_task(TASK)

    def now(self) -> Moment:
        return moment(self.clock)

    def submit(self, drafts: tuple[EntryDraft, ...]) -> None:
        for draft in drafts:
            self.at_s[type(draft.body)] = time.monotonic()

    def refresh(self) -> None:
        pass

    def rest(self, seconds: float = REST_S) -> None:
        until_s = time.monotonic() + seconds
        self.run_until(lambda: time.monotonic() > until_s)

    def run_until(self, is_so: Callable[[], bool]) -> None:
        until_s = time.monotonic() + WITHIN_S
        while not is_so():
            assert time.monotonic() < until_s, "it never came"
            self._application.processEvents()
            time.sleep(0.0005)  # the loop waits for events as well

    def click(self, name: str) -> float:
        """Click with the mouse; return when."""
        button = self.window.findChild(QPushButton, name)
        assert button is not None
        self.at_s.clear()
        clicked_s = time.monotonic()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        return clicked_s


def play_ms(seat: MeasuredSeat, card: VirtualSound) -> float:
    """Press on the sound; return the time until it is heard at the card."""
    with card.listening() as speaker:
        seat.rest()
        clicked_s = seat.click("play-client-chen.opus")
        seat.run_until(lambda: PlayEnded in seat.at_s and speaker.loud.is_set())
        assert speaker.first_loud_s is not None
        return (speaker.first_loud_s - clicked_s) * 1000


def record_ms(seat: MeasuredSeat) -> float:
    """Record a take; return the time from the beep's end to its first sample."""
    ended: list[float] = []
    stop_waiting = seat.sound.record

    def record(most_ms: int, listener: Any) -> None:
        ended.append(time.monotonic())
        stop_waiting(most_ms, listener)

    seat.sound.record = record  # type: ignore[method-assign]
    seat.rest()
    seat.at_s.clear()
    seat.sounds._on_take(TASK, TakeAct.RECORD)
    seat.run_until(lambda: RecordingStarted in seat.at_s)
    begun_s = seat.at_s[RecordingStarted]
    seat.sounds.settle(lambda: None)
    seat.run_until(lambda: RecordingEnded in seat.at_s)
    seat.sound.record = stop_waiting  # type: ignore[method-assign]
    return (begun_s - ended[0]) * 1000


def measure_here() -> list[Figure]:
    application = QApplication(sys.argv[:1])
    set_up_application(application)
    with (
        tempfile.TemporaryDirectory() as folder,
        running_sound_card(Path(folder)) as card,
    ):
        seat = MeasuredSeat(application)
        seat.run_until(lambda: bool(seat.sound.devices.inputs))
        played = [play_ms(seat, card) for _ in range(TIMES)]
        taken = [record_ms(seat) for _ in range(TIMES)]
        seat.sounds.end()
        seat.sound.close()
    seat.window.allow_close()
    return [
        _figure("press on a sound → sound at the card, seat", played),
        _figure("beep's end → first sample kept, seat", taken),
    ]


def measure() -> list[Figure]:
    """Return the figures, measured in a process of its own: Qt wants to be the first."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.seat_sound", "--json"],
        check=True,
        capture_output=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    found: list[Figure] = json.loads(done.stdout.splitlines()[-1])
    return found


def _figure(name: str, times_ms: list[float]) -> Figure:
    median_ms, worst_ms = statistics.median(times_ms), max(times_ms)
    return {
        "name": f"{name} (worst {worst_ms:.0f})",
        "value": round(median_ms, 1),
        "unit": "ms",
        "limit": None,
        "reach": f"< {REACH_MS:.0f}",
        "ok": median_ms < REACH_MS,
    }


if __name__ == "__main__":
    figures = measure_here() if "--json" in sys.argv else measure()
    print(json.dumps(figures, ensure_ascii=False))
