"""After a long gap: the staff lets the candidate go on (rows 47, 48)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.ui.look import Look
from kiosk.ui.presenters.return_view import ReentryView
from kiosk.ui.widgets.announce import tell_text
from kiosk.ui.widgets.card_page import CardPage
from kiosk.ui.widgets.number_field import NumberField
from kiosk.ui.widgets.roles import make_button, make_label, make_prose, show_text


class ReentryScreen(QWidget):
    """The clock stands; the challenge is read out to whoever sits at the console.

    Signals:
        code_entered: A code or a PIN, as typed.
    """

    code_entered = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._view: ReentryView | None = None
        self._look: Look | None = None
        self._page = CardPage(self)
        self._title = make_label(self, role="title", name="reentry")
        self._text = make_prose(self)
        self._challenge_label = make_label(self)
        self._challenge = make_label(self, role="code", name="reentry-challenge")
        self._code_label = make_label(self)
        self._code = NumberField(self, "reentry-code", is_digits=True)
        self._code.setProperty("role", "code")
        self._code.setMaxLength(20)
        self._code.entered.connect(lambda _: self._send())
        self._problem = make_label(self, role="problem", name="reentry-problem")
        self._wait = make_label(self, role="warn", name="reentry-wait")
        self._go = make_button(self, role="primary", name="reentry-go")
        self._go.clicked.connect(self._send)
        self._console = make_prose(self, role="quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._page)
        self._page.add_group(self._title, self._text)
        self._page.add_field(self._challenge_label, self._challenge)
        self._page.add_field(self._code_label, self._code)
        self._page.add_group(self._problem, self._wait, self._go)
        self._page.add_group(self._console)

    def show_reentry(self, view: ReentryView) -> None:
        """Show challenge, and what was wrong with the last try.

        A wrong code or PIN is typed anew; one with a slip in it stays to be mended.
        """
        before, self._view = self._view, view
        self._render()
        was_busy = before is not None and before.is_busy
        has_to_wait = view.wait is not None and (before is None or before.wait is None)
        if has_to_wait or (was_busy and not view.is_busy):
            self.show_empty_field()

    def show_empty_field(self) -> None:
        """Begin anew."""
        self._code.forget()
        self._code.setFocus()

    def show_look(self, look: Look) -> None:
        """Show everything in this look."""
        self._look = look
        self._page.show_look(look)
        self._title.setText(look.text("reentry.title"))
        self._challenge_label.setText(look.text("reentry.challenge"))
        self._code_label.setText(look.text("reentry.code"))
        self._code.setAccessibleName(look.text("reentry.code"))
        self._console.setText(look.text("reentry.console"))
        self._render()

    def _render(self) -> None:
        if self._view is None or self._look is None:
            return
        view, look = self._view, self._look
        self._text.setText(look.say(view.text))
        self._challenge.setText(view.challenge)
        tell_text(self._problem, look.say(view.problem))
        show_text(self._wait, look.say(view.wait))
        self._go.setText(look.text("staff.checking" if view.is_busy else "reentry.go"))
        self._code.setEnabled(not view.is_busy)
        self._go.setEnabled(not view.is_busy and view.wait is None)

    def _send(self) -> None:
        if self._go.isEnabled():
            self.code_entered.emit(self._code.text())
