"""Labels and buttons by their role; the style sheet gives a role its looks.

Labels: `title` one a page · `text` · `strong` · `quiet` explains, smaller · `place` very
large · `line` what a task is · `code` to be compared or read aloud · `problem`, `warn`,
`good`, `note` a sentence on a ground of its own · `mark` a state in a few words (property
`state`: good, calm, warn, bad).
Buttons: `primary` the one next thing, once a screen · `plain` a second way · `danger` what
cannot be undone · `tool` small, beside a thing (property `on`) · `tab` · `number` ·
`mark-button` (property `on`) · `link` takes something back.
"""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget

from kiosk.ui.design_tokens import PROSE_LINE_PERCENT


class Prose(QLabel):
    """Running text of one paragraph a line, set with air between the lines.

    `text` gives back the words as they were put in; nothing of them is read as HTML.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = ""
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)

    def setText(self, text: str) -> None:
        """Show the words."""
        self._words = text
        paragraphs = "".join(
            f'<p style="margin: 0; line-height: {PROSE_LINE_PERCENT}%">{escape(line)}</p>'
            for line in text.split("\n")
        )
        super().setText(paragraphs if text else "")

    def text(self) -> str:
        """Return the words."""
        return self._words


def make_label(parent: QWidget, *, role: str = "text", name: str = "") -> QLabel:
    """Return a label that wraps and never reads its text as HTML."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setObjectName(name)
    label.setProperty("role", role)
    return label


def make_word(parent: QWidget, name: str = "") -> QLabel:
    """Return a quiet label of a word or two beside what it names; it never wraps."""
    label = make_label(parent, role="quiet", name=name)
    label.setWordWrap(False)
    return label


def make_prose(parent: QWidget, *, role: str = "text", name: str = "") -> QLabel:
    """Return a label for two lines and more: rules, explanations, messages."""
    label = Prose(parent)
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
