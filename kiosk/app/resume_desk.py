"""After a restart: sittings on this disk go on, by the server's help or a typed code."""

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Protocol

from PySide6.QtCore import QTimer

from kiosk.app.background import Background
from kiosk.app.code_tries import CodeTries
from kiosk.app.memory import then_given_back
from kiosk.app.open_sitting import (
    restore_damaged,
    resume_after_lost_end,
    resume_from_disk,
)
from kiosk.app.ready_sitting import ReadySitting
from kiosk.app.room_cards import opened_card
from kiosk.app.seat_parts import SeatParts
from kiosk.app.server_lines import ServerLines
from kiosk.errors import (
    KioskError,
    NothingToResumeError,
    ServerRefusedError,
    StoreUnreadableError,
)
from kiosk.storage.sitting_vault import SittingOnDisk
from kiosk.transport.server_client import ServerClient
from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.code_entry import code_entry_view
from kiosk.ui.presenters.log_in_view import WaitingStage, WaitingView
from kiosk.ui.presenters.people import PersonView, SeatPlaceView
from question_bank.errors import ExamRoomError
from question_bank.formats.journal_entry import JournalHead
from question_bank.formats.room_card import PIN_DIGITS, parse_pin, plain_number
from question_bank.formats.spoken_code import parse_spoken_code
from question_bank.identifiers import SittingUuid
from question_bank.journal.chain import ChainBrokenError
from question_bank.sealing.errors import PackageDamagedError, SealBrokenError
from question_bank.sealing.journal_seal import RESUME_SECRET_BYTES, room_secret

ASK_FOR_CODE_AFTER_MS = 3000
"""A server that lives has answered by then; after it the proctor's code leads on too."""

RETRY_MS = 700
RETRY_OLDER_MS = 30_000
"""Of a sitting that is only to be delivered, beside one that runs."""

_log = logging.getLogger(__name__)
_DAMAGED = (StoreUnreadableError, ChainBrokenError, SealBrokenError)
_ELSEWHERE = frozenset(
    {
        "SITTING_AT_ANOTHER_SEAT",
        "SITTING_NOT_OF_SEAT",
        "SITTING_CLOSED",
        "ROOM_CLOSED",
    }
)


class ResumeListener(Protocol):
    """Told on the interface thread."""

    def on_resumed(self, ready: ReadySitting) -> None:
        """A sitting of this disk is ready: to go on, or only to be delivered."""
        ...

    def on_nothing_more(self) -> None:
        """No sitting of this disk waits any more."""
        ...

    def on_resume_trouble(self, code: str) -> None:
        """A sitting lies here and does not open; people must help."""
        ...


class ResumeDesk:
    """Works through the undelivered sittings of this disk, one after the other.

    At most one of them goes on; the others are only delivered.
    """

    def __init__(
        self,
        window: MainWindow,
        seat: SeatParts,
        lines: ServerLines,
        background: Background,
        listener: ResumeListener,
    ) -> None:
        self._window = window
        self._seat = seat
        self._lines = lines
        self._background = background
        self._listener = listener
        self._waiting: deque[SittingOnDisk] = deque()
        self._is_busy = False
        self._is_one_running = False
        self._problem = ""
        self._tries = CodeTries(window, self._allow_code)
        self._code_timer = QTimer(window)
        self._code_timer.setSingleShot(True)
        self._code_timer.timeout.connect(self._ask_for_code)
        self._retry_timer = QTimer(window)
        self._retry_timer.setSingleShot(True)
        self._retry_timer.timeout.connect(self._ask_server)
        window.resume_code.code_entered.connect(self._on_code)

    def begin(self, place: SeatPlaceView) -> bool:
        """Start with what lies here; return False if nothing does."""
        try:
            self._waiting = deque(self._seat.vault.unfinished())
        except KioskError as error:
            self._listener.on_resume_trouble(error.code)
            return False
        if not self._waiting:
            return False
        self._window.waiting.show_waiting(
            WaitingView(
                seat=place, person=PersonView(name=""), stage=WaitingStage.RESUMING
            )
        )
        self._window.show_screen(self._window.waiting)
        self._code_timer.start(ASK_FOR_CODE_AFTER_MS)
        self._ask_server()
        return True

    def note_running(self, sitting_uuid: SittingUuid) -> None:
        """A sitting runs here: nothing covers it, the others are only delivered.

        It may have come by a stick while this disk's own still waited.
        """
        self._is_one_running = True
        self._code_timer.stop()
        others = (one for one in self._waiting if one.sitting_uuid != sitting_uuid)
        self._waiting = deque(others)

    # ------------------------------------------------------------ by the server

    def _ask_server(self) -> None:
        if not self._waiting or self._is_busy:
            return
        self._is_busy = True
        on_disk, seat, lines = self._waiting[0], self._seat, self._lines
        may_go_on = not self._is_one_running

        def work() -> ReadySitting:
            with lines.once() as client:
                newest = _claimed(client, on_disk.sitting_uuid) if may_go_on else None
                keys = client.room_keys(on_disk.room_session_uuid)
                secret = room_secret(keys.resume_secret, on_disk.room_session_uuid)
                if newest is None:
                    uuid = on_disk.sitting_uuid
                    return resume_from_disk(seat, uuid, secret, goes_on=False)
                ready = _going_on(seat, on_disk, secret, client)
                return replace(ready, claimed_after_order=newest)

        failed = partial(self._on_server_failed, on_disk.sitting_uuid)
        self._background.run(then_given_back(work), self._on_server_ready, failed)

    def _on_server_ready(self, ready: ReadySitting) -> None:
        self._is_busy = False
        if self._is_next(ready.sitting_uuid):
            self._go_on_with(ready)
        else:
            self._ask_server()  # for the one whose turn it is since

    def _on_server_failed(
        self, sitting_uuid: SittingUuid, error: ExamRoomError
    ) -> None:
        self._is_busy = False
        if not self._is_next(sitting_uuid):
            self._ask_server()
        elif isinstance(error, NothingToResumeError):
            self._set_aside()
        elif self._is_one_running:
            self._put_last(error)
        elif error.retryable or isinstance(
            error, ServerRefusedError | PackageDamagedError
        ):
            # A dead server, or one that forgot the room; the package comes by itself.
            self._retry_timer.start(RETRY_MS)
        else:
            self._listener.on_resume_trouble(error.code)

    # ------------------------------------------------------------ by the code

    def _ask_for_code(self) -> None:
        if self._waiting and not self._is_one_running:
            self._window.resume_code.show_code_entry(code_entry_view(self._problem))
            self._window.show_screen(self._window.resume_code)

    def _on_code(self, typed: str) -> None:
        if not self._waiting or self._is_one_running:
            return
        on_disk, seat = self._waiting[0], self._seat
        try:
            secret_of = _way_to_secret(typed, seat, on_disk)
        except ExamRoomError as error:
            self._window.resume_code.show_code_entry(code_entry_view(error.code))
            return
        self._window.resume_code.show_code_entry(code_entry_view(is_busy=True))

        def work() -> ReadySitting:
            secret = room_secret(secret_of(), on_disk.room_session_uuid)
            return resume_from_disk(seat, on_disk.sitting_uuid, secret)

        failed = partial(self._on_code_failed, on_disk.sitting_uuid)
        self._background.run(then_given_back(work), self._go_on_with, failed)

    def _on_code_failed(self, sitting_uuid: SittingUuid, error: ExamRoomError) -> None:
        if not self._is_next(sitting_uuid):
            return
        if isinstance(error, NothingToResumeError):
            self._set_aside()
            return
        wait_ms = self._tries.note_wrong()
        self._window.resume_code.show_code_entry(
            code_entry_view(error.code, wait_ms=wait_ms)
        )

    def _allow_code(self) -> None:
        if self._waiting and not self._is_one_running:
            self._window.resume_code.show_code_entry(code_entry_view())

    # ------------------------------------------------------------ onwards

    def _is_next(self, sitting_uuid: SittingUuid) -> bool:
        """Whether news of a sitting are still news: the other way may have been quicker."""
        return bool(self._waiting) and self._waiting[0].sitting_uuid == sitting_uuid

    def _go_on_with(self, ready: ReadySitting) -> None:
        if not self._is_next(ready.sitting_uuid):
            return
        self._waiting.popleft()
        if ready.sitting is not None:
            self._is_one_running = True
        self._listener.on_resumed(ready)
        self._next()

    def _set_aside(self) -> None:
        on_disk, vault = self._waiting.popleft(), self._seat.vault
        self._background.run(
            lambda: vault.set_aside(on_disk.sitting_uuid), _ignore, _not_set_aside
        )
        self._next()

    def _put_last(self, error: ExamRoomError) -> None:
        """Beside a running sitting nothing is asked or shown: the others, then again."""
        _log.info("an older sitting is not yet sent: %s", error.code)
        self._waiting.rotate(-1)
        self._retry_timer.start(RETRY_OLDER_MS)

    def _next(self) -> None:
        self._code_timer.stop()
        self._retry_timer.stop()
        if not self._waiting:
            self._listener.on_nothing_more()
            return
        if not self._is_one_running:
            self._code_timer.start(ASK_FOR_CODE_AFTER_MS)
        self._ask_server()


def _way_to_secret(
    typed: str, seat: SeatParts, on_disk: SittingOnDisk
) -> Callable[[], bytes]:
    """Return what gives the resume secret: out of the resume code, or of the PIN's card.

    Raises:
        FormatError: mistyped.
    """
    if len(plain_number(typed)) == PIN_DIGITS:
        pin, room = parse_pin(typed), on_disk.room_session_uuid
        return lambda: opened_card(seat, pin, room).resume_secret
    secret = parse_spoken_code(
        typed, length_bytes=RESUME_SECRET_BYTES, name="resume_code"
    )
    return lambda: secret


def _going_on(
    seat: SeatParts, on_disk: SittingOnDisk, secret: bytes, client: ServerClient
) -> ReadySitting:
    sitting_uuid = on_disk.sitting_uuid
    try:
        caught_up = _caught_up(seat, on_disk, secret, client)
        return caught_up or resume_from_disk(seat, sitting_uuid, secret)
    except _DAMAGED:
        entries = tuple(client.journal(sitting_uuid))
        return restore_damaged(seat, sitting_uuid, secret, entries)


def _caught_up(
    seat: SeatParts, on_disk: SittingOnDisk, secret: bytes, client: ServerClient
) -> ReadySitting | None:
    """Return the sitting as the server has it, if this disk forgot the end of it."""
    sitting_uuid = on_disk.sitting_uuid
    receipt = client.journal_head(sitting_uuid)
    at_server = JournalHead(receipt.last_seq, receipt.last_hash)
    return resume_after_lost_end(
        seat, sitting_uuid, secret, at_server, lambda: client.journal(sitting_uuid)
    )


def _claimed(client: ServerClient, sitting_uuid: SittingUuid) -> int | None:
    """Return the room's newest order if the sitting may go on here.

    None: it is another seat's by now, or over.
    """
    try:
        return client.claim(sitting_uuid)
    except ServerRefusedError as error:
        if error.code not in _ELSEWHERE:
            raise
        return None


def _ignore(_result: None) -> None:
    """What was set aside is evidence; nothing waits for it."""


def _not_set_aside(error: ExamRoomError) -> None:
    _log.warning("an empty sitting stays where it is: %s", error.code)
