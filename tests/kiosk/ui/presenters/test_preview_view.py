from kiosk.ui.presenters.message import message
from kiosk.ui.presenters.preview_view import KeyPart, key_parts
from question_bank.exchange.form_source import parse_form_source
from question_bank.formats.form import tasks_by_id
from question_bank.identifiers import TaskId
from question_bank.items.content import plain_text
from question_bank.items.estimate import EstimateOrigin, TaskEstimate

SOURCE = """\
form_code: A
title: 一份试卷
level: 初级
transcripts:
  voice.opus: |
    我睡不好。
sections:
  - id: all
    title: 全部
    items:
      - kind: single_choice
        id: s1
        points: 1
        tags: [初级/2.1]
        stem: 下列说法正确的是
        options: {x: 甲, y: 乙}
        answer: y
        explanation: 因为乙
      - kind: multiple_choice
        id: m1
        points: 2
        credit: exact
        stem: 下列说法正确的有
        options: {z: 甲, y: 乙, x: 丙}
        answer: [x, z]
      - kind: multiple_choice
        id: m2
        points: 2
        credit: mapped
        stem: 水由哪些元素组成？
        options: {o: 氧, n: 氮, h: 氢, c: 碳}
        points_by_option: {h: 1, o: 1.5, n: -2.5, c: 0}
      - {kind: true_false, id: t1, points: 1, stem: 是这样的。, answer: 错}
      - kind: case
        id: c1
        title: 案例
        one_way: false
        tags: [初级/3.1]
        scenes:
          - id: w1
            title: 一
            content: |
              [sound: 录音](voice.opus)
            tasks:
              - kind: short_answer
                id: a1
                points: 3/2
                most_characters: 100
                stem: 说明理由
                rubric:
                  model_answer: 理由是
                  scoring_points:
                    - {id: p1, points: 1.5, text: 要点, acceptable: [也行, 也可]}
                  wrong_ideas: [错误想法]
"""
FORM, KEYS = parse_form_source(SOURCE.encode(), name="form.yaml")


def parts_of(
    task_id: str, estimates: dict[TaskId, TaskEstimate] | None = None
) -> dict[str, KeyPart]:
    place = tasks_by_id(FORM)[task_id]
    parts = key_parts(place.item, place.task, KEYS, estimates or {})
    return {part.heading.key: part for part in parts}


def test_the_key_is_said_with_the_letters_of_the_screen() -> None:
    assert parts_of("s1")["preview.key"].lines == ("B",)
    assert parts_of("m1")["preview.key"].lines == ("A C",)
    assert parts_of("t1")["preview.key"].lines == (message("preview.false"),)


def test_what_each_option_is_worth_is_said_by_its_letter() -> None:
    assert parts_of("m2")["preview.key"].lines == (
        "A C",
        message("preview.option_points", letter="A", points="+1.5"),
        message("preview.option_points", letter="B", points="-2.5"),
        message("preview.option_points", letter="C", points="+1"),
        message("preview.option_points", letter="D", points="0"),
        message("preview.least_points", least="0", most="2"),
    )


def test_explanation_and_tags_stand_below_the_key() -> None:
    parts = parts_of("s1")

    assert list(parts) == ["preview.key", "preview.explanation", "preview.tags"]
    assert plain_text(parts["preview.explanation"].content) == "因为乙"
    assert parts["preview.tags"].lines == ("初级/2.1",)


def test_a_rubric_is_shown_whole() -> None:
    parts = parts_of("a1")

    assert plain_text(parts["preview.model_answer"].content) == "理由是"
    assert parts["preview.scoring_points"].lines == (
        message("preview.point", points="1.5", text="要点"),
        message("preview.acceptable", wordings="也行 / 也可"),
    )
    assert plain_text(parts["preview.wrong_ideas"].content) == "错误想法"


def test_the_words_of_a_sound_and_the_tags_of_its_case_are_shown() -> None:
    parts = parts_of("a1")

    assert plain_text(parts["preview.transcript"].content) == "我睡不好。"
    assert parts["preview.tags"].lines == ("初级/3.1",)


def test_estimates_are_said_with_their_origin() -> None:
    estimate = TaskEstimate(
        task_id=TaskId("s1"),
        difficulty_permille=700,
        discrimination_permille=255,
        origin=EstimateOrigin.PRETEST,
    )

    assert parts_of("s1", {TaskId("s1"): estimate})["preview.estimate"].lines == (
        message("preview.difficulty", value="0.7"),
        message("preview.discrimination", value="0.255"),
        message("preview.origin_pretest"),
    )
