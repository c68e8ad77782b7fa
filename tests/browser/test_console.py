"""The console in a real browser: an exam day's pages, and their pictures.

With SCREENSHOTS=1 the pictures go to docs/screenshots/console/.
"""

import io
import os
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from question_bank.formats.answer_archive import ArchiveHeader
from question_bank.formats.digit_code import digit_groups
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
from question_bank.identifiers import SittingUuid
from question_bank.sealing.archive_seal import write_archive
from question_bank.sealing.journal_seal import room_secret
from tests.browser.conftest import (
    ROOT,
    RunningDay,
    report,
    seats_at_work,
    status,
)
from tests.builders.exam_days import HEADINGS, PASSPHRASE, csv_bytes, roster_rows
from tests.builders.seat_side import SeatSide, a_journal

PICTURES = ROOT / "docs" / "screenshots" / "console"

CHALLENGE = challenge_of(3_141_592)
PROBES = (
    "server",
    "paper",
    "restore_card",
    "disk",
    "memory",
    "headphones",
    "microphone",
    "input_method",
    "fonts",
    "display",
    "clock",
    "power",
    "version",
)


def readiness(**found: tuple[str, str, str]) -> Readiness:
    """Return findings that are good but for those named: (level, code, value)."""
    findings = []
    for probe in PROBES:
        level, code, value = found.get(probe, ("good", "", ""))
        findings.append(
            ReadinessFinding(
                probe=probe, level=ReadinessLevel(level), found=code, value=value
            )
        )
    return Readiness(checked_wall_ms=1_795_310_000_000, findings=tuple(findings))


READINESS = (
    readiness(),
    readiness(
        microphone=("bad", "DEAD", "USB Audio"), power=("warning", "BATTERY", "81 %")
    ),
    readiness(disk=("warning", "LOW", "1.4 GB"), clock=("unknown", "NO_SERVER", "")),
)


def an_archive(running: RunningDay, seat: SeatSide, sitting: SittingUuid) -> bytes:
    """Return a stick's file of a sitting that the server never saw."""
    (room,) = running.people.room_views.rooms()
    assert seat.answer is not None
    assert seat.answer.seat_uuid is not None
    header = ArchiveHeader(
        sitting_uuid=sitting,
        room_session_uuid=room.room_session_uuid,
        package_uuid=room.room_session_uuid,
        seat_uuid=seat.answer.seat_uuid,
        session_code=room.session_code,
        seat_code="40",
        sealed_kept=b"",
    )
    stream = io.BytesIO()
    raws = [entry.raw for entry in a_journal(sitting, 30)]
    write_archive(stream, header, raws, seat.key)
    return stream.getvalue()


def what_seat_says(index: int, sitting_uuid: UUID) -> SeatStatus:
    """Return what the seats of the live page's picture say, each its own."""
    state, said = SeatState.ANSWERING, {"answered_tasks": 6, "saved_seq": 3}
    left_ms = (95 - index) * 60_000
    odd: dict[int, dict[str, object]] = {
        3: {"notices": ("MICROPHONE_SILENT", "USB_ADDED")},
        4: {"saved_seq": 41, "trouble": ("JOURNAL_WRITE",)},
        6: {"saved_seq": 7, "help_called": True, "time_left_ms": 4 * 60_000},
        7: {"challenge": CHALLENGE, "time_left_ms": 70 * 60_000},
    }
    states = {4: SeatState.TROUBLE, 5: SeatState.LOCKED, 7: SeatState.LOCKED}
    fields: dict[str, object] = {
        "sitting_uuid": sitting_uuid,
        "time_left_ms": left_ms,
        "server_seq": 3,
        **said,
        **odd.get(index, {}),
    }
    return status(states.get(index, state), **fields)


def take(page: Page, name: str) -> None:
    if os.environ.get("SCREENSHOTS"):
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}.png")


def sign_in(page: Page) -> None:
    page.goto("/console/")
    page.get_by_label("账号").fill("admin")
    page.get_by_label("密码").fill("admin-password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="总览")).to_be_visible()


def test_1_signing_in_with_a_wrong_password_says_so(
    page: Page, running: RunningDay
) -> None:
    page.goto("/console/")
    take(page, "1-sign-in")
    page.get_by_label("账号").fill("admin")
    page.get_by_label("密码").fill("wrong-password")
    page.get_by_role("button", name="登录").click()

    expect(page.get_by_role("alert")).to_contain_text("账号或密码错误")


def test_2_a_roster_with_faults_is_reported_by_row(
    page: Page, running: RunningDay, tmp_path: Path
) -> None:
    sign_in(page)
    rows = roster_rows(3)
    rows[2] = (*rows[2][:6], "01", "", "很多")
    rows[3] = (*rows[3][:1], "", *rows[3][2:])
    bad = tmp_path / "名册.csv"
    bad.write_bytes(csv_bytes(rows, "gb18030"))

    page.get_by_role("link", name="考生名册").click()
    page.get_by_label("名册文件").set_input_files(bad)
    page.get_by_role("button", name="检查并导入").click()

    expect(page.get_by_role("alert")).to_contain_text("未导入")
    expect(page.get_by_text("“很多”不是加时")).to_be_visible()
    take(page, "4-roster-report")
    assert HEADINGS[0] == "准考证号"


def test_3_a_seat_is_approved_by_its_code(page: Page, running: RunningDay) -> None:
    _, code = SeatSide(running.http).ask()
    sign_in(page)
    take(page, "2-overview")
    page.get_by_role("link", name="考试包").click()
    take(page, "3-packages")
    page.get_by_role("link", name="机位", exact=True).click()
    expect(page.get_by_text(code)).to_be_visible()
    take(page, "5-seats")
    page.get_by_label("机位", exact=True).fill("30")
    page.get_by_role("button", name="批准").click()

    expect(page.get_by_role("cell", name="30", exact=True)).to_be_visible()


def test_4_the_room_opens_with_the_right_code_only(
    page: Page, running: RunningDay
) -> None:
    sign_in(page)
    page.get_by_role("link", name="进入考场").first.click()
    page.get_by_role("link", name="开放考场").click()
    take(page, "6-open-room")
    page.get_by_label("开考密码").fill("0000-0000-0000-00000")
    page.get_by_role("button", name="确认执行").click()

    expect(page.get_by_role("heading", name="开考密码不正确")).to_be_visible()
    take(page, "7-wrong-code")


@pytest.mark.slow
def test_5_the_live_page_follows_the_seats(page: Page, running: RunningDay) -> None:
    # slow: eight seats pair, log in and push over TLS
    seats = seats_at_work(running)
    rows = running.people.room_views.sittings(1)
    for index, (seat, row) in enumerate(zip(seats, rows, strict=False)):
        report(seat, what_seat_says(index, row.sitting_uuid))
    sign_in(page)
    page.get_by_role("link", name="进入考场").first.click()

    expect(page.locator("tr.line.trouble").first).to_contain_text("举手")
    expect(page.locator("tr.line.trouble").nth(1)).to_contain_text("05")
    page.locator("summary").nth(1).click()
    expect(page.get_by_text("请考生暂停输入")).to_be_visible()
    expect(page.get_by_text("正在录音，但听不到声音")).to_be_visible()
    report(
        seats[0],
        status(
            SeatState.ANSWERING,
            sitting_uuid=rows[0].sitting_uuid,
            answered_tasks=16,
            time_left_ms=80 * 60_000,
            saved_seq=9,
        ),
    )
    expect(page.get_by_text("16/16")).to_be_visible()
    expect(page.get_by_text("请考生暂停输入")).to_be_visible()  # stays open
    take(page, "8-room-live")
    page.get_by_role("button", name="回复“老师马上来”").click()
    expect(page.get_by_role("heading", name="101")).to_be_visible()
    page.get_by_role("link", name="操作").nth(2).click()
    take(page, "9-candidate")
    page.get_by_role("link", name="延时").click()
    page.get_by_label("延长分钟数").fill("5")
    page.get_by_label("原因").fill("机位故障")
    take(page, "10-extend")
    page.get_by_role("button", name="确认执行").click()
    expect(page.get_by_text("+5")).to_be_visible()
    page.get_by_role("link", name="续考码").click()
    take(page, "11-resume-code")
    pin = page.locator(".resume").nth(1).inner_text()
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="换一个监考口令").click()
    expect(page.locator(".resume").nth(1)).not_to_have_text(pin)


@pytest.mark.slow
def test_6_a_code_lets_a_candidate_go_on(page: Page, running: RunningDay) -> None:
    # slow: Argon2id for the room's secret; needs the room of test 5
    sign_in(page)
    page.get_by_role("link", name="进入考场").first.click()
    page.get_by_role("link", name="放行码与解锁码").nth(1).click()
    expect(page.locator("input[name=challenge]").first).to_have_value(
        digit_groups(CHALLENGE)
    )
    page.get_by_role("button", name="取码").first.click()

    (room,) = running.people.room_views.rooms()
    keys = running.site.room_secrets.keys(room.room_session_uuid)
    row = running.people.room_views.sittings(room.room_session_id)[7]
    expected = staff_code(
        room_secret(keys.resume_secret, room.room_session_uuid),
        StaffCodePurpose.REENTRY,
        row.sitting_uuid,
        CHALLENGE,
    )
    expect(page.get_by_text(digit_groups(expected))).to_be_visible()
    take(page, "15-seat-code")


def test_7_the_room_shows_which_computers_are_ready(
    page: Page, running: RunningDay
) -> None:
    for index, code in enumerate(("31", "32", "33", "34")):
        seat = SeatSide(running.http).pair(running.site, "101", code)
        if index < len(READINESS):
            report(seat, status(SeatState.IDLE, readiness=READINESS[index]))
    sign_in(page)
    page.get_by_role("link", name="进入考场").first.click()
    page.get_by_role("link", name="机房准备").click()

    expect(page.locator("tr.line").first).to_contain_text("32")
    expect(page.get_by_text("检查静音开关和插头")).to_be_visible()
    take(page, "16-readiness")


def test_8_a_stick_is_taken_in(page: Page, running: RunningDay, tmp_path: Path) -> None:
    seat = SeatSide(running.http).pair(running.site, "101", "40")
    row = running.people.room_views.sittings(1)[9]
    good, bad = tmp_path / "上午场-10.answers", tmp_path / "坏文件.answers"
    good.write_bytes(an_archive(running, seat, SittingUuid(row.sitting_uuid)))
    bad.write_bytes(good.read_bytes()[:-40])
    sign_in(page)
    page.get_by_role("link", name="导入作答").click()
    page.get_by_label("作答文件").set_input_files([good, bad])
    page.get_by_role("button", name="核对并导入").click()

    expect(page.get_by_text("已补入新的作答记录")).to_be_visible()
    expect(page.get_by_text("未导入：内容无法识别")).to_be_visible()
    take(page, "17-stick")


@pytest.mark.slow
def test_9_scores_are_shown_and_downloaded(page: Page, running: RunningDay) -> None:
    # slow: Argon2id thrice
    sign_in(page)
    page.get_by_role("link", name="成绩").click()
    page.get_by_label("阅卷口令").fill(PASSPHRASE)
    page.get_by_role("button", name="查看客观题成绩").click()
    expect(page.get_by_role("cell", name="已交卷")).to_be_visible()
    take(page, "12-results")
    page.get_by_label("阅卷口令").fill(PASSPHRASE)
    with page.expect_download() as download:
        page.get_by_role("button", name="下载 .xlsx").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    page.get_by_role("link", name="审计日志").click()
    expect(page.get_by_role("cell", name="scores.made").first).to_be_visible()
    take(page, "13-audit")
    page.get_by_role("link", name="故障处理").click()
    take(page, "14-help")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
