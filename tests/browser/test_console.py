"""The console in a real browser: an exam day's pages, and their pictures.

With SCREENSHOTS=1 the pictures go to docs/screenshots/console/.
"""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from question_bank.formats.seat_status import SeatState
from tests.browser.conftest import (
    ROOT,
    RunningDay,
    report,
    seats_at_work,
    status,
)
from tests.builders.exam_days import HEADINGS, PASSPHRASE, csv_bytes, roster_rows
from tests.builders.seat_side import SeatSide

PICTURES = ROOT / "docs" / "screenshots" / "console"


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
        said = status(
            SeatState.ANSWERING,
            sitting_uuid=row.sitting_uuid,
            answered_tasks=3 + index,
            time_left_ms=(95 - index) * 60_000,
            saved_seq=3,
            server_seq=3,
        )
        if index == 4:
            said = status(
                SeatState.TROUBLE,
                sitting_uuid=row.sitting_uuid,
                answered_tasks=6,
                time_left_ms=88 * 60_000,
                saved_seq=41,
                trouble=("JOURNAL_WRITE",),
            )
        if index == 5:
            said = status(
                SeatState.LOCKED,
                sitting_uuid=row.sitting_uuid,
                answered_tasks=6,
                time_left_ms=88 * 60_000,
                saved_seq=3,
            )
        if index == 6:
            said = status(
                SeatState.ANSWERING,
                sitting_uuid=row.sitting_uuid,
                answered_tasks=9,
                time_left_ms=4 * 60_000,
                saved_seq=7,
                help_called=True,
            )
        report(seat, said)
    sign_in(page)
    page.get_by_role("link", name="进入考场").first.click()

    expect(page.locator("tr.line.trouble").first).to_contain_text("05")
    page.locator("summary").first.click()
    expect(page.get_by_text("请考生暂停输入")).to_be_visible()
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
    page.get_by_role("link", name="操作").nth(1).click()
    take(page, "9-candidate")
    page.get_by_role("link", name="延时").click()
    page.get_by_label("延长分钟数").fill("5")
    page.get_by_label("原因").fill("机位故障")
    take(page, "10-extend")
    page.get_by_role("button", name="确认执行").click()
    expect(page.get_by_text("+5")).to_be_visible()
    page.get_by_role("link", name="续考码").click()
    take(page, "11-resume-code")


@pytest.mark.slow
def test_6_scores_are_shown_and_downloaded(page: Page, running: RunningDay) -> None:
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
