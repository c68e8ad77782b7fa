"""The round and the square sign of an option, drawn from the tokens.

The style sheet's own indicators lose their edge once they are scaled, and an option
that was not chosen must still be seen to be choosable.
"""

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QWidget

from kiosk.ui.design_tokens import LIGHT, Palette
from kiosk.ui.look import Look

SIZE = 26
"""Pixels at 100 %."""


class RoundSign(QRadioButton):
    """One of several."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._palette = LIGHT

    def show_look(self, look: Look) -> None:
        """Take size and colours."""
        self._palette = look.palette
        self.setFixedSize(look.scale.px(SIZE), look.scale.px(SIZE))

    def hitButton(self, pos: QPoint) -> bool:
        """All of it can be pressed."""
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a ring, with a dot when chosen."""
        del event
        painter, room = _begin(self, self._palette)
        painter.drawEllipse(room)
        if self.isChecked():
            quarter = room.width() / 4
            painter.setBrush(QColor(self._palette.accent))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(room.adjusted(quarter, quarter, -quarter, -quarter))
        painter.end()


class SquareSign(QCheckBox):
    """Any of several."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._palette = LIGHT

    def show_look(self, look: Look) -> None:
        """Take size and colours."""
        self._palette = look.palette
        self.setFixedSize(look.scale.px(SIZE), look.scale.px(SIZE))

    def hitButton(self, pos: QPoint) -> bool:
        """All of it can be pressed."""
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a box, filled and ticked when chosen."""
        del event
        painter, room = _begin(self, self._palette)
        if self.isChecked():
            painter.setBrush(QColor(self._palette.accent))
        painter.drawRoundedRect(room, room.width() / 6, room.width() / 6)
        if self.isChecked():
            painter.setPen(QPen(QColor(self._palette.on_accent), room.width() / 8))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(_tick(room))
        painter.end()


def _begin(button: QAbstractButton, palette: Palette) -> tuple[QPainter, QRectF]:
    painter = QPainter(button)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    line = max(2.0, button.width() / 13)
    edge = palette.accent if button.isChecked() else palette.edge
    painter.setPen(QPen(QColor(edge), line))
    painter.setBrush(QColor(palette.surface))
    return painter, QRectF(button.rect()).adjusted(line, line, -line, -line)


def _tick(room: QRectF) -> QPolygonF:
    """Points in parts of the box, chosen by eye."""
    parts = ((0.22, 0.52), (0.43, 0.72), (0.78, 0.30))
    return QPolygonF(
        [
            QPointF(room.left() + x * room.width(), room.top() + y * room.height())
            for x, y in parts
        ]
    )
