from collections.abc import Sequence

from question_bank.checks.checked_item import CheckedItem
from question_bank.checks.key_balance import key_balance_findings
from question_bank.items.finding import Severity
from tests.builders.checked_items import a_choice, a_statement, codes

EVEN = "abcdbadccabddcbaacbdbdaccdabdbca"


def choices(letters: Sequence[str]) -> list[CheckedItem]:
    return [
        a_choice(f"第 {index} 题较好的做法是", key=letter, item_id=f"i-{index}")
        for index, letter in enumerate(letters)
    ]


def test_even_keys_give_only_the_share_of_longest_ones() -> None:
    [finding] = key_balance_findings(choices(EVEN))

    assert (finding.code, finding.severity) == ("KEY_LONGEST_SHARE", Severity.NOTE)
    assert finding.place.part == "初级"


def test_a_letter_that_is_right_far_too_often_is_told() -> None:
    uneven = "bbabbcbbbdbbbbabcbbbbbbdbbbacbbdbbca"

    finding = next(key_balance_findings(choices(uneven)))

    assert finding.code == "KEY_POSITION"
    assert f"B {uneven.count('b')}" in finding.wording.zh


def test_keys_in_a_rhythm_are_told() -> None:
    assert "KEY_PATTERN" in codes(list(key_balance_findings(choices("abcd" * 10))))


def test_keys_that_are_mostly_the_longest_are_a_warning() -> None:
    options = ("在征得同意之后再联系家属", "倾听", "转介", "记录")
    items = [
        a_choice(f"第 {index} 题", options, item_id=f"i-{index}") for index in range(30)
    ]

    found = {finding.code: finding for finding in key_balance_findings(items)}

    assert found["KEY_LONGEST_SHARE"].severity is Severity.WARNING
    assert found["KEY_LONGEST_SHARE"].measure == 1.0


def test_statements_that_are_nearly_all_true_are_told() -> None:
    items = [
        a_statement(f"第 {index} 条说法。", is_true=index > 2, item_id=f"t-{index}")
        for index in range(30)
    ]

    [finding] = key_balance_findings(items)

    assert (finding.code, finding.measure) == ("TRUTH_BALANCE", 0.9)


def test_a_few_items_say_nothing_of_habits() -> None:
    assert list(key_balance_findings(choices("aaaaaaaaaa"))) == []
