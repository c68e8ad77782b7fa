"""After a long gap the staff lets a candidate go on: console, code or PIN (rows 47, 48)."""

import secrets
from collections.abc import Callable

from kiosk.app.code_tries import CodeTries
from kiosk.app.ready_sitting import ReadySitting
from kiosk.app.room_cards import RoomCards
from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.return_view import reentry_view
from question_bank.errors import ExamRoomError, FormatError
from question_bank.formats.entry_bodies import StaffWay
from question_bank.formats.room_card import (
    PIN_DIGITS,
    RoomCard,
    parse_pin,
    plain_number,
)
from question_bank.formats.staff_code import (
    StaffCodePurpose,
    challenge_of,
    is_staff_code,
    parse_staff_code,
    staff_code,
)


class ReentryDesk:
    """One wait at a time.

    Args (of the constructor):
        on_readmitted: Called when a code or the PIN was right.

    Attributes:
        challenge: What stands on the screen; empty while nobody waits.
    """

    def __init__(
        self,
        window: MainWindow,
        cards: RoomCards,
        on_readmitted: Callable[[StaffWay], None],
    ) -> None:
        self.challenge = ""
        self._window = window
        self._cards = cards
        self._on_readmitted = on_readmitted
        self._ready: ReadySitting | None = None
        self._down_ms = 0
        self._is_busy = False
        self._problem = ""
        self._tries = CodeTries(window, self._render)
        window.reentry.code_entered.connect(self._on_code)

    @property
    def is_due(self) -> bool:
        """Whether somebody waits for the staff."""
        return self._ready is not None

    def begin(self, ready: ReadySitting, down_ms: int) -> None:
        """Draw a challenge for a sitting that is locked until the staff acts.

        Args:
            down_ms: How long its computer was down; 0: it was locked before that.
        """
        self._ready = ready
        self._down_ms = down_ms
        self._problem = ""
        self._draw()

    def show(self) -> None:
        """Bring the screen up."""
        self._render()
        self._window.reentry.show_empty_field()
        self._window.show_screen(self._window.reentry)

    def end(self) -> None:
        """The sitting goes on, or is over."""
        self._ready = None
        self.challenge = ""
        self._is_busy = False

    def _draw(self) -> None:
        self.challenge = challenge_of(secrets.randbelow(10**7))

    def _on_code(self, typed: str) -> None:
        if self._ready is None or self._is_busy or self._tries.wait_ms:
            return
        try:
            if len(plain_number(typed)) == PIN_DIGITS:
                self._try_pin(parse_pin(typed), self._ready)
            else:
                self._try_code(parse_staff_code(typed), self._ready)
        except FormatError as error:  # a slip of the fingers costs nothing
            self._problem = error.code
            self._render()

    def _try_code(self, code: str, ready: ReadySitting) -> None:
        expected = staff_code(
            ready.room_secret,
            StaffCodePurpose.REENTRY,
            ready.kept.sitting_uuid,
            self.challenge,
        )
        if is_staff_code(code, expected):
            self._let_go_on(StaffWay.CODE)
        else:
            self._note_wrong("WRONG")

    def _try_pin(self, pin: str, ready: ReadySitting) -> None:
        self._is_busy = True
        self._render()
        room = ready.kept.room_session_uuid
        self._cards.open(pin, room, self._on_card, self._on_card_failed)

    def _on_card(self, _card: RoomCard) -> None:
        self._is_busy = False
        if self._ready is not None:
            self._let_go_on(StaffWay.PIN)

    def _on_card_failed(self, error: ExamRoomError) -> None:
        self._is_busy = False
        if self._ready is not None:
            self._note_wrong(error.code)

    def _let_go_on(self, way: StaffWay) -> None:
        self._tries.note_right()
        self.end()
        self._on_readmitted(way)

    def _note_wrong(self, code: str) -> None:
        self._problem = code
        self._tries.note_wrong()
        self._render()

    def _render(self) -> None:
        if self._ready is None:
            return
        view = reentry_view(
            self.challenge,
            self._down_ms,
            self._problem,
            wait_ms=self._tries.wait_ms,
            is_busy=self._is_busy,
        )
        self._window.reentry.show_reentry(view)
