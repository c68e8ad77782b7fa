"""How long going from one task to another takes until it is painted (reach: 50 ms).

The real exam screen with the samples' form, a case with table and picture included; from
the view's being handed over to the end of the painting that follows. The first round
makes what a sitting makes once; the later ones are what a candidate feels. Time of the
interface thread itself, so that a busy machine tells the same as an idle one.

    QT_QPA_PLATFORM=offscreen python -m tests.benchmarks.item_to_item
"""

import json
import os
import sys
import time
from typing import Any

from PySide6.QtWidgets import QApplication

from kiosk.ui.fonts import set_up_application
from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.exam_view import exam_view, task_view
from question_bank.formats.form import tasks_of
from tests.kiosk.ui import samples

ROUNDS = 20
REACH_MS = 50.0


def measure() -> list[dict[str, Any]]:
    """Return the first round's longest, and p50, p99 and the longest of the others."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    set_up_application(application)
    window = MainWindow(samples.a_look())
    window.resize(1920, 1080)
    window.show()
    form, record = samples.a_form(), samples.a_record(samples.some_responses())
    tasks = [place.task.task_id for place in tasks_of(form)]
    window.exam.take_media(samples.media)
    responses = record.responses
    window.exam.prepare(task_view(place, record, responses) for place in tasks_of(form))
    window.show_screen(window.exam)
    rounds: list[list[tuple[float, str]]] = []
    for _ in range(ROUNDS):
        taken = list[tuple[float, str]]()
        for task in tasks:
            begin = time.thread_time()
            window.exam.show_exam(exam_view(form, record, current_task=task))
            for _ in range(3):  # layouts, then what they put off, then painting
                application.sendPostedEvents()
                application.processEvents()
            taken.append(((time.thread_time() - begin) * 1000, task))
        rounds.append(taken)
    window.allow_close()
    window.close()
    later = sorted(found for taken in rounds[1:] for found in taken)
    longest = later[-1]
    print(f"longest at {longest[1]}; last round {rounds[-1]}", file=sys.stderr)
    return [
        _record("first time, longest", max(rounds[0])[0], has_reach=False),
        _record("p50", later[len(later) // 2][0]),
        _record("p99", later[len(later) * 99 // 100][0]),
        _record("longest", longest[0]),
    ]


def _record(name: str, value: float, *, has_reach: bool = True) -> dict[str, Any]:
    return {
        "name": f"item to item, painted: {name}",
        "value": round(value, 2),
        "unit": "ms",
        "limit": None,
        "reach": f"<= {REACH_MS:.0f}" if has_reach else "",
        "ok": value <= REACH_MS or not has_reach,
    }


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
