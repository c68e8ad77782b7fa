"""The sample exam keeps what it promises to demonstrations and rehearsals."""

import re
from collections import Counter
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType

import pytest
import soundfile
from PIL import Image as Picture

import question_bank.samples
from question_bank.exchange.form_source import parse_form_source
from question_bank.exchange.media_check import media_problem
from question_bank.exchange.package_source import read_package_source
from question_bank.formats.form import (
    Form,
    media_of,
    objective_points,
    tasks_of,
    total_points,
)
from question_bank.formats.form_keys import FormKeys
from question_bank.items.case import Case
from question_bank.items.content import Image, Sound, Table, plain_text
from question_bank.items.item import contents_of, item_id_of
from question_bank.items.multiple_choice import (
    Credit,
    MultipleChoice,
    MultipleChoiceKey,
)
from question_bank.items.response import OptionsResponse, Response, TruthResponse
from question_bank.items.single_choice import SingleChoice, SingleChoiceKey
from question_bank.items.true_false import TrueFalse, TrueFalseKey
from question_bank.journal.sitting_record import SittingRecord
from question_bank.scoring.score_sitting import score_objective

SPINE = Path(question_bank.samples.__file__).parent / "spine"
JUNIOR_TASKS = {f"初级/{domain}.{task}" for domain in "123" for task in "123"}
"""Nine tasks of the junior level, three a domain (edition 3.0 of 2021)."""


def sample(code: str) -> tuple[Form, FormKeys]:
    name = f"form-{code}.yaml"
    return parse_form_source((SPINE / name).read_bytes(), name=name)


def shape(form: Form) -> list[tuple[str, str, Fraction]]:
    return [
        (type(place.item).__name__, type(place.task).__name__, place.task.points)
        for place in tasks_of(form)
    ]


def items_shown(form: Form) -> list[str]:
    contents = (
        contents_of(item) for section in form.sections for item in section.items
    )
    return ["\n".join(map(plain_text, shown)) for shown in contents]


both_forms = pytest.mark.parametrize("code", ["A", "B"])


@both_forms
def test_a_form_has_tasks_of_all_kinds_and_a_hundred_points(code: str) -> None:
    form, _ = sample(code)

    kinds = Counter(type(place.task).__name__ for place in tasks_of(form))

    assert kinds == {
        "SingleChoice": 9,
        "MultipleChoice": 6,
        "TrueFalse": 7,
        "ShortAnswer": 3,
        "SpokenAnswer": 1,
    }
    assert total_points(form) == 100
    assert objective_points(form) == 65


def test_the_forms_are_parallel_and_share_no_task() -> None:
    (form_a, keys_a), (form_b, keys_b) = sample("A"), sample("B")

    assert shape(form_a) == shape(form_b)
    assert not set(keys_a.keys) & set(keys_b.keys)
    assert not set(items_shown(form_a)) & set(items_shown(form_b))


@both_forms
def test_both_ways_of_credit_are_there_and_are_told(code: str) -> None:
    form, _ = sample(code)
    places = [p for p in tasks_of(form) if isinstance(p.task, MultipleChoice)]

    exact = [
        p.number
        for p in places
        if isinstance(p.task, MultipleChoice) and p.task.credit is Credit.EXACT
    ]

    assert exact == [9, 11]
    instructions = str(places[0].section.instructions)
    assert [int(found) for found in re.findall(r"第(\d+)题", instructions)] == exact


@both_forms
def test_the_case_has_scenes_with_picture_table_and_sound(code: str) -> None:
    form, _ = sample(code)
    [case] = [
        item
        for section in form.sections
        for item in section.items
        if isinstance(item, Case)
    ]

    blocks = {type(block) for content in contents_of(case) for block in content}

    assert len(case.scenes) == 3
    assert {Image, Table, Sound} <= blocks


@both_forms
def test_every_task_is_explained_and_every_item_is_tagged(code: str) -> None:
    form, keys = sample(code)
    tasks = {place.task.task_id for place in tasks_of(form)}
    items = {item_id_of(item) for section in form.sections for item in section.items}

    assert set(keys.explanations) == tasks
    assert set(keys.tags) == items
    assert all(keys.tags.values())
    assert {tag for tags in keys.tags.values() for tag in tags} == JUNIOR_TASKS


@both_forms
def test_section_instructions_count_right(code: str) -> None:
    form, _ = sample(code)
    for section in form.sections:
        said = plain_text(section.instructions)
        tasks = [p.task for p in tasks_of(form) if p.section == section]

        assert re.findall(r"(\d+)个?小?题，", said)[0] == str(len(tasks))
        assert re.findall(r"共(\d+)分", said) == [str(sum(t.points for t in tasks))]


@both_forms
def test_keys_are_not_all_the_same_option(code: str) -> None:
    _, keys = sample(code)

    correct = Counter(
        key.correct_option
        for key in keys.keys.values()
        if isinstance(key, SingleChoiceKey)
    )

    assert len(correct) == 4
    assert max(correct.values()) <= 3


@both_forms
def test_the_media_are_there_and_small(code: str) -> None:
    form, keys = sample(code)
    sounds = [name for name in media_of(form) if name.endswith(".opus")]
    pictures = [name for name in media_of(form) if name.endswith(".png")]

    assert (len(sounds), len(pictures)) == (1, 1)
    for name in sounds:
        path = SPINE / "media" / name
        info = soundfile.info(path)
        assert path.stat().st_size < 150_000
        assert 10 < info.duration < 40
        assert name in keys.transcripts
    for name in pictures:
        path = SPINE / "media" / name
        assert path.stat().st_size < 60_000
        with Picture.open(path) as picture:
            picture.load()
            assert picture.size == (900, 520)


def test_the_folder_is_a_package_source() -> None:
    content = read_package_source(SPINE)

    assert [form.form_code for form in content.forms] == ["A", "B"]
    assert [form.task_count for form in content.forms] == [26, 26]
    assert content.plan.policies.duration_ms == 120 * 60_000
    assert content.plan.policies.site_scores
    for file in content.files:
        if file.media_name is not None:
            medium = (SPINE / "media" / file.media_name).read_bytes()
            assert media_problem(file.media_type, medium) is None


@both_forms
def test_the_key_itself_earns_all_objective_points(code: str) -> None:
    form, keys = sample(code)
    responses: dict[str, Response] = {}
    for task_id, key in keys.keys.items():
        match key:
            case SingleChoiceKey():
                responses[task_id] = OptionsResponse(option_ids=(key.correct_option,))
            case MultipleChoiceKey():
                responses[task_id] = OptionsResponse(option_ids=key.correct_options)
            case TrueFalseKey():
                responses[task_id] = TruthResponse(is_true=key.is_true)
            case _:
                pass

    sheet = score_objective(
        form, keys, SittingRecord(responses=MappingProxyType(responses))
    )

    assert sheet.objective_points == 65
    assert len(sheet.awaiting) == 4


@both_forms
def test_choosing_everything_everywhere_earns_little(code: str) -> None:
    form, keys = sample(code)
    responses: dict[str, Response] = {}
    for place in tasks_of(form):
        match place.task:
            case SingleChoice(options=options) | MultipleChoice(options=options):
                ids = tuple(sorted(option.option_id for option in options))
                responses[place.task.task_id] = OptionsResponse(option_ids=ids)
            case TrueFalse():
                truth = TruthResponse(is_true=True)
                responses[place.task.task_id] = truth
            case _:
                pass

    sheet = score_objective(
        form, keys, SittingRecord(responses=MappingProxyType(responses))
    )

    assert {line.points for line in sheet.lines} <= {Fraction(0), Fraction(2)}
    assert sheet.objective_points <= 8
