"""What the staff's deeds do at this seat (row 9, and orders with the network dead).

Lives on the interface thread. Who may do them was checked by `staff_desk`.
"""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from kiosk.app.archive_desk import ArchiveDesk
from kiosk.app.controller_parts import ControllerParts
from kiosk.app.last_word import LastWord
from kiosk.app.opening_desk import OpeningDesk
from kiosk.app.phase_keeper import PhaseKeeper
from kiosk.app.ready_sitting import ReadySitting
from kiosk.app.rooms import Rooms
from kiosk.app.sitting_desk import SittingDesk
from kiosk.app.staff_desk import StaffDesk
from kiosk.lockdown.ports import LockMode
from kiosk.sitting.seat_phase import SeatPhase, SeatSignal
from kiosk.sitting.staff_act import StaffAct
from kiosk.ui.presenters.message import Message, message
from kiosk.ui.presenters.staff_view import (
    EXTENSIONS_MS,
    SeatFacts,
    StaffDeed,
    card_words,
)
from question_bank.errors import ExamRoomError
from question_bank.formats.entry_bodies import StaffActed, StaffWay
from question_bank.formats.order import OrderKind
from question_bank.formats.room_card import RoomCard
from question_bank.identifiers import RoomSessionUuid
from question_bank.sealing.journal_seal import room_secret

SILENT_AFTER_MS = 6_000
"""Age of the server's last word from which a seat may start without it."""

_BEFORE_THE_START = frozenset(
    {SeatPhase.IDLE, SeatPhase.CONFIRMING, SeatPhase.CHECKING, SeatPhase.WAITING}
)
_CLOSED_TO_STAFF = frozenset({SeatPhase.UNPAIRED, SeatPhase.PAIRING})
_ORDERS = {
    StaffDeed.LOCK: (OrderKind.LOCK, message("staff.done_lock")),
    StaffDeed.UNLOCK: (OrderKind.UNLOCK, message("staff.done_unlock")),
    StaffDeed.HAND_IN: (OrderKind.HAND_IN, None),
    StaffDeed.RELEASE: (OrderKind.RELEASE, None),
}


class SeatStaff:
    """The seat, as the staff's desk sees it.

    Args (of the constructor):
        on_changed: Called when the room was opened here.
    """

    def __init__(
        self,
        parts: ControllerParts,
        phases: PhaseKeeper,
        rooms: Rooms,
        sitting: SittingDesk,
        last_word: LastWord,
        on_changed: Callable[[], None],
    ) -> None:
        self._parts = parts
        self._phases = phases
        self._rooms = rooms
        self._sitting = sitting
        self._last_word = last_word
        self._on_changed = on_changed
        self._card: RoomCard | None = None
        self._opening = OpeningDesk(parts.window, self._on_opened)
        self._archive = ArchiveDesk(
            parts.window, parts.background, parts.seat, parts.seat.stick_folders
        )
        self.desk = StaffDesk(parts.window, rooms.cards, self)

    @property
    def may_open(self) -> bool:
        """Whether staff can act here now."""
        return self._phases.phase not in _CLOSED_TO_STAFF

    @property
    def room_session_uuid(self) -> UUID | None:
        """Whose PIN counts: the sitting's room, or the one that somebody waits for.

        At a free seat any room's does: the session that is due may be another than the
        last one that a server named before it died.
        """
        if self._sitting.running is not None:
            return self._sitting.running.ready.kept.room_session_uuid
        if self._phases.phase in {SeatPhase.IDLE, SeatPhase.TROUBLE}:
            return None
        watch = self._rooms.watch
        return watch.room_session_uuid if watch is not None else None

    def take_card(self, card: RoomCard) -> None:
        """The PIN opened this card."""
        self._card = card
        self._rooms.take_card(card, self._phases.phase)
        self._on_changed()

    def facts(self) -> SeatFacts:
        """Return what decides which deeds are offered."""
        sitting, watch, phase = self._sitting, self._rooms.watch, self._phases.phase
        running = sitting.running
        name = number = ""
        if running is not None:
            name = running.ready.kept.candidate_name
            number = running.ready.kept.admission_number
        elif sitting.claimed is not None:
            name = sitting.claimed.answer.candidate.name
            number = sitting.claimed.answer.candidate.admission_number
        engine = running.sitting if running is not None else None
        record = engine.record if engine is not None else None
        is_locked = record is not None and record.is_locked
        report = self._parts.lock.report
        return SeatFacts(
            name=name,
            number=number,
            is_running=sitting.is_running,
            is_locked=is_locked or sitting.cover.is_covered,
            needs_readmission=sitting.reentry.is_due,
            can_start=self._can_start,
            has_package=watch is not None and watch.has_package,
            has_journal=running is not None,
            is_free=phase in {SeatPhase.IDLE, SeatPhase.NEEDS_RESUME_CODE},
            has_lock=report is not None and report.mode is not LockMode.NONE,
            card=_words(self._card),
        )

    @property
    def _can_start(self) -> bool:
        watch = self._rooms.watch
        if watch is None or watch.card is None or watch.is_started_here:
            return False
        is_silent = self._last_word.age_ms() > SILENT_AFTER_MS
        return is_silent and self._phases.phase in _BEFORE_THE_START

    # ------------------------------------------------------------ deeds

    def do(self, deed: StaffDeed) -> Message | None:
        """Do it; return what the staff is told where they stay on their screen."""
        if deed in EXTENSIONS_MS:
            self._act(OrderKind.EXTEND, extra_ms=EXTENSIONS_MS[deed])
            return message("staff.done_extend")
        if deed is StaffDeed.UNLOCK and self._sitting.cover.is_covered:
            return self._uncover()
        if deed in _ORDERS:
            kind, told = _ORDERS[deed]
            self._act(kind)
            return told
        match deed:
            case StaffDeed.READMIT:
                self._sitting.readmit(StaffWay.PIN)
            case StaffDeed.START:
                self._start()
            case StaffDeed.ARCHIVE:
                self._export()
            case StaffDeed.TAKE:
                self._take()
            case _:
                self._tell("leave")
                self._parts.lock.leave()
        return None

    def _act(self, kind: OrderKind, extra_ms: int = 0) -> None:
        act = StaffAct(kind=kind, way=StaffWay.PIN, extra_ms=extra_ms)
        self._sitting.act_for_staff(act)

    def _tell(self, act: str) -> None:
        self._sitting.tell(StaffActed(act=act, way=StaffWay.PIN, note=""))

    def _uncover(self) -> Message | None:
        self._tell("uncover")
        self._sitting.cover.uncover()
        return None

    def _start(self) -> None:
        watch = self._rooms.watch
        if watch is not None and watch.card is not None:
            self._opening.ask(watch)

    def _on_opened(self) -> None:
        watch = self._rooms.watch
        is_open = watch is not None and watch.is_started_here
        self.desk.show_again(message("staff.done_open") if is_open else None)
        self._on_changed()

    def _export(self) -> None:
        """Stop here and take the answers away: two seats that go on would make branches.

        Should the stick fail, the candidate logs in here again and goes on.
        """
        running = self._sitting.running
        if running is None:
            return
        ready = running.ready
        if not self._sitting.is_running:
            self._archive.export(ready, self._show_again)
            return
        act = StaffAct(kind=OrderKind.RELEASE, way=StaffWay.PIN, named="archive")
        # A take that is being recorded ends first: the log-in would cover the stick.
        self._sitting.act_for_staff(act, lambda: self._export_released(ready))

    def _export_released(self, ready: ReadySitting) -> None:
        window = self._parts.window
        before = window.shown_screen() or window.log_in
        self._archive.export(ready, lambda: window.show_screen(before))

    def _take(self) -> None:
        card = self._card
        if card is None:
            return
        uuid = RoomSessionUuid(card.room_session_uuid)
        self._parts.background.run(
            lambda: room_secret(card.resume_secret, uuid),
            partial(self._look_for_archives, uuid),
            _never,
        )

    def _look_for_archives(self, uuid: RoomSessionUuid, secret: bytes) -> None:
        if self.desk.is_open:
            self._archive.take(uuid, secret, self._on_taken, self._show_again)

    def _on_taken(self, ready: ReadySitting) -> None:
        if self._phases.allows(SeatSignal.SITTING_FOUND):
            self._phases.go(SeatSignal.SITTING_FOUND)
        self._sitting.take_resumed(ready)

    def _show_again(self) -> None:
        self.desk.show_again(None)


def _words(card: RoomCard | None) -> Message | None:
    if card is None:
        return None
    return card_words(card.session_name, card.room_name, len(card.sittings))


def _never(_error: ExamRoomError) -> None:
    """A derivation does not fail."""
