"""A code that the proctor types at the seat: to go on, or to open the package."""

from types import MappingProxyType

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from kiosk.ui.look import Look
from kiosk.ui.presenters.code_entry import CodeEntryView, CodePurpose
from kiosk.ui.presenters.message import message
from kiosk.ui.widgets.announce import tell_text
from kiosk.ui.widgets.card_page import CardPage
from kiosk.ui.widgets.roles import make_button, make_label, make_prose, show_text

_TITLES = MappingProxyType(
    {
        CodePurpose.RESUME: message("code.resume_title"),
        CodePurpose.OPENING: message("code.opening_title"),
    }
)
_EXPLANATIONS = MappingProxyType(
    {
        CodePurpose.RESUME: message("code.resume_explanation"),
        CodePurpose.OPENING: message("code.opening_explanation"),
    }
)


class CodeEntryScreen(QWidget):
    """One field for one code; two of these exist, one a purpose.

    The field is `resume-code` or `opening-code`, its button `…-submit`.

    Signals:
        closed: Back; only where a code is not the only way on.
        code_entered: The proctor sent a code: as typed; the reader forgives case and gaps.
    """

    code_entered = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget, purpose: CodePurpose) -> None:
        super().__init__(parent)
        self._purpose = purpose
        self._view = CodeEntryView()
        self._look: Look | None = None
        self._page = CardPage(self)
        self._title = make_label(self, role="title")
        self._explanation = make_prose(self)
        self._field = QLineEdit(self)
        self._field.setObjectName(f"{purpose}-code")
        self._field.setProperty("role", "code")
        self._field.setMaxLength(80)
        self._field.setInputMethodHints(Qt.InputMethodHint.ImhLatinOnly)
        self._field.returnPressed.connect(self._send)
        self._problem = make_label(self, role="problem", name=f"{purpose}-problem")
        self._wait = make_label(self, role="warn", name=f"{purpose}-wait")
        self._submit = make_button(self, role="primary", name=f"{purpose}-submit")
        self._submit.clicked.connect(self._send)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._page)
        self._page.add_group(self._title, self._explanation)
        self._page.add_group(self._field, self._problem, self._wait)
        self._back = make_button(self, name=f"{purpose}-back")
        self._back.clicked.connect(self.closed)
        self._back.setVisible(purpose is CodePurpose.OPENING)
        self._page.add_group(self._submit, self._back)

    def show_code_entry(self, view: CodeEntryView) -> None:
        """Show what was wrong and how long to wait; what is typed stays."""
        was_busy = self._view.is_busy
        self._view = view
        self._render()
        if not view.is_busy and (was_busy or not self.isVisible()):
            self._field.setFocus()

    def show_empty_field(self) -> None:
        """Forget what was typed: once a code was taken."""
        self._field.clear()

    def show_look(self, look: Look) -> None:
        """Show everything in this look."""
        self._look = look
        self._page.show_look(look)
        self._title.setText(look.say(_TITLES[self._purpose]))
        self._explanation.setText(look.say(_EXPLANATIONS[self._purpose]))
        self._field.setAccessibleName(look.say(_TITLES[self._purpose]))
        self._back.setText(look.text("staff.back"))
        self._render()

    def _render(self) -> None:
        if self._look is None:
            return
        view, look = self._view, self._look
        tell_text(self._problem, look.say(view.problem))
        show_text(self._wait, look.say(view.wait))
        self._submit.setText(
            look.text("code.checking" if view.is_busy else "code.send")
        )
        self._field.setEnabled(not view.is_busy)
        self._submit.setEnabled(not view.is_busy and view.wait is None)

    def _send(self) -> None:
        if self._submit.isEnabled():  # Enter in the field must not go round the wait
            self.code_entered.emit(self._field.text().strip())
