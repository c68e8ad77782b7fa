"""A sound in the content: its button, how far it has played, how often it may be heard."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QProgressBar, QVBoxLayout, QWidget

from kiosk.sitting.sound_rules import PlayPress
from kiosk.ui.item_views.sound_board import board_above, place_above
from kiosk.ui.look import Look
from kiosk.ui.presenters.play_view import UNHEARD, PlayView
from kiosk.ui.widgets.flow_row import FlowRow
from kiosk.ui.widgets.icons import Icon, show_icon
from kiosk.ui.widgets.roles import make_button, make_label, show_text
from question_bank.items.content import Sound

STEPS = 1000
"""Of the bar: finer than a pixel."""

BAR_HEIGHT = 8
"""Pixels at 100 %."""

_ICONS = {PlayPress.PAUSE: Icon.PAUSE}


class SoundWidget(QFrame):
    """One sound; made anew by its content when the look changes."""

    def __init__(self, parent: QWidget, block: Sound, look: Look) -> None:
        super().__init__(parent)
        self.setProperty("role", "sound")
        self._block = block
        self._look = look
        self._board = board_above(parent)
        self._shown: PlayView | None = None
        label = make_label(self, role="strong")
        label.setText(look.text("content.sound", label=block.label))
        self._play = make_button(self, name=f"play-{block.media_name}")
        self._play.clicked.connect(self._on_press)
        self._time = make_label(self, role="quiet", name="play-time")
        self._left = make_label(self, role="quiet", name="plays-left")
        self._time.setWordWrap(False)
        self._left.setWordWrap(False)
        self._bar = QProgressBar(self)
        self._bar.setRange(0, STEPS)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(look.scale.room(BAR_HEIGHT))
        self._bar.setAccessibleName(look.text("play.bar"))
        self._note = make_label(self, role="quiet", name="play-note")
        self._trouble = make_label(self, role="problem", name="play-trouble")
        row = FlowRow(self)
        row.set_gaps(look.gap)
        row.stretch_after(self._time)
        for part in (self._play, self._time, self._left):
            row.add(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.gap, look.gap, look.gap, look.gap)
        column.setSpacing(look.tight_gap)
        for widget in (label, row, self._bar, self._note, self._trouble):
            column.addWidget(widget)
        if self._board is not None:
            self._board.plays_changed.connect(self._on_change)
        self._render()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while it was hidden."""
        super().showEvent(event)
        self._render()

    def _on_change(self) -> None:
        if self.isVisible():
            self._render()

    def _render(self) -> None:
        view = UNHEARD
        if self._board is not None:
            view = self._board.play_view(place_above(self), self._block)
        if view == self._shown:
            return
        self._shown = view
        look = self._look
        button, left = look.say(view.button), look.say(view.left)
        self._play.setText(button)
        self._play.setAccessibleName(
            look.text("play.name", button=button, label=self._block.label, left=left)
        )
        show_icon(self._play, _ICONS.get(view.press, Icon.PLAY), look)
        can_press = view.press is not PlayPress.NOTHING and self._board is not None
        self._set_can_press(can_press)
        self._time.setText(view.time)
        self._left.setText(left)
        self._bar.setValue(round(view.progress * STEPS))
        show_text(self._note, "" if view.is_trouble else look.say(view.note))
        show_text(self._trouble, look.say(view.note) if view.is_trouble else "")

    def _set_can_press(self, can_press: bool) -> None:
        """The keyboard waits here while the button does; else it would be in the header."""
        if not can_press and self._play.hasFocus():
            self.setFocus()
        self._play.setEnabled(can_press)
        if can_press and self.hasFocus():
            self._play.setFocus()

    def _on_press(self) -> None:
        if self._board is not None:
            self._board.play_pressed.emit(place_above(self), self._block)
