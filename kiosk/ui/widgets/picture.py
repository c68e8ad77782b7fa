"""A picture that keeps its proportions and never asks for more room than there is."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

MOST_PIXELS = 40_000_000
"""A larger picture is not decoded: it would take 160 MB."""


class Picture(QLabel):
    """Shows an image at its own size, or smaller where the room ends.

    A label with a pixmap is what Qt tells a screen reader is a picture.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._percent = 100
        self.setPixmap(QPixmap(1, 1))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_image(self, image: QImage, *, percent: int) -> None:
        """Show the image, enlarged to `percent` as text and screen are."""
        self._image = image
        self._percent = percent
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """The proportions of the image."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height at which the image fits the width."""
        return self._fitting(width).height()

    def sizeHint(self) -> QSize:
        """Return the image's size at this scale."""
        return self._wanted()

    def minimumSizeHint(self) -> QSize:
        """Ask for little: the picture shrinks."""
        return self._fitting(160)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the image at the left."""
        del event
        if self._image.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(
            QRect(0, 0, *self._fitting(self.width()).toTuple()), self._image
        )
        painter.end()

    def _wanted(self) -> QSize:
        return self._image.size() * self._percent / 100

    def _fitting(self, width: int) -> QSize:
        wanted = self._wanted()
        if wanted.width() <= width:
            return wanted
        return wanted.scaled(width, wanted.height(), Qt.AspectRatioMode.KeepAspectRatio)


def read_image(untrusted_bytes: bytes) -> QImage:
    """Return the image; a null one when the bytes are none."""
    return QImage.fromData(untrusted_bytes)
