import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from kiosk.ui.widgets.icons import Icon, icon_pixmap, show_icon
from tests.kiosk.ui.samples import a_look


def ink(icon: Icon, size_px: int) -> int:
    """Return how many pixels are not empty."""
    image = icon_pixmap(icon, size_px, "#102030").toImage()
    return sum(
        image.pixelColor(x, y).alpha() > 0
        for x in range(size_px)
        for y in range(size_px)
    )


@pytest.mark.parametrize("icon", Icon, ids=lambda icon: icon.name)
def test_every_icon_can_be_drawn_and_seen(
    application: QApplication, icon: Icon
) -> None:
    assert ink(icon, 24) > 40


def test_no_two_icons_look_alike(application: QApplication) -> None:
    drawn = [icon_pixmap(icon, 24, "#102030").toImage() for icon in Icon]

    assert all(
        one != other for index, one in enumerate(drawn) for other in drawn[:index]
    )


def test_an_icon_takes_the_size_of_the_text(
    application: QApplication, qtbot: QtBot
) -> None:
    button = QPushButton()
    qtbot.addWidget(button)

    show_icon(button, Icon.HAND, a_look())
    usual = button.iconSize()
    show_icon(button, Icon.HAND, a_look(percent=200))

    assert usual == QSize(20, 20)
    assert button.iconSize().width() > usual.width()


def test_an_icon_is_drawn_anew_only_when_it_is_to_look_otherwise(
    application: QApplication, qtbot: QtBot
) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    look = a_look()

    show_icon(button, Icon.HAND, look)
    first = button.icon().cacheKey()
    show_icon(button, Icon.HAND, look)
    assert button.icon().cacheKey() == first

    show_icon(button, Icon.HAND, look, colour=look.palette.warn)
    assert button.icon().cacheKey() != first
