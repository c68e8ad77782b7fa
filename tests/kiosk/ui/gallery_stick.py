"""Pictures of the stick's screen."""

from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.stick_view import (
    StickAct,
    archive_row,
    choosing_view,
    failed_view,
    stick_row,
    written_view,
)
from tests.kiosk.ui import samples
from tests.kiosk.ui.gallery_scenario import Scenario

GIGABYTE = 1024**3


def stick_export(window: MainWindow) -> None:
    window.header.show_place(samples.PLACE, samples.a_person())
    rows = [stick_row("KINGSTON", 14 * GIGABYTE)]
    window.stick.show_stick(choosing_view(StickAct.EXPORT, rows))
    window.show_screen(window.stick)


def stick_none(window: MainWindow) -> None:
    window.header.show_place(samples.PLACE, samples.a_person())
    window.stick.show_stick(choosing_view(StickAct.EXPORT, ()))
    window.show_screen(window.stick)


def stick_written(window: MainWindow) -> None:
    window.header.show_place(samples.PLACE, samples.a_person())
    window.stick.show_stick(written_view("2026S1-03-7f3a91c0.answers", 1284))
    window.show_screen(window.stick)


def stick_take(window: MainWindow) -> None:
    window.header.show_place(samples.PLACE, None)
    rows = [
        archive_row("陈一诺", "3101260417001", "03"),
        archive_row("欧阳文轩", "3101260417018", "11"),
    ]
    window.stick.show_stick(failed_view(StickAct.TAKE, "FORMAT", rows))
    window.show_screen(window.stick)


STICK: tuple[Scenario, ...] = (
    Scenario(name="stick-export", show=stick_export),
    Scenario(name="stick-none", show=stick_none),
    Scenario(name="stick-written", show=stick_written),
    Scenario(name="stick-take-failed", show=stick_take),
)
