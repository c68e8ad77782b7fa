import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kiosk.app.preview.preview_desk import PreviewForm
from kiosk.app.preview.preview_window import PreviewWindow
from kiosk.ui.fonts import set_up_application
from kiosk.ui.look import Look
from kiosk.ui.texts import Language, load_texts
from question_bank.exchange.form_source import parse_form_source
from tests.builders.sounds import a_tone, sound_file
from tests.fakes.hand_sound import HandSound

SOURCE = """\
form_code: A
title: 一份试卷
level: 初级
sections:
  - id: all
    title: 全部
    items:
      - kind: single_choice
        id: s1
        points: 1
        stem: 下列说法正确的是
        options: {a: 甲, b: 乙}
        answer: b
        explanation: 因为乙最贴切
      - kind: case
        id: c1
        title: 案例
        one_way: true
        scenes:
          - id: w1
            title: 一
            content: 第一幕
            tasks: [{kind: true_false, id: t1, points: 1, stem: 是这样的。, answer: 错}]
          - id: w2
            title: 二
            content: 第二幕
            tasks: [{kind: true_false, id: t2, points: 1, stem: 是那样的。, answer: 对}]
"""


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> PreviewWindow:
    set_up_application(qapp)
    form, keys = parse_form_source(SOURCE.encode(), name="form.yaml")
    preview = PreviewForm(name="A", form=form, keys=keys, media=lambda _: b"")
    window = PreviewWindow(preview, Look(texts=load_texts(Language.CHINESE)))
    qtbot.addWidget(window)
    window.resize(1600, 860)
    window.show()
    qtbot.waitExposed(window)
    return window


def shown_texts(window: QWidget) -> set[str]:
    return {label.text() for label in window.findChildren(QLabel) if label.isVisible()}


def click(qtbot: QtBot, window: QWidget, name: str) -> None:
    button = window.findChild(QPushButton, name)
    assert isinstance(button, QPushButton)
    assert button.isVisible()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_an_author_sees_the_item_and_beside_it_key_and_explanation(
    window: PreviewWindow,
) -> None:
    texts = shown_texts(window)

    assert {"答案", "B", "解析"} <= texts
    assert any("因为乙最贴切" in text for text in texts)
    assert any("不计分、不保存" in text for text in texts)


def test_the_key_can_be_hidden_to_look_as_a_candidate(
    window: PreviewWindow, qtbot: QtBot
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F2)

    assert "解析" not in shown_texts(window)


def test_a_one_way_case_is_walked_as_in_the_exam_and_begun_again(
    window: PreviewWindow, qtbot: QtBot
) -> None:
    window.desk.go_to("t1")
    window.desk.go_to("t2")
    qtbot.waitUntil(lambda: any("第一幕" in text for text in shown_texts(window)))

    window.desk.pass_scene("c1", "w1")
    qtbot.waitUntil(lambda: any("第二幕" in text for text in shown_texts(window)))
    qtbot.waitUntil(lambda: "对" in shown_texts(window))

    click(qtbot, window, "preview-again")
    window.desk.go_to("t2")
    qtbot.waitUntil(lambda: any("第一幕" in text for text in shown_texts(window)))


def test_a_hand_in_is_refused_in_words(window: PreviewWindow, qtbot: QtBot) -> None:
    click(qtbot, window, "hand-in")

    assert any("不能交卷" in text for text in shown_texts(window))


def test_language_and_text_size_change_everything(
    window: PreviewWindow, qtbot: QtBot
) -> None:
    click(qtbot, window, "display-menu")
    click(qtbot, window, "language")
    click(qtbot, window, "text-larger")

    qtbot.waitUntil(lambda: "Explanation" in shown_texts(window))
    assert any("nothing is scored or saved" in text for text in shown_texts(window))


def test_a_preview_begins_at_any_task_of_a_one_way_case(
    window: PreviewWindow, qtbot: QtBot
) -> None:
    window.desk.open_at("t2")

    qtbot.waitUntil(lambda: any("第二幕" in text for text in shown_texts(window)))
    assert any("是那样的" in text for text in shown_texts(window))


WITH_SOUND = """\
form_code: A
title: 一份试卷
level: 初级
transcripts: {voice.wav: 你好}
sections:
  - id: all
    title: 全部
    items:
      - kind: true_false
        id: t1
        points: 1
        stem: |
          听一听。

          [sound: 对话](voice.wav plays=1)
        answer: 对
"""


def test_an_author_hears_a_sound_as_often_as_a_candidate(
    qtbot: QtBot, qapp: QApplication
) -> None:
    set_up_application(qapp)
    form, keys = parse_form_source(WITH_SOUND.encode(), name="form.yaml")
    wav = sound_file(a_tone(2.0, amplitude=0.1))
    preview = PreviewForm(name="A", form=form, keys=keys, media=lambda _: wav)
    window = PreviewWindow(preview, Look(texts=load_texts(Language.CHINESE)))
    qtbot.addWidget(window)
    window.show()
    engine = HandSound()
    window.sound.take_engine(engine)
    qtbot.waitUntil(lambda: "0:02" in shown_texts(window))

    click(qtbot, window, "play-voice.wav")
    qtbot.waitUntil(lambda: engine.player.listener is not None)
    assert engine.player.sound == wav
    engine.player.begin()
    engine.player.end()

    qtbot.waitUntil(lambda: "1 次都已听完" in shown_texts(window))
