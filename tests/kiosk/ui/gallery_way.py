"""Pictures of the checks before the start, of the staff at the seat, of coming back."""

from PySide6.QtWidgets import QLineEdit

from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.input_check_view import InputCheckPage
from kiosk.ui.presenters.log_in_view import (
    LogInView,
    PackageStage,
    field_at_fault,
    package_line,
    server_line,
)
from kiosk.ui.presenters.message import message
from kiosk.ui.presenters.return_view import covered_view, reentry_view
from kiosk.ui.presenters.rules_view import StepView, rules_view
from kiosk.ui.presenters.staff_view import (
    SeatFacts,
    StaffDeed,
    card_words,
    deeds_view,
    pin_view,
)
from kiosk.ui.presenters.typed_number import number_problem
from tests.kiosk.ui import samples
from tests.kiosk.ui.gallery_scenario import Scenario, show_running

CARD = card_words("2026-04-17 上午场", "第一机房", 36)


def type_into(window: MainWindow, name: str, text: str) -> None:
    field = window.findChild(QLineEdit, name)
    assert field is not None
    field.setText(text)


def log_in_differs(window: MainWindow) -> None:
    window.header.show_place(samples.PLACE, None)
    problem = number_problem(
        "20260417", "20260471", "01234X", is_scanned=False, tail_length=6
    )
    window.log_in.show_log_in(
        LogInView(
            seat=samples.PLACE,
            session_name="社会心理服务（初级）· 2026-04-17 上午场",
            problem=problem,
            at_fault=field_at_fault(problem),
            package=package_line(PackageStage.SEALED),
            server=server_line(is_silent=False),
        )
    )
    type_into(window, "admission-number", "20260417")
    type_into(window, "admission-number-again", "20260471")
    type_into(window, "id-tail", "01234X")
    window.show_screen(window.log_in)


def rules(window: MainWindow) -> None:
    window.header.show_place(samples.PLACE, samples.a_person())
    window.show_screen(window.rules)
    window.rules.show_rules(rules_view(StepView(number=1, all_steps=3), None))


def rules_late(window: MainWindow) -> None:
    rules(window)
    window.start_strip.show_start(message("start.begun", minutes=3))


def input_check(window: MainWindow, typed: str = "我已经准备") -> None:
    window.header.show_place(samples.PLACE, samples.a_person())
    window.input_check.show_check(InputCheckPage(step=StepView(number=3, all_steps=3)))
    type_into(window, "input-field", typed)
    window.show_screen(window.input_check)


def input_check_letters(window: MainWindow) -> None:
    input_check(window, "woyijing")


def input_check_right(window: MainWindow) -> None:
    input_check(window, "我已经准备好了，可以开始考试")


def covered(window: MainWindow) -> None:
    show_running(window)
    window.covered.show_empty_fields()
    window.covered.show_covered(covered_view("欧阳晓雨", "1:12:08", 6, is_wrong=True))
    window.show_screen(window.covered)


def reentry(window: MainWindow) -> None:
    show_running(window)
    window.reentry.show_empty_field()
    window.reentry.show_reentry(
        reentry_view("40718263", 14 * 60_000, "WRONG", wait_ms=4000)
    )
    window.show_screen(window.reentry)


def staff_pin(window: MainWindow) -> None:
    window.header.show_place(samples.PLACE, None)
    window.staff.show_pin(pin_view("FORMAT", wait_ms=4000))
    window.show_screen(window.staff)


def staff_deeds(window: MainWindow) -> None:
    show_running(window)
    facts = SeatFacts(
        name="欧阳晓雨", number="20260417", is_running=True, has_lock=True, card=CARD
    )
    window.staff.show_deeds(
        deeds_view(facts, told=message("staff.done_extend"), asked=StaffDeed.HAND_IN)
    )
    window.show_screen(window.staff)


def staff_start(window: MainWindow) -> None:
    window.header.show_place(samples.PLACE, None)
    facts = SeatFacts(is_free=True, can_start=True, has_package=True, card=CARD)
    window.staff.show_deeds(deeds_view(facts))
    window.show_screen(window.staff)


WAY = (
    Scenario(name="log-in-differs", show=log_in_differs),
    Scenario(name="rules", show=rules),
    Scenario(name="rules-late", show=rules_late),
    Scenario(name="input-check", show=input_check),
    Scenario(name="input-check-letters", show=input_check_letters),
    Scenario(name="input-check-right", show=input_check_right),
    Scenario(name="covered", show=covered),
    Scenario(name="reentry", show=reentry),
    Scenario(name="staff-pin", show=staff_pin),
    Scenario(name="staff-deeds", show=staff_deeds),
    Scenario(name="staff-start", show=staff_start),
)
