"""Single and multiple choice: a row an option, and a way to take the choice back."""

from string import ascii_uppercase

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QVBoxLayout,
    QWidget,
)

from kiosk.ui.item_views.choice_signs import RoundSign, SquareSign
from kiosk.ui.item_views.content_widget import MediaProvider
from kiosk.ui.item_views.option_row import OptionRow
from kiosk.ui.look import Look
from kiosk.ui.widgets.roles import make_button
from question_bank.items.multiple_choice import MultipleChoice
from question_bank.items.response import OptionsResponse, Response
from question_bank.items.single_choice import SingleChoice


class OptionsWidget(QWidget):
    """The options of one task.

    Signals:
        entered: The candidate changed the choice: an OptionsResponse, ids sorted.
        struck: An option was crossed out, or the line taken away: its id, whether now.
        zoom_wanted: A picture is to be shown large: a PictureView.
    """

    entered = Signal(object)
    struck = Signal(str, bool)
    zoom_wanted = Signal(object)

    def __init__(self, parent: QWidget, task: SingleChoice | MultipleChoice) -> None:
        super().__init__(parent)
        self._task = task
        self._group = QButtonGroup(self)
        self._group.setExclusive(isinstance(task, SingleChoice))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._buttons: dict[str, RoundSign | SquareSign] = {}
        self._rows: dict[str, OptionRow] = {}
        for letter, option in zip(ascii_uppercase, task.options, strict=False):
            self._add(option.option_id, letter)
        self._clear = make_button(self, role="link", name="clear-answer")
        self._clear.clicked.connect(self._take_back)
        self._column.addWidget(self._clear, 0, Qt.AlignmentFlag.AlignLeft)

    def show_response(self, response: Response | None) -> None:
        """Show what was chosen before; not a new answer."""
        chosen = response.option_ids if isinstance(response, OptionsResponse) else ()
        self._set(frozenset(chosen))

    def show_struck(self, struck: frozenset[str]) -> None:
        """Show which options are crossed out."""
        for option_id, row in self._rows.items():
            row.show_struck(is_struck=option_id in struck)

    def focus_answer(self) -> None:
        """Let the keyboard be at the choice, or at the first option."""
        buttons = list(self._buttons.values())
        chosen = [button for button in buttons if button.isChecked()]
        (chosen or buttons)[0].setFocus()

    def show_look(self, look: Look, media: MediaProvider) -> None:
        """Show the options in this look."""
        self._column.setSpacing(look.gap)
        self._clear.setText(look.text("task.clear"))
        for option in self._task.options:
            self._rows[option.option_id].show_content(option.content, media, look)

    def _add(self, option_id: str, letter: str) -> None:
        is_single = isinstance(self._task, SingleChoice)
        button = RoundSign(self) if is_single else SquareSign(self)
        button.setObjectName(f"option-{option_id}")
        button.clicked.connect(self._report)  # by hand only, not by setChecked
        self._group.addButton(button)
        self._buttons[option_id] = button
        row = OptionRow(self, button, letter, can_strike=True)
        row.strike_wanted.connect(lambda: self._strike(option_id))
        row.zoom_wanted.connect(self.zoom_wanted)
        self._rows[option_id] = row
        self._column.addWidget(row)

    def _strike(self, option_id: str) -> None:
        row = self._rows[option_id]
        row.show_struck(is_struck=not row.is_struck)
        self.struck.emit(option_id, row.is_struck)

    def _set(self, chosen: frozenset[str]) -> None:
        is_exclusive = self._group.exclusive()
        self._group.setExclusive(False)  # else the last one cannot be taken back
        for option_id, button in self._buttons.items():
            button.setChecked(option_id in chosen)
        self._group.setExclusive(is_exclusive)
        self._clear.setEnabled(bool(chosen))

    def _take_back(self) -> None:
        self._set(frozenset())
        self._report()

    def _report(self) -> None:
        chosen = sorted(x for x, button in self._buttons.items() if button.isChecked())
        self._clear.setEnabled(bool(chosen))
        self.entered.emit(OptionsResponse(option_ids=tuple(chosen)))
        for option_id in chosen:
            if self._rows[option_id].is_struck:  # who chooses it no longer rules it out
                self._strike(option_id)
