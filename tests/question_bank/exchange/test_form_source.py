from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from question_bank.errors import FormatError
from question_bank.exchange.errors import FormSourceError
from question_bank.exchange.form_source import parse_form_source
from question_bank.formats.form import Form, form_bytes, parse_form, tasks_of
from question_bank.formats.form_keys import (
    FormKeys,
    form_keys_bytes,
    parse_form_keys,
    require_keys_of_form,
)
from question_bank.items.case import Case
from question_bank.items.multiple_choice import Credit, MultipleChoiceKey
from question_bank.items.short_answer import ShortAnswerKey
from question_bank.items.single_choice import SingleChoiceKey
from question_bank.items.true_false import TrueFalseKey

SOURCE = """\
form_code: A
title: 一份试卷
level: 初级
transcripts:
  voice.opus: 讲述的文字
sections:
  - id: choices
    title: 一、选择题
    instructions: 只有**一个**正确。
    time_limit_minutes: 10
    items:
      - kind: single_choice
        id: s1
        points: 1.5
        tags: [初级/2.1]
        stem: 下列说法正确的是
        options: {a: 甲, no: 乙}
        answer: no
        explanation: 因为
      - kind: multiple_choice
        id: m1
        points: 3/2
        credit: exact
        stem: 下列说法正确的有
        options: {a: 甲, b: 乙, c: 丙}
        answer: [c, a]
        keeps_option_order: true
      - kind: true_false
        id: t1
        points: 1
        stem: 是这样的。
        answer: 错
  - id: open
    title: 二、案例
    one_way: true
    items:
      - kind: case
        id: c1
        title: 一个案例
        one_way: true
        tags: [初级/3.1]
        scenes:
          - id: c1-one
            title: 场景一
            content: |
              见面

              [sound: 讲述](voice.opus plays=2)
          - id: c1-two
            title: 场景二
            content: 后来
            tasks:
              - kind: short_answer
                id: q1
                points: 8
                tags: [初级/2.1, 初级/3.1]
                stem: 简述。
                most_characters: 200
                rubric:
                  model_answer: 参考答案
                  scoring_points:
                    - {id: p1, points: 4, text: 要点一, acceptable: [一]}
                    - {id: p2, points: 4, text: 要点二}
                  wrong_ideas: [错误的想法]
              - kind: spoken_answer
                id: v1
                points: 10
                stem: 请说一说。
                preparation_s: 30
                answer_s: 90
                rubric:
                  model_answer: 参考答案
                  scoring_points:
                    - {id: p1, points: 10, text: 要点}
"""


def read(text: str) -> tuple[Form, FormKeys]:
    return parse_form_source(text.encode(), name="form-A.yaml")


def test_form_and_keys_come_apart() -> None:
    form, keys = read(SOURCE)

    assert [place.task.task_id for place in tasks_of(form)] == [
        *("s1", "m1", "t1", "q1", "v1")
    ]
    assert tasks_of(form)[0].task.points == Fraction(3, 2)
    assert form.sections[0].time_limit_ms == 600_000
    assert form.sections[1].is_one_way
    case = form.sections[1].items[0]
    assert isinstance(case, Case)
    assert case.is_one_way
    assert [len(scene.tasks) for scene in case.scenes] == [0, 2]

    by_id = {str(task_id): key for task_id, key in keys.keys.items()}
    assert isinstance(by_id["s1"], SingleChoiceKey)
    assert by_id["s1"].correct_option == "no"
    assert isinstance(by_id["m1"], MultipleChoiceKey)
    assert by_id["m1"].correct_options == ("a", "c")
    assert by_id["t1"] == TrueFalseKey(is_true=False)
    assert isinstance(by_id["q1"], ShortAnswerKey)
    assert by_id["q1"].rubric.scoring_points[0].acceptable_wordings == ("一",)
    assert {str(item): tags for item, tags in keys.tags.items()} == {
        "s1": ("初级/2.1",),
        "m1": (),
        "t1": (),
        "c1": ("初级/3.1", "初级/2.1"),
    }
    require_keys_of_form(form, keys)


def test_what_was_read_goes_through_the_formats() -> None:
    form, keys = read(SOURCE)

    assert parse_form(form_bytes(form)) == form
    assert parse_form_keys(form_keys_bytes(keys)) == keys


def test_nothing_of_the_key_is_in_the_form() -> None:
    text = form_bytes(read(SOURCE)[0]).decode()

    for secret in ("参考答案", "要点", "错误的想法", "因为", "讲述的文字", "初级/2.1"):
        assert secret not in text


def test_a_multiple_choice_says_its_credit() -> None:
    task = tasks_of(read(SOURCE)[0])[1].task

    assert getattr(task, "credit", None) is Credit.EXACT


@pytest.mark.parametrize(
    ("old", "new", "line", "field"),
    [
        ("points: 1.5", "points: many", 14, "sections[0].items[0].points"),
        ("points: 1.5", "points: 0", 14, "sections[0].items[0].points"),
        ("points: 1.5", "points: 1e9", 14, "sections[0].items[0].points"),
        ("answer: no", "answer: z", 18, "sections[0].items[0].answer"),
        ("[c, a]", "[a, b, c]", 26, "sections[0].items[1].answer"),
        ("[c, a]", "[a, a]", 26, "sections[0].items[1].answer"),
        ("credit: exact", "credit: some", 23, "sections[0].items[1].credit"),
        ("answer: 错", "answer: maybe", 32, "sections[0].items[2].answer"),
        ("{a: 甲, no: 乙}", "{a: [甲], no: 乙}", 17, "sections[0].items[0].options"),
        ("{a: 甲, no: 乙}", '{a: "", no: 乙}', 17, "no content"),
        ("**一个**", "**一个", 9, "sections[0].instructions"),
        ("id: q1", "id: s1", 6, "sections"),
        ("id: q1", "id: q 1", 54, "sections[1].items[0].scenes[1].tasks[0].id"),
        ("points: 8", "points: 9", 61, ".tasks[0].rubric.scoring_points"),
        ("kind: case", "kind: cases", 37, "sections[1].items[0].kind"),
        ("title: 一份试卷", "name: 一份试卷", 1, "the whole"),
        ("voice.opus: 讲", "other.opus: 讲", 4, "transcripts"),
        ("form_code: A", "form_code: a", 1, "form_code"),
    ],
)
def test_a_fault_is_told_with_file_line_and_field(
    old: str, new: str, line: int, field: str
) -> None:
    assert old in SOURCE

    with pytest.raises(FormSourceError) as refusal:
        read(SOURCE.replace(old, new, 1))

    assert refusal.value.where == f"form-A.yaml line {line}"
    assert f"form-A.yaml line {line}, " in str(refusal.value)
    assert field in str(refusal.value)


def test_a_form_that_no_seat_would_read_is_not_built(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("question_bank.formats.form.MOST_FORM_BYTES", 1000)

    with pytest.raises(FormSourceError, match="at most 1000"):
        read(SOURCE)


def test_all_contradictions_are_told_at_once() -> None:
    text = SOURCE.replace("answer: no", "answer: z").replace("[c, a]", "[a, b, c]")

    with pytest.raises(FormSourceError) as refusal:
        read(text)

    assert len(refusal.value.problems) == 2


def test_what_is_no_yaml_is_told_the_same_way() -> None:
    with pytest.raises(FormSourceError, match=r"form-A.yaml line 2: .*twice"):
        read("form_code: A\nform_code: B\n")


@given(st.binary(max_size=80))
def test_any_bytes_give_a_form_or_a_format_error(junk: bytes) -> None:
    with pytest.raises(FormatError):
        parse_form_source(junk, name="x.yaml")


@given(st.integers(0, 5_000), st.sampled_from(list(":-{}[]*&!|>'\"#\n \t0a")))
def test_a_source_with_any_character_changed_gives_a_form_or_a_format_error(
    place: int, character: str
) -> None:
    at = place % len(SOURCE)
    changed = SOURCE[:at] + character + SOURCE[at + 1 :]

    try:
        form, keys = read(changed)
    except FormatError:
        return
    require_keys_of_form(form, keys)
    assert parse_form(form_bytes(form)) == form
