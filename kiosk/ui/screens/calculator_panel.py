"""The calculator (row 39): keys to press, or the keyboard; its result stays in the exam."""

from types import MappingProxyType

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from kiosk.ui.item_views.own_clipboard import OwnClipboard
from kiosk.ui.look import Look
from kiosk.ui.presenters.calculator import (
    BACK,
    CLEAR,
    EQUALS,
    KEYS,
    TYPED,
    CalculatorState,
    after_key,
    calculator_view,
)
from kiosk.ui.widgets.flow_row import FlowRow
from kiosk.ui.widgets.roles import make_button, make_label, set_state, show_text

_COMMANDS = MappingProxyType(
    {
        Qt.Key.Key_Return: EQUALS,
        Qt.Key.Key_Enter: EQUALS,
        Qt.Key.Key_Backspace: BACK,
        Qt.Key.Key_Delete: CLEAR,
    }
)

_SPOKEN = MappingProxyType(
    {
        "×": "calculator.sign_times",
        "÷": "calculator.sign_divide",
        "−": "calculator.sign_minus",
        "+": "calculator.sign_plus",
        "√": "calculator.sign_root",
        "%": "calculator.sign_percent",
        "=": "calculator.sign_equals",
        "←": "calculator.sign_back",
        "C": "calculator.sign_clear",
        "(": "calculator.sign_open",
        ")": "calculator.sign_close",
        ".": "calculator.sign_point",
    }
)


class CalculatorPanel(QWidget):
    """Two lines and the keys.

    Signals:
        insert_wanted: The result is to be put into the answer: a number as text.
    """

    insert_wanted = Signal(str)

    def __init__(self, parent: QWidget, clipboard: OwnClipboard) -> None:
        super().__init__(parent)
        self._clipboard = clipboard
        self._look: Look | None = None
        self._state = CalculatorState()
        self._can_insert = False
        self._is_copied = False
        self._display = _Display(self)
        self._display.key_pressed.connect(self._press)
        self._display.copy_wanted.connect(self._on_copy)
        self._note = make_label(self, role="quiet", name="calculator-note")
        self._pad = QWidget(self)
        self._grid = QGridLayout(self._pad)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._keys = self._made_keys()
        self._copy = make_button(self, role="tool", name="calculator-copy")
        self._copy.clicked.connect(self._on_copy)
        self._insert = make_button(self, role="tool", name="calculator-insert")
        self._insert.clicked.connect(self._on_insert)
        self._flow = FlowRow(self)
        self._flow.add(self._copy)
        self._flow.add(self._insert)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for part in (self._display, self._note, self._flow, self._pad):
            self._column.addWidget(part)
        self._column.addStretch(1)

    def show_can_insert(self, *, can_insert: bool) -> None:
        """Offer to put the result into the answer, beside a task with a text field."""
        self._can_insert = can_insert
        self._render()

    def forget(self) -> None:
        """Clear it: the sitting is over."""
        self._state = CalculatorState()
        self._render()

    def focus_first(self) -> None:
        """Let the keyboard calculate."""
        self._display.focus_result()

    def show_look(self, look: Look) -> None:
        """Show everything in this look."""
        self._look = look
        self._column.setSpacing(look.tight_gap)
        self._grid.setSpacing(look.tight_gap)
        self._flow.set_gaps(look.tight_gap)
        self._copy.setText(look.text("calculator.copy"))
        self._insert.setText(look.text("calculator.insert"))
        self._pad.setAccessibleName(look.text("calculator.keys"))
        for key, button in self._keys.items():
            spoken = look.text(_SPOKEN[key]) if key in _SPOKEN else key
            button.setAccessibleName(spoken)
        self._display.show_look(look)
        self._render()

    def _made_keys(self) -> dict[str, QPushButton]:
        keys: dict[str, QPushButton] = {}
        for row, line in enumerate(KEYS):
            for column, key in enumerate(line):
                button = make_button(self._pad, role="tool", name=f"key-{key}")
                button.setText(key)
                button.setFocusPolicy(
                    Qt.FocusPolicy.NoFocus
                )  # the display has the keys
                button.clicked.connect(self._on_key)
                button.setProperty("key", key)
                wide = 2 if key == "0" else 1
                at = column + 1 if key == "." else column
                self._grid.addWidget(button, row, at, 1, wide)
                keys[key] = button
        # "=" stands high at the right, where the hand expects it.
        high = QSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)
        keys[EQUALS].setSizePolicy(high)
        self._grid.addWidget(keys[EQUALS], 4, 3, 2, 1)
        return keys

    def _on_key(self) -> None:
        pressed = self.sender()
        if pressed is not None:
            self._press(str(pressed.property("key")))

    def _press(self, key: str) -> None:
        self._state = after_key(self._state, key)
        self._is_copied = False
        self._render()

    def _on_copy(self) -> None:
        number = calculator_view(self._state).number
        if number:
            self._clipboard.text = number
            self._is_copied = True
            self._render()

    def _on_insert(self) -> None:
        self.insert_wanted.emit(calculator_view(self._state).number)

    def _render(self) -> None:
        if self._look is None:
            return
        view, look = calculator_view(self._state), self._look
        self._display.show_lines(view.expression, view.result)
        said = look.say(view.problem)
        if self._is_copied:
            said = look.text("calculator.copied")
        show_text(self._note, said)
        set_state(self._note, "near", view.problem is not None)
        self._copy.setEnabled(bool(view.number))
        self._insert.setVisible(self._can_insert)
        self._insert.setEnabled(bool(view.number))


class _Display(QFrame):
    """The expression above, its value below; takes the keys of the keyboard.

    The keyboard is at the value: a label is a text for a screen reader, a frame nothing.
    """

    key_pressed = Signal(str)
    copy_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("calculator-display")
        self.setProperty("role", "option")
        self._expression = make_label(self, name="calculator-expression")
        self._result = make_label(self, role="strong", name="calculator-result")
        for label in (self._expression, self._result):
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._result.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._result.installEventFilter(self)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._expression)
        self._column.addWidget(self._result)

    def focus_result(self) -> None:
        # No focus proxy: where the order of Tab is set, Qt would pass what stands before.
        self._result.setFocus()

    def show_lines(self, expression: str, result: str) -> None:
        # A place to break a long line at: every sign may stand at its end.
        self._expression.setText("\u200b".join(expression) or "0")
        self._result.setText(result or " ")
        self._result.setAccessibleDescription(f"{expression} {result}".strip())

    def show_look(self, look: Look) -> None:
        self._result.setAccessibleName(look.text("calculator.display"))
        self._column.setSpacing(look.tight_gap)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = _COMMANDS.get(Qt.Key(event.key())) or TYPED.get(event.text())
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif key is not None:
            self.key_pressed.emit(key)
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show whether the keyboard is at the value; its keys come here by themselves."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            set_state(self, "focused", event.type() == QEvent.Type.FocusIn)
        return super().eventFilter(watched, event)
