"""What the seat needs of PySide6 itself; docs/decisions/0140."""

import sys

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

CALLS = 200


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal there")
def test_calls_into_qt_give_no_reference_to_none_away(
    application: QApplication, qtbot: QtBot
) -> None:
    """PySide6 6.12.0 on Python 3.11 does, and aborts after some ten thousand calls."""
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.updateGeometry()
    before = sys.getrefcount(None)

    for _ in range(CALLS):
        widget.updateGeometry()

    assert sys.getrefcount(None) > before - CALLS // 2
