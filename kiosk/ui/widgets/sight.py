"""Bringing what has to be read now into sight, on a page that scrolls."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

_AIR = 8
"""Pixels around it."""


def bring_into_sight(*parts: QWidget) -> None:
    """Scroll until these are seen; where not all find room, rather the later ones.

    All of them stand on the same page; it takes its new height before.
    """

    def scroll() -> None:
        area = _page_of(parts[0])
        for part in parts:
            if area is not None and part.isVisible():
                area.ensureWidgetVisible(part, 0, _AIR)

    QTimer.singleShot(0, parts[0], scroll)


def _page_of(part: QWidget) -> QScrollArea | None:
    holder = part.parentWidget()
    while holder is not None and not isinstance(holder, QScrollArea):
        holder = holder.parentWidget()
    return holder
