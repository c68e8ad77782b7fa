from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, strategies as st

from question_bank.checks.similar_sets import similar_pairs

letters = st.sampled_from("abcdefghijkl")
sets_ = st.lists(st.frozensets(letters, max_size=9), max_size=25)
shares = st.fractions(Fraction(1, 10), 1, max_denominator=20)


def by_comparing_all(
    sets: list[frozenset[str]], least: Fraction
) -> dict[tuple[int, int], float]:
    found = {}
    for (first, a), (second, b) in combinations(enumerate(sets), 2):
        if a and b and Fraction(2 * len(a & b), len(a) + len(b)) >= least:
            found[first, second] = 2 * len(a & b) / (len(a) + len(b))
    return found


@given(sets=sets_, least=shares)
def test_the_join_finds_exactly_what_comparing_all_finds(
    sets: list[frozenset[str]], least: Fraction
) -> None:
    found = {
        (pair.first, pair.second): pair.dice for pair in similar_pairs(sets, least)
    }

    assert found == by_comparing_all(sets, least)


@given(sets=sets_, least=shares)
def test_with_a_bound_no_set_is_paired_with_more_before_it(
    sets: list[frozenset[str]], least: Fraction
) -> None:
    pairs = list(similar_pairs(sets, least, most_partners=2))

    assert len(pairs) <= 2 * len(sets)
    assert {(pair.first, pair.second) for pair in pairs} <= set(
        by_comparing_all(sets, least)
    )


def test_progress_ends_at_the_number_of_sets() -> None:
    told: list[int] = []

    list(similar_pairs([frozenset("ab")] * 3, Fraction(1, 2), told=told.append))

    assert told == [1, 2, 3]


@pytest.mark.parametrize("least", [Fraction(0), Fraction(-1), Fraction(3, 2)])
def test_what_is_no_similarity_is_a_mistake_of_the_caller(least: Fraction) -> None:
    with pytest.raises(ValueError, match="no similarity"):
        list(similar_pairs([], least))
