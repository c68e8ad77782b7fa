import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.design_tokens import DARK
from kiosk.ui.fonts import missing_fonts
from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.clock_text import clock_view
from kiosk.ui.presenters.header_tools import HeaderToolsView
from kiosk.ui.presenters.message import message
from kiosk.ui.presenters.people import SeatPlaceView
from kiosk.ui.presenters.save_failure import save_failure
from kiosk.ui.presenters.save_marks import SaveMarksView, save_marks
from tests.kiosk.ui import samples
from tests.kiosk.ui.conftest import Press, focused, is_shown, shown


def words(window: MainWindow, name: str) -> str:
    found = shown(window, name)
    assert isinstance(found, QLabel)
    return found.text()


def marks(*, failing: bool) -> SaveMarksView:
    return save_marks(
        saved_seq=5, pending=0, server_seq=5, failing=failing, server_age_ms=0
    )


def test_only_a_screen_of_the_window_can_be_shown(window: MainWindow) -> None:
    window.show_screen(window.locked)

    assert window.shown_screen() is window.locked
    with pytest.raises(ValueError, match="not a screen"):
        window.show_screen(QWidget(window))


def test_a_message_stays_until_it_is_read(
    window: MainWindow, press: Press, qtbot: QtBot
) -> None:
    window.show_message("请检查姓名。")
    window.show_message("还有十分钟。")

    assert words(window, "proctor-message-text") == "请检查姓名。\n还有十分钟。"
    with qtbot.waitSignal(window.message_acknowledged, timeout=1000):
        press("proctor-message-read")
    window.show_message("新消息。")
    assert words(window, "proctor-message-text") == "新消息。"


def test_a_save_failure_stays_until_everything_is_saved(window: MainWindow) -> None:
    window.show_save_failure(save_failure("JOURNAL_WRITE"))
    assert "JOURNAL_WRITE" in words(window, "save-failure-text")

    window.show_save_failure(None)

    label = window.findChild(QLabel, "save-failure-text")
    assert label is not None
    assert not label.isVisible()


def test_banners_follow_the_language(window: MainWindow, press: Press) -> None:
    window.show_time_warning(message("clock.warning", minutes=5))
    window.show_save_failure(save_failure("JOURNAL_WRITE"))

    press("display-menu")
    press("language")

    assert "5 min" in words(window, "time-warning-text")
    assert "still on the screen" in words(window, "save-failure-text")


def test_a_warning_that_was_read_does_not_come_back_with_the_language(
    window: MainWindow, press: Press
) -> None:
    window.show_time_warning(message("clock.warning", minutes=5))
    press("time-warning-read")

    press("display-menu")
    press("language")

    label = window.findChild(QLabel, "time-warning-text")
    assert label is not None
    assert not label.isVisible()


def test_the_clock_can_be_hidden_and_shows_itself_in_the_last_minutes(
    window: MainWindow, press: Press
) -> None:
    window.header.show_clock(clock_view(3_600_000))
    assert words(window, "clock") == "剩余 1:00:00"

    press("hide-clock")
    window.header.show_clock(clock_view(3_599_000))
    assert "0:59" not in words(window, "clock")
    window.header.show_clock(clock_view(299_000))
    assert words(window, "clock") == "剩余 0:04:59"


def test_both_save_marks_are_shown_in_words(window: MainWindow) -> None:
    window.header.show_saves(marks(failing=False))
    assert words(window, "saved-here") == "✓ 本机已存"
    assert words(window, "saved-server") == "✓ 服务器已收"

    window.header.show_saves(marks(failing=True))
    assert words(window, "saved-here") == "× 本机未存"


def test_without_a_sitting_there_are_no_marks_and_no_clock(window: MainWindow) -> None:
    window.header.show_saves(None)
    window.header.show_clock(None)

    for name in ("saved-here", "saved-server", "clock"):
        label = window.findChild(QLabel, name)
        assert label is not None
        assert not label.isVisible()


def test_the_header_says_who_sits_where(window: MainWindow) -> None:
    window.header.show_place(samples.PLACE, samples.a_person())

    assert words(window, "who") == "欧阳晓雨 · 03 号机"


def test_the_text_size_ends_at_both_ends(window: MainWindow, press: Press) -> None:
    press("display-menu")
    smaller = window.findChild(QPushButton, "text-smaller")
    assert smaller is not None
    assert not smaller.isEnabled()

    for _ in range(6):
        press("text-larger")

    assert words(window, "text-size") == "250%"
    with pytest.raises(AssertionError):
        press("text-larger")


def test_a_changed_look_is_told(window: MainWindow, press: Press, qtbot: QtBot) -> None:
    press("display-menu")

    with qtbot.waitSignal(window.look_changed, timeout=1000) as told:
        press("theme-dark")

    assert told.args == [window.look]
    assert window.look.palette is DARK


def test_the_window_closes_only_when_the_program_ends(
    window: MainWindow, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(window.close_wanted, timeout=1000):
        assert not window.close()

    window.allow_close()
    assert window.close()


def test_the_fonts_that_the_screens_need_are_installed(window: MainWindow) -> None:
    assert missing_fonts() == ()


def test_ctrl_plus_and_minus_change_the_text_size_everywhere(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.show_screen(window.log_in)

    qtbot.keyClick(window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window, Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    assert window.look.scale.percent == 150

    qtbot.keyClick(window, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert window.look.scale.percent == 125


def test_the_keyboard_stays_where_it_is_when_the_text_grows(
    window: MainWindow, press: Press, qtbot: QtBot
) -> None:
    press("display-menu")

    qtbot.keyClick(focused(), Qt.Key.Key_Space)
    qtbot.keyClick(focused(), Qt.Key.Key_Space)

    assert window.look.scale.percent == 150
    assert focused().objectName() == "text-larger"


def test_the_strip_closes_on_esc_and_gives_the_keyboard_back(
    window: MainWindow, press: Press, qtbot: QtBot
) -> None:
    press("display-menu")
    assert focused().objectName() == "text-larger"

    qtbot.keyClick(focused(), Qt.Key.Key_Escape)

    assert not is_shown(window, "text-larger")
    assert focused().objectName() == "display-menu"


@pytest.mark.parametrize(
    ("data_class", "said"), [("practice", "练习"), ("trial", "试考")]
)
def test_what_is_no_formal_exam_is_said_at_the_top_of_every_screen(
    window: MainWindow, data_class: str, said: str
) -> None:
    window.header.show_data_class(data_class)

    assert said in words(window, "data-class")
    assert shown(window, "data-class").width() == window.width()

    window.header.show_data_class("formal")
    assert not is_shown(window, "data-class")


def test_only_the_tools_that_there_are_stand_in_the_header(
    window: MainWindow, press: Press, qtbot: QtBot
) -> None:
    names = ("call-proctor", "cover-screen", "sound-settings")
    assert not any(is_shown(window, name) for name in names)

    window.header.show_tools(
        HeaderToolsView(can_call=True, can_cover=True, has_sound=True)
    )
    for name, told in zip(
        names,
        (
            window.header.help_clicked,
            window.header.cover_clicked,
            window.header.sound_clicked,
        ),
        strict=True,
    ):
        with qtbot.waitSignal(told, timeout=1000):
            press(name)


def test_a_proctor_that_was_called_is_said(window: MainWindow) -> None:
    window.header.show_tools(HeaderToolsView(can_call=True, is_called=True))

    button = shown(window, "call-proctor")
    assert isinstance(button, QPushButton)
    assert button.text() == "已举手"
    assert "取消" in button.accessibleName()


def test_in_a_full_header_tools_go_into_the_strip(
    window: MainWindow, press: Press, qtbot: QtBot
) -> None:
    window.header.show_clock(clock_view(3_600_000))
    window.header.show_tools(
        HeaderToolsView(can_call=True, can_cover=True, has_sound=True)
    )
    window.resize(1024, 768)
    qtbot.waitUntil(lambda: not is_shown(window, "sound-settings"))

    assert is_shown(window, "call-proctor")
    press("display-menu")
    with qtbot.waitSignal(window.header.sound_clicked, timeout=1000):
        press("menu-sound-settings")
    with qtbot.waitSignal(window.header.cover_clicked, timeout=1000):
        press("menu-cover-screen")
    press("menu-hide-clock")
    assert words(window, "clock") == "时间已隐藏"


def test_where_the_plan_says_so_the_clock_cannot_be_hidden(
    window: MainWindow, press: Press
) -> None:
    window.header.show_clock(clock_view(3_600_000))
    press("hide-clock")

    window.header.show_tools(HeaderToolsView(can_hide_clock=False))

    assert not is_shown(window, "hide-clock")
    assert words(window, "clock") == "剩余 1:00:00"


def test_a_long_name_of_a_site_never_widens_the_window(window: MainWindow) -> None:
    place = SeatPlaceView(site_name="很长的考点名称" * 20, seat_code="03")
    window.header.show_place(place, None)

    assert words(window, "who").endswith("03 号机")
    assert "…" in words(window, "who")
    assert shown(window, "who").accessibleName().count("很长") == 20
    assert window.minimumSizeHint().width() < 1366


def test_sizes_follow_the_window_and_the_persons_choice_stays(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.change_look(window.look.with_scale(window.look.scale.larger))
    window.resize(3840, 2160)

    qtbot.waitUntil(lambda: window.look.scale.screen_percent == 240)
    assert window.look.scale.percent == 125
