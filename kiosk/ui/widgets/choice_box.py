"""A list that opens on one line, with an arrow drawn in the theme's ink."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from kiosk.ui.look import Look
from kiosk.ui.widgets.icons import Icon, icon_pixmap


class ChoiceBox(QComboBox):
    """One of several by name; long names are cut with an ellipsis, not the window."""

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._look: Look | None = None
        self.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.setMinimumContentsLength(6)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_look(self, look: Look) -> None:
        """Take size and colours of the arrow."""
        self._look = look
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box as the style sheet has it, and the arrow."""
        super().paintEvent(event)
        if self._look is None:
            return
        palette = self._look.palette
        size_px = self.fontMetrics().height() * 2 // 3
        colour = palette.ink if self.isEnabled() else palette.disabled
        painter = QPainter(self)
        painter.drawPixmap(
            self.width() - size_px - size_px // 2,
            (self.height() - size_px) // 2,
            icon_pixmap(Icon.DOWN, size_px, colour),
        )
        painter.end()
