"""A button as wide as its page whose words wrap, for rows that name people or things."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from kiosk.ui.widgets.roles import make_label


class RowButton(QPushButton):
    """Words of any length; the name for a screen reader is the words."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = make_label(self)
        self._words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.addWidget(self._words)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def setText(self, text: str) -> None:
        """Show the words."""
        self._words.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Ask for the width that the words would like."""
        hint = self._words.sizeHint()
        return QSize(hint.width(), self.heightForWidth(hint.width()))

    def minimumSizeHint(self) -> QSize:
        """Ask for little: words wrap."""
        hint = self._words.minimumSizeHint()
        return QSize(hint.width(), super().sizeHint().height())

    def hasHeightForWidth(self) -> bool:
        """The narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return what the words need at this width, or a button's usual height."""
        layout = self.layout()
        assert layout is not None
        return max(layout.heightForWidth(width), super().sizeHint().height())


def make_row_button(parent: QWidget, *, role: str = "plain", name: str) -> RowButton:
    """Return a button for a row of a list; `primary` where it is the only row."""
    button = RowButton(parent)
    button.setObjectName(name)
    button.setProperty("role", role)
    button.setAutoDefault(True)
    return button
