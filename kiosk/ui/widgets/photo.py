"""The candidate's photo, at one size, or a plain word where there is none."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.ui.look import Look
from kiosk.ui.widgets.picture import read_image
from kiosk.ui.widgets.roles import make_label

WIDTH, HEIGHT = 150, 200
"""Pixels at 100 %: 3 to 4, as ID photos are."""


class Photo:
    """Drives one label that shows a photo."""

    def __init__(self, parent: QWidget) -> None:
        self.label: QLabel = make_label(parent, role="photo", name="photo")
        self.label.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def show_photo(self, photo: bytes, look: Look) -> None:
        """Show the photo, or say that there is none."""
        width, height = look.scale.room(WIDTH), look.scale.room(HEIGHT)
        self.label.setFixedSize(width, height)
        image = read_image(photo)
        if image.isNull():
            self.label.setPixmap(QPixmap())
            self.label.setText(look.text("confirm.no_photo"))
            return
        fitted = image.scaled(
            width,
            height,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        self.label.setPixmap(QPixmap.fromImage(fitted))
        self.label.setAccessibleName(look.text("confirm.photo"))
