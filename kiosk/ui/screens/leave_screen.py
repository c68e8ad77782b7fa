"""Leaving the lock: a number to read out, a code to type; a way back for who strayed here."""

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from kiosk.ui.look import Look
from kiosk.ui.presenters.leave_view import LeaveView
from kiosk.ui.widgets.announce import tell_text
from kiosk.ui.widgets.card_page import CardPage
from kiosk.ui.widgets.flow_row import FlowRow
from kiosk.ui.widgets.roles import make_button, make_label, make_prose, show_text

_MOST_TYPED = 20


class LeaveScreen(QWidget):
    """Lies over the whole window, whatever it shows, and goes again.

    Signals:
        code_entered: A code as typed; "" when none is needed.
        back_wanted: The screen is to go; nothing else changes.
    """

    code_entered = Signal(str)
    back_wanted = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._window = window
        self._look: Look | None = None
        self._view: LeaveView | None = None
        self._before: QWidget | None = None
        self._page = CardPage(self)
        self._title = make_label(self, role="title")
        self._explanation = make_prose(self)
        self._number = make_label(self, role="quiet")
        self._challenge = make_label(self, role="code", name="leave-challenge")
        self._challenge.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._validity = make_prose(self, role="quiet")
        self._code_label = make_label(self, role="strong")
        self._field = QLineEdit(self)
        self._field.setObjectName("leave-code")
        self._field.setProperty("role", "code")
        self._field.setMaxLength(_MOST_TYPED)
        self._field.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self._field.returnPressed.connect(self._send)
        self._code_label.setBuddy(self._field)
        self._problem = make_label(self, role="problem", name="leave-problem")
        self._wait = make_label(self, role="warn", name="leave-wait")
        self._pin = make_label(self, role="quiet")
        self._back = make_button(self, role="primary", name="leave-back")
        self._back.clicked.connect(self.back_wanted)
        self._unlock = make_button(self, role="plain", name="leave-unlock")
        self._unlock.clicked.connect(self._send)
        self._buttons = FlowRow(self)
        self._build()
        window.installEventFilter(self)
        self.hide()

    def show_leave(self, view: LeaveView) -> None:
        """Show the screen, or what changed on it; what is typed stays."""
        self._view = view
        self._render()
        if self.isHidden():
            self._field.clear()
            self._before = self._window.focusWidget()
            self.setGeometry(self._window.rect())
            self.show()
            self.raise_()
            (self._field if view.needs_code else self._back).setFocus()

    def show_gone(self) -> None:
        """Take the screen away; the keyboard is where it was."""
        before, self._before = self._before, None
        self._field.clear()
        self.hide()
        if before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus()

    def show_look(self, look: Look) -> None:
        """Show everything in this look."""
        self._look = look
        self._page.show_look(look)
        self._buttons.set_gaps(look.gap)
        self._title.setText(look.text("leave.title"))
        self._number.setText(look.text("leave.number"))
        self._challenge.setAccessibleName(look.text("leave.number"))
        self._code_label.setText(look.text("leave.code"))
        self._field.setAccessibleName(look.text("leave.code"))
        self._pin.setText(look.text("leave.pin"))
        self._back.setText(look.text("leave.back"))
        self._render()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the window."""
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self.setGeometry(self._window.rect())
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leads back; no key reaches what lies below."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_wanted.emit()
        event.accept()

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Go round within the screen; what lies below is not there."""
        if self.isHidden():
            return super().focusNextPrevChild(forwards)
        ring: list[QWidget] = [
            each
            for each in (self._field, self._back, self._unlock)
            if not each.isHidden() and each.isEnabled()
        ]
        now = self.focusWidget()
        at = ring.index(now) if now in ring else -1
        step = 1 if forwards else -1
        reason = Qt.FocusReason.TabFocusReason
        ring[(at + step) % len(ring)].setFocus(reason)
        return True

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._page)
        self._buttons.stretch_after(self._back)
        self._buttons.add(self._back)
        self._buttons.add(self._unlock)
        self._page.add_group(self._title, self._explanation)
        self._page.add_group(self._number, self._challenge, self._validity)
        self._page.add_group(self._code_label, self._field, self._problem, self._wait)
        self._page.add_group(self._pin)
        self._page.add_group(self._buttons)

    def _render(self) -> None:
        if self._look is None or self._view is None:
            return
        view, look = self._view, self._look
        self._explanation.setText(look.say(view.explanation))
        self._challenge.setText(view.challenge)
        for part in (
            self._number,
            self._challenge,
            self._code_label,
            self._field,
            self._pin,
        ):
            part.setVisible(view.needs_code)
        show_text(self._validity, look.say(view.validity))
        tell_text(self._problem, look.say(view.problem))
        show_text(self._wait, look.say(view.wait))
        self._unlock.setText(
            look.text("leave.unlock" if view.needs_code else "leave.quit")
        )
        self._unlock.setEnabled(view.wait is None)

    def _send(self) -> None:
        if self._unlock.isEnabled():
            self.code_entered.emit(self._field.text().strip())
