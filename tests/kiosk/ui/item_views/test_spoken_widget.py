"""A spoken task on a small screen with large text: what is urgent is seen."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.take_view import Ear, TakePhase, TakeQuestion
from tests.kiosk.ui import samples
from tests.kiosk.ui.conftest import shown
from tests.kiosk.ui.gallery_sound import spoken
from tests.kiosk.ui.screenshots import settle


@pytest.fixture
def small(application: QApplication) -> Iterator[MainWindow]:
    window = MainWindow(samples.a_look(percent=200))
    window.resize(1024, 768)
    window.setUpdatesEnabled(False)
    window.show()
    yield window
    window.allow_close()
    window.close()
    window.deleteLater()
    settle(application)


def is_seen(widget: QWidget) -> bool:
    """Return whether all of it is in sight."""
    return widget.visibleRegion().boundingRect() == widget.rect()


def test_who_is_not_heard_sees_it(small: MainWindow, application: QApplication) -> None:
    recording = {"phase": TakePhase.RECORDING, "phase_ms": 3_000, "most_ms": 90_000}
    spoken(**recording, ear=Ear.HEARD)(small)
    settle(application)

    spoken(**recording, ear=Ear.UNHEARD)(small)
    settle(application)

    assert is_seen(shown(small, "take-alarm"))


def test_who_leaves_while_recording_sees_the_question_and_its_ways(
    small: MainWindow, application: QApplication
) -> None:
    recording = {"phase": TakePhase.RECORDING, "phase_ms": 9_000, "most_ms": 90_000}
    spoken(**recording)(small)
    settle(application)

    spoken(**recording, question=TakeQuestion.LEAVE)(small)
    settle(application)

    assert is_seen(shown(small, "take-alarm"))
    assert is_seen(shown(small, "take-leave_refused"))
