"""A picture in a task with a way to see it large."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.ui.look import Look
from kiosk.ui.widgets.icons import Icon, show_icon
from kiosk.ui.widgets.picture import Picture
from kiosk.ui.widgets.roles import make_button


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureView:
    """A picture and what it shows in words."""

    image: QImage
    alt_text: str


class ZoomablePicture(QWidget):
    """The picture, and a button below it.

    Signals:
        zoom_wanted: It is to be shown large: its PictureView.
    """

    zoom_wanted = Signal(object)

    def __init__(
        self, parent: QWidget, view: PictureView, *, is_pressed_to_zoom: bool
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._is_pressed_to_zoom = is_pressed_to_zoom
        self._picture = Picture(self)
        self._picture.setAccessibleName(view.alt_text)
        self._button = make_button(self, role="tool", name="zoom-picture")
        self._button.clicked.connect(self._want)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._picture)
        self._column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        if is_pressed_to_zoom:
            self._picture.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_look(self, look: Look) -> None:
        """Show the picture as large as the text is."""
        self._column.setSpacing(look.tight_gap)
        self._picture.show_image(self._view.image, percent=look.scale.px(100))
        self._button.setText(look.text("picture.zoom"))
        name = look.text("picture.zoom_name", alt=self._view.alt_text)
        self._button.setAccessibleName(name)
        show_icon(self._button, Icon.ZOOM_IN, look)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Show it large when the picture itself is pressed."""
        is_left = event.button() == Qt.MouseButton.LeftButton
        is_here = self._picture.geometry().contains(event.position().toPoint())
        if is_left and is_here and self._is_pressed_to_zoom:
            event.accept()
            self._want()
        else:
            event.ignore()  # a row of options below takes it as its own

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Be the one whom the release comes to, where pressing has a meaning."""
        event.setAccepted(self._is_pressed_to_zoom)

    def _want(self) -> None:
        self.zoom_wanted.emit(self._view)
