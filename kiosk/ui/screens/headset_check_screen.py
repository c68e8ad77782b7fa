"""Trying headphones and microphone before it matters (row 4)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.ui.look import Look
from kiosk.ui.presenters.headset_check_view import HeadsetAct, HeadsetView
from kiosk.ui.presenters.rules_view import StepView
from kiosk.ui.widgets.act_button import add_act_button
from kiosk.ui.widgets.announce import tell_text
from kiosk.ui.widgets.card_page import CardPage
from kiosk.ui.widgets.flow_row import FlowRow
from kiosk.ui.widgets.icons import Icon
from kiosk.ui.widgets.level_meter import LevelMeter
from kiosk.ui.widgets.roles import make_label, make_prose, show_text
from kiosk.ui.widgets.sound_settings import SoundSettings

_ICONS = {
    HeadsetAct.PLAY: Icon.PLAY,
    HeadsetAct.LISTEN: Icon.PLAY,
    HeadsetAct.RECORD: Icon.MICROPHONE,
    HeadsetAct.CALL: Icon.HAND,
}


class HeadsetCheckScreen(QWidget):
    """One step at a time; what is spoken here is kept nowhere.

    Attributes:
        settings: Volume, and where something is unclear devices too.

    Signals:
        pressed: The candidate pressed something: a HeadsetAct.
    """

    pressed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._view: HeadsetView | None = None
        self._drawn: HeadsetView | None = None
        self._page = CardPage(self)
        self._place: StepView | None = None
        self._place_label = make_label(self, role="quiet", name="headset-place")
        self._title = make_label(self, role="title", name="headset-title")
        self._step = make_prose(self, name="headset-step")
        self._sentence = make_label(self, role="strong", name="headset-sentence")
        self._meter = LevelMeter(self)
        self._status = make_label(self, role="note", name="headset-status")
        self._problem = make_label(self, role="warn", name="headset-problem")
        self._buttons = FlowRow(self)
        self.settings = SoundSettings(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._page)
        self._page.add_group(self._place_label, self._title, self._step, self._sentence)
        self._page.add_group(self._meter, self._status, self._problem)
        self._page.add_group(self._buttons)
        self._page.add_group(self.settings)

    def show_place(self, place: StepView) -> None:
        """Show which step of the way in this is."""
        self._place = place
        self._render_place()

    def show_check(self, view: HeadsetView) -> None:
        """Show how far the check is."""
        self._view = view
        self._render()

    def show_level(self, level: float) -> None:
        """Show how loud the microphone hears, in [0, 1]."""
        self._meter.show_level(level)

    def focus_next(self) -> None:
        """Let the keyboard be at the next thing to do."""
        (*self._buttons.widgets, self)[0].setFocus()

    def show_look(self, look: Look) -> None:
        """Show everything in this look."""
        self._look = look
        self._drawn = None
        self._page.show_look(look)
        self._buttons.set_gaps(look.gap)
        self._meter.show_look(look)
        self._meter.setAccessibleName(look.text("take.meter"))
        self.settings.show_look(look)
        self._title.setText(look.text("headset.title"))
        self.setAccessibleName(look.text("headset.title"))
        self._sentence.setText(look.text("headset.sentence"))
        self._sentence.setAccessibleName(look.text("headset.sentence_name"))
        self._render_place()
        self._render()

    def _render_place(self) -> None:
        words = self._place.words if self._place else None
        if self._look is not None:
            show_text(self._place_label, self._look.say(words))

    def _render(self) -> None:
        view, look = self._view, self._look
        if view is None or look is None or view == self._drawn:
            return
        self._drawn = view
        self._step.setText(look.say(view.step))
        self._sentence.setVisible(view.has_sentence)
        self._meter.setVisible(view.has_meter)
        show_text(self._status, look.say(view.status))
        tell_text(self._problem, look.say(view.problem))
        self.settings.show_devices(are_shown=view.has_devices)
        self._buttons.clear()
        for wanted in view.buttons:
            icon = _ICONS.get(wanted.act)
            button = add_act_button(self._buttons, wanted, icon, look, prefix="headset")
            button.clicked.connect(self._on_press)
        self._buttons.setVisible(bool(view.buttons))
        if self.isVisible():
            self.focus_next()

    def _on_press(self) -> None:
        self.pressed.emit(HeadsetAct(str(self.sender().property("act"))))
