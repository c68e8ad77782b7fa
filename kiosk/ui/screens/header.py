"""The top of the window: who and where, both save marks, the clock, language, text size."""

from PySide6.QtCore import QMargins, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.ui.design_tokens import TEXT_PERCENTS
from kiosk.ui.look import Look
from kiosk.ui.presenters.clock_text import ClockView
from kiosk.ui.presenters.people import PersonView, SeatPlaceView
from kiosk.ui.presenters.save_marks import LocalMark, SaveMarksView, ServerMark
from kiosk.ui.widgets.flow_row import FlowRow
from kiosk.ui.widgets.roles import make_button, make_label, set_state, show_text

_LOCAL_STATES = {
    LocalMark.SAVED: "good",
    LocalMark.SAVING: "calm",
    LocalMark.NOT_SAVED: "bad",
}
_SERVER_STATES = {
    ServerMark.RECEIVED: "good",
    ServerMark.WAITING: "calm",
    ServerMark.UNREACHABLE: "warn",
}


class Header(QFrame):
    """Shown on every screen; clock and marks only while a sitting runs.

    Signals:
        language_clicked: The person wants the other language.
        smaller_clicked, larger_clicked: The person wants the text a step smaller, larger.
    """

    language_clicked = Signal()
    smaller_clicked = Signal()
    larger_clicked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self._look: Look | None = None
        self._place = SeatPlaceView()
        self._person: PersonView | None = None
        self._saves: SaveMarksView | None = None
        self._clock_view: ClockView | None = None
        self._hides_clock = False
        self._who = make_label(self, role="strong", name="who")
        self._local = make_label(self, role="mark", name="saved-here")
        self._server = make_label(self, role="mark", name="saved-server")
        self._clock = make_label(self, role="clock", name="clock")
        self._hide = make_button(self, role="tool", name="hide-clock")
        self._hide.clicked.connect(self._turn_clock)
        self._language = make_button(self, role="tool", name="language")
        self._language.clicked.connect(self.language_clicked)
        self._smaller = make_button(self, role="tool", name="text-smaller")
        self._smaller.clicked.connect(self.smaller_clicked)
        self._size = make_label(self, role="quiet", name="text-size")
        self._larger = make_button(self, role="tool", name="text-larger")
        self._larger.clicked.connect(self.larger_clicked)
        self._flow = FlowRow(self)
        self._flow.stretch_after(self._who)
        for label in (self._who, self._local, self._server, self._clock, self._size):
            label.setWordWrap(False)
        for part in (
            self._who,
            self._local,
            self._server,
            self._group(self._clock, self._hide),
            self._language,
            self._group(self._smaller, self._size, self._larger),
        ):
            self._flow.add(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._flow)

    def show_place(self, place: SeatPlaceView, person: PersonView | None) -> None:
        """Show the seat, and who sits there; None: nobody."""
        self._place = place
        self._person = person
        self._render()

    def show_clock(self, view: ClockView | None) -> None:
        """Show the clock; None: no sitting runs. Hidden stays hidden."""
        if view is None:
            self._hides_clock = False
        self._clock_view = view
        self._render_clock()

    def show_saves(self, view: SaveMarksView | None) -> None:
        """Show both marks; None: no sitting runs."""
        if view != self._saves:
            self._saves = view
            self._render_saves()

    def show_look(self, look: Look) -> None:
        """Show everything in this look."""
        self._look = look
        pad = look.gap // 2
        self._flow.set_gaps(pad, QMargins(look.gap, pad, look.gap, pad))
        self._language.setText(look.text("header.other_language"))
        self._smaller.setText(look.text("header.smaller"))
        self._larger.setText(look.text("header.larger"))
        self._smaller.setAccessibleName(look.text("header.smaller_name"))
        self._larger.setAccessibleName(look.text("header.larger_name"))
        self._size.setText(look.text("header.size", percent=look.scale.percent))
        self._smaller.setEnabled(look.scale.percent > TEXT_PERCENTS[0])
        self._larger.setEnabled(look.scale.percent < TEXT_PERCENTS[-1])
        self._render()

    def _render(self) -> None:
        if self._look is None:
            return
        self._who.setText(_who(self._place, self._person, self._look))
        self._render_clock()
        self._render_saves()

    def _render_clock(self) -> None:
        if self._look is None:
            return
        look, view = self._look, self._clock_view
        self._clock.setVisible(view is not None)
        self._hide.setVisible(view is not None)
        if view is None:
            return
        is_hidden = self._hides_clock and not view.is_urgent
        key = "clock.stopped" if view.is_stopped else "clock.left"
        self._clock.setText(
            look.text("clock.hidden") if is_hidden else look.text(key, time=view.text)
        )
        self._hide.setText(
            look.text("clock.show" if self._hides_clock else "clock.hide")
        )
        set_state(self._clock, "urgent", view.is_urgent)

    def _render_saves(self) -> None:
        if self._look is None:
            return
        view = self._saves
        show_text(self._local, self._look.say(view.local_text) if view else "")
        show_text(self._server, self._look.say(view.server_text) if view else "")
        if view is not None:
            set_state(self._local, "state", _LOCAL_STATES[view.local])
            set_state(self._server, "state", _SERVER_STATES[view.server])

    def _turn_clock(self) -> None:
        self._hides_clock = not self._hides_clock
        self._render_clock()

    def _group(self, *parts: QWidget) -> QWidget:
        group = QWidget(self)
        row = QHBoxLayout(group)
        row.setContentsMargins(0, 0, 0, 0)
        for part in parts:
            row.addWidget(part)
        return group


def _who(place: SeatPlaceView, person: PersonView | None, look: Look) -> str:
    parts = [person.name] if person is not None else [place.site_name, place.room_name]
    if place.seat_code:
        parts.append(look.text("seat.code", code=place.seat_code))
    return " · ".join(part for part in parts if part) or look.text("header.product")
