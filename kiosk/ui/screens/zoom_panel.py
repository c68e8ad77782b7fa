"""A picture as large as the window allows: zoom, drag, and back."""

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from kiosk.ui.item_views.zoomable_picture import PictureView
from kiosk.ui.look import Look
from kiosk.ui.presenters.zoom import Zoom, fitting_zoom
from kiosk.ui.widgets.flow_row import FlowRow
from kiosk.ui.widgets.icons import Icon, show_icon
from kiosk.ui.widgets.roles import make_button, make_label

STEP_PIXELS = 60
"""How far an arrow key moves the picture."""


class ZoomPanel(QFrame):
    """Stands in the place of the whole exam while a picture is looked at.

    Signals:
        closed: The candidate goes back to the task.
    """

    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("zoom-card")
        self._look: Look | None = None
        self._view: PictureView | None = None
        self._zoom: Zoom | None = None
        self._title = make_label(self, role="strong", name="zoom-title")
        self._hint = make_label(self, role="quiet", name="zoom-hint")
        self._size = make_label(self, role="quiet", name="zoom-size")
        self._size.setWordWrap(False)
        self._smaller = make_button(self, role="tool", name="zoom-smaller")
        self._smaller.clicked.connect(lambda: self._turn(larger=False))
        self._larger = make_button(self, role="tool", name="zoom-larger")
        self._larger.clicked.connect(lambda: self._turn(larger=True))
        self._fit = make_button(self, role="tool", name="zoom-fit")
        self._fit.clicked.connect(self._fit_room)
        self._close = make_button(self, role="primary", name="zoom-close")
        self._close.clicked.connect(self.closed)
        self._flow = FlowRow(self)
        for part in (self._smaller, self._size, self._larger, self._fit, self._close):
            self._flow.add(part)
        self._canvas = _Canvas(self)
        self._canvas.wheel_turned.connect(lambda up: self._turn(larger=up))
        self._canvas.resized.connect(self._on_resized)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._title)
        self._column.addWidget(self._canvas, 1)
        self._column.addWidget(self._hint)
        self._column.addWidget(self._flow)
        self.hide()

    def show_picture(self, view: PictureView) -> None:
        """Show the picture, as large as it fits."""
        self._view = view
        self._canvas.show_name(view.alt_text)
        self._title.setText(view.alt_text)
        self._zoom = None
        self._fit_room()
        self._canvas.setFocus()

    def forget(self) -> None:
        """Drop the picture."""
        self._view = self._zoom = None
        self._canvas.show_image(QImage(), QSize())

    def show_look(self, look: Look) -> None:
        """Show everything in this look."""
        self._look = look
        self._column.setContentsMargins(look.gap, look.gap, look.gap, look.gap)
        self._column.setSpacing(look.gap)
        self._flow.set_gaps(look.gap)
        self._hint.setText(look.text("picture.hint"))
        self._close.setText(look.text("picture.close"))
        for button, key, icon in (
            (self._smaller, "picture.smaller", Icon.ZOOM_OUT),
            (self._larger, "picture.larger", Icon.ZOOM_IN),
            (self._fit, "picture.fit", Icon.FIT),
        ):
            button.setText(look.text(key))
            show_icon(button, icon, look)
        self._render()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Plus and minus zoom, 0 fits, Escape goes back, arrows move."""
        arrows = {
            Qt.Key.Key_Left: (-STEP_PIXELS, 0),
            Qt.Key.Key_Right: (STEP_PIXELS, 0),
            Qt.Key.Key_Up: (0, -STEP_PIXELS),
            Qt.Key.Key_Down: (0, STEP_PIXELS),
        }
        key = Qt.Key(event.key())
        if key in arrows:
            self._canvas.move_by(*arrows[key])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self._turn(larger=key != Qt.Key.Key_Minus)
        elif key == Qt.Key.Key_0:
            self._fit_room()
        elif key == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _turn(self, *, larger: bool) -> None:
        if self._zoom is not None:
            self._zoom = self._zoom.larger if larger else self._zoom.smaller
            self._render()

    def _fit_room(self) -> None:
        if self._view is None:
            return
        room = self._canvas.viewport().size()
        size = self._view.image.size()
        self._zoom = fitting_zoom(
            size.width(), size.height(), room.width(), room.height()
        )
        self._render()

    def _on_resized(self) -> None:
        if self._zoom is not None and self._zoom.is_fit:
            self._fit_room()

    def _render(self) -> None:
        if self._view is None or self._zoom is None or self._look is None:
            return
        size = self._view.image.size() * self._zoom.percent / 100
        self._canvas.show_image(self._view.image, size)
        self._size.setText(self._look.text("picture.size", percent=self._zoom.percent))
        self._smaller.setEnabled(self._zoom.can_shrink)
        self._larger.setEnabled(self._zoom.can_grow)


class _Canvas(QScrollArea):
    """The picture in a frame that is dragged over it."""

    wheel_turned = Signal(bool)
    resized = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("zoom-canvas")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._picture = QLabel(self)
        self._picture.setObjectName("zoomed-picture")
        self._picture.setScaledContents(True)
        self._held_at: QPoint | None = None
        self.setWidget(self._picture)
        self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)

    def show_name(self, alt_text: str) -> None:
        self.setAccessibleName(alt_text)
        self._picture.setAccessibleName(alt_text)

    def show_image(self, image: QImage, size: QSize) -> None:
        scroll = (self.horizontalScrollBar(), self.verticalScrollBar())
        middles = [
            _middle(bar.value(), bar.pageStep(), bar.maximum()) for bar in scroll
        ]
        self._picture.setPixmap(QPixmap.fromImage(image))
        self._picture.resize(size)
        for bar, middle in zip(scroll, middles, strict=True):
            whole = bar.maximum() + bar.pageStep()
            bar.setValue(round(middle * whole - bar.pageStep() / 2))

    def move_by(self, across: int, down: int) -> None:
        for bar, pixels in (
            (self.horizontalScrollBar(), across),
            (self.verticalScrollBar(), down),
        ):
            bar.setValue(bar.value() + pixels)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()  # the panel knows the keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._held_at = event.position().toPoint()
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held_at is not None:
            at = event.position().toPoint()
            moved = self._held_at - at
            self._held_at = at
            self.move_by(moved.x(), moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        del event
        self._held_at = None
        self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.angleDelta().y():
            self.wheel_turned.emit(event.angleDelta().y() > 0)
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


def _middle(value: int, page: int, most: int) -> float:
    """Return which part of the whole stands in the middle of what is seen."""
    return (value + page / 2) / max(1, most + page)
