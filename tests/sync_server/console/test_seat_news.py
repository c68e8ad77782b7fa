"""What seats tell: each code has words and steps; the page says it, worst first."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from kiosk.app import sound_notices
from kiosk.lockdown.ports import ObservationCode
from question_bank.formats.readiness import (
    Readiness,
    ReadinessFinding,
    ReadinessLevel,
)
from question_bank.formats.seat_status import SeatState, SeatStatus
from question_bank.formats.staff_code import (
    StaffCodePurpose,
    challenge_of,
    staff_code,
)
from question_bank.sealing.journal_seal import room_secret
from sync_server.accounts.roles import Role
from sync_server.console.access import COOKIE
from sync_server.console.fault_help import FAULT_HELP, fault_help
from sync_server.console.page_models import room_page
from sync_server.console.readiness_models import readiness_page
from sync_server.services.live_room import LiveRoom, StateWord
from sync_server.storage.room_view_store import RoomRow
from tests.builders.seat_side import SeatSide
from tests.sync_server.console.conftest import Day
from tests.sync_server.services.test_live_room import a_sitting, seen

CHALLENGE = challenge_of(2_718_281)
SOUND_CODES = {
    value
    for name, value in vars(sound_notices).items()
    if name.isupper() and isinstance(value, str)
}


@pytest.mark.parametrize(
    "code",
    sorted(
        {str(code) for code in ObservationCode}
        | SOUND_CODES
        | {"SCREEN_COVERED", "CLAIM_REFUSED", "REENTRY_WAITING", "DISK_LOW"}
    ),
)
def test_each_code_that_a_seat_may_tell_has_its_words(code: str) -> None:
    if code != ObservationCode.FOCUS_GAINED:  # never told, only journalled
        assert code in FAULT_HELP


def test_help_has_chinese_and_english_step_for_step() -> None:
    for code, found in FAULT_HELP.items():
        assert found.title_zh, code
        assert found.title_en.isascii() or "“" in found.title_en, code
        assert len(found.steps_zh) == len(found.steps_en), code


def test_no_machine_word_is_on_the_page_of_a_newer_seat() -> None:
    assert fault_help("BRAND_NEW").title_zh == "其他异常"


def said(**fields: Any) -> LiveRoom:
    return seen(a_sitting(), SeatState.ANSWERING, **fields)


def test_who_waits_for_a_code_is_a_problem_with_its_digits() -> None:
    line = room_page(said(challenge=CHALLENGE), "zh").lines[0]

    assert line.kind == "trouble"
    assert line.challenge == f"{CHALLENGE[:4]} {CHALLENGE[4:]}"
    assert [fault.title for fault in line.trouble] == ["考生等待放行"]


@pytest.mark.parametrize(
    ("notices", "kind"),
    [
        (("MICROPHONE_SILENT",), "look"),
        (("SCREEN_COVERED",), "answering"),
        (("SCREEN_COVERED", "USB_ADDED"), "look"),
        ((), "answering"),
    ],
)
def test_what_was_noticed_is_shown_and_only_some_of_it_calls_for_somebody(
    notices: tuple[str, ...], kind: str
) -> None:
    line = room_page(said(notices=notices), "zh").lines[0]

    assert line.kind == kind
    assert line.word == "考试中"
    assert [fault.code for fault in line.notices] == list(notices)


def test_trial_and_practice_are_marked() -> None:
    assert room_page(said(data_class="formal"), "zh").lines[0].class_key == ""
    practice = room_page(said(data_class="practice"), "zh").lines[0]
    assert practice.class_key == "class_practice"


def test_the_sound_check_has_its_word() -> None:
    live = seen(a_sitting(has_started=False), SeatState.CHECKING)

    assert live.lines[0].word is StateWord.CHECKING
    assert room_page(live, "zh").counts == (("试音", "waiting", 1),)


def test_who_began_without_the_server_is_counted_until_the_room_is_started() -> None:
    live = said()
    assert room_page(live, "zh").begun_offline == 0
    opened = LiveRoom(room=replaced(live, "opened"), lines=live.lines)
    assert room_page(opened, "zh").begun_offline == 1
    lines = said(trouble=("JOURNAL_WRITE",), time_left_ms=60_000).lines
    assert lines[0].word is StateWord.TROUBLE
    troubled = LiveRoom(room=opened.room, lines=lines)
    assert room_page(troubled, "zh").begun_offline == 1


def replaced(live: LiveRoom, state: str) -> RoomRow:

    return replace(live.room, state=state)


def readiness(level: ReadinessLevel, found: str) -> Readiness:
    finding = ReadinessFinding(probe="microphone", level=level, found=found, value="x")
    return Readiness(checked_wall_ms=1_795_310_000_000, findings=(finding,))


def test_readiness_says_what_to_do_in_words() -> None:
    page = readiness_page(said(readiness=readiness(ReadinessLevel.BAD, "DEAD")), "zh")

    [seat] = page.seats
    assert seat.level == "bad"
    assert seat.notes[0].name == "麦克风"
    assert "静音开关" in seat.notes[0].help
    assert page.counts == (("bad", 1),)


@pytest.mark.parametrize("wall_ms", [0, 2**53 - 1, 253_402_300_799_000])
def test_a_seat_whose_clock_is_far_off_is_shown_all_the_same(wall_ms: int) -> None:
    found = Readiness(checked_wall_ms=wall_ms, findings=())

    assert readiness_page(said(readiness=found), "en").seats[0].level == "good"


def test_a_newer_seats_probe_and_finding_are_shown_by_name() -> None:
    finding = ReadinessFinding(
        probe="camera", level=ReadinessLevel.WARNING, found="ODD", value=""
    )
    found = Readiness(checked_wall_ms=1, findings=(finding,))

    [note] = readiness_page(said(readiness=found), "zh").seats[0].notes
    assert note.name == "camera"
    assert note.help.startswith("到机位查看")


def signed_in(day: Day) -> dict[str, str]:
    day.people.sign_ins.add_account("p1", Role.PROCTOR, "four-quiet-words", by="test")
    token = day.people.sign_ins.sign_in("p1", "four-quiet-words", "127.0.0.1").token
    return {"authorization": f"Bearer {token}", "cookie": f"{COOKIE}={token}"}


@pytest.mark.slow
def test_the_pin_and_a_reentry_code_by_the_staff_api(day: Day) -> None:
    # slow: Argon2id for the sign-in and for the room's secret
    headers = signed_in(day)
    (room,) = day.people.room_views.rooms()
    row = day.people.room_views.sittings(room.room_session_id)[0]
    path = f"/api/v1/staff/room-sessions/{room.room_session_uuid}"

    sheet = day.http.get(f"{path}/resume-code", headers=headers).json()
    code = day.http.post(
        f"{path}/sittings/{row.sitting_uuid}/reentry-code",
        headers=headers,
        json={"challenge": CHALLENGE},
    ).json()
    mistyped = day.http.post(
        f"{path}/sittings/{row.sitting_uuid}/reentry-code",
        headers=headers,
        json={"challenge": "12345678"},
    )
    stranger = day.http.post(
        f"{path}/sittings/{uuid4()}/reentry-code",
        headers=headers,
        json={"challenge": CHALLENGE},
    )

    assert sheet["pin"] == day.site.room_cards.pin(room.room_session_uuid)
    keys = day.site.room_secrets.keys(room.room_session_uuid)
    assert code["code"] == staff_code(
        room_secret(keys.resume_secret, room.room_session_uuid),
        StaffCodePurpose.REENTRY,
        row.sitting_uuid,
        CHALLENGE,
    )
    assert (mistyped.status_code, stranger.status_code) == (400, 404)
    actions = [record.action for record in day.people.audit.newest(10)]
    assert {"room.pin_seen", "room.reentry_code"} <= set(actions)


@pytest.mark.slow
def test_what_a_seat_tells_is_in_the_staff_api(day: Day) -> None:
    # slow: Argon2id for the sign-in
    headers = signed_in(day)
    (room,) = day.people.room_views.rooms()
    seat = SeatSide(day.http).pair(day.site, "101", "40")
    status = SeatStatus(
        state=SeatState.CHECKING,
        program_version="1",
        notices=("USB_ADDED",),
        data_class="practice",
        readiness=readiness(ReadinessLevel.BAD, "DEAD"),
    )
    assert seat.answer is not None
    day.site.status_board.put(
        day.site.seat_directory.seat(seat.token.encode()).seat_id, status
    )

    path = f"/api/v1/staff/room-sessions/{room.room_session_uuid}/live"
    lines = day.http.get(path, headers=headers).json()["lines"]
    [line] = [line for line in lines if line["seat_code"] == "40"]
    assert line["notices"] == ["USB_ADDED"]
    assert (line["data_class"], line["readiness"]) == ("practice", "bad")
