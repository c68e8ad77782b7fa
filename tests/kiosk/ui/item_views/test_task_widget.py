import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from kiosk.ui.item_views.content_widget import ContentWidget, no_media
from kiosk.ui.item_views.task_widget import TaskWidget
from kiosk.ui.presenters.exam_view import TaskView
from kiosk.ui.texts import Language
from question_bank.items.response import (
    OptionsResponse,
    Response,
    TextResponse,
    TruthResponse,
)
from question_bank.items.task import Task
from tests.kiosk.ui.samples import (
    FREE_CASE,
    MULTIPLE,
    a_look,
    media,
    short,
    single,
    truth,
)

SINGLE = single("sc-1", "哪一项？", "甲", "乙", "丙")
TRUTH = truth("tf-1", "对吗？")
SHORT = short("sa-1", "写一写。", most=10)


@pytest.fixture
def place(application: QApplication, qtbot: QtBot) -> QWidget:
    place = QWidget()
    qtbot.addWidget(place)
    place.resize(800, 600)
    return place


def a_widget(
    place: QWidget, task: Task, response: Response | None = None
) -> TaskWidget:
    widget = TaskWidget(place, TaskView(number=1, task=task, response=response))
    widget.show_look(a_look(), no_media)
    place.show()
    return widget


def button(widget: QWidget, name: str) -> QAbstractButton:
    found = widget.findChild(QAbstractButton, name)
    assert isinstance(found, QAbstractButton)
    return found


def field(widget: QWidget) -> QPlainTextEdit:
    found = widget.findChild(QPlainTextEdit, "text-answer")
    assert isinstance(found, QPlainTextEdit)
    return found


def test_choosing_an_option_tells_the_task_and_the_choice(
    place: QWidget, qtbot: QtBot
) -> None:
    widget = a_widget(place, SINGLE)

    with qtbot.waitSignal(widget.response_chosen, timeout=1000) as told:
        qtbot.mouseClick(button(widget, "option-o2"), Qt.MouseButton.LeftButton)

    assert told.args == ["sc-1", OptionsResponse(option_ids=("o2",))]


def test_pressing_the_words_of_an_option_chooses_it(
    place: QWidget, qtbot: QtBot
) -> None:
    widget = a_widget(place, SINGLE)
    row = button(widget, "option-o3").parentWidget()

    with qtbot.waitSignal(widget.response_chosen, timeout=1000) as told:
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)

    assert told.args == ["sc-1", OptionsResponse(option_ids=("o3",))]


def test_another_choice_of_a_single_choice_replaces_the_first(
    place: QWidget, qtbot: QtBot
) -> None:
    widget = a_widget(place, SINGLE, OptionsResponse(option_ids=("o1",)))

    with qtbot.waitSignal(widget.response_chosen, timeout=1000) as told:
        button(widget, "option-o2").click()

    assert told.args[1] == OptionsResponse(option_ids=("o2",))
    assert not button(widget, "option-o1").isChecked()


def test_a_multiple_choice_tells_all_that_are_ticked_sorted_by_id(
    place: QWidget,
    qtbot: QtBot,
) -> None:
    widget = a_widget(place, MULTIPLE, OptionsResponse(option_ids=("o3",)))

    with qtbot.waitSignal(widget.response_chosen, timeout=1000) as told:
        button(widget, "option-o1").click()

    assert told.args[1] == OptionsResponse(option_ids=("o1", "o3"))


@pytest.mark.parametrize(
    ("task", "response", "empty"),
    [
        (SINGLE, OptionsResponse(option_ids=("o1",)), OptionsResponse(option_ids=())),
        (MULTIPLE, OptionsResponse(option_ids=("o1",)), OptionsResponse(option_ids=())),
        (TRUTH, TruthResponse(is_true=True), TruthResponse(is_true=None)),
    ],
)
def test_a_choice_can_be_taken_back_and_made_again(
    place: QWidget, qtbot: QtBot, task: Task, response: Response, empty: Response
) -> None:
    widget = a_widget(place, task, response)

    with qtbot.waitSignal(widget.response_chosen, timeout=1000) as told:
        button(widget, "clear-answer").click()

    assert told.args[1] == empty
    assert not button(widget, "clear-answer").isEnabled()
    again = "truth-true" if task is TRUTH else "option-o1"
    with qtbot.waitSignal(widget.response_chosen, timeout=1000) as told:
        button(widget, again).click()
    assert told.args[1] == response


def test_a_judgement_is_told(place: QWidget, qtbot: QtBot) -> None:
    widget = a_widget(place, TRUTH)

    with qtbot.waitSignal(widget.response_chosen, timeout=1000) as told:
        button(widget, "truth-false").click()

    assert told.args == ["tf-1", TruthResponse(is_true=False)]


@pytest.mark.parametrize(
    ("task", "response", "name"),
    [
        (SINGLE, OptionsResponse(option_ids=("o1",)), "option-o1"),
        (MULTIPLE, OptionsResponse(option_ids=("o1", "o3")), "option-o3"),
        (TRUTH, TruthResponse(is_true=False), "truth-false"),
    ],
)
def test_showing_a_saved_choice_is_not_a_new_one(
    place: QWidget, qtbot: QtBot, task: Task, response: Response, name: str
) -> None:
    widget = a_widget(place, task, response)

    assert button(widget, name).isChecked()
    with qtbot.assertNotEmitted(widget.response_chosen):
        widget.show_look(a_look(Language.ENGLISH, 200), no_media)
    assert button(widget, name).isChecked()


def test_showing_a_saved_text_is_not_a_new_one(place: QWidget, qtbot: QtBot) -> None:
    widget = a_widget(place, SHORT, TextResponse(text="已有"))

    assert field(widget).toPlainText() == "已有"
    with qtbot.assertNotEmitted(widget.text_edited):
        widget.show_look(a_look(Language.ENGLISH, 200), no_media)


def test_typing_tells_the_whole_text_at_every_change(
    place: QWidget, qtbot: QtBot
) -> None:
    widget = a_widget(place, SHORT, TextResponse(text="一"))
    told: list[tuple[str, str]] = []
    widget.text_edited.connect(lambda task, text: told.append((task, text)))

    qtbot.keyClicks(field(widget), "ab")

    assert told == [("sa-1", "一a"), ("sa-1", "一ab")]


def test_undo_is_told_like_any_change(place: QWidget, qtbot: QtBot) -> None:
    widget = a_widget(place, SHORT)
    qtbot.keyClicks(field(widget), "ab")

    with qtbot.waitSignal(widget.text_edited, timeout=1000) as told:
        field(widget).undo()

    assert told.args == ["sa-1", ""]


def test_text_being_composed_is_no_text_until_it_is_committed(
    place: QWidget, qtbot: QtBot
) -> None:
    widget = a_widget(place, SHORT)
    told: list[str] = []
    widget.text_edited.connect(lambda _, text: told.append(text))

    QApplication.sendEvent(field(widget), QInputMethodEvent("ni hao", []))
    assert told == []
    QApplication.sendEvent(field(widget), committed("你好"))

    assert told == ["你好"]


def committed(text: str) -> QInputMethodEvent:
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    return event


def test_of_a_paste_as_much_gets_in_as_fits_and_undo_takes_it_back(
    place: QWidget, qtbot: QtBot
) -> None:
    widget = a_widget(place, SHORT, TextResponse(text="一二三四五六七八"))
    told: list[str] = []
    widget.text_edited.connect(lambda _, text: told.append(text))
    QApplication.clipboard().setText("甲乙丙丁")

    field(widget).paste()
    field(widget).undo()

    assert told == ["一二三四五六七八甲乙", "一二三四五六七八"]


def test_of_a_commit_of_the_input_method_as_much_gets_in_as_fits(
    place: QWidget, qtbot: QtBot
) -> None:
    widget = a_widget(place, SHORT, TextResponse(text="一二三四五六七八"))

    QApplication.sendEvent(field(widget), committed("甲乙丙丁"))

    assert field(widget).toPlainText() == "一二三四五六七八甲乙"


def test_in_a_full_field_keys_do_nothing_but_breaks_and_deletions_work(
    place: QWidget, qtbot: QtBot
) -> None:
    widget = a_widget(place, SHORT, TextResponse(text="一二三四五六七八九十"))

    qtbot.keyClicks(field(widget), "a")
    assert field(widget).toPlainText() == "一二三四五六七八九十"
    qtbot.keyClick(field(widget), Qt.Key.Key_Return)
    assert field(widget).toPlainText() == "一二三四五六七八九十\n"
    qtbot.keyClick(field(widget), Qt.Key.Key_Backspace)
    qtbot.keyClick(field(widget), Qt.Key.Key_Backspace)
    qtbot.keyClicks(field(widget), "b")
    assert field(widget).toPlainText() == "一二三四五六七八九b"


def test_the_limit_counts_rare_characters_as_one(place: QWidget, qtbot: QtBot) -> None:
    widget = a_widget(place, SHORT)

    QApplication.sendEvent(field(widget), committed("𠮷" * 12))

    assert field(widget).toPlainText() == "𠮷" * 10


def test_the_counter_counts_and_says_when_the_field_is_full(
    place: QWidget, qtbot: QtBot
) -> None:
    widget = a_widget(place, SHORT)
    counter = widget.findChild(QLabel, "character-count")
    assert isinstance(counter, QLabel)

    qtbot.keyClicks(field(widget), "abc")
    assert counter.text().startswith("已写 3 字，最多 10 字")
    qtbot.keyClicks(field(widget), "defghij")

    assert counter.text().startswith("已写满 10 字")
    assert counter.property("full") is True


def test_tab_leads_out_of_the_text_field(place: QWidget, qtbot: QtBot) -> None:
    QPushButton(place)
    widget = a_widget(place, SHORT)
    field(widget).setFocus()

    qtbot.keyClick(field(widget), Qt.Key.Key_Tab)

    assert field(widget).toPlainText() == ""


def test_a_spoken_task_says_that_it_cannot_be_answered_here(
    place: QWidget, qtbot: QtBot
) -> None:
    widget = a_widget(place, FREE_CASE.scenes[1].tasks[1])
    note = widget.findChild(QLabel, "spoken-note")

    assert isinstance(note, QLabel)
    assert "不能录音" in note.text()


def test_an_option_has_an_accessible_name_with_its_letter(
    place: QWidget, qtbot: QtBot
) -> None:
    widget = a_widget(place, SINGLE)

    assert button(widget, "option-o2").accessibleName() == "B 乙"


def test_a_sound_cannot_be_played_and_says_so(place: QWidget, qtbot: QtBot) -> None:
    content = ContentWidget(place)

    content.show_content(FREE_CASE.scenes[1].content, media, a_look())

    assert not button(content, "play-client-chen.opus").isEnabled()
    words = [label.text() for label in content.findChildren(QLabel)]
    assert any("不能播放声音" in text for text in words)


def test_a_missing_picture_is_told_with_what_it_shows(
    place: QWidget, qtbot: QtBot
) -> None:
    content = ContentWidget(place)

    content.show_content(FREE_CASE.scenes[0].content, no_media, a_look())

    words = [label.text() for label in content.findChildren(QLabel)]
    assert any("折线图" in text and "举手" in text for text in words)
