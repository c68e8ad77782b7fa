"""Two panes with a divider between them, moved by mouse or keyboard."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

from kiosk.ui.widgets.roles import set_state

LEAST_PERCENT = 25
"""No pane gets narrower: its text would be a column of single words."""

STEP_PERCENT = 5


class DividedPane(QSplitter):
    """Two widgets beside each other; the first one's share is kept in percent.

    Signals:
        moved: The divider was moved by a person: the first pane's share in percent.
    """

    moved = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setChildrenCollapsible(False)
        self._percent = 50
        self.splitterMoved.connect(self._on_moved)

    def show_percent(self, percent: int) -> None:
        """Give the first pane this share."""
        self._percent = _clamped(percent)
        self._place()

    def move_by(self, percent: int) -> None:
        """Move the divider by a part of the whole."""
        before = self._percent
        self.show_percent(before + percent)
        if self._percent != before:
            self.moved.emit(self._percent)

    def createHandle(self) -> QSplitterHandle:
        """Return a divider that the keyboard reaches."""
        return _Divider(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the share and the least widths."""
        super().resizeEvent(event)
        least = self.width() * LEAST_PERCENT // 100 - self.handleWidth()
        for index in range(self.count()):
            pane: QWidget | None = self.widget(index)
            if pane is not None:
                pane.setMinimumWidth(max(0, least))
        self._place()

    def _place(self) -> None:
        room = self.width() - self.handleWidth()
        first = room * self._percent // 100
        self.setSizes([first, room - first])

    def _on_moved(self) -> None:
        room = max(1, self.width() - self.handleWidth())
        self._percent = _clamped(round(self.sizes()[0] * 100 / room))
        self.moved.emit(self._percent)


class _Divider(QSplitterHandle):
    """Left and right move it, Home and End move it as far as it goes."""

    def __init__(self, pane: DividedPane) -> None:
        super().__init__(Qt.Orientation.Horizontal, pane)
        self._pane = pane
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        set_state(self._pane, "focused", value=True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        set_state(self._pane, "focused", value=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: -STEP_PERCENT,
            Qt.Key.Key_Right: STEP_PERCENT,
            Qt.Key.Key_Home: -100,
            Qt.Key.Key_End: 100,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None or event.modifiers() != Qt.KeyboardModifier.NoModifier:
            super().keyPressEvent(event)
            return
        self._pane.move_by(step)
        event.accept()


def _clamped(percent: int) -> int:
    return max(LEAST_PERCENT, min(100 - LEAST_PERCENT, percent))
