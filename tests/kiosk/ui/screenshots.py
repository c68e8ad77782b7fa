"""Pictures of every screen: `python -m tests.kiosk.ui.screenshots OUT_DIR [--guides]`.

For the guides and for eyes: both languages, two window sizes, two text sizes.
"""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QApplication, QPushButton

from kiosk.ui.fonts import set_up_application
from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.clock_text import clock_view, time_warning
from kiosk.ui.presenters.code_entry import code_entry_view
from kiosk.ui.presenters.exam_view import ExamView, exam_view
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
from kiosk.ui.presenters.save_failure import save_failure
from kiosk.ui.presenters.save_marks import save_marks
from kiosk.ui.presenters.trouble_view import trouble_view
from kiosk.ui.texts import Language
from question_bank.formats.entry_bodies import HandInReason
from tests.kiosk.ui import samples

SIZES = (QSize(1366, 768), QSize(1024, 768))
PERCENTS = (100, 200)
PASSED_FIRST = frozenset({("case-2", "w1")})


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One picture: its name and what the window is told."""

    name: str
    show: Callable[[MainWindow], None]


def an_exam(task: str, **changes: object) -> ExamView:
    record = samples.a_record(
        samples.some_responses(), marked=frozenset({"sc-2", "mc-1"}), **changes
    )
    return exam_view(samples.a_form(), record, current_task=task)


def show_running(window: MainWindow, left_ms: int = 4_523_000) -> None:
    window.header.show_place(samples.PLACE, samples.a_person())
    window.header.show_clock(clock_view(left_ms))
    window.header.show_saves(
        save_marks(
            saved_seq=42, pending=0, server_seq=42, failing=False, server_age_ms=900
        )
    )


def show_exam(task: str, **changes: object) -> Callable[[MainWindow], None]:
    def show(window: MainWindow) -> None:
        show_running(window)
        window.exam.take_media(samples.media)
        window.exam.show_exam(an_exam(task, **changes))
        window.show_screen(window.exam)

    return show


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


def exam_message(window: MainWindow) -> None:
    show_exam("tf-1")(window)
    window.show_message("本考场延长十分钟，请大家安心作答。")
    window.header.show_clock(clock_view(298_000))
    window.show_time_warning(time_warning(300_500, 299_900))
    window.header.show_saves(
        save_marks(
            saved_seq=42, pending=0, server_seq=35, failing=False, server_age_ms=190_000
        )
    )


def exam_not_saved(window: MainWindow) -> None:
    show_exam("sa-1")(window)
    window.show_save_failure(save_failure("JOURNAL_WRITE"))
    window.header.show_saves(
        save_marks(
            saved_seq=42, pending=2, server_seq=42, failing=True, server_age_ms=900
        )
    )


def press(window: MainWindow, name: str) -> None:
    button = window.findChild(QPushButton, name)
    assert button is not None
    button.click()


def one_way_question(window: MainWindow) -> None:
    show_exam("c2-1", passed_scenes=PASSED_FIRST)(window)
    press(window, "next-task")


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


SCENARIOS = (
    Scenario(name="pairing-address", show=pairing),
    Scenario(name="pairing-code", show=pairing_code),
    Scenario(name="log-in", show=log_in),
    Scenario(name="log-in-refused", show=log_in_refused),
    Scenario(name="confirm", show=confirm),
    Scenario(name="waiting", show=waiting),
    Scenario(name="exam-single-choice", show=show_exam("sc-1")),
    Scenario(name="exam-multiple-choice", show=show_exam("mc-1")),
    Scenario(name="exam-message", show=exam_message),
    Scenario(name="exam-short-answer", show=show_exam("sa-1")),
    Scenario(name="exam-not-saved", show=exam_not_saved),
    Scenario(name="exam-case", show=show_exam("c1-1")),
    Scenario(name="exam-case-text", show=show_exam("c1-2")),
    Scenario(name="exam-case-sound", show=show_exam("c1-4")),
    Scenario(name="exam-one-way-scene", show=show_exam("c2-1")),
    Scenario(name="exam-one-way-question", show=one_way_question),
    Scenario(name="hand-in-first", show=hand_in),
    Scenario(name="hand-in-second", show=hand_in_second),
    Scenario(name="receipt-on-its-way", show=receipt(is_delivered=False)),
    Scenario(name="receipt", show=receipt(is_delivered=True)),
    Scenario(name="locked", show=locked),
    Scenario(name="resume-code", show=resume_code),
    Scenario(name="opening-code", show=opening_code),
    Scenario(name="trouble", show=trouble),
)


def settled(application: QApplication, window: MainWindow) -> QPixmap:
    """Let layouts and deferred deletions happen, then take the picture."""
    for _ in range(4):
        application.processEvents()
        application.sendPostedEvents()
    return window.grab()


def take(
    folder: Path, language: Language, size: QSize, percent: int
) -> Iterator[tuple[str, QPixmap]]:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    for scenario in SCENARIOS:
        window = MainWindow(samples.a_look(language, percent))
        window.resize(size)
        window.show()
        scenario.show(window)
        picture = settled(application, window)
        window.allow_close()
        window.close()
        window.deleteLater()
        name = (
            f"{language}-{size.width()}x{size.height()}-{percent}-{scenario.name}.png"
        )
        save(picture, folder / name)
        yield name, picture


def save(picture: QPixmap, path: Path) -> None:
    """Write a PNG with a palette: a screen has few colours, and dithering adds noise."""
    shot = picture.toImage().convertToFormat(QImage.Format.Format_RGB888)
    image = Image.frombytes(
        "RGB",
        (shot.width(), shot.height()),
        bytes(shot.constBits()),
        "raw",
        "RGB",
        shot.bytesPerLine(),
    )
    colours = image.quantize(colors=128, dither=Image.Dither.NONE)
    colours.save(path, optimize=True)


def take_all(folder: Path) -> list[str]:
    """Take every picture; returns the names."""
    folder.mkdir(parents=True, exist_ok=True)
    return [
        name
        for language in Language
        for size in SIZES
        for percent in PERCENTS
        for name, _ in take(folder, language, size, percent)
    ]


def take_for_guides(folder: Path) -> None:
    """Take the Chinese ones at the usual size, under plain names."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, _ in take(folder, Language.CHINESE, SIZES[0], PERCENTS[0]):
        (folder / name).replace(folder / name.split("-100-")[1])


def main() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication(sys.argv[:1])
    set_up_application(application)
    if sys.argv[2:] == ["--guides"]:
        take_for_guides(Path(sys.argv[1]))
    else:
        take_all(Path(sys.argv[1]))


if __name__ == "__main__":
    main()
