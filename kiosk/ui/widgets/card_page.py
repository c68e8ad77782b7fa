"""A page with one column in the middle that scrolls when the text is large."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kiosk.ui.look import Look


class CardPage(QScrollArea):
    """One card; what the page says stands in `column`, from top to bottom."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._ground = QWidget(self)
        self._ground.setObjectName("ground")
        self._card = QFrame(self._ground)
        self._card.setObjectName("card")
        self.column = QVBoxLayout(self._card)
        row = QHBoxLayout(self._ground)
        row.addStretch(1)
        row.addWidget(self._card, 100, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self.setWidget(self._ground)

    def show_look(self, look: Look) -> None:
        """Take width and gaps from the look."""
        wide = look.wide_gap
        self.column.setContentsMargins(wide, wide, wide, wide)
        self.column.setSpacing(look.gap)
        self._card.setMaximumWidth(look.scale.px(look.sizes.column))
