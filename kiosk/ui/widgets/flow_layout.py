"""A row that wraps: what does not fit goes to the next line, as words do."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Lays widgets from left to right and then down.

    What is left of a line goes behind `stretch_after`, or where that is hidden behind
    what stands before it; so a title stands left and what follows it right.
    """

    def __init__(
        self, parent: QWidget | None = None, *, stretch_after: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._stretch_after = stretch_after

    def addItem(self, item: QLayoutItem) -> None:
        """Take an item; Qt calls it."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return an item, None past the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Give an item up."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Take no more room than is needed."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """The narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines."""
        return self._lay(QRect(0, 0, width, 0), moves=False)

    def sizeHint(self) -> QSize:
        """Return what a single line needs."""
        hints = [item.sizeHint() for item in self._shown()]
        gaps = self.spacing() * max(0, len(hints) - 1)
        return self._with_margins(
            sum(hint.width() for hint in hints) + gaps,
            max((hint.height() for hint in hints), default=0),
        )

    def minimumSize(self) -> QSize:
        """Return what the widest widget needs."""
        hints = [item.minimumSize() for item in self._shown()]
        return self._with_margins(
            max((hint.width() for hint in hints), default=0),
            max((hint.height() for hint in hints), default=0),
        )

    def setGeometry(self, rect: QRect) -> None:
        """Place everything."""
        super().setGeometry(rect)
        self._lay(rect, moves=True)

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _with_margins(self, width: int, height: int) -> QSize:
        margins = self.contentsMargins()
        return QSize(
            width + margins.left() + margins.right(),
            height + margins.top() + margins.bottom(),
        )

    def _lay(self, rect: QRect, *, moves: bool) -> int:
        margins = self.contentsMargins()
        inner = rect.marginsRemoved(margins)
        top = inner.top()
        for line in self._lines(inner.width()):
            height = max(item.sizeHint().height() for item in line)
            if moves:
                self._place(line, QRect(inner.left(), top, inner.width(), height))
            top += height + self.spacing()
        used = top - self.spacing() if top > inner.top() else top
        return used - rect.top() + margins.bottom()

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        left = 0
        for item in self._shown():
            wanted = item.sizeHint().width()
            if lines and wanted <= left:
                lines[-1].append(item)
            else:
                lines.append([item])
                left = width
            left -= wanted + self.spacing()
        return lines

    def _place(self, line: list[QLayoutItem], room: QRect) -> None:
        widths = [min(item.sizeHint().width(), room.width()) for item in line]
        rest = room.width() - sum(widths) - self.spacing() * (len(line) - 1)
        x = room.left()
        last_before = self._last_before_rest(line)
        for item, width in zip(line, widths, strict=True):
            height = item.sizeHint().height()
            y = room.top() + (room.height() - height) // 2
            item.setGeometry(QRect(QPoint(x, y), QSize(width, height)))
            x += width + self.spacing()
            if item is last_before:
                x += max(0, rest)

    def _last_before_rest(self, line: list[QLayoutItem]) -> QLayoutItem | None:
        """Return the item of the line behind which the rest of it goes."""
        last: QLayoutItem | None = None
        for item in self._items:
            if item in line:
                last = item
            if item.widget() is self._stretch_after:
                return last
        return None
