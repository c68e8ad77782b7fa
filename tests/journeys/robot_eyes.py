"""What a person at the seat can see: read from the real widgets, by object name.

Widgets only: nothing of the program behind them is touched.
"""

from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

SCREENS = {
    "pair-code": "pairing_code",
    "pair-address": "pairing",
    "log-in": "log_in",
    "confirm-identity": "confirm",
    "rules-read": "rules",
    "headset-title": "headset",
    "input-title": "input_check",
    "waiting-stage": "waiting",
    "exam": "exam",
    "hand-in-title": "hand_in",
    "receipt-code": "receipt",
    "locked": "locked",
    "covered": "covered",
    "reentry": "reentry",
    "staff-title": "staff",
    "stick-title": "stick",
    "resume-code": "resume_code",
    "opening-code": "opening_code",
    "trouble-code": "trouble",
}
"""A widget that only one screen has → our word for that screen."""

SAVED_HERE = "saved-here"
LIST_PREFIX = "list-"
OPTION_PREFIX = "option-"


def visible_widgets(window: QWidget) -> dict[str, QWidget]:
    """Return every named widget that is on the screen now, by object name."""
    return {
        widget.objectName(): widget
        for widget in window.findChildren(QWidget)
        if widget.objectName()
        and not widget.objectName().startswith("qt_")
        and widget.isVisible()
    }


def shown(window: QWidget) -> dict[str, Any]:
    """Return what the screen says, as plain values.

    `screen`, `texts` (labels and field contents by name), `enabled` (buttons that can be
    pressed), `answered` and `current` (tasks of the list), `response` (what is entered
    on the task that is shown; None where nothing can be entered).
    """
    widgets = visible_widgets(window)
    screen = next((word for name, word in SCREENS.items() if name in widgets), "")
    numbers = {
        name.removeprefix(LIST_PREFIX): widget
        for name, widget in widgets.items()
        if name.startswith(LIST_PREFIX) and isinstance(widget, QAbstractButton)
    }
    return {
        "screen": screen,
        "texts": {
            name: text
            for name, widget in widgets.items()
            if (text := _text(widget)) is not None
        },
        "enabled": sorted(
            name
            for name, widget in widgets.items()
            if isinstance(widget, QAbstractButton)
            and widget.isEnabled()
            and not name.startswith(LIST_PREFIX)
        ),
        "answered": [
            task for task, button in numbers.items() if button.property("answered")
        ],
        "current": next(
            (task for task, button in numbers.items() if button.property("current")), ""
        ),
        "response": response_of(widgets),
    }


def response_of(widgets: dict[str, QWidget]) -> dict[str, Any] | None:
    """Return what stands entered on the task that is shown.

    Shapes: {"options": [ids]}, {"truth": True, False or None}, {"text": "…"}.
    """
    options = {
        name.removeprefix(OPTION_PREFIX): widget
        for name, widget in widgets.items()
        if name.startswith(OPTION_PREFIX) and isinstance(widget, QAbstractButton)
    }
    if options:
        chosen = [option for option, button in options.items() if button.isChecked()]
        return {"options": sorted(chosen)}
    is_true, is_false = widgets.get("truth-true"), widgets.get("truth-false")
    if isinstance(is_true, QAbstractButton) and isinstance(is_false, QAbstractButton):
        said = True if is_true.isChecked() else False if is_false.isChecked() else None
        return {"truth": said}
    field = widgets.get("text-answer")
    if isinstance(field, QPlainTextEdit):
        return {"text": field.toPlainText()}
    return None


def bring_into_view(widget: QWidget) -> None:
    """Scroll as a person would, until the widget can be seen."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget, 0, 40)
        parent = parent.parentWidget()


def is_reachable(window: QWidget, widget: QWidget) -> bool:
    """Return whether the middle of the widget lies open to a mouse."""
    middle = QRect(
        widget.mapTo(window, widget.rect().topLeft()), widget.size()
    ).center()
    hit = window.childAt(middle)
    while hit is not None:
        if hit is widget:
            return True
        hit = hit.parentWidget()
    return False


def _text(widget: QWidget) -> str | None:
    if isinstance(widget, QLabel | QLineEdit):
        return widget.text()
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText()
    if isinstance(widget, QAbstractButton):
        return widget.text()
    return None
