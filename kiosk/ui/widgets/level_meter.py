"""A bar that shows how loud the microphone hears."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.design_tokens import Theme
from kiosk.ui.look import Look

PARTS = 24
"""Blocks in the bar: few enough to be counted at a glance."""

LOUD_FROM = 0.9
"""Share of the bar from which on a voice is too loud: 6 dB below full scale."""

HEIGHT, WIDTH = 22, 240
"""Pixels at 100 %."""


class LevelMeter(QWidget):
    """Blocks from left to right; the last ones in the colour of a warning."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("level-meter")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._look: Look | None = None
        self._level = 0.0

    @property
    def level(self) -> float:
        """What it shows, in [0, 1]."""
        return self._level

    def show_level(self, level: float) -> None:
        """Show how loud it is, in [0, 1]."""
        shown = min(1.0, max(0.0, level))
        if round(shown * PARTS) != round(self._level * PARTS):
            self.update()
        self._level = shown

    def show_look(self, look: Look) -> None:
        """Take size and colours from the look."""
        self._look = look
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As high as a line of small text."""
        if self._look is None:
            return QSize(WIDTH, HEIGHT)
        scale = self._look.scale
        return QSize(scale.line(WIDTH), scale.room(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """It may get half as wide."""
        hint = self.sizeHint()
        return QSize(hint.width() // 2, hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the blocks."""
        del event
        if self._look is None:
            return
        palette, gap = self._look.palette, self._look.scale.line(2)
        width = (self.width() + gap) / PARTS
        lit = round(self._level * PARTS)
        # On black a hairline is bright: empty blocks would look full.
        is_contrast = palette.theme is Theme.CONTRAST
        unlit = palette.good_wash if is_contrast else palette.hairline
        painter = QPainter(self)
        for part in range(PARTS):
            is_loud = part >= LOUD_FROM * PARTS
            colour = palette.warn if is_loud else palette.good
            block = QRectF(part * width, 0, width - gap, self.height())
            painter.fillRect(block, QColor(colour if part < lit else unlit))
        painter.end()
