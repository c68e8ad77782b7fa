"""Staff at the seat: the PIN once, then deeds; closes itself after a minute.

Lives on the interface thread. What a deed does is the seat's (`seat_staff`); who may do
it is decided here. The PIN stands in no log and in no field longer than a try takes.
"""

from typing import Protocol
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from kiosk.app.code_tries import CodeTries
from kiosk.app.room_cards import RoomCards
from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.message import Message
from kiosk.ui.presenters.staff_view import (
    ASKED_TWICE,
    SeatFacts,
    StaffDeed,
    deeds_view,
    pin_view,
)
from question_bank.errors import ExamRoomError, FormatError
from question_bank.formats.room_card import RoomCard, parse_pin

STAFF_KEYS = "Ctrl+Alt+P"
CLOSES_AFTER_MS = 60_000
LOOK_MS = 1000
"""How soon a server that falls silent changes what is offered."""


class StaffSeat(Protocol):
    """The seat, as the staff's desk sees it."""

    @property
    def may_open(self) -> bool:
        """Whether staff can act here now."""
        ...

    @property
    def room_session_uuid(self) -> UUID | None:
        """Whose PIN counts; None: any room's whose card lies here."""
        ...

    def facts(self) -> SeatFacts:
        """Return what decides which deeds are offered."""
        ...

    def take_card(self, card: RoomCard) -> None:
        """The PIN opened this card."""
        ...

    def do(self, deed: StaffDeed) -> Message | None:
        """Do it; return what the staff is told where they stay on their screen."""
        ...


class StaffDesk:
    """One visit of the staff at a time."""

    def __init__(self, window: MainWindow, cards: RoomCards, seat: StaffSeat) -> None:
        self._window = window
        self._cards = cards
        self._seat = seat
        self._came_from: QWidget | None = None
        self._is_admitted = False
        self._is_busy = False
        self._asked: StaffDeed | None = None
        self._problem = ""
        self._tries = CodeTries(window, self._show_pin)
        self._timer = QTimer(window)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.close)
        self._facts: SeatFacts | None = None
        self._told: Message | None = None
        self._look_timer = QTimer(window)
        self._look_timer.setInterval(LOOK_MS)
        self._look_timer.timeout.connect(self._look)
        keys = QShortcut(QKeySequence(STAFF_KEYS), window)
        keys.setContext(Qt.ShortcutContext.WindowShortcut)
        keys.activated.connect(self.open)
        window.log_in.staff_wanted.connect(self.open)
        window.staff.pin_entered.connect(self._on_pin)
        window.staff.deed_wanted.connect(self._on_deed)
        window.staff.closed.connect(self.close)

    @property
    def is_open(self) -> bool:
        """Whether the staff's screen is up."""
        return self._window.shown_screen() is self._window.staff

    @property
    def _is_among_own(self) -> bool:
        """Whether a screen is up to which only the staff's leads."""
        window = self._window
        own = (window.staff, window.opening_code, window.stick)
        return self._window.shown_screen() in own

    def open(self) -> None:
        """Ask for the PIN, wherever the seat is."""
        if self.is_open or not self._seat.may_open:
            return
        self._window.exam.finish_typing()
        if not self._is_among_own:
            self._came_from = self._window.shown_screen()
        self._is_admitted = False
        self._problem = ""
        self._window.show_screen(self._window.staff)
        self._show_pin()
        self._timer.start(CLOSES_AFTER_MS)
        self._look_timer.start()

    def show_again(self, told: Message | None) -> None:
        """Come back from another screen of the staff's.

        To the deeds; or, if the minute went by there, to where the seat was. If the seat
        has turned to something else meanwhile, it stays there.
        """
        if not self._is_among_own:
            return
        if self._is_admitted:
            self._window.show_screen(self._window.staff)
            self._show_deeds(told)
        elif self._came_from is not None:
            self._window.show_screen(self._came_from)

    def close(self) -> None:
        """Back to where the seat was; the next visit needs the PIN again."""
        self._timer.stop()
        self._look_timer.stop()
        self._is_admitted = False
        if self.is_open and self._came_from is not None:
            self._window.show_screen(self._came_from)

    # ------------------------------------------------------------ the PIN

    def _on_pin(self, typed: str) -> None:
        if self._is_busy or self._tries.wait_ms:
            return
        self._timer.start(CLOSES_AFTER_MS)
        try:
            pin = parse_pin(typed)
        except FormatError as error:  # a slip of the fingers costs nothing
            self._problem = error.code
            self._show_pin()
            return
        self._is_busy = True
        self._problem = ""
        self._show_pin()
        self._cards.open(
            pin, self._seat.room_session_uuid, self._on_card, self._on_refused
        )

    def _on_card(self, card: RoomCard) -> None:
        self._is_busy = False
        self._tries.note_right()
        if not self.is_open:
            return  # the seat has turned to something else meanwhile
        self._is_admitted = True
        self._seat.take_card(card)
        self._show_deeds(None)

    def _on_refused(self, error: ExamRoomError) -> None:
        self._is_busy = False
        self._problem = error.code
        self._tries.note_wrong()
        self._show_pin()

    def _show_pin(self) -> None:
        if self.is_open and not self._is_admitted:
            view = pin_view(
                self._problem, wait_ms=self._tries.wait_ms, is_busy=self._is_busy
            )
            self._window.staff.show_pin(view)

    # ------------------------------------------------------------ deeds

    def _on_deed(self, deed: StaffDeed) -> None:
        if not self._is_admitted or not self.is_open:
            return
        self._timer.start(CLOSES_AFTER_MS)
        if deed in ASKED_TWICE and self._asked is not deed:
            self._show_deeds(None, deed)
            return
        told = self._seat.do(deed)
        if self.is_open:
            self._show_deeds(told)

    def _show_deeds(self, told: Message | None, asked: StaffDeed | None = None) -> None:
        self._asked, self._told = asked, told
        self._facts = self._seat.facts()
        self._window.staff.show_deeds(deeds_view(self._facts, told, asked))
        self._timer.start(CLOSES_AFTER_MS)

    def _look(self) -> None:
        """Offer what can be done by now; the minute runs on."""
        if self._is_admitted and self.is_open and self._seat.facts() != self._facts:
            left_ms = self._timer.remainingTime()
            self._show_deeds(self._told, self._asked)
            self._timer.start(left_ms)
