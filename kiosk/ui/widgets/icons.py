"""Icons drawn from a few lines and fills, in any colour and size; no icon font.

Each is made for a square of 24 by 24. `M x y` begins, `L x y` draws a line, `C` a curve
(two handles and its end), `Z` closes, `O x y r` is a circle, `R x y w h r` a rounded box.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton

from kiosk.ui.look import Look

GRID = 24
"""Units of the square in which every icon is drawn."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn as a line, two units wide, and what is filled."""

    lines: str = ""
    fills: str = ""


class Icon(Enum):
    """Every icon of the seat; each stands beside words or has an accessible name."""

    HAND = Drawing(
        "M8 13 L8 6 M11.2 12 L11.2 4 M14.4 12 L14.4 4.6 M17.6 13 L17.6 7"
        " M7.4 17.4 L3.9 13.2",
        "M7 11 L18.6 11 L18.6 15 C18.6 19.6 16 22 12.6 22 C9.6 22 8 20.6 6.6 18 Z",
    )
    LOCK = Drawing("M8 11 L8 8 C8 2.6 16 2.6 16 8 L16 11", "R 5 11 14 10 2")
    SPEAKER = Drawing(
        "M15.6 8.6 C17.6 10.6 17.6 13.4 15.6 15.4 M18.4 6 C21.8 9.4 21.8 14.6 18.4 18",
        "M3 9 L7 9 L12 4.6 L12 19.4 L7 15 L3 15 Z",
    )
    SPEAKER_OFF = Drawing(
        "M15.6 9.4 L20.8 14.6 M20.8 9.4 L15.6 14.6",
        "M3 9 L7 9 L12 4.6 L12 19.4 L7 15 L3 15 Z",
    )
    DISPLAY = Drawing(
        "M2.6 19 L8 5 L13.4 19 M4.6 14.4 L11.4 14.4"
        " M21 12 L21 19 M21 15.5 C21 11.2 15 11.2 15 15.5 C15 19.8 21 19.8 21 15.5"
    )
    MENU = Drawing("M4 7 L20 7 M4 12 L20 12 M4 17 L20 17")
    DOWN = Drawing("M5 9 L12 16 L19 9")
    CLOSE = Drawing("M6 6 L18 18 M18 6 L6 18")
    CHECK = Drawing("M4.6 12.6 L9.8 17.8 L19.4 6.8")
    FLAG = Drawing("M6 21 L6 4", "M6 4 L19 4 L15.6 8.5 L19 13 L6 13 Z")
    PLAY = Drawing("", "M7 4.4 L19.6 12 L7 19.6 Z")
    PAUSE = Drawing("", "R 6 5 4 14 1 R 14 5 4 14 1")
    STOP = Drawing("", "R 6 6 12 12 2")
    RECORD = Drawing("", "O 12 12 7")
    MICROPHONE = Drawing(
        "M5.6 11 C5.6 19.6 18.4 19.6 18.4 11 M12 17.6 L12 21 M8.6 21 L15.4 21",
        "R 8.8 2.6 6.4 12 3.2",
    )
    WARNING = Drawing(
        "M12 3.6 L21.6 20.4 L2.4 20.4 Z M12 9.6 L12 14.4", "O 12 17.4 1.2"
    )
    CLOCK = Drawing("O 12 12 9 M12 6.8 L12 12 L15.6 14.2")
    CALCULATOR = Drawing(
        "R 5 3 14 18 2 M8.4 7.6 L15.6 7.6",
        "O 9 12.4 1.2 O 15 12.4 1.2 O 9 16.8 1.2 O 15 16.8 1.2 O 12 12.4 1.2 O 12 16.8 1.2",
    )
    NOTE = Drawing(
        "M5 3.4 L15 3.4 L19 7.4 L19 20.6 L5 20.6 Z M8.6 10 L15.4 10 M8.6 14.6 L13 14.6"
    )
    ZOOM_IN = Drawing(
        "O 10.4 10.4 6.6 M15.4 15.4 L21 21 M7.4 10.4 L13.4 10.4 M10.4 7.4 L10.4 13.4"
    )
    ZOOM_OUT = Drawing("O 10.4 10.4 6.6 M15.4 15.4 L21 21 M7.4 10.4 L13.4 10.4")
    STRIKE = Drawing("M6.4 19 L12 5 L17.6 19 M8.8 14.6 L15.2 14.6 M2.6 10.4 L21.4 10.4")
    FIT = Drawing(
        "M4 9 L4 4 L9 4 M15 4 L20 4 L20 9 M20 15 L20 20 L15 20 M9 20 L4 20 L4 15"
    )
    PHONES = Drawing(
        "M4.4 15 L4.4 12 C4.4 1.8 19.6 1.8 19.6 12 L19.6 15",
        "R 3 13.4 4.6 7 1.6 R 16.4 13.4 4.6 7 1.6",
    )


def icon_pixmap(icon: Icon, size_px: int, colour: str) -> QPixmap:
    """Return the icon on nothing, `size_px` wide and high, in a colour `#RRGGBB`."""
    pixmap = QPixmap(size_px, size_px)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size_px / GRID, size_px / GRID)
    pen = QPen(QColor(colour), 2)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(_path(icon.value.lines), pen)
    painter.fillPath(_path(icon.value.fills), QColor(colour))
    painter.end()
    return pixmap


def show_icon(
    button: QAbstractButton, icon: Icon, look: Look, *, colour: str = ""
) -> None:
    """Show an icon on a button of a bar; the colour of ink unless said.

    A button of the primary role takes `look.palette.on_accent`. Drawing costs half a
    millisecond, so what shows already is not drawn again.
    """
    palette = look.palette
    size_px = look.scale.bar(look.sizes.small_text) * 5 // 4
    colour = colour or palette.ink
    wanted = f"{icon.name} {size_px} {colour} {palette.disabled}"
    if button.property("icon-drawn") == wanted:
        return
    button.setProperty("icon-drawn", wanted)
    made = QIcon(icon_pixmap(icon, size_px, colour))
    made.addPixmap(icon_pixmap(icon, size_px, palette.disabled), QIcon.Mode.Disabled)
    button.setIcon(made)
    button.setIconSize(QSize(size_px, size_px))


def _path(drawing: str) -> QPainterPath:
    path = QPainterPath()
    for letter, numbers in _steps(drawing):
        match letter, numbers:
            case "M", [x, y]:
                path.moveTo(x, y)
            case "L", [x, y]:
                path.lineTo(x, y)
            case "C", [a, b, c, d, x, y]:
                path.cubicTo(QPointF(a, b), QPointF(c, d), QPointF(x, y))
            case "Z", []:
                path.closeSubpath()
            case "O", [x, y, radius]:
                path.addEllipse(QPointF(x, y), radius, radius)
            case "R", [x, y, width, height, radius]:
                path.addRoundedRect(QRectF(x, y, width, height), radius, radius)
            case _:
                raise ValueError(f"{letter} with {len(numbers)} numbers")
    return path


def _steps(drawing: str) -> Iterator[tuple[str, list[float]]]:
    """Yield each letter with its numbers."""
    for step in re.findall(r"[A-Z][^A-Z]*", drawing):
        yield step[0], [float(number) for number in step[1:].split()]
