import csv
import io
from fractions import Fraction

import openpyxl
import pytest
from sqlalchemy import update

from question_bank.formats.journal_entry import empty_head, head_after
from question_bank.formats.order import OrderKind
from question_bank.formats.receipt import receipt_code
from question_bank.identifiers import RoomSessionUuid, SittingUuid
from question_bank.items.response import OptionsResponse
from question_bank.sealing.errors import WrongPassphraseError
from question_bank.sealing.lock_keys import LockKey
from question_bank.sealing.signing_keys import SigningKey
from sync_server.results.errors import OpeningCodeNeededError
from sync_server.results.score_files import csv_sheet, xlsx_workbook
from sync_server.results.sitting_result import SittingEnd
from sync_server.services.room_acts import RoomOrder
from sync_server.services.room_watch import RoomWatch
from sync_server.services.scoring import ScoreRequest
from sync_server.storage.schema.exam_tables import seat
from tests.builders.exam_days import PASSPHRASE, right_answers, sealed_journal
from tests.builders.seat_side import SeatSide, a_batch
from tests.sync_server.services.conftest import Day


def request_of(day: Day, passphrase: str = PASSPHRASE) -> ScoreRequest:
    (session,) = day.people.packages.sessions()
    return ScoreRequest(
        session_uuid=session.session_uuid, passphrase=passphrase, by="admin"
    )


def open_and_start(day: Day) -> RoomSessionUuid:
    (room,) = day.people.room_views.rooms()
    uuid = room.room_session_uuid
    day.people.rooms.open(uuid, day.loaded.opening_code, by="proctor")
    day.people.rooms.order(uuid, RoomOrder(kind=OrderKind.START), by="proctor")
    return uuid


def sit(day: Day, index: int, *, right: bool, closed_after: int = 0) -> str:
    """Let a candidate sit the exam; return the receipt code that the seat shows.

    Args:
        closed_after: The server closes the sitting after so many entries; 0: never.
    """
    (room,) = day.people.room_views.rooms()
    row = day.people.room_views.sittings(room.room_session_id)[index]
    side = SeatSide(day.http).pair(day.site, "101", row.planned_seat_code)
    side.log_in(row.admission_number, f"{1000001 + index}"[-6:])
    side.claim(row.sitting_uuid)
    uuid = SittingUuid(row.sitting_uuid)
    answers = right_answers(row.form_code)
    if not right:
        answers[f"{row.form_code}-1"] = OptionsResponse(option_ids=("b",))
    marking = LockKey(day.site.keys.card.marking_public_key)
    journal = sealed_journal(uuid, day.loaded, row.form_code, marking, answers=answers)
    if closed_after:
        side.push(uuid, a_batch(uuid, journal, side.key, end=closed_after))
        order = RoomOrder(kind=OrderKind.CLOSE)
        day.people.rooms.order(room.room_session_uuid, order, by="proctor")
        watch = RoomWatch(day.site)
        watch.look()
        day.clock.pass_s(60)
        assert watch.look() == 1
        day.clock.pass_s(60)
    side.push(uuid, a_batch(uuid, journal, side.key))
    head = empty_head(uuid)
    for entry in journal:
        head = head_after(head, entry)
    return receipt_code(uuid, head)


def test_a_session_is_scored_from_package_to_sheet(day: Day) -> None:
    open_and_start(day)
    receipts = [sit(day, 0, right=True), sit(day, 1, right=False)]

    results = day.people.scoring.score(request_of(day))

    first, second, absent = results.sittings
    assert first.sheet is not None
    assert second.sheet is not None
    assert first.sheet.objective_points == Fraction(3)
    assert second.sheet.objective_points == Fraction(1)
    assert [first.receipt_code, second.receipt_code] == receipts
    assert [x.end for x in results.sittings] == [
        SittingEnd.HANDED_IN,
        SittingEnd.HANDED_IN,
        SittingEnd.ABSENT,
    ]
    assert absent.sheet is None
    (room,) = day.people.room_views.rooms()
    shown = day.people.live_room(room.room_session_uuid).lines
    codes = {line.admission_number: line.receipt_code for line in shown}
    assert [codes[x.admission_number] for x in (first, second)] == receipts
    assert results.manifest_sha256 == day.loaded.manifest_sha256


def test_the_sheets_show_the_same_figures(day: Day) -> None:
    open_and_start(day)
    receipt = sit(day, 0, right=True)
    results = day.people.scoring.score(request_of(day))

    book = openpyxl.load_workbook(io.BytesIO(xlsx_workbook(results)))
    rows = list(csv.reader(io.StringIO(csv_sheet(results).decode("utf-8-sig"))))

    assert book.sheetnames == ["成绩", "得分理由", "说明"]
    assert rows[1][:2] == ["20261122001", "王秀英"]
    assert rows[1][5:10] == ["已交卷", "3", "3", "0", receipt]
    assert rows[3][5] == "缺考"
    assert [cell.value for cell in book["成绩"][2]][6] == 3.0
    assert book["得分理由"].max_row == 3


def test_what_came_after_the_closing_is_marked_on_the_sheet(day: Day) -> None:
    open_and_start(day)
    receipt = sit(day, 0, right=True, closed_after=1)

    results = day.people.scoring.score(request_of(day))

    line = results.sittings[0]
    assert line.end is SittingEnd.COLLECTED_LATE
    assert line.sheet is not None
    assert line.sheet.objective_points == Fraction(3)  # all within the allowed time
    assert line.late_entries == line.last_seq - 1
    [_, row, *_] = csv.reader(io.StringIO(csv_sheet(results).decode("utf-8-sig")))
    assert row[5] == "系统收卷后补传"
    assert row[9] == receipt
    assert row[10] == f"收卷后补传 {line.late_entries} 条记录"


def test_a_journal_that_its_seat_did_not_sign_is_not_scored(day: Day) -> None:
    open_and_start(day)
    sit(day, 0, right=True)
    sit(day, 1, right=True)
    (room,) = day.people.room_views.rooms()
    holder = day.people.room_views.sittings(room.room_session_id)[0].holder_seat_id
    with day.site.database.writing() as connection:
        other = SigningKey.draw().verify_key.raw
        connection.execute(
            update(seat).where(seat.c.seat_id == holder).values(public_key=other)
        )

    broken, whole, _ = day.people.scoring.score(request_of(day)).sittings

    assert (broken.end, broken.problem) == (SittingEnd.UNREADABLE, "SIGNATURE_INVALID")
    assert broken.sheet is None
    assert whole.end is SittingEnd.HANDED_IN


def test_a_wrong_passphrase_scores_nothing_and_is_recorded(day: Day) -> None:
    open_and_start(day)

    with pytest.raises(WrongPassphraseError):
        day.people.scoring.score(request_of(day, "not the passphrase"))

    assert day.people.audit.newest(1)[0].action == "scores.refused"


def test_before_a_room_is_opened_the_code_must_be_typed(day: Day) -> None:
    with pytest.raises(OpeningCodeNeededError):
        day.people.scoring.score(request_of(day))
