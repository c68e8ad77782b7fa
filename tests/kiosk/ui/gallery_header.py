"""Pictures of what the header can say and open."""

from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.header_tools import HeaderToolsView
from tests.kiosk.ui.gallery_day import log_in
from tests.kiosk.ui.gallery_exam import show_exam
from tests.kiosk.ui.gallery_scenario import Scenario


def strip(window: MainWindow) -> None:
    show_exam("sc-2")(window)
    window.header.strip.open()


def practice(window: MainWindow) -> None:
    show_exam("sc-2")(window)
    window.header.show_data_class("practice")


def trial(window: MainWindow) -> None:
    log_in(window)
    window.header.show_data_class("trial")


def called(window: MainWindow) -> None:
    show_exam("sc-2")(window)
    window.header.show_tools(HeaderToolsView(can_call=True, is_called=True))


HEADER = (
    Scenario(name="header-strip", show=strip),
    Scenario(name="header-practice", show=practice),
    Scenario(name="header-trial", show=trial),
    Scenario(name="header-called", show=called),
)
