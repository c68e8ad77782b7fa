import pytest
from hypothesis import given, strategies as st

from question_bank.items.tag import parse_tag

numbers = st.integers(1, 99)


@given(domain=numbers, task=numbers, competency=st.none() | numbers)
def test_a_tag_is_taken_apart_into_what_it_was_made_of(
    domain: int, task: int, competency: int | None
) -> None:
    ending = "" if competency is None else f".{competency}"

    parts = parse_tag(f"初级/{domain}.{task}{ending}")

    assert (parts.level, parts.domain, parts.task) == ("初级", domain, task)
    assert parts.competency == competency


def test_a_tag_names_its_domain_and_task_as_the_standard_numbers_them() -> None:
    parts = parse_tag("高级/3.2.11")

    assert parts.domain_code == "3"
    assert parts.task_code == "3.2"


@pytest.mark.parametrize(
    "text",
    ["", "初级", "初级/", "初级/2", "初级/2.", "初级/02.1", "初级/0.1", "初级/2.1.", "初级/2.1.3.4",
     "/2.1", "初 级/2.1", "初级/2.1\n", "初级/2.100", "初级/２.１", "初级//2.1"],
)  # fmt: skip
def test_what_is_no_tag_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="expected a tag"):
        parse_tag(text)
