import pytest
from hypothesis import given, strategies as st

from question_bank.bank.errors import TextRefusedError
from question_bank.bank.person import is_same_person, parse_name, person_key

names = st.text(
    alphabet=st.characters(categories=("L", "N")).filter(str.isalnum),
    min_size=1,
    max_size=8,
)


UNSEEN = " 　\t\u200b\ufeff\u00ad\u034f\u115f\u3164\uffa0\u180e\u2800\ufe0f\U000e0100\ue000·。-"
"""Blanks, what is not drawn, and signs that are no part of a name."""


@given(name=names, spaces=st.lists(st.sampled_from(UNSEEN), max_size=4))
def test_neither_spaces_nor_width_nor_case_make_another_person(
    name: str, spaces: list[str]
) -> None:
    between = "".join(spaces)

    assert is_same_person(name, between + between.join(name) + between)
    assert is_same_person(name.upper().lower(), name.upper().lower().casefold())


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("王老师", "王　老师"),
        ("Li Na", "ＬＩ ＮＡ"),
        ("张三", " 张三\u200b"),
        ("ß", "SS"),
    ],
)
def test_spellings_of_one_name_are_one_person(first: str, second: str) -> None:
    assert is_same_person(first, second)


@pytest.mark.parametrize(("first", "second"), [("王一", "王二"), ("Li", "Lin")])
def test_different_names_are_different_people(first: str, second: str) -> None:
    assert not is_same_person(first, second)


@pytest.mark.parametrize(
    "name", ["", "  ", "\u200b", "\u3164", "…", "甲\n乙", "甲" * 101, "a\x00b"]
)
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(TextRefusedError, match=r"^by: "):
        parse_name(name)


@given(name=names)
def test_a_kept_name_is_still_the_same_person(name: str) -> None:
    assert person_key(parse_name(name)) == person_key(name)
