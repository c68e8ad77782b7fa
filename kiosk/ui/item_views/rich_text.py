"""Rich text of one block: a label that measures itself once for each width.

A layout asks a label for its height a dozen times before it is content, and the label
sets the whole text anew each time; with a table that alone was half of the way from one
task of a case to the next.
"""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QLabel, QWidget

_CHANGES = frozenset({QEvent.Type.FontChange, QEvent.Type.StyleChange})


class RichText(QLabel):
    """Shows HTML that was made from data, all of its text escaped."""

    def __init__(self, parent: QWidget, html: str) -> None:
        super().__init__(parent)
        self._heights: dict[int, int] = {}
        self._hint: QSize | None = None
        self._least: QSize | None = None
        self.setProperty("role", "content")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setText(html)

    def heightForWidth(self, width: int) -> int:
        """Return the height at a width."""
        if width not in self._heights:
            self._heights[width] = super().heightForWidth(width)
        return self._heights[width]

    def sizeHint(self) -> QSize:
        """Return the size that the text would like to have."""
        if self._hint is None:
            self._hint = super().sizeHint()
        return self._hint

    def minimumSizeHint(self) -> QSize:
        """Return the least size."""
        if self._least is None:
            self._least = super().minimumSizeHint()
        return self._least

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew in another font."""
        if event.type() in _CHANGES:
            self._heights, self._hint, self._least = {}, None, None
        super().changeEvent(event)
