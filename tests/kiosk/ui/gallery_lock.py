"""Pictures of the way out of the lock, which lies over whatever is shown."""

from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.leave_view import leave_view, leave_view_free, wrong
from kiosk.ui.screens.leave_screen import LeaveScreen
from tests.kiosk.ui.gallery_scenario import Scenario, show_running


def leave(window: MainWindow) -> None:
    show_running(window)
    _screen(window).show_leave(
        leave_view("40718263", life_ms=14 * 60_000, wait_ms=8_000, problem=wrong())
    )


def leave_free(window: MainWindow) -> None:
    _screen(window).show_leave(leave_view_free())


def _screen(window: MainWindow) -> LeaveScreen:
    made: LeaveScreen | None = window.findChild(LeaveScreen)
    screen = made or LeaveScreen(window)
    screen.show_look(window.look)
    return screen


LOCK = (
    Scenario(name="leave-code", show=leave),
    Scenario(name="leave-free", show=leave_free),
)
