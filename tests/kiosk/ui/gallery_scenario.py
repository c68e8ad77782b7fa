"""What a picture of the gallery is, and what several of them begin with."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QPushButton

from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.clock_text import clock_view
from kiosk.ui.presenters.header_tools import HeaderToolsView
from kiosk.ui.presenters.people import SeatPlaceView
from kiosk.ui.presenters.save_marks import save_marks
from kiosk.ui.screens.leave_screen import LeaveScreen
from tests.kiosk.ui import samples


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One picture: its name and what the window is told, with realistic content."""

    name: str
    show: Callable[[MainWindow], None]


def clear(window: MainWindow) -> None:
    """Take away what a scenario before may have left in header and banners."""
    for screen in window.findChildren(LeaveScreen):
        screen.show_gone()
    window.show_message("")
    window.show_time_warning(None)
    window.show_save_failure(None)
    window.header.show_place(SeatPlaceView(), None)
    window.header.show_clock(None)
    window.header.show_saves(None)
    window.header.show_data_class(None)
    window.header.show_tools(HeaderToolsView())
    window.header.strip.hide()
    window.start_strip.show_start(None)
    window.exam.sounds.take_source(None)
    window.sound_panel.hide()


def show_running(window: MainWindow, left_ms: int = 4_523_000) -> None:
    window.header.show_place(samples.PLACE, samples.a_person())
    window.header.show_clock(clock_view(left_ms))
    window.header.show_tools(
        HeaderToolsView(can_call=True, can_cover=True, has_sound=True)
    )
    window.header.show_saves(
        save_marks(
            saved_seq=42, pending=0, server_seq=42, failing=False, server_age_ms=900
        )
    )


def press(window: MainWindow, name: str) -> None:
    button = window.findChild(QPushButton, name)
    assert button is not None
    button.click()
