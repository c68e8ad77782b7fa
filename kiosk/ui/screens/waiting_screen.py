"""Waiting for the start: who sits here, what comes next, nothing to do (row 7)."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.ui.look import Look
from kiosk.ui.presenters.log_in_view import WaitingStage, WaitingView
from kiosk.ui.presenters.message import message
from kiosk.ui.widgets.card_page import CardPage
from kiosk.ui.widgets.roles import make_label, make_prose, show_text

_STAGES = {
    WaitingStage.FOR_PACKAGE: message("waiting.for_package"),
    WaitingStage.FOR_OPENING: message("waiting.for_opening"),
    WaitingStage.FOR_START: message("waiting.for_start"),
    WaitingStage.RESUMING: message("waiting.resuming"),
}


class WaitingScreen(QWidget):
    """Shown from the confirmation to the start; no act is possible here."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._view: WaitingView | None = None
        self._look: Look | None = None
        self._page = CardPage(self)
        self._title = make_label(self, role="title")
        self._person = make_label(self, role="strong", name="waiting-person")
        self._stage = make_label(self, role="good", name="waiting-stage")
        self._form = make_label(self, name="waiting-form")
        self._next = make_prose(self)
        self._keys = make_prose(self, role="quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._page)
        self._page.add_group(self._title, self._person)
        self._page.add_group(self._stage)
        self._page.add_group(self._form, self._next)
        self._page.add_group(self._keys)

    def show_waiting(self, view: WaitingView) -> None:
        """Show who waits for what."""
        self._view = view
        self._render()

    def show_look(self, look: Look) -> None:
        """Show everything in this look."""
        self._look = look
        self._page.show_look(look)
        self._next.setText(look.text("waiting.next"))
        self._keys.setText(look.text("waiting.keys"))
        self._render()

    def _render(self) -> None:
        if self._view is None or self._look is None:
            return
        view, look = self._view, self._look
        is_resuming = view.stage is WaitingStage.RESUMING
        title = "waiting.resuming_title" if is_resuming else "waiting.title"
        self._title.setText(look.text(title))
        for part in (self._next, self._keys):
            part.setHidden(is_resuming)
        self._person.setHidden(not view.person.name)
        self._person.setText(
            look.text(
                "waiting.person",
                name=view.person.name,
                number=view.person.admission_number,
                code=view.seat.seat_code,
            )
        )
        self._stage.setText(look.say(_STAGES[view.stage]))
        has_form = view.minutes is not None and view.tasks is not None
        show_text(
            self._form,
            look.text("waiting.form", minutes=view.minutes or 0, tasks=view.tasks or 0)
            if has_form
            else "",
        )
