import pytest
from PySide6.QtCore import QMimeData, Qt
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

from kiosk.ui.item_views.answer_field import AnswerField
from kiosk.ui.item_views.content_widget import ContentWidget, no_media
from kiosk.ui.item_views.own_clipboard import OwnClipboard
from kiosk.ui.item_views.task_widget import TaskWidget
from kiosk.ui.presenters.exam_view import TaskView
from kiosk.ui.texts import Language
from kiosk.ui.widgets.picture import Picture
from question_bank.identifiers import MediaName, OptionId
from question_bank.items.content import Image
from question_bank.items.option import Option
from question_bank.items.response import (
    LONGEST_TEXT,
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
    place: QWidget,
    task: Task,
    response: Response | None = None,
    clipboard: OwnClipboard | None = None,
) -> TaskWidget:
    view = TaskView(number=1, task=task, response=response)
    widget = TaskWidget(place, view, clipboard)
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
    clipboard = OwnClipboard()
    clipboard.text = "甲乙丙丁"
    widget = a_widget(place, SHORT, TextResponse(text="一二三四五六七八"), clipboard)
    told: list[str] = []
    widget.text_edited.connect(lambda _, text: told.append(text))

    qtbot.keyClick(field(widget), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert "前 2 个字符" in note(widget)
    qtbot.keyClick(field(widget), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    assert told == ["一二三四五六七八甲乙", "一二三四五六七八"]
    assert note(widget) == ""


@pytest.mark.parametrize("key", ["Ctrl+V", "Shift+Insert", "middle", "menu"])
def test_what_was_copied_outside_is_not_pasted_and_it_is_said(
    place: QWidget, qtbot: QtBot, key: str
) -> None:
    widget = a_widget(place, SHORT, TextResponse(text="一"))
    QApplication.clipboard().setText("外面的")

    paste(qtbot, field(widget), key)

    assert field(widget).toPlainText() == "一"
    if key in {"Ctrl+V", "Shift+Insert"}:
        assert "本场考试里复制" in note(widget)


@pytest.mark.parametrize("key", ["Ctrl+V", "Shift+Insert", "menu"])
def test_what_was_copied_in_this_sitting_is_pasted_into_another_answer(
    place: QWidget, qtbot: QtBot, key: str
) -> None:
    clipboard = OwnClipboard()
    QApplication.clipboard().setText("外面的")
    other = a_widget(place, short("sa-2", "再写。"), TextResponse(text="抄"), clipboard)
    field(other).selectAll()
    qtbot.keyClick(field(other), Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    widget = a_widget(place, SHORT, TextResponse(text="一"), clipboard)

    paste(qtbot, field(widget), key)

    assert field(other).toPlainText() == ""
    assert field(widget).toPlainText() == "一抄"
    assert QApplication.clipboard().text() == "外面的"


def test_dragged_or_dropped_text_stays_outside_and_inside(place: QWidget) -> None:
    widget = a_widget(place, SHORT, TextResponse(text="一"))
    dropped = QMimeData()
    dropped.setText("外面的")
    answer = field(widget)
    assert isinstance(answer, AnswerField)

    answer.insertFromMimeData(dropped)
    answer.selectAll()

    assert answer.toPlainText() == "一"
    assert not answer.canInsertFromMimeData(dropped)
    assert not answer.createMimeDataFromSelection().hasText()


def test_a_restored_version_can_be_undone(place: QWidget, qtbot: QtBot) -> None:
    widget = a_widget(place, SHORT, TextResponse(text="新写的"))
    text = widget.text_field
    assert text is not None

    with qtbot.waitSignal(widget.text_edited, timeout=1000) as told:
        text.restore("以前的")
    assert told.args == ["sa-1", "以前的"]
    field(widget).undo()

    assert field(widget).toPlainText() == "新写的"


def test_blanks_without_end_do_not_outgrow_an_entry(place: QWidget) -> None:
    widget = a_widget(place, SHORT)

    QApplication.sendEvent(field(widget), committed(" " * (LONGEST_TEXT + 5)))

    assert len(field(widget).toPlainText()) == LONGEST_TEXT


def test_an_option_is_struck_by_button_right_press_or_key_and_stays_choosable(
    place: QWidget, qtbot: QtBot
) -> None:
    widget = a_widget(place, SINGLE)
    told: list[tuple[str, bool]] = []
    widget.option_struck.connect(lambda _, option, now: told.append((option, now)))
    row = button(widget, "option-o2").parentWidget()

    button(widget, "strike-A").click()
    qtbot.mouseClick(row, Qt.MouseButton.RightButton)
    qtbot.keyClick(button(widget, "option-o3"), Qt.Key.Key_X)

    assert told == [("o1", True), ("o2", True), ("o3", True)]
    assert button(widget, "option-o2").accessibleName() == "B 乙（已划去）"
    assert not button(widget, "option-o2").isChecked()
    with qtbot.waitSignal(widget.response_chosen, timeout=1000):
        button(widget, "option-o2").click()
    assert told[3:] == [("o2", False)]
    assert button(widget, "option-o2").accessibleName() == "B 乙"


def test_what_is_chosen_cannot_be_struck(place: QWidget, qtbot: QtBot) -> None:
    widget = a_widget(place, SINGLE, OptionsResponse(option_ids=("o1",)))

    with qtbot.assertNotEmitted(widget.option_struck):
        qtbot.keyClick(button(widget, "option-o1"), Qt.Key.Key_X)
        button(widget, "strike-A").click()


def test_struck_options_of_before_come_back(place: QWidget) -> None:
    view = TaskView(number=1, task=SINGLE, response=None, struck=frozenset({"o3"}))
    widget = TaskWidget(place, view)
    widget.show_look(a_look(), no_media)

    assert button(widget, "option-o3").accessibleName() == "C 丙（已划去）"


def test_pressing_a_picture_in_an_option_chooses_it(
    place: QWidget, qtbot: QtBot
) -> None:
    picture = Image(media_name=MediaName("sleep-diary.png"), alt_text="折线图")
    task = SINGLE.__class__(
        task_id=SINGLE.task_id,
        points=SINGLE.points,
        stem=SINGLE.stem,
        options=(Option(option_id=OptionId("p1"), content=(picture,)), *SINGLE.options),
    )
    widget = TaskWidget(place, TaskView(number=1, task=task, response=None))
    widget.show_look(a_look(), media)
    place.show()
    zoomed: list[object] = []
    widget.zoom_wanted.connect(zoomed.append)
    shown = widget.findChild(Picture)
    assert shown is not None

    with qtbot.waitSignal(widget.response_chosen, timeout=1000) as told:
        qtbot.mouseClick(shown, Qt.MouseButton.LeftButton)
    assert told.args == ["sc-1", OptionsResponse(option_ids=("p1",))]
    assert zoomed == []
    button(widget, "zoom-picture").click()
    assert len(zoomed) == 1


def paste(qtbot: QtBot, answer: QPlainTextEdit, way: str) -> None:
    assert isinstance(answer, AnswerField)
    if way == "middle":
        qtbot.mouseClick(answer.viewport(), Qt.MouseButton.MiddleButton)
    elif way == "menu":
        menu = answer.make_menu(a_look())
        action = next(a for a in menu.actions() if a.objectName() == "field.paste")
        action.trigger()
        menu.close()
    elif way == "Ctrl+V":
        qtbot.keyClick(answer, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    else:
        qtbot.keyClick(answer, Qt.Key.Key_Insert, Qt.KeyboardModifier.ShiftModifier)


def note(widget: QWidget) -> str:
    label = widget.findChild(QLabel, "field-note")
    assert isinstance(label, QLabel)
    return label.text()


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


def test_an_option_has_an_accessible_name_with_its_letter(
    place: QWidget, qtbot: QtBot
) -> None:
    widget = a_widget(place, SINGLE)

    assert button(widget, "option-o2").accessibleName() == "B 乙"


def test_a_missing_picture_is_told_with_what_it_shows(
    place: QWidget, qtbot: QtBot
) -> None:
    content = ContentWidget(place)

    content.show_content(FREE_CASE.scenes[0].content, no_media, a_look())

    words = [label.text() for label in content.findChildren(QLabel)]
    assert any("折线图" in text and "举手" in text for text in words)
