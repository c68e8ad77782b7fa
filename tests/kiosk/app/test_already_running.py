"""A second start is told in one sentence that takes no focus."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kiosk.app.already_running import AlreadyRunningNotice


def test_a_second_start_says_that_the_program_runs_and_where_to_go(
    qtbot: QtBot,
) -> None:
    notice = AlreadyRunningNotice("SEAT_RUNNING")
    qtbot.addWidget(notice)
    notice.show()

    texts = [label.text() for label in notice.findChildren(QLabel)]

    assert "考试机程序已经在运行。" in texts
    assert "请回到已打开的窗口。" in texts
    assert notice.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
