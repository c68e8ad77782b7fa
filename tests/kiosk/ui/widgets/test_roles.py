import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.style_sheet import style_sheet
from kiosk.ui.widgets.roles import make_label, make_prose
from kiosk.ui.widgets.row_button import make_row_button
from tests.kiosk.ui.samples import a_look

LONG = "陈一诺　准考证号 3101260417001　原 03 号机，三十二分钟前导出"


@pytest.fixture
def holder(application: QApplication, qtbot: QtBot) -> QWidget:
    holder = QWidget()
    qtbot.addWidget(holder)
    holder.setStyleSheet(style_sheet(a_look()))
    return holder


def test_running_text_has_air_between_its_lines(
    holder: QWidget,
) -> None:
    prose, label = make_prose(holder), make_label(holder)
    for each in (prose, label):
        each.setText("很长的一段话，" * 40)
        each.ensurePolished()

    lines = label.heightForWidth(400) // label.fontMetrics().height()
    height = prose.heightForWidth(400) / lines
    assert 1.5 <= height / 20 <= 1.7


def test_running_text_is_never_read_as_markup(
    holder: QWidget,
) -> None:
    prose = make_prose(holder)
    prose.setText("<b>不是粗体</b> & 一行\n又一行")

    assert prose.text() == "<b>不是粗体</b> & 一行\n又一行"
    spoken = QAccessible.queryAccessibleInterface(prose).text(QAccessible.Text.Name)
    assert "<b>不是粗体</b> & 一行" in spoken


def test_a_row_button_wraps_its_words_and_says_them(
    holder: QWidget,
) -> None:
    row = make_row_button(holder, name="row")
    row.setText(LONG)

    assert row.heightForWidth(250) > row.heightForWidth(900)
    assert row.minimumSizeHint().width() < 250
    assert row.accessibleName() == LONG
