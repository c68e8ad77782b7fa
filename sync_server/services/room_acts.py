"""What proctors do to rooms: the opening code checked, orders given, all of it recorded."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from question_bank.errors import ExamRoomError
from question_bank.formats.order import Order, OrderKind, parse_signed_order
from question_bank.formats.seat_protocol import RoomSessionState
from question_bank.identifiers import RoomSessionUuid, SittingUuid
from question_bank.sealing.errors import WrongOpeningCodeError
from sync_server.accounts.tries import SlidingLimit
from sync_server.audit.audit_chain import Act
from sync_server.clock import Clock
from sync_server.errors import RoomStateError
from sync_server.packages.errors import PackageMissingError
from sync_server.packages.package_records import LoadedPackage
from sync_server.rooms.order_desk import OrderDesk, OrderRequest
from sync_server.rooms.room_secrets import RoomSecrets
from sync_server.rooms.room_session import state_after
from sync_server.services.package_opening import PackageOpening
from sync_server.storage.audit_store import AuditStore
from sync_server.storage.room_view_store import RoomRow, RoomViewStore

MOST_CODE_TRIES = 5
CODE_SPAN_S = 60.0
"""Five wrong codes a minute and room: people mistype, nobody guesses 80 bits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomOrder:
    """What is asked for; see `OrderRequest`."""

    kind: OrderKind
    sitting_uuid: SittingUuid | None = None
    extra_ms: int = 0
    text: str = ""
    request_uuid: UUID | None = None


class RoomActs:
    """The one place where rooms are commanded. For all threads."""

    def __init__(
        self,
        *,
        rooms: RoomViewStore,
        orders: OrderDesk,
        room_secrets: RoomSecrets,
        opening: PackageOpening,
        audit: AuditStore,
        clock: Clock,
    ) -> None:
        self._rooms = rooms
        self._orders = orders
        self._room_secrets = room_secrets
        self._opening = opening
        self._audit = audit
        self._clock = clock
        self._tries = SlidingLimit(most=MOST_CODE_TRIES, span_s=CODE_SPAN_S)

    def open(
        self, room_session_uuid: RoomSessionUuid, typed_code: str, *, by: str
    ) -> Order:
        """Check the opening code, put it into the vault and open the room.

        Raises:
            FormatError: the code is mistyped.
            WrongOpeningCodeError: it opens nothing; nothing was changed.
            TooManyTriesError: too many wrong codes.
            NotYetOpenError, PackageExpiredError: not now.
            RoomStateError: the room is opened or closed already.
        """
        room = self._rooms.room(room_session_uuid)
        package = self._package(room)
        state_after(RoomSessionState(room.state), OrderKind.OPEN)
        reader = self._opening.reader(package)
        reader.trusted.require_window(self._clock.utc_now())
        bucket = (f"opening {room_session_uuid}",)
        now_s = self._clock.monotonic_s()
        self._tries.require(bucket, now_s)  # before the slow check, not after it
        try:
            self._opening.require_opens(package, typed_code)
        except WrongOpeningCodeError:
            self._record("room.opening_code_refused", room, by=by, details={})
            raise
        except ExamRoomError:
            self._tries.give_back(bucket, now_s)
            raise
        self._tries.give_back(bucket, now_s)
        self._room_secrets.put_opening_code(room_session_uuid, typed_code)
        return self.order(room_session_uuid, RoomOrder(kind=OrderKind.OPEN), by=by)

    def order(
        self, room_session_uuid: RoomSessionUuid, wanted: RoomOrder, *, by: str
    ) -> Order:
        """Give an order; `open` only after the code was put into the vault.

        Raises:
            RoomStateError: the room is not in a state for it.
            NotFoundError: no such room session or sitting.
        """
        room = self._rooms.room(room_session_uuid)
        if wanted.kind is OrderKind.OPEN and not room.has_opening_code:
            raise RoomStateError("no opening code was given")
        signed = self._orders.give(
            OrderRequest(
                request_uuid=wanted.request_uuid or uuid4(),
                room_session_uuid=room_session_uuid,
                kind=wanted.kind,
                sitting_uuid=wanted.sitting_uuid,
                extra_ms=wanted.extra_ms,
                text=wanted.text,
                by=by,
            )
        )
        order, _, _ = parse_signed_order(signed)
        details: dict[str, object] = {"order_number": order.number}
        if order.extra_ms:
            details["extra_ms"] = order.extra_ms
        if order.text:
            details["text"] = order.text
        if order.sitting_uuid is not None:
            details["sitting_uuid"] = str(order.sitting_uuid)
        self._record(f"room.{order.kind.value}", room, by=by, details=details)
        return order

    def resume_code(self, room_session_uuid: RoomSessionUuid, *, by: str) -> str:
        """Return the code for the proctor's sheet; that it was seen is recorded.

        Raises:
            RoomClosedError: the secrets are forgotten.
        """
        room = self._rooms.room(room_session_uuid)
        code = self._room_secrets.resume_code(room_session_uuid)
        self._record("room.resume_code_seen", room, by=by, details={})
        return code

    def _package(self, room: RoomRow) -> LoadedPackage:
        package = self._rooms.package_of(room)
        if package is None:
            raise PackageMissingError(f"session {room.session_code} has no package")
        return package

    def _record(
        self, action: str, room: RoomRow, *, by: str, details: dict[str, object]
    ) -> None:
        subject = str(room.room_session_uuid)
        self._audit.add(Act(actor=by, action=action, subject=subject, details=details))
