"""Approving, refusing and revoking seats, with a record of who did it."""

from uuid import UUID

from question_bank.identifiers import PairingUuid, RoomCode, SeatCode, SeatUuid
from sync_server.audit.audit_chain import Act
from sync_server.clock import Clock, utc_text
from sync_server.seats.pairing_desk import PairingDesk, WaitingPairing
from sync_server.seats.seat import Seat
from sync_server.seats.seat_directory import SeatDirectory
from sync_server.seats.status_board import StatusBoard
from sync_server.storage.audit_store import AuditStore
from sync_server.storage.seat_store import SeatStore


class SeatActs:
    """What admins do to seats. For all threads."""

    def __init__(
        self,
        *,
        desk: PairingDesk,
        seats: SeatStore,
        directory: SeatDirectory,
        board: StatusBoard,
        audit: AuditStore,
        clock: Clock,
    ) -> None:
        self._desk = desk
        self._seats = seats
        self._directory = directory
        self._board = board
        self._audit = audit
        self._clock = clock

    def waiting(self) -> tuple[WaitingPairing, ...]:
        """Return the requests that can be decided, with the codes to compare."""
        return self._desk.waiting()

    def approve(
        self, pairing_uuid: UUID, room_code: str, seat_code: str, *, by: str
    ) -> Seat:
        """Make a computer the seat of a place.

        Raises:
            PairingUnknownError, SeatTakenError, NotFoundError: as they say.
        """
        place = seat_code.strip().zfill(2) if seat_code.isdecimal() else seat_code
        seat = self._desk.approve(
            PairingUuid(pairing_uuid), RoomCode(room_code), SeatCode(place), by
        )
        details = {"room": room_code, "seat": place, "pairing": str(pairing_uuid)}
        self._audit.add(
            Act(
                actor=by,
                action="seat.approve",
                subject=str(seat.seat_uuid),
                details=details,
            )
        )
        return seat

    def refuse(self, pairing_uuid: UUID, *, by: str) -> None:
        """Refuse a computer.

        Raises:
            PairingUnknownError: it does not wait.
        """
        self._desk.refuse(PairingUuid(pairing_uuid))
        act = Act(actor=by, action="seat.refuse", subject=str(pairing_uuid))
        self._audit.add(act)

    def revoke(self, seat_uuid: UUID, *, by: str) -> None:
        """Take a seat out: its token counts no more from the next request on.

        Raises:
            NotFoundError: no such seat, or it is revoked already.
        """
        now = utc_text(self._clock.utc_now())
        seat = self._seats.revoke(SeatUuid(seat_uuid), by, now)
        self._directory.forget()
        self._board.forget(seat.seat_id)
        self._audit.add(Act(actor=by, action="seat.revoke", subject=str(seat_uuid)))
