"""Pictures of the way to the exam and of the way out."""

from collections.abc import Callable

from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.clock_text import clock_view
from kiosk.ui.presenters.code_entry import code_entry_view
from kiosk.ui.presenters.hand_in_view import (
    ReceiptView,
    hand_in_reason,
    hand_in_view,
)
from kiosk.ui.presenters.log_in_view import (
    ConfirmView,
    LogInView,
    PackageStage,
    WaitingStage,
    WaitingView,
    log_in_problem,
    package_line,
    server_line,
)
from kiosk.ui.presenters.pairing_view import PairingStage, pairing_view
from kiosk.ui.presenters.trouble_view import trouble_view
from question_bank.formats.entry_bodies import HandInReason
from tests.kiosk.ui import samples
from tests.kiosk.ui.gallery_exam import an_exam
from tests.kiosk.ui.gallery_scenario import Scenario, press, show_running


def pairing(window: MainWindow) -> None:
    window.pairing.show_pairing(
        pairing_view(
            PairingStage.FAILED,
            address="192.168.1.10:8443",
            problem="SERVER_UNREACHABLE",
        )
    )
    window.show_screen(window.pairing)


def pairing_code(window: MainWindow) -> None:
    window.pairing.show_pairing(
        pairing_view(
            PairingStage.WAITING, address="192.168.1.10:8443", code="7F3K-Q9XM"
        )
    )
    window.show_screen(window.pairing)


def log_in(window: MainWindow) -> None:
    window.header.show_place(samples.PLACE, None)
    window.log_in.show_log_in(
        LogInView(
            seat=samples.PLACE,
            session_name="社会心理服务（初级）· 2026-04-17 上午场",
            package=package_line(PackageStage.SEALED),
            server=server_line(is_silent=False),
        )
    )
    window.show_screen(window.log_in)


def log_in_refused(window: MainWindow) -> None:
    window.header.show_place(samples.PLACE, None)
    window.log_in.show_log_in(
        LogInView(
            seat=samples.PLACE,
            session_name="社会心理服务（初级）· 2026-04-17 上午场",
            problem=log_in_problem("LOG_IN_REFUSED"),
            package=package_line(PackageStage.FETCHING, percent=37),
            server=server_line(is_silent=True),
            is_server_silent=True,
        )
    )
    window.show_screen(window.log_in)


def confirm(window: MainWindow) -> None:
    window.header.show_place(samples.PLACE, None)
    window.confirm.show_confirm(
        ConfirmView(seat=samples.PLACE, person=samples.a_person())
    )
    window.show_screen(window.confirm)


def waiting(window: MainWindow) -> None:
    window.header.show_place(samples.PLACE, samples.a_person())
    window.waiting.show_waiting(
        WaitingView(
            seat=samples.PLACE,
            person=samples.a_person(),
            stage=WaitingStage.FOR_START,
            minutes=120,
            tasks=12,
        )
    )
    window.show_screen(window.waiting)


def hand_in(window: MainWindow) -> None:
    show_running(window)
    window.hand_in.show_hand_in(hand_in_view(an_exam("sc-1").questions))
    window.show_screen(window.hand_in)


def hand_in_second(window: MainWindow) -> None:
    hand_in(window)
    press(window, "hand-in-confirm-1")


def receipt(*, is_delivered: bool) -> Callable[[MainWindow], None]:
    def show(window: MainWindow) -> None:
        window.header.show_place(samples.PLACE, samples.a_person())
        window.receipt.show_receipt(
            ReceiptView(
                name="欧阳晓雨",
                seat_code="03",
                reason=hand_in_reason(HandInReason.CANDIDATE),
                answered_count=9,
                task_count=12,
                code="X4K7-9QFM-2",
                is_delivered=is_delivered,
            )
        )
        window.show_screen(window.receipt)

    return show


def locked(window: MainWindow) -> None:
    show_running(window)
    window.header.show_clock(clock_view(4_523_000, is_stopped=True))
    window.show_screen(window.locked)


def resume_code(window: MainWindow) -> None:
    window.header.show_place(samples.PLACE, samples.a_person())
    window.resume_code.show_code_entry(
        code_entry_view("RESUME_CODE_WRONG", wait_ms=8000)
    )
    window.show_screen(window.resume_code)


def opening_code(window: MainWindow) -> None:
    window.header.show_place(samples.PLACE, samples.a_person())
    window.opening_code.show_code_entry(code_entry_view())
    window.show_screen(window.opening_code)


def trouble(window: MainWindow) -> None:
    window.header.show_place(samples.PLACE, samples.a_person())
    window.trouble.show_trouble(trouble_view("STORE_UNREADABLE"))
    window.show_screen(window.trouble)


BEFORE = (
    Scenario(name="pairing-address", show=pairing),
    Scenario(name="pairing-code", show=pairing_code),
    Scenario(name="log-in", show=log_in),
    Scenario(name="log-in-refused", show=log_in_refused),
    Scenario(name="confirm", show=confirm),
    Scenario(name="waiting", show=waiting),
)
AFTER = (
    Scenario(name="hand-in-first", show=hand_in),
    Scenario(name="hand-in-second", show=hand_in_second),
    Scenario(name="receipt-on-its-way", show=receipt(is_delivered=False)),
    Scenario(name="receipt", show=receipt(is_delivered=True)),
    Scenario(name="locked", show=locked),
    Scenario(name="resume-code", show=resume_code),
    Scenario(name="opening-code", show=opening_code),
    Scenario(name="trouble", show=trouble),
)
