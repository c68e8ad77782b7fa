"""What the seat tells the proctor's console of itself, renewed on the interface thread."""

from dataclasses import dataclass
from uuid import UUID

from kiosk.app.log_in_desk import ClaimedSitting
from kiosk.app.room_watch import RoomWatch
from kiosk.app.running_sitting import RunningSitting
from kiosk.sitting.seat_phase import SeatPhase, reported_state
from kiosk.storage.start_count import NOT_COUNTED, Start
from question_bank.formats.readiness import Readiness
from question_bank.formats.receipt import receipt_code
from question_bank.formats.seat_status import SeatState, SeatStatus

MOST_CODES = 16
"""As many troubles as a status may carry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatNow:
    """What a report is made of.

    Attributes:
        troubles: Of the seat as a whole; may hold blanks.
        confirming: The sitting whose data are on the screen to be confirmed.
        notices: What the proctor should see though the exam goes on.
        readiness: What was found out last about this computer.
        challenge: What waits for a code on the screen; or empty.
    """

    phase: SeatPhase
    running: RunningSitting | None
    claimed: ClaimedSitting | None
    watch: RoomWatch | None
    troubles: tuple[str, ...]
    confirming: UUID | None
    help_called: bool = False
    notices: tuple[str, ...] = ()
    challenge: str = ""
    data_class: str = ""
    readiness: Readiness | None = None
    start: Start = NOT_COUNTED


class SeatReport:
    """Holds the newest report; `newest` may be read from any thread.

    Attributes:
        newest: An immutable report.
    """

    def __init__(self, program_version: str) -> None:
        self._program_version = program_version
        self.newest = SeatStatus(state=SeatState.IDLE, program_version=program_version)

    def renew(self, now: SeatNow) -> None:
        """Make a new report."""
        running, claimed, watch = now.running, now.claimed, now.watch
        sitting = running.sitting if running is not None else None
        record = sitting.record if sitting is not None else None
        if running is not None and record is None:
            record = running.ready.record
        saves = running.saves if running is not None else None
        is_confirming = now.phase is SeatPhase.CONFIRMING
        sitting_uuid = now.confirming if is_confirming else None
        if running is not None:
            sitting_uuid = running.ready.kept.sitting_uuid
        elif claimed is not None:
            sitting_uuid = claimed.answer.sitting_uuid
        handed_in = record.handed_in if record is not None else None
        answered = sitting.answered_count() if sitting is not None else 0
        if handed_in is not None:
            answered = handed_in.answered_tasks
        self.newest = SeatStatus(
            state=reported_state(now.phase) or SeatState.IDLE,
            program_version=self._program_version,
            sitting_uuid=sitting_uuid,
            package_uuid=watch.session.package_uuid if watch is not None else None,
            package_ready=watch is not None and watch.has_package,
            total_tasks=len(sitting.rules.task_ids) if sitting is not None else 0,
            answered_tasks=answered,
            marked_tasks=len(record.marked) if record is not None else 0,
            current_task=record.current_task if record is not None else "",
            time_used_ms=record.time_used_ms if record is not None else 0,
            time_left_ms=record.left_ms if record is not None else 0,
            saved_seq=saves.local.seq if saves is not None else 0,
            server_seq=saves.server.seq if saves is not None else 0,
            applied_order=watch.newest_order if watch is not None else 0,
            receipt_code=_receipt(running),
            trouble=_troubles(running, watch, now.troubles)[:MOST_CODES],
            help_called=now.help_called,
            notices=now.notices,
            challenge=now.challenge,
            data_class=now.data_class,
            readiness=now.readiness,
            start_count=now.start.count,
            start_id=now.start.start_id,
        )


def _receipt(running: RunningSitting | None) -> str:
    if running is None or running.handed_in_head is None:
        return ""
    return receipt_code(running.ready.sitting_uuid, running.handed_in_head)


def _troubles(
    running: RunningSitting | None, watch: RoomWatch | None, others: tuple[str, ...]
) -> tuple[str, ...]:
    found = list(others)
    if watch is not None:
        found.append(watch.trouble)
    if running is not None:
        found += [running.saves.failing, running.saves.sync_stopped]
    return tuple(dict.fromkeys(code for code in found if code))
