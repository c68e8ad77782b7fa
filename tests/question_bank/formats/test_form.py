import json
from fractions import Fraction
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, strategies as st

from question_bank.errors import FormatError
from question_bank.formats.canonical import canonical_bytes
from question_bank.formats.form import (
    Form,
    Section,
    form_bytes,
    form_problems,
    media_of,
    objective_points,
    parse_form,
    tasks_by_id,
    tasks_of,
    total_points,
)
from question_bank.identifiers import SectionId
from question_bank.items.case import Case
from question_bank.items.item import Item
from tests.builders.forms import (
    a_case,
    a_form,
    a_single_choice,
    a_true_false,
    forms,
    words,
)

GOLDEN = Path(__file__).parents[2] / "golden" / "form_v1.json"


def a_form_of(*items: Item) -> Form:
    section = Section(
        section_id=SectionId("s"),
        title="x",
        instructions=(),
        is_one_way=False,
        time_limit_ms=None,
        items=items,
    )
    form = a_form()
    return Form(
        form_code=form.form_code,
        title=form.title,
        level=form.level,
        sections=(section,),
    )


@given(forms)
def test_a_form_goes_through_its_bytes_and_back(form: Form) -> None:
    assert parse_form(form_bytes(form)) == form


@given(st.binary(max_size=200))
def test_any_bytes_give_a_form_or_a_format_error(junk: bytes) -> None:
    with pytest.raises(FormatError):
        parse_form(junk)


@given(st.integers(0, 100_000), st.integers(0, 255))
def test_a_form_with_any_byte_changed_gives_a_form_or_a_format_error(
    place: int, byte: int
) -> None:
    changed = bytearray(form_bytes(a_form()))
    changed[place % len(changed)] = byte

    try:
        form = parse_form(bytes(changed))
    except FormatError:
        return
    assert form_bytes(form) == bytes(changed)


def test_the_golden_form_is_read_and_written_as_ever() -> None:
    stored = GOLDEN.read_bytes()

    assert parse_form(stored) == a_form()
    assert form_bytes(a_form()) == stored


def test_tasks_stand_in_order_with_their_places() -> None:
    places = tasks_of(a_form())

    assert [place.number for place in places] == list(range(1, 9))
    assert [place.task.task_id for place in places] == [
        *("s1", "m1", "t1", "q1", "v1"),
        *("c1-1", "c1-2", "c1-3"),
    ]
    scenes = [place.scene.scene_id for place in places if place.scene]
    assert scenes == ["c1-one", "c1-two", "c1-two"]
    assert {place.section.section_id for place in places} == {"choices", "open"}
    assert isinstance(places[-1].item, Case)
    assert tasks_by_id(a_form())["c1-2"] == places[6]


def test_media_and_totals_are_those_of_the_form() -> None:
    form = a_form()

    assert media_of(form) == ("chart.png", "voice.opus")
    assert total_points(form) == 2 + 2 + 1 + 8 + 10 + 2 + 8 + 10
    assert objective_points(form) == 2 + 2 + 1 + 2


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ((a_true_false("x"), a_single_choice("x")), "item or task id x"),
        ((a_case("x"), a_true_false("x")), "item or task id x"),
        ((a_case("x"), a_true_false("x-1")), "item or task id x-1"),
        ((a_case("x"), a_case("x")), "scene id x-one"),
        ((a_true_false(points="0"),), "items[0].points: 0 points"),
    ],
)
def test_a_form_that_contradicts_itself_is_refused(
    items: tuple[Item, ...], said: str
) -> None:
    form = a_form_of(*items)

    assert any(said in problem for problem in form_problems(form))
    with pytest.raises(FormatError):
        parse_form(form_bytes(form))


def test_a_form_has_a_bounded_number_of_tasks() -> None:
    sections = tuple(
        Section(
            section_id=SectionId(f"s{number}"),
            title="x",
            instructions=words("x\ty"),
            is_one_way=False,
            time_limit_ms=None,
            items=tuple(a_true_false(f"t{number}-{index}") for index in range(400)),
        )
        for number in range(3)
    )
    form = msgspec.structs.replace(a_form(), sections=sections)

    problems = list(form_problems(form))

    assert problems[0] == "sections: 1200 tasks, at most 1000"
    assert problems[1].startswith("sections[0].instructions: ")


def test_the_error_names_the_place() -> None:
    plain = json.loads(form_bytes(a_form()))
    plain["sections"][0]["items"][1]["points"] = "1e9999999999"

    with pytest.raises(FormatError, match=r"sections\[0\]\.items\[1\]\.points"):
        parse_form(canonical_bytes(plain))


@pytest.mark.parametrize(
    "text", ["1.5", "4/2", "1e3", " 1", "+1", "1/0", "٣", "-0", ""]
)
def test_points_have_one_way_to_be_written(text: str) -> None:
    plain = json.loads(form_bytes(a_form()))
    plain["sections"][0]["items"][0]["points"] = text

    with pytest.raises(FormatError):
        parse_form(canonical_bytes(plain))


def test_points_may_be_fractions() -> None:
    form = a_form_of(a_true_false(points="3/2"))

    assert total_points(parse_form(form_bytes(form))) == Fraction(3, 2)


@pytest.mark.parametrize("word", ["correct", "rubric", "explanation", "transcript"])
def test_a_form_says_nothing_of_its_keys(word: str) -> None:
    assert word.encode() not in form_bytes(a_form())
