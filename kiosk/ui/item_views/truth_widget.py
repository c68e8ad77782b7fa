"""True or false: two rows in words, with a sign each, and a way to take it back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from kiosk.ui.item_views.choice_signs import RoundSign
from kiosk.ui.item_views.content_widget import MediaProvider
from kiosk.ui.item_views.option_row import OptionRow
from kiosk.ui.look import Look
from kiosk.ui.widgets.roles import make_button
from question_bank.items.content import Paragraph, Run
from question_bank.items.response import Response, TruthResponse


class TruthWidget(QWidget):
    """The two judgements of one statement.

    Signals:
        entered: The candidate judged, or took it back: a TruthResponse.
    """

    entered = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._true = self._button("truth-true")
        self._false = self._button("truth-false")
        self._true_row = OptionRow(self, self._true, "✓")
        self._false_row = OptionRow(self, self._false, "×")
        self._clear = make_button(self, role="link", name="clear-answer")
        self._clear.clicked.connect(self._take_back)
        self._column.addWidget(self._true_row)
        self._column.addWidget(self._false_row)
        self._column.addWidget(self._clear, 0, Qt.AlignmentFlag.AlignLeft)

    def show_response(self, response: Response | None) -> None:
        """Show the earlier judgement; not a new answer."""
        self._set(response.is_true if isinstance(response, TruthResponse) else None)

    def focus_answer(self) -> None:
        """Let the keyboard be at the judgement, or at the first of the two."""
        (self._false if self._false.isChecked() else self._true).setFocus()

    def show_look(self, look: Look, media: MediaProvider) -> None:
        """Show both in this look."""
        self._column.setSpacing(look.gap)
        self._clear.setText(look.text("task.clear"))
        said = ((self._true_row, "task.true"), (self._false_row, "task.false"))
        for row, key in said:
            words = Paragraph(runs=(Run(text=look.text(key)),))
            row.show_content((words,), media, look)

    def _button(self, name: str) -> RoundSign:
        button = RoundSign(self)
        button.setObjectName(name)
        button.clicked.connect(self._report)  # by hand only
        self._group.addButton(button)
        return button

    def _set(self, is_true: bool | None) -> None:
        self._group.setExclusive(False)  # else neither can be taken back
        self._true.setChecked(is_true is True)
        self._false.setChecked(is_true is False)
        self._group.setExclusive(True)
        self._clear.setEnabled(is_true is not None)

    def _take_back(self) -> None:
        self._set(None)
        self.entered.emit(TruthResponse(is_true=None))

    def _report(self) -> None:
        self._clear.setEnabled(True)
        self.entered.emit(TruthResponse(is_true=self._true.isChecked()))
