"""Seats that bring what was written while no server answered, and who may not just now."""

from question_bank.formats.seat_status import SeatState
from question_bank.identifiers import SittingUuid
from sync_server.clock import Clock
from sync_server.errors import SittingNotOfSeatError
from sync_server.seats.status_board import StatusBoard
from sync_server.storage.sitting_store import SittingStore

HEARD_WITHIN_S = 30.0
"""A seat that has not spoken of its sitting for so long does not hold it against another."""

_UNDER_WAY = frozenset(
    {
        SeatState.CONFIRMING,
        SeatState.CHECKING,
        SeatState.WAITING,
        SeatState.ANSWERING,
        SeatState.LOCKED,
    }
)


class Bringers:
    """Decides who may add to a sitting at which nobody logged in. For all threads."""

    def __init__(
        self, sittings: SittingStore, board: StatusBoard, clock: Clock
    ) -> None:
        self._sittings = sittings
        self._board = board
        self._clock = clock

    def may_bring(self, sitting_id: int, seat_id: int) -> bool:
        """Return whether the seat was noted as one that may bring entries."""
        return self._sittings.may_bring(sitting_id, seat_id)

    def let_bring(
        self, sitting_id: int, sitting_uuid: SittingUuid, seat_id: int
    ) -> None:
        """Let the seat hold the sitting; the one before lets go.

        Raises:
            SittingNotOfSeatError: another seat has the sitting under way.
        """
        holder = self._sittings.holder_seat_id(sitting_id)
        if holder == seat_id:
            return
        if holder is not None and self._is_under_way(holder, sitting_uuid):
            raise SittingNotOfSeatError("another seat has the sitting under way")
        self._sittings.take_over(sitting_id, seat_id, self._clock.utc_now())

    def _is_under_way(self, seat_id: int, sitting_uuid: SittingUuid) -> bool:
        report = self._board.report(seat_id)
        if report is None or report.status.sitting_uuid != sitting_uuid:
            return False
        is_heard = report.age_s(self._clock.monotonic_s()) < HEARD_WITHIN_S
        return is_heard and report.status.state in _UNDER_WAY
