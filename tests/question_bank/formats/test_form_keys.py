from pathlib import Path

import msgspec
import pytest
from hypothesis import given, strategies as st

from question_bank.errors import FormatError
from question_bank.formats.form import Form
from question_bank.formats.form_keys import (
    FormKeys,
    form_keys_bytes,
    form_keys_problems,
    parse_form_keys,
    require_keys_of_form,
)
from question_bank.identifiers import FormCode, ItemId, MediaName, OptionId, TaskId
from question_bank.items.single_choice import SingleChoiceKey
from question_bank.items.true_false import TrueFalseKey
from tests.builders.forms import a_form, forms, keys_for, words

GOLDEN = Path(__file__).parents[2] / "golden" / "form_keys_v1.json"


@given(forms)
def test_keys_go_through_their_bytes_and_back(form: Form) -> None:
    keys = keys_for(form)

    assert parse_form_keys(form_keys_bytes(keys)) == keys


@given(st.binary(max_size=200))
def test_any_bytes_give_keys_or_a_format_error(junk: bytes) -> None:
    with pytest.raises(FormatError):
        parse_form_keys(junk)


def test_the_golden_keys_are_read_and_written_as_ever() -> None:
    stored = GOLDEN.read_bytes()

    assert parse_form_keys(stored) == keys_for(a_form())
    assert form_keys_bytes(keys_for(a_form())) == stored


def test_the_keys_of_a_form_fit_it() -> None:
    assert list(form_keys_problems(a_form(), keys_for(a_form()))) == []
    require_keys_of_form(a_form(), keys_for(a_form()))


KEYS = keys_for(a_form())
NO_SUCH_OPTION = SingleChoiceKey(correct_option=OptionId("z"))
STRANGER = TrueFalseKey(is_true=True)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (msgspec.structs.replace(KEYS, form_code=FormCode("B")), "form_code: B"),
        (msgspec.structs.replace(KEYS, keys={}), "keys: the task s1 has no key"),
        (
            msgspec.structs.replace(KEYS, keys={**KEYS.keys, TaskId("s1"): STRANGER}),
            "keys.s1.kind",
        ),
        (
            msgspec.structs.replace(
                KEYS, keys={**KEYS.keys, TaskId("s1"): NO_SUCH_OPTION}
            ),
            "keys.s1.correct_option: the task has no such option",
        ),
        (
            msgspec.structs.replace(KEYS, keys={**KEYS.keys, TaskId("zz"): STRANGER}),
            "keys: the form has no zz",
        ),
        (
            msgspec.structs.replace(KEYS, explanations={TaskId("zz"): words("x")}),
            "explanations: the form has no zz",
        ),
        (
            msgspec.structs.replace(KEYS, explanations={TaskId("s1"): ()}),
            "explanations.s1: there is no content",
        ),
        (
            msgspec.structs.replace(KEYS, tags={ItemId("zz"): ("x",)}),
            "tags: the form has no zz",
        ),
        (
            msgspec.structs.replace(KEYS, transcripts={MediaName("zz.flac"): "x"}),
            "transcripts: the form has no zz.flac",
        ),
    ],
)
def test_keys_of_another_form_are_refused(keys: FormKeys, said: str) -> None:
    assert any(found.startswith(said) for found in form_keys_problems(a_form(), keys))
    with pytest.raises(FormatError):
        require_keys_of_form(a_form(), keys)
