from question_bank.items.finding import (
    Finding,
    Place,
    Severity,
    has_errors,
    place_wording,
)
from question_bank.items.score_line import Wording


def a_finding(severity: Severity) -> Finding:
    return Finding(
        code="KEY_MISSING",
        severity=severity,
        place=Place(),
        wording=Wording("没有答案", "there is no key"),
    )


def test_a_place_is_said_from_the_outside_to_the_inside() -> None:
    place = Place(file="题目.xlsx", part="单选题", row=12, column="C（答案）")

    assert place_wording(place).zh == "题目.xlsx “单选题” 第12行 C（答案）"
    assert place_wording(place).en == "题目.xlsx, “单选题”, row 12, C（答案）"


def test_what_a_place_does_not_have_is_not_said() -> None:
    assert place_wording(Place(item_id="j-s-001")).en == "item j-s-001"
    assert place_wording(Place()).zh == ""


def test_only_an_error_forbids_use() -> None:
    harmless = (a_finding(Severity.NOTE), a_finding(Severity.WARNING))

    assert not has_errors(harmless)
    assert has_errors((*harmless, a_finding(Severity.ERROR)))
