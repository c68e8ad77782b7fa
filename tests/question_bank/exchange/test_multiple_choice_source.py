"""Points by option as authors write them, in form sources and in item lists."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings

from question_bank.exchange.errors import FormSourceError
from question_bank.exchange.form_source import parse_form_source
from question_bank.exchange.item_draft import SourceReading
from question_bank.exchange.item_list_writer import item_list_bytes
from question_bank.exchange.item_source import read_item_list
from question_bank.formats.form import tasks_of
from question_bank.formats.item_record import ItemRecord
from question_bank.identifiers import TaskId
from question_bank.items.multiple_choice import (
    Credit,
    MultipleChoice,
    MultipleChoiceKey,
)
from tests.question_bank.items.test_mapped_scoring import Given, mapped_choices

ITEM = """\
      - kind: multiple_choice
        id: m1
        points: 2
        credit: mapped
        stem: 水由哪些元素组成？
        options: {h: 氢, o: 氧, cl: 氯, n: 氮}
        points_by_option: {h: 1, o: 1.0, cl: -1, n: -2}
"""
FORM = f"""\
form_code: A
title: 一份试卷
level: 初级
sections:
  - id: all
    title: 一
    items:
{ITEM}"""
LIST = f"level: 初级\nitems:\n{ITEM}"
GUIDE = Path(__file__).parents[3] / "docs/guides/author-form-source.md"
FIELD = "sections[0].items[0]"


def key_in(text: str) -> MultipleChoiceKey:
    form, keys = parse_form_source(text.encode(), name="form.yaml")
    task = next(iter(tasks_of(form))).task
    assert isinstance(task, MultipleChoice)
    assert task.credit is Credit.MAPPED
    key = keys.keys[TaskId("m1")]
    assert isinstance(key, MultipleChoiceKey)
    return key


def listed(text: str) -> SourceReading:
    return read_item_list(text.encode(), {}, name="list.yaml")


def test_points_by_option_are_the_key() -> None:
    key = key_in(FORM)

    assert key.correct_options == ("h", "o")
    assert key.mapped is not None
    assert key.mapped.points_by_option == {"h": 1, "o": 1, "cl": -1, "n": -2}
    assert key.mapped.least == 0


@pytest.mark.parametrize(
    ("written", "worth"),
    [("-2/3", Fraction(-2, 3)), ("-1.5", Fraction(-3, 2)), ("−3", Fraction(-3))],
)
def test_what_costs_points_is_written_with_a_minus(
    written: str, worth: Fraction
) -> None:
    key = key_in(FORM.replace("n: -2}", f"n: {written}}}\n        least: 0.5"))

    assert key.mapped is not None
    assert key.mapped.points_by_option["n"] == worth  # type: ignore[index]
    assert key.mapped.least == Fraction(1, 2)


def test_the_example_of_the_guide_is_read() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    [example] = [part for part in text.split("```") if "points_by_option: {" in part]

    reading = listed(f"level: 初级\nitems:\n{example.removeprefix('yaml')}")

    [draft] = reading.drafts
    key = draft.record.keys[TaskId("water")]
    assert isinstance(key, MultipleChoiceKey)
    assert key.correct_options == ("h", "o")


def test_the_answer_may_stand_there_too() -> None:
    assert key_in(f"{FORM}        answer: [o, h]\n") == key_in(FORM)


@pytest.mark.parametrize(
    ("old", "new", "field", "said"),
    [
        ("n: -2}", "n: --2}", ".points_by_option", "expected points such as"),
        ("n: -2}", "n: 0}", ".points_by_option", "choosing every option sums to 1"),
        ("n: -2}", "m: -2}", ".points_by_option", "is not in both"),
        ("h: 1,", "h: 0.5,", ".points_by_option", "at most 3/2 can be earned"),
        ("-2}", "-2}\n        least: 2", ".least", "from 0 to below"),
        ("-2}", "-2}\n        answer: [h]", ".answer", "worth more than 0"),
        ("-2}", "-2}\n        answer: [h, o, o]", ".answer", "twice"),
        ("credit: mapped", "credit: exact", ".points_by_option", "mapped credit"),
        (
            "points_by_option: {h: 1, o: 1.0, cl: -1, n: -2}",
            "least: 1",
            ".least",
            "goes",
        ),
        (
            "points_by_option: {h: 1, o: 1.0, cl: -1, n: -2}",
            "answer: [h, o]",
            ".points_by_option",
            "mapped credit",
        ),
    ],
)
def test_what_does_not_go_together_is_told_at_its_field(
    old: str, new: str, field: str, said: str
) -> None:
    assert old in FORM

    with pytest.raises(FormSourceError) as refusal:
        parse_form_source(FORM.replace(old, new, 1).encode(), name="form.yaml")
    findings = listed(LIST.replace(old, new, 1)).findings

    told = refusal.value.problems[0]
    assert f"{FIELD}{field}" in told
    assert said in told
    assert findings[0].code == "ITEM_SOURCE"
    assert said in findings[0].wording.en
    assert findings[0].place.column is not None
    assert findings[0].place.column.startswith(field.removeprefix("."))


def test_an_answer_that_is_missing_is_told() -> None:
    points_by_option = "        points_by_option: {h: 1, o: 1.0, cl: -1, n: -2}\n"
    text = FORM.replace("credit: mapped", "credit: exact").replace(points_by_option, "")

    with pytest.raises(FormSourceError, match=r"items\[0\].answer: is missing") as told:
        parse_form_source(text.encode(), name="form.yaml")

    assert len(told.value.problems) == 1


@settings(deadline=None)
@given(mapped_choices())
def test_what_the_item_list_writer_writes_reads_back_as_it_was(
    given_choice: Given,
) -> None:
    task, key, _ = given_choice
    record = ItemRecord(level="初级", item=task, keys={task.task_id: key})

    raw = item_list_bytes("初级", [record], {}, [])
    reading = read_item_list(raw, {}, name="list.yaml")

    assert reading.findings == ()
    assert [draft.record for draft in reading.drafts] == [record]
