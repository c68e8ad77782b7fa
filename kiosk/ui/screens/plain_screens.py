"""Screens without any act: the lock, and trouble."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.ui.look import Look
from kiosk.ui.presenters.trouble_view import TroubleView
from kiosk.ui.widgets.card_page import CardPage
from kiosk.ui.widgets.roles import make_label, make_prose


class LockedScreen(QWidget):
    """Shown under a lock of the proctor's: no content, the clock stands."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._page = CardPage(self)
        self._title = make_label(self, role="title", name="locked")
        self._text = make_prose(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._page)
        self._page.add_group(self._title, self._text)

    def show_look(self, look: Look) -> None:
        """Show everything in this look."""
        self._page.show_look(look)
        self._title.setText(look.text("locked.title"))
        self._text.setText(look.text("locked.text"))


class TroubleScreen(QWidget):
    """Shown when nothing can go on: what happened, what to do, a code for the staff."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._view: TroubleView | None = None
        self._look: Look | None = None
        self._page = CardPage(self)
        self._title = make_label(self, role="title")
        self._what = make_label(self, role="problem", name="trouble-what")
        self._advice = make_label(self, role="strong", name="trouble-advice")
        self._code = make_label(self, role="quiet", name="trouble-code")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._page)
        self._page.add_group(self._title, self._what)
        self._page.add_group(self._advice, self._code)

    def show_trouble(self, view: TroubleView) -> None:
        """Show one trouble."""
        self._view = view
        self._render()

    def show_look(self, look: Look) -> None:
        """Show everything in this look."""
        self._look = look
        self._page.show_look(look)
        self._title.setText(look.text("trouble.title"))
        self._render()

    def _render(self) -> None:
        if self._view is None or self._look is None:
            return
        view, look = self._view, self._look
        self._what.setText(look.say(view.what))
        self._advice.setText(look.say(view.advice))
        self._code.setText(look.text("trouble.code", code=view.code))
