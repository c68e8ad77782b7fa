"""A row that wraps: what does not fit goes to the next line, as words do.

A widget and no QLayout: a layout's `itemAt` must answer None past the last item, which
the type stubs of PySide6 do not allow, and a widget is all that is needed.
"""

from PySide6.QtCore import QEvent, QMargins, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_CALLS_TO_PLACE = frozenset(
    {QEvent.Type.LayoutRequest, QEvent.Type.Show, QEvent.Type.StyleChange}
)
"""A hidden row hears nothing of its widgets, so it asks when it is shown."""


class FlowRow(QWidget):
    """Places its widgets from left to right and then down.

    What is left of a line goes behind `stretch_after`, or where that is hidden behind
    what stands before it; so a title stands left and what follows it right.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._widgets: list[QWidget] = []
        self._gap = 0
        self._margins = QMargins()
        self._stretch_after: QWidget | None = None
        # Not Fixed: that would hold it at the height of a single line.
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def widgets(self) -> tuple[QWidget, ...]:
        """What stands in the row, hidden or not."""
        return tuple(self._widgets)

    def add(self, widget: QWidget) -> None:
        """Put a widget at the end of the row."""
        widget.setParent(self)  # which hides it
        widget.show()
        self._widgets.append(widget)
        self.updateGeometry()

    def clear(self) -> None:
        """Take all widgets out and delete them."""
        for widget in self._widgets:
            widget.hide()
            widget.deleteLater()
        self._widgets = []
        self.updateGeometry()

    def stretch_after(self, widget: QWidget) -> None:
        """Say where the rest of a line goes."""
        self._stretch_after = widget

    def set_gaps(self, gap: int, margins: QMargins | None = None) -> None:
        """Set the pixels between the widgets and around them."""
        self._gap = gap
        self._margins = margins or QMargins()
        self.updateGeometry()
        self._place_all()

    def hasHeightForWidth(self) -> bool:
        """The narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines."""
        inner = width - self._margins.left() - self._margins.right()
        heights = [_height(line, inner) for line in self._lines(inner)]
        gaps = self._gap * max(0, len(heights) - 1)
        return sum(heights) + gaps + self._margins.top() + self._margins.bottom()

    def sizeHint(self) -> QSize:
        """Return what the lines need at this width; a single one before there is any."""
        shown = self._shown()
        width = sum(widget.sizeHint().width() for widget in shown)
        width += self._gap * max(0, len(shown) - 1)
        width += self._margins.left() + self._margins.right()
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return what the widest and the highest widget need; lines ask by width.

        Words that wrap can be as narrow as their longest one.
        """
        hints = [
            widget.minimumSizeHint()
            if widget.hasHeightForWidth()
            else widget.sizeHint()
            for widget in self._shown()
        ]
        widest = max((hint.width() for hint in hints), default=0)
        highest = max((hint.height() for hint in hints), default=0)
        across, down = self._margins.left(), self._margins.top()
        return QSize(
            widest + across + self._margins.right(),
            highest + down + self._margins.bottom(),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place everything anew."""
        super().resizeEvent(event)
        self._place_all()

    def event(self, event: QEvent) -> bool:
        """Place everything anew when sizes may have changed, or first count."""
        is_handled = super().event(event)
        if event.type() in _CALLS_TO_PLACE:
            self.updateGeometry()
            self._place_all()
        return is_handled

    def _shown(self) -> list[QWidget]:
        shown = [widget for widget in self._widgets if not widget.isHidden()]
        for widget in shown:
            widget.ensurePolished()  # before it, the style sheet has not set its size
        return shown

    def _lines(self, width: int) -> list[list[QWidget]]:
        lines: list[list[QWidget]] = []
        left = 0
        for widget in self._shown():
            wanted = widget.sizeHint().width()
            if lines and wanted <= left:
                lines[-1].append(widget)
            else:
                lines.append([widget])
                left = width
            left -= wanted + self._gap
        return lines

    def _place_all(self) -> None:
        inner = self.rect().marginsRemoved(self._margins)
        top = inner.top()
        for line in self._lines(inner.width()):
            height = _height(line, inner.width())
            self._place(line, QRect(inner.left(), top, inner.width(), height))
            top += height + self._gap

    def _place(self, line: list[QWidget], room: QRect) -> None:
        sizes = [_size(widget, room.width()) for widget in line]
        widths = [min(size.width(), room.width()) for size in sizes]
        rest = room.width() - sum(widths) - self._gap * (len(line) - 1)
        last_before = self._last_before_rest(line)
        x = room.left()
        for widget, size, width in zip(line, sizes, widths, strict=True):
            y = room.top() + (room.height() - size.height()) // 2
            widget.setGeometry(x, y, width, size.height())
            x += width + self._gap
            if widget is last_before:
                x += max(0, rest)

    def _last_before_rest(self, line: list[QWidget]) -> QWidget | None:
        """Return the widget of the line behind which the rest of it goes."""
        last: QWidget | None = None
        for widget in self._widgets:
            if widget in line:
                last = widget
            if widget is self._stretch_after:
                return last
        return None


def _height(line: list[QWidget], room: int) -> int:
    return max(_size(widget, room).height() for widget in line)


def _size(widget: QWidget, room: int) -> QSize:
    """Return what a widget takes; where its words do not fit, they wrap."""
    hint = widget.sizeHint()
    if hint.width() <= room or not widget.hasHeightForWidth():
        return hint
    return QSize(room, widget.heightForWidth(room))
