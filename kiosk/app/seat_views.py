"""What the seat's own screens show, from what the controller knows. Pure."""

from kiosk.app.log_in_desk import ClaimedSitting, LogInSurroundings, person_of
from kiosk.app.ready_sitting import KeptSitting, ReadySitting
from kiosk.app.room_watch import RoomWatch
from kiosk.app.running_sitting import RunningSitting
from kiosk.storage.seat_identity import SeatPairing
from kiosk.ui.presenters.hand_in_view import ReceiptView, hand_in_reason
from kiosk.ui.presenters.log_in_view import (
    ID_TAIL_LENGTH,
    PackageStage,
    WaitingStage,
    WaitingView,
)
from kiosk.ui.presenters.people import PersonView, SeatPlaceView
from question_bank.formats.journal_entry import JournalHead
from question_bank.formats.receipt import receipt_code
from question_bank.formats.seat_protocol import LogInStatus
from question_bank.items.response import SpokenResponse
from question_bank.journal.sitting_record import SittingRecord


def place_view(pairing: SeatPairing) -> SeatPlaceView:
    """Return where this computer stands."""
    return SeatPlaceView(
        site_name=pairing.site_name,
        room_name=pairing.room_name,
        seat_code=pairing.seat_code,
    )


def surroundings(
    place: SeatPlaceView, watch: RoomWatch | None, *, is_server_silent: bool
) -> LogInSurroundings:
    """Return what stands around the log-in's fields."""
    return LogInSurroundings(
        place=place,
        session_name=watch.session.session_name if watch is not None else "",
        package_stage=_package_stage(watch),
        package_trouble=watch.trouble if watch is not None else "",
        is_server_silent=is_server_silent,
        id_tail_length=_id_tail_length(watch),
        card=watch.card if watch is not None else None,
        newest_order=watch.newest_order if watch is not None else 0,
    )


def _id_tail_length(watch: RoomWatch | None) -> int:
    if watch is None or watch.manifest is None:
        return ID_TAIL_LENGTH
    return watch.manifest.policies.id_tail_length


def data_class_of(
    watch: RoomWatch | None, running: RunningSitting | None
) -> str | None:
    """Return the data class of who sits here, else of the room's package; None: unknown."""
    if running is not None:
        return str(running.ready.package.manifest.data_class)
    if watch is None or watch.manifest is None:
        return None
    return str(watch.manifest.data_class)


def waiting_view(
    place: SeatPlaceView, watch: RoomWatch | None, claimed: ClaimedSitting
) -> WaitingView:
    """Return the waiting screen; time and tasks once the room was opened."""
    room = watch.open_room if watch is not None else None
    minutes = tasks = None
    if room is not None:
        manifest = room.package.manifest
        allowed_ms = manifest.policies.duration_ms + claimed.answer.extra_time_ms
        minutes = allowed_ms // 60_000
        tasks = next(
            (
                form.task_count
                for form in manifest.forms
                if form.form_code == claimed.answer.form_code
            ),
            None,
        )
    return WaitingView(
        seat=place,
        person=person_of(claimed.answer),
        stage=_waiting_stage(watch, claimed),
        minutes=minutes,
        tasks=tasks,
    )


def person_of_kept(kept: KeptSitting, photo: bytes) -> PersonView:
    """Return who sits here, from what the sitting's store keeps."""
    return PersonView(
        name=kept.candidate_name,
        form_of_address=kept.form_of_address,
        admission_number=kept.admission_number,
        photo=photo,
    )


def receipt_view(
    place: SeatPlaceView,
    ready: ReadySitting,
    record: SittingRecord,
    head: JournalHead,
    *,
    is_delivered: bool,
) -> ReceiptView:
    """Return the receipt of a sitting that ended at `head`, which `record` tells of."""
    end = record.handed_in
    assert end is not None  # there is a head to show
    spoken = (isinstance(each, SpokenResponse) for each in record.responses.values())
    return ReceiptView(
        name=ready.kept.candidate_name,
        seat_code=place.seat_code,
        reason=hand_in_reason(end.reason),
        answered_count=end.answered_tasks,
        task_count=end.answered_tasks + end.unanswered_tasks,
        code=receipt_code(ready.sitting_uuid, head),
        is_delivered=is_delivered,
        recordings=sum(spoken),
    )


def _package_stage(watch: RoomWatch | None) -> PackageStage:
    if watch is None:
        return PackageStage.NONE
    if watch.open_room is not None:
        return PackageStage.OPENED
    if watch.has_package:
        return PackageStage.SEALED
    return PackageStage.FAILED if watch.trouble else PackageStage.FETCHING


def _waiting_stage(watch: RoomWatch | None, claimed: ClaimedSitting) -> WaitingStage:
    if watch is None or not watch.has_package:
        return WaitingStage.FOR_PACKAGE
    if watch.open_room is None:
        return WaitingStage.FOR_OPENING
    if claimed.answer.status is LogInStatus.IN_PROGRESS:
        return WaitingStage.RESUMING
    return WaitingStage.FOR_START
