"""The rules of the room, and "I have read this" at their end (row 3)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from kiosk.ui.look import Look
from kiosk.ui.presenters.rules_view import RulesView
from kiosk.ui.widgets.card_page import CardPage
from kiosk.ui.widgets.roles import make_button, make_label, make_prose

_ON = frozenset({Qt.Key.Key_PageDown, Qt.Key.Key_Down, Qt.Key.Key_Space})
_BACK = frozenset({Qt.Key.Key_PageUp, Qt.Key.Key_Up})


class RulesScreen(QWidget):
    """Shown after "this is me".

    The button stands behind the last rule, never greyed out: who presses it has had
    everything before their eyes.

    Signals:
        was_read: The candidate says that they read the rules.
    """

    was_read = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._view: RulesView | None = None
        self._look: Look | None = None
        self._page = CardPage(self)
        self._step = make_label(self, role="quiet", name="rules-step")
        self._title = make_label(self, role="title", name="rules-title")
        self._intro = make_label(self)
        self._rules: list[QLabel] = []
        self._list = QVBoxLayout()
        self._read = make_button(self, role="primary", name="rules-read")
        self._read.clicked.connect(self.was_read)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._page)
        self._page.add_group(self._step, self._title, self._intro)
        self._page.add_group(self._list)
        self._page.add_group(self._read)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_rules(self, view: RulesView) -> None:
        """Show the rules from their beginning."""
        self._view = view
        self._page.verticalScrollBar().setValue(0)
        self._render()
        self.setFocus()

    def show_look(self, look: Look) -> None:
        """Show everything in this look."""
        self._look = look
        self._page.show_look(look)
        self._list.setSpacing(look.gap)
        self._title.setText(look.text("rules.title"))
        self.setAccessibleName(look.text("rules.title"))
        self._intro.setText(look.text("rules.intro"))
        self._read.setText(look.text("rules.read"))
        self._render()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll by the keys that people try; Enter is for the button alone."""
        bar = self._page.verticalScrollBar()
        if event.key() in _ON and bar.value() < bar.maximum():
            bar.setValue(bar.value() + bar.pageStep() * 3 // 4)
        elif event.key() in _ON:
            self._read.setFocus()
        elif event.key() in _BACK:
            bar.setValue(bar.value() - bar.pageStep() * 3 // 4)
        else:
            super().keyPressEvent(event)

    def _render(self) -> None:
        if self._view is None or self._look is None:
            return
        self._step.setText(self._look.say(self._view.step.words))
        while len(self._rules) < len(self._view.rules):
            label = make_prose(self)
            self._rules.append(label)
            self._list.addWidget(label)
        for label in self._rules[len(self._view.rules) :]:
            label.hide()
        for number, (label, rule) in enumerate(
            zip(self._rules, self._view.rules, strict=False), start=1
        ):
            label.setText(f"{number}. {self._look.say(rule)}")
            label.show()
