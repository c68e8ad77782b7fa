"""Pairing, log-in, confirmation, hand-in, receipt, codes, trouble."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.code_entry import code_entry_view
from kiosk.ui.presenters.hand_in_view import (
    HandInView,
    ReceiptView,
    hand_in_reason,
    hand_in_view,
)
from kiosk.ui.presenters.log_in_view import (
    ConfirmView,
    LogInView,
    PackageStage,
    TypedLogIn,
    WaitingStage,
    WaitingView,
    log_in_problem,
    package_line,
    server_line,
)
from kiosk.ui.presenters.pairing_view import PairingStage, pairing_view
from kiosk.ui.presenters.question_list import question_list
from kiosk.ui.presenters.trouble_view import trouble_view
from question_bank.formats.entry_bodies import HandInReason
from tests.kiosk.ui import samples
from tests.kiosk.ui.conftest import Press, focused, is_shown, shown


def label(window: MainWindow, name: str) -> str:
    found = shown(window, name)
    assert isinstance(found, QLabel)
    return found.text()


def line(window: MainWindow, name: str) -> QLineEdit:
    found = shown(window, name)
    assert isinstance(found, QLineEdit)
    return found


def a_log_in(code: str = "") -> LogInView:
    return LogInView(
        seat=samples.PLACE,
        problem=log_in_problem(code) if code else None,
        package=package_line(PackageStage.SEALED),
        server=server_line(is_silent=False),
    )


def a_hand_in(opens_in_ms: int = 0) -> HandInView:
    record = samples.a_record(samples.some_responses(), marked=frozenset({"sc-2"}))
    return hand_in_view(question_list(samples.a_form(), record), opens_in_ms)


def show_log_in(window: MainWindow, code: str = "") -> None:
    window.log_in.show_log_in(a_log_in(code))
    window.show_screen(window.log_in)


# ---------------------------------------------------------------- pairing


def test_an_address_is_sent_by_button_and_by_enter(
    window: MainWindow, press: Press, qtbot: QtBot
) -> None:
    window.pairing.show_pairing(pairing_view(PairingStage.ADDRESS))
    window.show_screen(window.pairing)
    line(window, "pair-address").setText(" 10.0.0.5:8443 ")

    with qtbot.waitSignal(window.pairing.pairing_wanted, timeout=1000) as told:
        press("pair-start")
    with qtbot.waitSignal(window.pairing.pairing_wanted, timeout=1000):
        qtbot.keyClick(line(window, "pair-address"), Qt.Key.Key_Return)

    assert told.args == ["10.0.0.5:8443"]


def test_the_short_code_stands_alone_with_what_to_do(window: MainWindow) -> None:
    window.pairing.show_pairing(pairing_view(PairingStage.WAITING, code="7F3K-Q9XM"))
    window.show_screen(window.pairing)

    assert label(window, "pair-code") == "7F3K-Q9XM"
    assert not is_shown(window, "pair-address")


# ---------------------------------------------------------------- log-in


def test_the_keyboard_alone_logs_in(window: MainWindow, qtbot: QtBot) -> None:
    show_log_in(window)
    window.log_in.show_empty_fields()

    for _ in range(2):
        qtbot.keyClicks(focused(), "2026001")
        qtbot.keyClick(focused(), Qt.Key.Key_Return)
    qtbot.keyClicks(focused(), "01234x")
    with qtbot.waitSignal(window.log_in.log_in_wanted, timeout=1000) as told:
        qtbot.keyClick(focused(), Qt.Key.Key_Return)

    assert told.args == [
        TypedLogIn(number="2026001", again="2026001", id_tail="01234x")
    ]


def test_a_refusal_stands_beside_the_fields_and_keeps_what_was_typed(
    window: MainWindow,
) -> None:
    show_log_in(window)
    line(window, "admission-number").setText("2026001")

    show_log_in(window, "LOG_IN_REFUSED")

    assert "不对" in label(window, "log-in-problem")
    assert line(window, "admission-number").text() == "2026001"


def test_while_the_server_is_asked_nothing_can_be_sent_twice(
    window: MainWindow, press: Press
) -> None:
    window.log_in.show_log_in(
        LogInView(
            seat=samples.PLACE,
            is_busy=True,
            package=package_line(PackageStage.SEALED),
            server=server_line(is_silent=False),
        )
    )
    window.show_screen(window.log_in)

    with pytest.raises(AssertionError):
        press("log-in")


# ---------------------------------------------------------------- confirmation


@pytest.mark.parametrize(
    ("name", "signal"), [("confirm-identity", "confirmed"), ("not-me", "refused")]
)
def test_the_candidate_confirms_or_refuses(
    window: MainWindow, press: Press, qtbot: QtBot, name: str, signal: str
) -> None:
    view = ConfirmView(seat=samples.PLACE, person=samples.a_person())
    window.confirm.show_confirm(view)
    window.show_screen(window.confirm)

    with qtbot.waitSignal(getattr(window.confirm, signal), timeout=1000):
        press(name)


def test_the_confirmation_shows_who_it_is(window: MainWindow) -> None:
    view = ConfirmView(seat=samples.PLACE, person=samples.a_person())
    window.confirm.show_confirm(view)
    window.show_screen(window.confirm)

    assert label(window, "candidate-name") == "欧阳晓雨"
    assert "欧阳同学" in label(window, "form-of-address")
    assert "20260417030012" in label(window, "candidate-number")


@pytest.mark.parametrize("stage", WaitingStage)
def test_every_stage_of_waiting_has_words(
    window: MainWindow, stage: WaitingStage
) -> None:
    window.waiting.show_waiting(
        WaitingView(seat=samples.PLACE, person=samples.a_person(), stage=stage)
    )
    window.show_screen(window.waiting)

    assert label(window, "waiting-stage")


# ---------------------------------------------------------------- hand-in


def test_handing_in_takes_two_confirmations(
    window: MainWindow, press: Press, qtbot: QtBot
) -> None:
    window.hand_in.show_hand_in(a_hand_in())
    window.show_screen(window.hand_in)

    with qtbot.assertNotEmitted(window.hand_in.hand_in_confirmed):
        press("hand-in-confirm-1")
    with qtbot.waitSignal(window.hand_in.hand_in_confirmed, timeout=1000):
        press("hand-in-confirm-2")


def test_enter_alone_never_hands_in(window: MainWindow, qtbot: QtBot) -> None:
    window.hand_in.show_hand_in(a_hand_in())
    window.show_screen(window.hand_in)

    with (
        qtbot.assertNotEmitted(window.hand_in.hand_in_confirmed),
        qtbot.waitSignal(window.hand_in.back_wanted, timeout=1000),
    ):
        qtbot.keyClick(focused(), Qt.Key.Key_Return)


def test_a_hand_in_shown_anew_begins_with_the_first_question(
    window: MainWindow, press: Press
) -> None:
    window.hand_in.show_hand_in(a_hand_in())
    window.show_screen(window.hand_in)
    press("hand-in-confirm-1")

    window.hand_in.show_hand_in(a_hand_in())

    assert is_shown(window, "hand-in-confirm-1")


def test_counts_shown_later_do_not_go_back_a_step(
    window: MainWindow, press: Press
) -> None:
    window.hand_in.show_hand_in(a_hand_in())
    window.show_screen(window.hand_in)
    press("hand-in-confirm-1")

    window.hand_in.show_opens_in(a_hand_in())

    assert is_shown(window, "hand-in-confirm-2")


def test_the_unanswered_are_counted_and_lead_back(
    window: MainWindow, press: Press, qtbot: QtBot
) -> None:
    window.hand_in.show_hand_in(a_hand_in())
    window.show_screen(window.hand_in)

    assert label(window, "hand-in-counts") == "已答 4 题，未答 8 题，标记 1 题"
    with qtbot.waitSignal(window.hand_in.task_wanted, timeout=1000) as told:
        press("go-unanswered-tf-2")
    assert told.args == ["tf-2"]


def test_before_the_earliest_time_nobody_can_hand_in(
    window: MainWindow, press: Press
) -> None:
    window.hand_in.show_hand_in(a_hand_in(opens_in_ms=600_000))
    window.show_screen(window.hand_in)

    assert "10 分钟" in label(window, "hand-in-early")
    with pytest.raises(AssertionError):
        press("hand-in-confirm-1")


@pytest.mark.parametrize("is_delivered", [True, False])
def test_the_receipt_says_whether_the_server_has_it(
    window: MainWindow, *, is_delivered: bool
) -> None:
    window.receipt.show_receipt(
        ReceiptView(
            name="欧阳晓雨",
            seat_code="03",
            reason=hand_in_reason(HandInReason.CANDIDATE),
            answered_count=9,
            task_count=12,
            code="X4K7-9QFM",
            is_delivered=is_delivered,
        )
    )
    window.show_screen(window.receipt)

    assert label(window, "receipt-code") == "X4K7-9QFM"
    assert ("服务器已收到" in label(window, "receipt-delivery")) is is_delivered
    assert ("离场" in label(window, "receipt-leave")) is is_delivered


# ---------------------------------------------------------------- codes and trouble


def test_a_code_is_told_as_typed_and_not_during_a_wait(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.resume_code.show_code_entry(code_entry_view())
    window.show_screen(window.resume_code)
    field = line(window, "resume-code")
    field.setText("abcd-efgh ")

    with qtbot.waitSignal(window.resume_code.code_entered, timeout=1000) as told:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert told.args == ["abcd-efgh"]

    window.resume_code.show_code_entry(
        code_entry_view("RESUME_CODE_WRONG", wait_ms=5000)
    )
    with qtbot.assertNotEmitted(window.resume_code.code_entered):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert "5 秒" in label(window, "resume-wait")
    assert field.text() == "abcd-efgh "


def test_the_two_code_screens_have_fields_of_their_own(window: MainWindow) -> None:
    window.opening_code.show_code_entry(code_entry_view("FORMAT"))
    window.show_screen(window.opening_code)

    assert is_shown(window, "opening-code")
    assert "输错" in label(window, "opening-problem")


def test_trouble_says_what_and_what_to_do_and_the_code(window: MainWindow) -> None:
    window.trouble.show_trouble(trouble_view("STORE_UNREADABLE"))
    window.show_screen(window.trouble)

    assert label(window, "trouble-what")
    assert "举手" in label(window, "trouble-advice")
    assert "STORE_UNREADABLE" in label(window, "trouble-code")


def test_a_lock_shows_nothing_of_the_exam(window: MainWindow) -> None:
    window.show_screen(window.locked)

    assert is_shown(window, "locked")
    assert not window.exam.isVisible()
