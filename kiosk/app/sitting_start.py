"""From a claimed sitting in an opened room to one that can run. For background threads."""

from kiosk.app.log_in_desk import ClaimedSitting
from kiosk.app.open_sitting import resume_from_server, start_sitting
from kiosk.app.ready_sitting import KeptSitting, OpenRoom, ReadySitting
from kiosk.app.seat_parts import SeatParts
from kiosk.app.server_lines import ServerLines
from question_bank.formats.seat_protocol import LogInStatus


def begin_sitting(
    seat: SeatParts,
    lines: ServerLines,
    room: OpenRoom,
    claimed: ClaimedSitting,
    start_order: int,
) -> ReadySitting:
    """Start a new sitting, or go on with one that began at another seat.

    Raises:
        ServerUnreachableError, ServerRefusedError: its journal can't be fetched now.
        KioskError, TrustError, FormatError, ChainBrokenError: as `open_sitting` says.
    """
    answer = claimed.answer
    kept = KeptSitting(
        sitting_uuid=answer.sitting_uuid,
        room_session_uuid=room.room_session_uuid,
        package_uuid=room.package.manifest.package_uuid,
        form_code=answer.form_code,
        extra_time_ms=answer.extra_time_ms,
        claimed_after_order=claimed.after_order,
        candidate_name=answer.candidate.name,
        form_of_address=answer.candidate.form_of_address,
        admission_number=answer.candidate.admission_number,
        site_marking_key=room.site_marking_key,
        id_tail=claimed.id_tail,
    )
    photo = answer.candidate.photo
    if answer.status is LogInStatus.IN_PROGRESS and answer.head is not None:
        with lines.once() as client:
            entries = tuple(client.journal(answer.sitting_uuid))
        return resume_from_server(seat, room, kept, photo, entries)
    return start_sitting(seat, room, kept, photo, start_order)
