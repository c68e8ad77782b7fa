"""Spoken answer: prepare, record, hear oneself; one state and one next thing to do."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QProgressBar, QPushButton, QVBoxLayout, QWidget

from kiosk.ui.item_views.sound_board import SoundBoard, board_above
from kiosk.ui.look import Look
from kiosk.ui.presenters.take_view import TakeAct, TakeView, Tone, empty_view
from kiosk.ui.widgets.act_button import add_act_button
from kiosk.ui.widgets.announce import tell_text
from kiosk.ui.widgets.flow_row import FlowRow
from kiosk.ui.widgets.icons import Icon
from kiosk.ui.widgets.level_meter import LevelMeter
from kiosk.ui.widgets.roles import make_label, set_state, show_text
from kiosk.ui.widgets.sight import bring_into_sight
from question_bank.items.spoken_answer import SpokenAnswer

STEPS = 1000
BAR_HEIGHT = 8
"""Pixels at 100 %."""

_ICONS = {
    TakeAct.RECORD: Icon.MICROPHONE,
    TakeAct.STOP: Icon.STOP,
    TakeAct.LISTEN: Icon.PLAY,
    TakeAct.LISTEN_END: Icon.STOP,
}
_TITLE_ROLES = {
    Tone.CALM: "note",
    Tone.GOOD: "good",
    Tone.WARN: "warn",
    Tone.BAD: "problem",
}


class SpokenWidget(QFrame):
    """The part of a spoken task in which it is answered."""

    def __init__(self, parent: QWidget, task: SpokenAnswer) -> None:
        super().__init__(parent)
        self.setProperty("role", "sound")
        self.setObjectName("spoken-part")
        self._task = task
        self._look: Look | None = None
        self._shown: TakeView | None = None
        self._board: SoundBoard | None = board_above(parent)
        self._title = make_label(self, role="note", name="take-title")
        self._clock = make_label(self, role="clock", name="take-clock")
        self._bar = QProgressBar(self)
        self._bar.setRange(0, STEPS)
        self._bar.setTextVisible(False)
        self._meter = LevelMeter(self)
        self._alarm = make_label(self, role="problem", name="take-alarm")
        self._lines = make_label(self, role="quiet", name="take-lines")
        self._row = FlowRow(self)
        self._buttons: dict[TakeAct, QPushButton] = {}
        self._column = QVBoxLayout(self)
        for widget in (
            self._title,
            self._clock,
            self._bar,
            self._meter,
            self._alarm,
            self._lines,
            self._row,
        ):
            self._column.addWidget(widget)
        if self._board is not None:
            self._board.takes_changed.connect(self._on_change)
            self._board.level_changed.connect(self._on_level)

    def show_look(self, look: Look) -> None:
        """Show everything in this look."""
        self._look = look
        gap = look.gap
        self._column.setContentsMargins(gap, gap, gap, gap)
        self._column.setSpacing(gap)
        self._row.set_gaps(gap)
        self._meter.show_look(look)
        self._bar.setFixedHeight(look.scale.room(BAR_HEIGHT))
        self._bar.setAccessibleName(look.text("take.clock"))
        self._meter.setAccessibleName(look.text("take.meter"))
        self.setAccessibleName(look.text("take.part"))
        self._shown = None
        self._render()

    def focus_answer(self) -> None:
        """Let the keyboard be at the next thing to do."""
        (self._first() or self).setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while it was hidden."""
        super().showEvent(event)
        self._render()

    def _on_change(self) -> None:
        if self.isVisible():
            self._render()

    def _on_level(self, level: float) -> None:
        if self._meter.isVisible():
            self._meter.show_level(level)

    def _render(self) -> None:
        if self._look is None:
            return
        view = empty_view(self._task)
        if self._board is not None:
            view = self._board.take_view(self._task)
        before, self._shown = self._shown, view
        if view == before:
            return
        look = self._look
        set_state(self._title, "role", _TITLE_ROLES[view.tone])
        self._title.setText(look.say(view.title))
        show_text(self._clock, look.say(view.clock))
        self._bar.setVisible(view.clock is not None)
        self._bar.setValue(round(view.progress * STEPS))
        if before is None or not before.has_meter:
            self._meter.show_level(0.0)
        self._meter.setVisible(view.has_meter)
        set_state(self._alarm, "role", "warn" if view.is_question else "problem")
        tell_text(self._alarm, look.say(view.alarm), is_urgent=True)
        show_text(self._lines, "\n".join(look.say(line) for line in view.lines))
        if before is None or before.buttons != view.buttons:
            self._show_buttons(view, look)
        if view.alarm is not None and (before is None or before.alarm != view.alarm):
            bring_into_sight(self._row, self._alarm)  # large text may have it below

    def _show_buttons(self, view: TakeView, look: Look) -> None:
        old = (self, *self._buttons.values())
        had_focus = any(widget.hasFocus() for widget in old)
        self._row.clear()
        self._buttons = {}
        for wanted in view.buttons:
            icon = _ICONS.get(wanted.act)
            button = add_act_button(self._row, wanted, icon, look, prefix="take")
            button.clicked.connect(self._on_press)
            self._buttons[wanted.act] = button
        self._row.setVisible(bool(view.buttons))
        if had_focus:
            self.focus_answer()

    def _first(self) -> QPushButton | None:
        return next(iter(self._buttons.values()), None)

    def _on_press(self) -> None:
        act = TakeAct(str(self.sender().property("act")))
        if self._board is not None:
            self._board.take_pressed.emit(self._task.task_id, act)
