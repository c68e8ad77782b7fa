"""Telling a screen reader what came up without the keyboard being there."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.ui.widgets.roles import show_text


def announce(widget: QWidget, text: str, *, is_urgent: bool = False) -> None:
    """Have the text read aloud, at once if it is urgent; nothing without a reader."""
    event = QAccessibleAnnouncementEvent(widget, text)
    politeness = QAccessible.AnnouncementPoliteness
    event.setPoliteness(politeness.Assertive if is_urgent else politeness.Polite)
    QAccessible.updateAccessibility(event)


def tell_text(label: QLabel, text: str, *, is_urgent: bool = False) -> None:
    """Show the text, or take the label away; what is new is read aloud, once."""
    is_news = bool(text) and (label.isHidden() or text != label.text())
    show_text(label, text)
    if is_news and label.isVisible():
        announce(label, text, is_urgent=is_urgent)
