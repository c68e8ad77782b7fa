"""A few widgets that stay side by side where their row wraps."""

from PySide6.QtWidgets import QHBoxLayout, QWidget


class Group(QWidget):
    """Its parts from left to right."""

    def __init__(self, parent: QWidget, *parts: QWidget) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        for part in parts:
            self._row.addWidget(part)

    def set_gap(self, gap: int) -> None:
        """Set the pixels between its parts."""
        self._row.setSpacing(gap)
