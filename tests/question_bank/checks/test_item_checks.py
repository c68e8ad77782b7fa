from collections.abc import Sequence

import pytest

from question_bank.checks.checked_item import CheckedItem
from question_bank.checks.completeness import completeness_findings
from question_bank.checks.key_check import key_findings
from question_bank.checks.option_clues import option_clue_findings
from question_bank.checks.option_texts import option_text_findings
from question_bank.checks.stem_wording import stem_findings
from question_bank.checks.typography import typography_findings
from question_bank.formats.standard import parse_standard
from question_bank.identifiers import TaskId
from question_bank.items.estimate import EstimateOrigin, TaskEstimate
from question_bank.items.finding import Finding
from question_bank.items.multiple_choice import MultipleChoice, MultipleChoiceKey
from question_bank.items.short_answer import ShortAnswer, ShortAnswerKey
from question_bank.items.single_choice import SingleChoice
from question_bank.items.unwritten_rubric import unwritten_rubric
from tests.builders.checked_items import (
    OPTIONS,
    a_case_with,
    a_choice,
    a_short_answer,
    a_statement,
    an_item,
    codes,
)

STANDARD = parse_standard(
    """
    name = "标准"
    edition = "1"
    [[levels]]
    name = "初级"
    domains = [{ number = 2, name = "识别", tasks = ["一"] }]
    """.encode()
)


def all_of(item: CheckedItem) -> Sequence[Finding]:
    return [
        *key_findings(item),
        *option_clue_findings(item),
        *option_text_findings(item),
        *stem_findings(item),
        *typography_findings(item),
        *completeness_findings(item, STANDARD),
    ]


def test_a_sound_item_has_no_findings() -> None:
    assert all_of(a_choice()) == []
    assert all_of(a_short_answer()) == []
    assert all_of(a_statement("共情不等于同意对方的看法。", is_true=True)) == []


@pytest.mark.parametrize(
    ("stem", "options", "key", "code"),
    [
        ("较好的做法是", ("在确认安全的前提下耐心倾听并共同商定", *OPTIONS[1:]), "a", "KEY_LONGEST"),
        ("较好的做法是", ("倾听", *(f"先{text}再向上级书面汇报" for text in OPTIONS[1:])), "a", "KEY_SHORTEST"),
        ("建立良好工作关系首先靠的是", ("良好工作关系", *OPTIONS[1:]), "a", "KEY_COPIES_STEM"),
        ("较好的做法是", ("耐心倾听", "一定要转介", "绝对保密", "逐步澄清"), "a", "ABSOLUTE_WORDS"),
        ("较好的做法是", (*OPTIONS[:3], "以上都对"), "a", "ALL_OR_NONE"),
        ("较好的做法是", (*OPTIONS[:3], "以上都不正确"), "a", "ALL_OR_NONE"),
        ("较好的做法是", ("耐心倾听", "耐心 倾听。", *OPTIONS[2:]), "a", "OPTIONS_EQUAL"),
        ("较好的做法是", tuple(f"在征得同意之后{text}" for text in OPTIONS), "a", "OPTIONS_REPEAT"),
        ("较好的做法是", ("3 次", *OPTIONS[1:]), "a", "KEY_ODD_FORM"),
        ("下列做法不正确的是", OPTIONS, "a", "NEGATIVE_UNMARKED"),
        ("下列做法**不**正确的是", ("不作承诺", *OPTIONS[1:]), "a", "DOUBLE_NEGATIVE"),
        ("他并非没有不愿意的时候，较好的做法是", OPTIONS, "a", "DOUBLE_NEGATIVE"),
        ("长" * 301 + "是", OPTIONS, "a", "STEM_LONG"),
        ("好的做法,首先是", OPTIONS, "a", "PUNCTUATION_HALF_WIDTH"),
        ("較好的做法是", OPTIONS, "a", "TRADITIONAL_CHARACTERS"),
        ("今年是2O26年，较好的做法是", OPTIONS, "a", "LOOK_ALIKE"),
        ("較\u200b好的做法是", OPTIONS, "a", "INVISIBLE_CHARACTERS"),
        ("量表А的总分是", OPTIONS, "a", "LOOK_ALIKE"),
        ("较好的做法有", ("耐心倾听。", *OPTIONS[1:]), "ab", "PUNCTUATION_UNEVEN"),
        ("较好的做法是", OPTIONS, "z", "KEY_UNFIT"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_choice_is_told(
    stem: str, options: tuple[str, ...], key: str, code: str
) -> None:
    assert code in codes(all_of(a_choice(stem, options, key=key)))


@pytest.mark.parametrize(
    "stem", ["下列做法**不**正确的是", "下列哪一项**不属于**倾听技术", "较好的做法是"]
)
def test_a_negation_that_stands_out_is_fine(stem: str) -> None:
    assert "NEGATIVE_UNMARKED" not in codes(all_of(a_choice(stem)))


@pytest.mark.parametrize(
    ("stem", "options"),
    [
        ("下列说法必须遵守的是", ("耐心倾听", "必须转介", *OPTIONS[2:])),
        ("较好的做法是", ("一定要耐心倾听", "绝对保密", *OPTIONS[2:])),
        ("较好的做法是", OPTIONS),
    ],
)
def test_absolute_words_that_give_nothing_away_are_fine(
    stem: str, options: tuple[str, ...]
) -> None:
    assert "ABSOLUTE_WORDS" not in codes(all_of(a_choice(stem, options)))


def test_the_measure_of_a_long_key_is_how_much_longer_it_is() -> None:
    item = a_choice("较好的是", ("一" * 20, "一" * 10, "二" * 10, "三" * 8))

    [finding] = option_clue_findings(item)

    assert (finding.code, finding.measure) == ("KEY_LONGEST", 2.0)


def test_a_key_that_names_several_options_of_a_single_choice_is_told() -> None:
    task = a_choice().record.item
    assert isinstance(task, SingleChoice)
    several = MultipleChoiceKey(correct_options=(task.options[0].option_id, task.options[1].option_id))  # fmt: skip

    assert codes(list(key_findings(an_item(task, several)))) == ["KEY_SEVERAL"]
    assert codes(list(key_findings(an_item(task, None)))) == ["KEY_MISSING"]


def test_a_record_without_a_key_passes_all_other_checks() -> None:
    task = a_choice().record.item
    assert isinstance(task, SingleChoice)

    assert codes(all_of(an_item(task, None))) == ["KEY_MISSING"]


def test_a_multiple_choice_with_one_key_confuses() -> None:
    task = a_choice(key="ab").record.item
    assert isinstance(task, MultipleChoice)
    one = MultipleChoiceKey(correct_options=(task.options[0].option_id,))

    assert codes(list(key_findings(an_item(task, one)))) == ["KEY_SINGLE"]


def test_rubrics_worth_too_little_or_without_other_wordings_are_told() -> None:
    assert "RUBRIC_POINTS" in codes(all_of(a_short_answer(worth=5)))
    assert codes(all_of(a_short_answer(acceptable=()))) == ["RUBRIC_WORDINGS"]


def test_a_task_without_rubric_is_told_once() -> None:
    task = a_short_answer().record.item
    assert not isinstance(task, SingleChoice)

    found = codes(all_of(an_item(task, None)))  # type: ignore[arg-type]

    assert found == ["RUBRIC_MISSING"]


def test_a_rubric_that_waits_to_be_written_is_an_error() -> None:
    task = a_short_answer().record.item
    assert isinstance(task, ShortAnswer)
    key = ShortAnswerKey(rubric=unwritten_rubric(task.points))

    assert codes(all_of(an_item(task, key))) == ["RUBRIC_UNWRITTEN"]


def test_tags_are_compared_with_the_standard() -> None:
    task = a_choice().record.item
    key = a_choice().record.keys[TaskId("i-1")]
    assert isinstance(task, SingleChoice)

    assert codes(all_of(an_item(task, key, tags=()))) == ["UNTAGGED"]
    assert codes(all_of(an_item(task, key, tags=("初级/2.9",)))) == ["TAG_UNKNOWN"]


def estimate(
    permille: int,
    origin: EstimateOrigin,
    *,
    responses: int | None = None,
    discrimination: int | None = None,
) -> TaskEstimate:
    return TaskEstimate(
        task_id=TaskId("i-1"),
        difficulty_permille=permille,
        discrimination_permille=discrimination,
        origin=origin,
        responses=responses,
    )


def test_a_guess_far_from_what_candidates_did_is_told() -> None:
    guess = estimate(800, EstimateOrigin.AUTHOR)
    found = estimate(350, EstimateOrigin.OPERATIONAL, responses=400)
    few = estimate(350, EstimateOrigin.OPERATIONAL, responses=20)

    [finding] = all_of(a_choice(estimates=(guess, found)))

    assert (finding.code, finding.measure) == ("DIFFICULTY_MISFIT", -0.45)
    assert all_of(a_choice(estimates=(guess, few))) == []


def test_an_item_that_weak_candidates_get_right_is_told() -> None:
    found = estimate(500, EstimateOrigin.PRETEST, responses=300, discrimination=-50)

    assert codes(all_of(a_choice(estimates=(found,)))) == ["DISCRIMINATION_LOW"]


def test_a_case_without_anything_beside_its_text_is_told_so() -> None:
    item = a_case_with("[sound: 讲述](voice.wav)", {"voice.wav": b""})

    found = codes(list(completeness_findings(item, STANDARD)))

    assert sorted(found) == [
        "DIFFICULTY_UNKNOWN",
        "EXPLANATION_MISSING",
        "TRANSCRIPT_MISSING",
        "UNTAGGED",
    ]
