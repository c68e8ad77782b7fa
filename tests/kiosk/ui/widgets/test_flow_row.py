import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.widgets.flow_row import FlowRow

GAP = 10


@pytest.fixture
def row(qtbot: QtBot) -> FlowRow:
    window = QWidget()
    qtbot.addWidget(window)
    row = FlowRow(window)
    row.window_of_the_test = window  # type: ignore[attr-defined] # keeps it alive
    row.set_gaps(GAP)
    for _ in range(3):
        part = QLabel(row)
        part.setFixedSize(QSize(100, 20))
        part.sizeHint = lambda: QSize(100, 20)  # type: ignore[method-assign] # a size
        row.add(part)
    window.show()
    row.show()
    return row


def places(row: FlowRow, width: int) -> list[tuple[int, int]]:
    row.resize(width, row.heightForWidth(width))
    return [(widget.x(), widget.y()) for widget in row.widgets]


def test_what_fits_stands_in_one_line(row: FlowRow) -> None:
    assert places(row, 400) == [(0, 0), (110, 0), (220, 0)]
    assert row.heightForWidth(400) == 20


def test_what_does_not_fit_goes_to_the_next_line(row: FlowRow) -> None:
    assert places(row, 250) == [(0, 0), (110, 0), (0, 30)]
    assert row.heightForWidth(250) == 50


def test_the_rest_of_a_line_goes_where_it_was_asked(row: FlowRow) -> None:
    row.stretch_after(row.widgets[0])

    assert places(row, 400) == [(0, 0), (190, 0), (300, 0)]


def test_a_hidden_widget_takes_no_room(row: FlowRow) -> None:
    row.widgets[1].hide()

    assert places(row, 400)[2] == (110, 0)
