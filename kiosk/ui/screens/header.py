"""The top of the window: what kind of exam, who, both save marks, the clock, the tools."""

from collections.abc import Callable

from PySide6.QtCore import QMargins, Qt, Signal, SignalInstance
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from kiosk.ui.design_tokens import is_header_full
from kiosk.ui.look import Look
from kiosk.ui.presenters.clock_text import ClockView
from kiosk.ui.presenters.header_tools import HeaderToolsView, band_message
from kiosk.ui.presenters.people import PersonView, SeatPlaceView
from kiosk.ui.presenters.save_marks import LocalMark, SaveMarksView, ServerMark
from kiosk.ui.screens.display_strip import DisplayStrip
from kiosk.ui.widgets.flow_row import FlowRow
from kiosk.ui.widgets.group import Group
from kiosk.ui.widgets.icons import Icon, show_icon
from kiosk.ui.widgets.roles import make_button, make_label, set_state, show_text

_LOCAL_STATES = {
    LocalMark.SAVED: "good",
    LocalMark.SAVING: "calm",
    LocalMark.NOT_SAVED: "bad",
}
_SERVER_STATES = {
    ServerMark.RECEIVED: "good",
    ServerMark.WAITING: "calm",
    ServerMark.UNREACHABLE: "calm",
}

_LEAST_WHO = 200
"""Pixels that who and where have before the window has its size."""


class Header(QFrame):
    """Shown on every screen; clock, marks and tools only while they mean something.

    What finds no place beside who, marks and clock goes into the strip below.

    Attributes:
        strip: Opened by the button at the right end; stands below in the window.

    Signals:
        help_clicked: The candidate calls the proctor, or takes the call back.
        cover_clicked: The candidate locks the screen to leave.
        sound_clicked: The candidate wants volume and devices.
    """

    help_clicked = Signal()
    cover_clicked = Signal()
    sound_clicked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self._look: Look | None = None
        self._place = SeatPlaceView()
        self._person: PersonView | None = None
        self._saves: SaveMarksView | None = None
        self._clock_view: ClockView | None = None
        self._tools = HeaderToolsView()
        self._data_class: str | None = None
        self._hides_clock = False
        self._band = make_label(self, role="band", name="data-class")
        self._band.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._who = make_label(self, role="strong", name="who")
        self._local = make_label(self, role="mark", name="saved-here")
        self._server = make_label(self, role="mark", name="saved-server")
        self._clock = make_label(self, role="clock", name="clock")
        for label in (self._who, self._local, self._server, self._clock):
            label.setWordWrap(False)
        self._hide = self._tool("hide-clock", self._turn_clock)
        self._help = self._tool("call-proctor", self.help_clicked)
        self._cover = self._tool("cover-screen", self.cover_clicked)
        self._sound = self._tool("sound-settings", self.sound_clicked)
        self._display = self._tool("display-menu", self._turn_strip)
        self.strip = DisplayStrip(parent)
        self.strip.cover_clicked.connect(self.cover_clicked)
        self.strip.sound_clicked.connect(self.sound_clicked)
        self.strip.clock_clicked.connect(self._turn_clock)
        self.strip.closed.connect(self._display.setFocus)
        self._flow = FlowRow(self)
        self._flow.stretch_after(self._who)
        self._time = Group(self, self._clock, self._hide)
        self._buttons = Group(self, self._help, self._sound, self._cover, self._display)
        for part in (self._who, self._local, self._server, self._time, self._buttons):
            self._flow.add(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._band)
        column.addWidget(self._flow)
        self._band.hide()

    def show_data_class(self, data_class: str | None) -> None:
        """Show the band of a trial or a practice; a formal exam and None have none."""
        self._data_class = data_class
        self._render_band()

    def show_place(self, place: SeatPlaceView, person: PersonView | None) -> None:
        """Show the seat, and who sits there; None: nobody."""
        self._place = place
        self._person = person
        self._render()

    def show_clock(self, view: ClockView | None) -> None:
        """Show the clock; None: no sitting runs. Hidden stays hidden."""
        if view is None:
            self._hides_clock = False
        had_clock = self._clock_view is not None
        self._clock_view = view
        self._render_clock()
        if had_clock != (view is not None):
            self._render_tools()

    @property
    def hides_clock(self) -> bool:
        """Whether the person put the clock away, as far as the session lets them."""
        return self._hides_clock and self._tools.can_hide_clock

    def show_saves(self, view: SaveMarksView | None) -> None:
        """Show both marks; None: no sitting runs."""
        if view != self._saves:
            self._saves = view
            self._render_saves()

    def show_tools(self, tools: HeaderToolsView) -> None:
        """Show which tools there are, and whether the proctor was called."""
        self._tools = tools
        self._render_clock()
        self._render_tools()

    def show_look(self, look: Look) -> None:
        """Show everything in this look."""
        self._look = look
        pad = look.tight_gap
        self._flow.set_gaps(look.gap, QMargins(look.gap, pad, look.gap, pad))
        for group in (self._time, self._buttons):
            group.set_gap(look.tight_gap)
        self.strip.show_look(look)
        self._render()
        self._render_icons()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Move what no longer fits into the strip, or back."""
        super().resizeEvent(event)
        if self._look is not None and event.size().width() != event.oldSize().width():
            self._render_who()
            self._render_tools()
            self._render_icons()

    def _render(self) -> None:
        if self._look is None:
            return
        self._render_who()
        self._render_band()
        self._render_clock()
        self._render_saves()
        self._render_tools()

    def _render_who(self) -> None:
        if self._look is None:
            return
        words = _who(self._place, self._person, self._look)
        self._who.ensurePolished()
        room = max(_LEAST_WHO, self.width() - 2 * self._look.gap)
        metrics = self._who.fontMetrics()
        fitting = metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, room)
        self._who.setText(fitting)
        self._who.setAccessibleName(words)

    def _render_band(self) -> None:
        if self._look is not None:
            show_text(self._band, self._look.say(band_message(self._data_class)))
            set_state(self._band, "kind", self._data_class or "")

    def _render_clock(self) -> None:
        if self._look is None:
            return
        look, view = self._look, self._clock_view
        self._time.setVisible(view is not None)
        if view is None:
            return
        may_hide = self._tools.can_hide_clock and not view.is_urgent
        is_hidden = self._hides_clock and may_hide
        key = "clock.stopped" if view.is_stopped else "clock.left"
        self._clock.setText(
            look.text("clock.hidden") if is_hidden else look.text(key, time=view.text)
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

    def _render_tools(self) -> None:
        if self._look is None:
            return
        look, tools = self._look, self._tools
        is_full = is_header_full(self.width(), look.scale)
        has_clock = self._clock_view is not None and tools.can_hide_clock
        hides = self._hides_clock
        self._hide.setText(look.text("clock.show" if hides else "clock.hide"))
        self._hide.setVisible(has_clock and not is_full)
        hide = look.text("clock.menu_show" if hides else "clock.menu_hide")
        self._cover.setVisible(tools.can_cover and not is_full)
        self._sound.setVisible(tools.has_sound and not is_full)
        self.strip.show_overflow(
            clock=hide if has_clock and is_full else "",
            has_cover=tools.can_cover and is_full,
            has_sound=tools.has_sound and is_full,
        )
        self._cover.setText(look.text("tools.cover"))
        self._cover.setAccessibleName(look.text("tools.cover_name"))
        self._sound.setText(look.text("tools.sound"))
        self._sound.setAccessibleName(look.text("tools.sound_name"))
        self._display.setText(look.text("header.more" if is_full else "header.display"))
        self._display.setAccessibleName(look.text("header.display_name"))
        self._render_help(look)

    def _render_icons(self) -> None:
        if self._look is None:
            return
        look = self._look
        is_full = is_header_full(self.width(), look.scale)
        show_icon(self._cover, Icon.LOCK, look)
        show_icon(self._sound, Icon.SPEAKER, look)
        show_icon(self._display, Icon.MENU if is_full else Icon.DISPLAY, look)

    def _render_help(self, look: Look) -> None:
        is_called = self._tools.is_called
        self._help.setVisible(self._tools.can_call)
        self._help.setText(look.text("tools.called" if is_called else "tools.call"))
        name = "tools.called_name" if is_called else "tools.call_name"
        self._help.setAccessibleName(look.text(name))
        set_state(self._help, "on", is_called)
        colour = look.palette.warn if is_called else ""
        show_icon(self._help, Icon.HAND, look, colour=colour)

    def _turn_clock(self) -> None:
        self._hides_clock = not self._hides_clock
        self._render_clock()
        self._render_tools()

    def _turn_strip(self) -> None:
        if self.strip.isHidden():
            self.strip.open()
        else:
            self.strip.hide()

    def _tool(self, name: str, act: Callable[[], None] | SignalInstance) -> QPushButton:
        button = make_button(self, role="tool", name=name)
        button.clicked.connect(act)
        return button


def _who(place: SeatPlaceView, person: PersonView | None, look: Look) -> str:
    parts = [person.name] if person is not None else [place.site_name, place.room_name]
    if place.seat_code:
        parts.append(look.text("seat.code", code=place.seat_code))
    return " · ".join(part for part in parts if part) or look.text("header.product")
