"""What this seat knows of its room: session, package, orders so far, the room's keys.

Lives on the interface thread; slow work goes to the background and comes back. Keys are
held in memory only.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from PySide6.QtCore import QTimer

from kiosk.app.background import Background
from kiosk.app.main_thread import MainThread
from kiosk.app.ready_sitting import OpenRoom, opened_package
from kiosk.app.seat_parts import SeatParts
from kiosk.app.server_lines import ServerLines
from kiosk.intake.take_in import WantedPackage, take_in
from kiosk.transport.orders_thread import OrdersThread
from question_bank.errors import ExamRoomError
from question_bank.formats.exam_package import Manifest
from question_bank.formats.order import Order, OrderKind
from question_bank.formats.room_card import RoomCard
from question_bank.formats.seat_protocol import RoomKeys, RoomSessionView
from question_bank.identifiers import RoomSessionUuid
from question_bank.sealing.errors import PackageDamagedError, WrongOpeningCodeError
from question_bank.sealing.journal_seal import room_secret
from question_bank.sealing.package_locks import open_inner_lock

RETRY_MS = 1000
"""Between two tries to fetch the package or the room's keys."""

STOP_WAIT_S = 2.0

_log = logging.getLogger(__name__)


class RoomListener(Protocol):
    """Told on the interface thread."""

    def on_room_changed(self) -> None:
        """Package, keys or session are other than before."""
        ...

    def on_order(self, order: Order) -> None:
        """The next order of the room session, in order of number."""
        ...

    def on_contact(self) -> None:
        """The server answered."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchParts:
    """What a watch works with."""

    seat: SeatParts
    lines: ServerLines
    background: Background
    main_thread: MainThread


class RoomWatch:
    """One room session, from the moment the server names it.

    Attributes:
        orders: All orders so far, by number from 1.
        has_package: Whether the session's package stands on the shelf, whole.
        open_room: Keys and opened package; None before the room was opened.
        manifest: Of the package on the shelf; None before it stands there.
        card: The room's card, once a PIN opened it; in memory only.
        is_started_here: The staff opened and started at this seat, without a server.
        trouble: Code of what keeps the package away; "" when nothing does.
    """

    def __init__(
        self, parts: WatchParts, session: RoomSessionView, listener: RoomListener
    ) -> None:
        self.session = session
        self.orders: list[Order] = []
        self.has_package = False
        self.open_room: OpenRoom | None = None
        self.manifest: Manifest | None = None
        self.card: RoomCard | None = None
        self.is_started_here = False
        self.trouble = ""
        self._parts = parts
        self._listener = listener
        self._is_stopped = False
        self._is_fetching_keys = False
        self._orders_thread = OrdersThread(
            parts.lines.client(),
            session.room_session_uuid,
            parts.seat.site_key,
            lambda order: parts.main_thread.post(lambda: self._on_order(order)),
            self._on_contact,
        )

    @property
    def room_session_uuid(self) -> RoomSessionUuid:
        """Which room session this is."""
        return RoomSessionUuid(self.session.room_session_uuid)

    def start_order_for(self, sitting_uuid: UUID) -> int | None:
        """Return the number of the order that starts a sitting; None before.

        0 stands for no order: it was started at this seat. The room's start is for all; a late candidate may be given one alone.
        """
        for order in self.orders:
            is_for_it = order.sitting_uuid in {None, sitting_uuid}
            if order.kind is OrderKind.START and is_for_it:
                return order.number
        return 0 if self.is_started_here else None

    def is_startable_for(self, sitting_uuid: UUID) -> bool:
        """Whether a sitting could begin now: opened, started, not closed."""
        is_started = self.start_order_for(sitting_uuid) is not None
        return self.open_room is not None and is_started and not self.is_closed

    @property
    def is_closed(self) -> bool:
        """Whether the room was closed."""
        return self._first(OrderKind.CLOSE) is not None

    @property
    def newest_order(self) -> int:
        """Number of the newest order known; 0 before the first."""
        return self.orders[-1].number if self.orders else 0

    def start(self) -> None:
        """Begin to wait for orders and to fetch the package."""
        self._orders_thread.start()
        self._fetch_package()

    def stop(self) -> None:
        """Let go of the room; for any thread, and may take STOP_WAIT_S."""
        self._is_stopped = True
        self._orders_thread.stop(STOP_WAIT_S)

    def _first(self, kind: OrderKind) -> int | None:
        return next((each.number for each in self.orders if each.kind is kind), None)

    def start_here(
        self,
        opening_code: str,
        done: Callable[[], None],
        failed: Callable[[ExamRoomError], None],
    ) -> None:
        """Open the paper with a typed code and the opened card, and start at this seat.

        Args:
            failed: Called with the trust errors of `unlocked_room`, or FormatError for a
                code that is mistyped.
        """
        card, seat = self.card, self._parts.seat
        assert card is not None  # the PIN opened it
        keys = RoomKeys(
            resume_secret=card.resume_secret,
            opening_code=opening_code,
            site_marking_key=card.site_marking_key,
        )

        def opened(open_room: OpenRoom) -> None:
            if not self._is_stopped:
                self.open_room = open_room
                self.is_started_here = True
                done()
                self._listener.on_room_changed()

        self._parts.background.run(
            lambda: unlocked_room(
                seat, self.room_session_uuid, self.session.package_uuid, keys
            ),
            opened,
            failed,
        )

    # ------------------------------------------------------------ orders

    def _on_contact(self, is_there: bool) -> None:
        if is_there:
            self._parts.main_thread.post(self._listener.on_contact)

    def _on_order(self, order: Order) -> None:
        if self._is_stopped:
            return
        self.orders.append(order)
        self._fetch_keys_if_open()
        self._listener.on_order(order)

    # ------------------------------------------------------------ package

    def _fetch_package(self) -> None:
        parts = self._parts
        wanted = WantedPackage(
            package_uuid=self.session.package_uuid,
            manifest_sha256=self.session.manifest_sha256,
        )

        def work() -> Manifest | None:
            seat = parts.seat
            with parts.lines.once() as client:
                is_whole = take_in(
                    wanted, client, seat.shelf, seat.believes, self._goes_on
                )
            if not is_whole:
                return None
            return opened_package(seat, wanted.package_uuid, b"").manifest

        parts.background.run(work, self._on_package, self._on_package_failed)

    def _goes_on(self) -> bool:
        return not self._is_stopped

    def _on_package(self, manifest: Manifest | None) -> None:
        if self._is_stopped:
            return
        self.trouble = ""
        self.has_package = manifest is not None
        self.manifest = manifest
        self._fetch_keys_if_open()
        self._listener.on_room_changed()

    def _on_package_failed(self, error: ExamRoomError) -> None:
        if self._is_stopped:
            return
        _log.info("package not taken in: %s", error.code)
        self.trouble = error.code
        self._listener.on_room_changed()
        QTimer.singleShot(RETRY_MS, self._retry_package)

    def _retry_package(self) -> None:
        if not self._is_stopped and not self.has_package:
            self._fetch_package()

    # ------------------------------------------------------------ keys

    def _fetch_keys_if_open(self) -> None:
        is_open = self._first(OrderKind.OPEN) is not None
        if not is_open or not self.has_package or self.is_closed:
            return
        if self.open_room is not None or self._is_fetching_keys:
            return
        self._is_fetching_keys = True
        parts, package_uuid = self._parts, self.session.package_uuid

        def work() -> OpenRoom:
            with parts.lines.once() as client:
                keys = client.room_keys(self.room_session_uuid)
            return unlocked_room(parts.seat, self.room_session_uuid, package_uuid, keys)

        parts.background.run(work, self._on_keys, self._on_keys_failed)

    def _on_keys(self, open_room: OpenRoom) -> None:
        self._is_fetching_keys = False
        if self._is_stopped:
            return
        self.trouble = ""
        self.open_room = open_room
        self._listener.on_room_changed()

    def _on_keys_failed(self, error: ExamRoomError) -> None:
        self._is_fetching_keys = False
        if self._is_stopped:
            return
        _log.info("room keys not had: %s", error.code)
        self.trouble = error.code
        if isinstance(error, PackageDamagedError | WrongOpeningCodeError):
            self._fetch_anew()
        else:
            QTimer.singleShot(RETRY_MS, self._retry_keys)
        self._listener.on_room_changed()

    def _fetch_anew(self) -> None:
        """The disk lost a bit of package or lock since; the server still has them."""
        self.has_package = False
        shelf, package_uuid = self._parts.seat.shelf, self.session.package_uuid
        self._parts.background.run(
            lambda: shelf.remove(package_uuid),
            lambda _: QTimer.singleShot(RETRY_MS, self._retry_package),
            self._on_package_failed,
        )

    def _retry_keys(self) -> None:
        if not self._is_stopped:
            self._fetch_keys_if_open()


def unlocked_room(
    seat: SeatParts, session_uuid: RoomSessionUuid, package_uuid: UUID, keys: RoomKeys
) -> OpenRoom:
    """Return the room with its package checked whole and opened.

    Slow: two Argon2 derivations, and every byte of the package is read.

    Raises:
        PackageDamagedError: the disk no longer holds what was signed.
        WrongOpeningCodeError, FormatError: the code opens nothing (or is not there yet).
        TrustError: the package on the shelf is not the one that was signed.
    """
    locked = opened_package(seat, package_uuid, b"")
    inner_lock = seat.shelf.inner_lock(package_uuid)
    content_key = open_inner_lock(inner_lock, keys.opening_code or "", locked.manifest)
    locked.verify()
    return OpenRoom(
        room_session_uuid=session_uuid,
        room_secret=room_secret(keys.resume_secret, session_uuid),
        site_marking_key=keys.site_marking_key,
        package=opened_package(seat, package_uuid, content_key),
    )
