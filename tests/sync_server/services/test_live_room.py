from uuid import UUID

from question_bank.formats.seat_status import SeatState, SeatStatus
from question_bank.identifiers import RoomSessionUuid
from sync_server.seats.status_board import SeatReport
from sync_server.services.live_room import (
    SILENT_AFTER_S,
    LiveRoom,
    StateWord,
    live_room,
)
from sync_server.storage.room_view_store import RoomRow, SeatRow, SittingRow

ROOM = RoomRow(
    room_session_id=1,
    room_session_uuid=RoomSessionUuid(UUID(int=1)),
    room_id=1,
    room_code="101",
    room_name="101",
    session_code="S",
    session_name="S",
    data_class="formal",
    exam_package_id=1,
    state="started",
    has_opening_code=True,
    hard_end_utc=None,
    started_utc=None,
    newest_order=2,
    sittings=1,
    handed_in=0,
)


def a_sitting(**fields: object) -> SittingRow:
    values: dict[str, object] = {
        "sitting_id": 1,
        "sitting_uuid": UUID(int=9),
        "admission_number": "1",
        "name": "甲",
        "planned_seat_code": "01",
        "form_code": "A",
        "extra_time_ms": 0,
        "extended_ms": 0,
        "holder_seat_id": 1,
        "is_locked": False,
        "has_started": True,
        "handed_in_seq": None,
        "is_closed": False,
        "last_seq": 3,
        "last_hash": bytes(32),
        "refused": 0,
        "refused_codes": (),
    }
    return SittingRow(**{**values, **fields})  # type: ignore[arg-type] # any field


def a_seat(seat_id: int = 1, code: str = "01") -> SeatRow:
    return SeatRow(
        seat_id=seat_id,
        seat_uuid=UUID(int=100 + seat_id),
        seat_code=code,
        room_code="101",
        computer_name="pc",
        program_version="0.1.0",
        paired_utc="",
        paired_by="",
        revoked_utc=None,
    )


def seen(
    sitting: SittingRow, state: SeatState | None, *, age_s: float = 0.0, **said: object
) -> LiveRoom:
    reports = {}
    if state is not None:
        status = SeatStatus(
            state=state,
            program_version="0.1.0",
            sitting_uuid=sitting.sitting_uuid,
            **said,  # type: ignore[arg-type] # any field
        )
        reports[1] = SeatReport(status=status, heard_s=1000.0 - age_s)
    return live_room(ROOM, [sitting], [a_seat()], reports, 1000.0)


def test_each_state_of_a_seat_has_its_word() -> None:
    words = {
        SeatState.IDLE: StateWord.NOT_LOGGED_IN,
        SeatState.CONFIRMING: StateWord.LOGGED_IN,
        SeatState.WAITING: StateWord.WAITING,
        SeatState.ANSWERING: StateWord.ANSWERING,
        SeatState.LOCKED: StateWord.LOCKED,
        SeatState.HANDED_IN: StateWord.HANDED_IN,
        SeatState.DELIVERED: StateWord.DELIVERED,
        SeatState.NEEDS_RESUME_CODE: StateWord.TROUBLE,
    }
    for state, word in words.items():
        assert seen(a_sitting(), state).lines[0].word is word


def test_a_seat_that_holds_a_running_sitting_must_be_heard() -> None:
    silent = seen(a_sitting(), SeatState.ANSWERING, age_s=SILENT_AFTER_S + 1).lines[0]
    never = seen(a_sitting(), None).lines[0]
    heard = seen(a_sitting(), SeatState.ANSWERING, age_s=SILENT_AFTER_S - 1).lines[0]

    assert silent.trouble == ("SEAT_SILENT",)
    assert never.trouble == ("SEAT_SILENT",)
    assert heard.trouble == ()


def test_who_has_handed_in_all_may_fall_silent() -> None:
    line = seen(a_sitting(handed_in_seq=3, hand_in_hash=bytes(32)), None).lines[0]

    assert line.word is StateWord.DELIVERED
    assert line.receipt_code
    assert not line.is_problem


def test_the_receipt_stands_for_the_hand_in_whatever_follows_it() -> None:
    alone = a_sitting(handed_in_seq=3, hand_in_hash=bytes(32))
    followed = a_sitting(
        handed_in_seq=3, hand_in_hash=bytes(32), last_seq=4, last_hash=bytes([1] * 32)
    )

    code = seen(alone, None).lines[0].receipt_code
    line = seen(followed, SeatState.DELIVERED, receipt_code=code).lines[0]

    assert code
    assert line.receipt_code == code
    assert line.trouble == ()


def test_receipts_that_differ_are_a_problem() -> None:
    line = seen(
        a_sitting(handed_in_seq=3, hand_in_hash=bytes(32)),
        SeatState.DELIVERED,
        receipt_code="0000-00000",
    ).lines[0]

    assert line.trouble == ("RECEIPT_DIFFERS",)


def test_refused_batches_are_shown_at_their_sitting() -> None:
    line = seen(
        a_sitting(refused=2, refused_codes=("JOURNAL_CONFLICT",)), SeatState.ANSWERING
    ).lines[0]

    assert line.is_problem
    assert line.trouble == ("JOURNAL_CONFLICT",)


def test_problems_come_first_and_free_seats_last() -> None:
    calm = a_sitting(sitting_id=1, admission_number="1", planned_seat_code="01")
    bad = a_sitting(
        sitting_id=2,
        sitting_uuid=UUID(int=8),
        holder_seat_id=2,
        admission_number="2",
        planned_seat_code="02",
    )
    status = SeatStatus(
        state=SeatState.ANSWERING,
        program_version="0.1.0",
        sitting_uuid=calm.sitting_uuid,
    )
    reports = {1: SeatReport(status=status, heard_s=1000.0)}

    live = live_room(
        ROOM, [calm, bad], [a_seat(3, "00"), a_seat(), a_seat(2, "02")], reports, 1000.0
    )

    assert [line.seat_code for line in live.lines] == ["02", "01", "00"]


def reported(**by_seat: SeatState) -> LiveRoom:
    """Return a room in which two seats speak of the one sitting; seat 1 holds it."""
    sitting = a_sitting()
    reports = {
        int(name.removeprefix("seat")): SeatReport(
            status=SeatStatus(
                state=state, program_version="1", sitting_uuid=sitting.sitting_uuid
            ),
            heard_s=1000.0,
        )
        for name, state in by_seat.items()
    }
    seats = [a_seat(), a_seat(2, "02")]
    return live_room(ROOM, [sitting], seats, reports, 1000.0)


def test_who_went_on_elsewhere_without_the_server_is_shown_where_they_sit() -> None:
    line, free = reported(seat2=SeatState.ANSWERING).lines

    assert (line.seat_code, line.name, line.word) == ("02", "甲", StateWord.ANSWERING)
    assert (free.seat_code, free.word) == ("01", StateWord.FREE)


def test_a_second_seat_with_the_same_candidate_is_shown_by_name() -> None:
    lines = reported(seat1=SeatState.ANSWERING, seat2=SeatState.ANSWERING).lines

    assert [(x.seat_code, x.name, x.word.value[0]) for x in lines] == [
        ("01", "甲", "考试中"),
        ("02", "甲", "考试中"),
    ]
    assert lines[1].sitting_uuid == ""  # orders go to the line that holds it
