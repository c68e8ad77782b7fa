"""Staff at the seat: the room's PIN, then big buttons (with the network dead: row 9)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from kiosk.ui.look import Look
from kiosk.ui.presenters.staff_view import DeedsView, PinView
from kiosk.ui.widgets.announce import tell_text
from kiosk.ui.widgets.card_page import CardPage
from kiosk.ui.widgets.flow_row import FlowRow
from kiosk.ui.widgets.number_field import NumberField
from kiosk.ui.widgets.roles import make_button, make_label, make_prose, show_text


class StaffScreen(QWidget):
    """One of two pages: PIN, deeds.

    The PIN is shown as dots and forgotten as soon as it was sent.

    Signals:
        pin_entered: A PIN as typed.
        deed_wanted: A StaffDeed.
        closed: Back to where the seat was.
    """

    pin_entered = Signal(str)
    deed_wanted = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pin_view: PinView | None = PinView()
        self._deeds_view: DeedsView | None = None
        self._look: Look | None = None
        self._buttons: list[QPushButton] = []
        self._last_pressed = ""
        self._page = CardPage(self)
        self._title = make_label(self, role="title", name="staff-title")
        self._intro = make_prose(self, name="staff-intro")
        self._pin = NumberField(self, "staff-pin", is_digits=True)
        self._pin.setProperty("role", "code")
        self._pin.setEchoMode(QLineEdit.EchoMode.Password)
        self._pin.setMaxLength(20)
        self._pin.entered.connect(lambda _: self._send())
        self._problem = make_label(self, role="problem", name="staff-problem")
        self._wait = make_label(self, role="warn", name="staff-wait")
        self._submit = make_button(self, role="primary", name="staff-submit")
        self._submit.clicked.connect(self._send)
        self._who = make_label(self, role="strong", name="staff-who")
        self._card = make_label(self, role="quiet", name="staff-card")
        self._told = make_label(self, role="good", name="staff-told")
        self._help = make_prose(self, role="note", name="staff-help")
        self._deeds = FlowRow(self)
        self._closes = make_label(self, role="quiet")
        self._back = make_button(self, name="staff-back")
        self._back.clicked.connect(self.closed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._page)
        self._page.add_group(self._title, self._intro, self._who, self._card)
        self._page.add_group(self._pin, self._problem, self._wait, self._submit)
        self._page.add_group(self._told, self._help, self._deeds)
        self._page.add_group(self._closes, self._back)

    def show_pin(self, view: PinView) -> None:
        """Ask for the PIN, empty."""
        self._pin_view, self._deeds_view = view, None
        self._last_pressed = ""
        self._pin.forget()
        self._render()
        if not view.is_busy:
            self._pin.setFocus()

    def show_deeds(self, view: DeedsView) -> None:
        """Show what may be done."""
        self._pin_view, self._deeds_view = None, view
        self._pin.forget()
        self._render()
        again = (b for b in self._buttons if b.objectName() == self._last_pressed)
        next(again, next(iter(self._buttons), self._back)).setFocus()

    def show_look(self, look: Look) -> None:
        """Show everything in this look."""
        self._look = look
        self._page.show_look(look)
        self._deeds.set_gaps(look.gap)
        self._title.setText(look.text("staff.title"))
        self._intro.setText(look.text("staff.pin_intro"))
        self._pin.setAccessibleName(look.text("staff.pin"))
        self._closes.setText(look.text("staff.closes"))
        self._back.setText(look.text("staff.back"))
        self._render()

    def _render(self) -> None:
        if self._look is None:
            return
        is_pin = self._pin_view is not None
        of_pin: tuple[QWidget, ...] = (self._intro, self._pin, self._submit)
        of_deeds: tuple[QWidget, ...] = (self._deeds, self._closes, self._who)
        for part in (*of_pin, *of_deeds):
            part.setVisible(is_pin is (part in of_pin))
        if self._pin_view is not None:
            self._render_pin(self._pin_view, self._look)
        elif self._deeds_view is not None:
            self._render_deeds(self._deeds_view, self._look)

    def _render_pin(self, view: PinView, look: Look) -> None:
        for label in (self._card, self._told, self._help):
            show_text(label, "")
        tell_text(self._problem, look.say(view.problem))
        show_text(self._wait, look.say(view.wait))
        self._submit.setText(
            look.text("staff.checking" if view.is_busy else "staff.check")
        )
        self._pin.setEnabled(not view.is_busy)
        self._submit.setEnabled(not view.is_busy and view.wait is None)

    def _render_deeds(self, view: DeedsView, look: Look) -> None:
        show_text(self._problem, "")
        show_text(self._wait, "")
        show_text(self._who, look.say(view.who))
        show_text(self._card, look.say(view.card))
        show_text(self._told, look.say(view.told))
        show_text(self._help, look.say(view.help))
        self._deeds.clear()
        self._buttons = []
        for each in view.deeds:
            role = "danger" if each.is_danger else "plain"
            role = "primary" if each.is_primary else role
            button = make_button(self, role=role, name=f"staff-{each.deed}")
            button.setText(look.say(each.words))
            deed = each.deed
            button.clicked.connect(lambda _=False, deed=deed: self._want(deed))
            self._buttons.append(button)
            self._deeds.add(button)

    def _want(self, deed: object) -> None:
        self._last_pressed = f"staff-{deed}"
        self.deed_wanted.emit(deed)

    def _send(self) -> None:
        if self._submit.isEnabled() and self._submit.isVisible():
            self.pin_entered.emit(self._pin.text())
