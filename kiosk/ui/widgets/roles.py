"""Labels and buttons by their role; the style sheet gives a role its looks."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget


def make_label(parent: QWidget, *, role: str = "text", name: str = "") -> QLabel:
    """Return a label that wraps and never reads its text as HTML."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setObjectName(name)
    label.setProperty("role", role)
    return label


def make_button(parent: QWidget, *, role: str = "plain", name: str) -> QPushButton:
    """Return a button that Tab and Enter reach; `primary` once a screen."""
    button = QPushButton(parent)
    button.setObjectName(name)
    button.setProperty("role", role)
    button.setAutoDefault(True)
    button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
    return button


def set_state(widget: QWidget, name: str, value: str | bool) -> None:
    """Set a property that the style sheet looks at, and draw anew if it changed."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    if isinstance(widget, QLabel):
        widget.setIndent(widget.indent())  # else it keeps the size it had before
    widget.updateGeometry()
    widget.update()


def show_text(label: QLabel, text: str) -> None:
    """Show the text; a label without one takes no room."""
    label.setText(text)
    label.setVisible(bool(text))
