"""Scoring of QTI comes in only where ours gives the same for every response."""

from fractions import Fraction
from pathlib import Path

import pytest

from question_bank.exchange.item_draft import SourceReading
from question_bank.exchange.qti import read_qti
from question_bank.exchange.qti_expressions import NotComputableError, Steps
from question_bank.exchange.qti_xml import Node
from question_bank.items.case import Case
from question_bank.items.finding import Severity
from question_bank.items.mapped_points import MappedPoints
from question_bank.items.multiple_choice import (
    Credit,
    MultipleChoice,
    MultipleChoiceKey,
)
from question_bank.items.single_choice import SingleChoice, SingleChoiceKey
from question_bank.items.true_false import TrueFalse, TrueFalseKey
from tests.builders.qti_sources import (
    NAMESPACE_22,
    choice,
    item,
    response,
    template,
)

MAP = '<mapResponse identifier="RESPONSE"/>'
MATCH = (
    '<match><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match>'
)


def read(tmp_path: Path, document: str | bytes) -> SourceReading:
    path = tmp_path / "q.xml"
    path.write_bytes(document if isinstance(document, bytes) else document.encode())
    return read_qti(path, level="初级")


def codes(reading: SourceReading) -> list[str]:
    return [finding.code for finding in reading.findings]


def number(text: str) -> str:
    return f'<baseValue baseType="float">{text}</baseValue>'


def score(inside: str, name: str = "SCORE") -> str:
    return f'<setOutcomeValue identifier="{name}">{inside}</setOutcomeValue>'


def rules(*parts: str) -> str:
    return f"<responseProcessing>{''.join(parts)}</responseProcessing>"


def if_else(test: str, then: str, otherwise: str = "") -> str:
    last = f"<responseElse>{otherwise}</responseElse>" if otherwise else ""
    return (
        f"<responseCondition><responseIf>{test}{then}</responseIf>{last}"
        "</responseCondition>"
    )


def mapping(entries: dict[str, str], bounds: str = 'lowerBound="0"') -> str:
    inside = "".join(
        f'<mapEntry mapKey="{key}" mappedValue="{value}"/>'
        for key, value in entries.items()
    )
    return f"<mapping {bounds}>{inside}</mapping>"


def many(*correct: str, inside: str = "") -> str:
    return response(*correct, cardinality="multiple", inside=inside)


FOUR = choice("A|甲", "B|乙", "C|丙", "D|丁", most=0)
THREE = choice("A|甲", "B|乙", "C|丙")


@pytest.mark.parametrize(
    ("processing", "points"),
    [
        (template("match_correct"), Fraction(1)),
        (template("match_correct.xml"), Fraction(1)),
        (rules(if_else(MATCH, score(number("2.5")))), Fraction(5, 2)),
        (
            rules(
                if_else(f"<not>{MATCH}</not>", score(number("0")), score(number("3"))),
                if_else(
                    '<isNull><variable identifier="RESPONSE"/></isNull>',
                    score(number("0")),
                ),
            ),
            Fraction(3),
        ),
        (
            rules(
                if_else(
                    '<match><baseValue baseType="identifier"> A </baseValue>'
                    '<variable identifier="RESPONSE"/></match>',
                    score(f"<sum>{number('1')}{number('1')}</sum>"),
                )
            ),
            Fraction(2),
        ),
    ],
)
def test_however_a_single_choice_is_scored_it_is_the_same_task(
    tmp_path: Path, processing: str, points: Fraction
) -> None:
    reading = read(tmp_path, item(THREE, processing=processing))

    (draft,) = reading.drafts
    assert isinstance(draft.record.item, SingleChoice)
    assert draft.record.item.points == points
    key = draft.record.keys[draft.record.item.task_id]
    assert key == SingleChoiceKey(correct_option="A")  # type: ignore[arg-type]


def test_a_mapping_in_which_a_wrong_option_leaves_nothing_is_partial_credit(
    tmp_path: Path,
) -> None:
    scale = mapping({"A": "1", "B": "1", "C": "-2"}, 'lowerBound="0" defaultValue="-9"')

    reading = read(
        tmp_path,
        item(
            FOUR,
            declarations=many("A", "B", inside=scale),
            processing=template("map_response"),
        ),
    )

    (draft,) = reading.drafts
    task = draft.record.item
    assert isinstance(task, MultipleChoice)
    assert task.points == 2
    assert task.credit is Credit.PARTIAL
    key = draft.record.keys[task.task_id]
    assert isinstance(key, MultipleChoiceKey)
    assert key.correct_options == ("A", "B")


@pytest.mark.parametrize(
    ("scale", "told"),
    [
        (mapping({"A": "1", "B": "1"}), "choosing every option pays"),
        (mapping({"A": "1", "B": "1", "C": "-1"}), "they sum to 1"),
        (mapping({"A": "1", "B": "1", "C": "-3", "D": "-3"}, ""), "takes points away"),
        (
            mapping({"A": "1", "B": "1", "C": "-3"}, 'lowerBound="-1"'),
            "takes points away",
        ),
        (mapping({"A": "1.00012345", "B": "1", "C": "-3"}), "finer"),
    ],
)
def test_a_mapping_that_ours_cannot_say_is_told_with_the_response_that_shows_it(
    tmp_path: Path, scale: str, told: str
) -> None:
    reading = read(
        tmp_path,
        item(
            FOUR,
            declarations=many("A", "B", inside=scale),
            processing=template("map_response"),
        ),
    )

    assert reading.drafts == ()
    (finding,) = reading.findings
    assert (finding.code, finding.severity) == ("SCORING", Severity.ERROR)
    assert told in finding.wording.en
    assert finding.place.row is not None


@pytest.mark.parametrize(
    ("declarations", "processing", "code"),
    [
        (response(), template("match_correct"), "SCORING"),
        (response("A"), template("map_response_point"), "SCORING_TEMPLATE"),
        (response("A"), template("of_our_own"), "SCORING_TEMPLATE"),
        (response("A"), template("map_response"), "SCORING_RULE"),
        (response("A"), rules(score("<random/>")), "SCORING_RULE"),
        (response("A"), rules(score(number("1"))), "SCORING"),
        (response("B"), rules(score(number("1"), "OTHER")), "SCORING_RULE"),
        (
            response(cardinality="ordered"),
            template("match_correct"),
            "RESPONSE_CARDINALITY",
        ),
        (
            response("A", inside="<defaultValue><value>B</value></defaultValue>"),
            template("match_correct"),
            "RESPONSE_DEFAULT",
        ),
        (
            response("B", inside=mapping({"A": "1"})),
            template("map_response"),
            "KEY_CONTRADICTS",
        ),
        (response(), "", "KEY_MISSING"),
        ("", template("match_correct"), "RESPONSE_MISSING"),
    ],
)
def test_scoring_that_cannot_be_ours_leaves_the_item_out(
    tmp_path: Path, declarations: str, processing: str, code: str
) -> None:
    reading = read(
        tmp_path, item(THREE, declarations=declarations, processing=processing)
    )

    assert reading.drafts == ()
    assert codes(reading) == [code]


def test_a_key_without_rules_is_taken_as_one_point_and_told(tmp_path: Path) -> None:
    reading = read(tmp_path, item(THREE, processing=""))

    (draft,) = reading.drafts
    assert isinstance(draft.record.item, SingleChoice)
    assert draft.record.item.points == 1
    assert codes(reading) == ["SCORING_ASSUMED"]


@pytest.mark.parametrize(
    ("words", "key", "is_true"),
    [
        (("true|True ", "false|False"), "true", True),
        (("t|对", "f|错"), "f", False),
        (("f|错误。", "t|正确。"), "t", True),
    ],
)
def test_two_options_that_say_true_and_false_are_a_true_false_task(
    tmp_path: Path, words: tuple[str, str], key: str, is_true: bool
) -> None:
    reading = read(tmp_path, item(choice(*words), declarations=response(key)))

    (draft,) = reading.drafts
    assert isinstance(draft.record.item, TrueFalse)
    assert draft.record.keys[draft.record.item.task_id] == TrueFalseKey(is_true=is_true)


TWO_QUESTIONS = (
    "<p>一位来访者打来电话。</p>"
    + choice("A|甲", "B|乙", identifier="R1", prompt="先做什么？")
    + choice("A|甲", "B|乙", identifier="R2", prompt="再做什么？")
)
TWO_RESPONSES = response("A", identifier="R1") + response("B", identifier="R2")


def matched(name: str) -> str:
    return (
        f'<match><variable identifier="{name}"/><correct identifier="{name}"/></match>'
    )


def more(points: str) -> str:
    return score(f'<sum><variable identifier="SCORE"/>{number(points)}</sum>')


def test_several_interactions_that_add_up_become_a_case(tmp_path: Path) -> None:
    processing = rules(
        if_else(matched("R1"), more("1")), if_else(matched("R2"), more("2"))
    )

    reading = read(
        tmp_path,
        item(
            TWO_QUESTIONS,
            declarations=TWO_RESPONSES,
            processing=processing,
            namespace=NAMESPACE_22,
        ),
    )

    (draft,) = reading.drafts
    case = draft.record.item
    assert isinstance(case, Case)
    (scene,) = case.scenes
    assert [task.points for task in scene.tasks] == [1, 2]
    assert [task.task_id for task in scene.tasks] == ["q-1-1", "q-1-2"]
    assert codes(reading) == ["CASE_MADE"]


@pytest.mark.parametrize(
    "processing",
    [
        rules(
            if_else(f"<and>{matched('R1')}{matched('R2')}</and>", score(number("1")))
        ),
        rules(
            if_else(matched("R1"), score(number("1"))),
            if_else(matched("R2"), score(number("1"))),
        ),
        rules(
            if_else(matched("R1"), more("1")),
            if_else(
                f'<equal><variable identifier="SCORE"/>{number("1")}</equal>',
                more("1"),
            ),
        ),
    ],
)
def test_several_interactions_whose_score_is_no_sum_are_told(
    tmp_path: Path, processing: str
) -> None:
    reading = read(
        tmp_path,
        item(TWO_QUESTIONS, declarations=TWO_RESPONSES, processing=processing),
    )

    assert reading.drafts == ()
    assert "SCORING_RULE" in codes(reading)


def test_feedback_for_every_response_is_the_explanation(tmp_path: Path) -> None:
    outcomes = (
        '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>'
        '<outcomeDeclaration identifier="F" cardinality="single" baseType="identifier"/>'
    )

    def shown(name: str) -> str:
        return score(f'<baseValue baseType="identifier">{name}</baseValue>', "F")

    processing = rules(if_else(MATCH, score(number("1")) + shown("good"), shown("bad")))

    def feedback(name: str, words: str) -> str:
        return (
            f'<modalFeedback outcomeIdentifier="F" identifier="{name}"'
            f' showHide="show"><p>{words}</p></modalFeedback>'
        )

    both = read(
        tmp_path,
        item(
            THREE,
            outcomes=outcomes,
            processing=processing,
            after=feedback("good", "因为如此") + feedback("bad", "因为如此"),
        ),
    )
    one = read(
        tmp_path,
        item(
            THREE,
            outcomes=outcomes,
            processing=processing,
            after=feedback("good", "答对了") + feedback("bad", "答错了"),
        ),
    )

    assert len(both.drafts[0].record.explanations) == 1
    assert one.drafts[0].record.explanations == {}
    assert codes(one) == ["FEEDBACK_NOT_TAKEN"]


ATOMS = ("H|氢", "He|氦", "C|碳", "O|氧", "N|氮", "Cl|氯")
WATER = mapping(
    {"H": "1", "O": "1", "Cl": "-1"}, 'lowerBound="0" upperBound="2" defaultValue="-2"'
)
WATER_WORTHS = {"H": 1, "He": -2, "C": -2, "O": 1, "N": -2, "Cl": -1}


def mapped_task(reading: SourceReading) -> tuple[MultipleChoice, MappedPoints]:
    (draft,) = reading.drafts
    task = draft.record.item
    assert isinstance(task, MultipleChoice)
    assert task.credit is Credit.MAPPED
    key = draft.record.keys[task.task_id]
    assert isinstance(key, MultipleChoiceKey)
    assert key.mapped is not None
    assert key.correct_options == tuple(
        sorted(name for name, worth in key.mapped.points_by_option.items() if worth > 0)
    )
    return task, key.mapped


@pytest.mark.parametrize(
    "processing", [template("map_response"), rules(score(MAP))], ids=["named", "bare"]
)
def test_the_example_of_the_standard_comes_in_as_it_is(
    tmp_path: Path, processing: str
) -> None:
    reading = read(
        tmp_path,
        item(
            choice(*ATOMS, most=0),
            declarations=many("H", "O", inside=WATER),
            processing=processing,
        ),
    )

    task, mapped = mapped_task(reading)
    assert task.points == 2
    assert mapped.points_by_option == WATER_WORTHS
    assert mapped.least == 0
    assert reading.findings == ()


@pytest.mark.parametrize(
    ("scale", "points", "worths", "least"),
    [
        (
            mapping({"A": "1", "B": "1", "C": "-1", "D": "-2"}),
            2,
            {"A": 1, "B": 1, "C": -1, "D": -2},
            0,
        ),
        (
            mapping({"A": "2", "B": "1", "C": "-3", "D": "-3"}),
            3,
            {"A": 2, "B": 1, "C": -3, "D": -3},
            0,
        ),
        (
            mapping(
                {"A": "1", "B": "1", "C": "-3", "D": "-3"},
                'lowerBound="0" upperBound="1"',
            ),
            1,
            {"A": 1, "B": 1, "C": -3, "D": -3},
            0,
        ),
        (
            mapping({"A": "0.333333333", "B": "1", "C": "-2"}, 'lowerBound="0.25"'),
            Fraction(4, 3),
            {"A": Fraction(1, 3), "B": 1, "C": -2, "D": 0},
            Fraction(1, 4),
        ),
    ],
)
def test_a_mapping_of_any_weights_is_points_by_option(
    tmp_path: Path,
    scale: str,
    points: Fraction,
    worths: dict[str, Fraction],
    least: Fraction,
) -> None:
    reading = read(
        tmp_path,
        item(
            FOUR,
            declarations=many("A", "B", inside=scale),
            processing=template("map_response"),
        ),
    )

    task, mapped = mapped_task(reading)
    assert (task.points, mapped.least) == (points, least)
    assert mapped.points_by_option == worths


def test_points_by_option_without_a_mapping_are_found_from_what_is_earned(
    tmp_path: Path,
) -> None:
    worths = {"A": "1.5", "B": "0.5", "C": "-0.5", "D": "-1.5"}
    added = [
        if_else(
            f'<member><baseValue baseType="identifier">{name}</baseValue>'
            '<variable identifier="RESPONSE"/></member>',
            score(f'<sum><variable identifier="SCORE"/>{number(worth)}</sum>'),
        )
        for name, worth in worths.items()
    ]
    negative = f'<lt><variable identifier="SCORE"/>{number("0")}</lt>'
    floor = if_else(negative, score(number("0")))

    reading = read(
        tmp_path,
        item(FOUR, declarations=many("A", "B"), processing=rules(*added, floor)),
    )

    task, mapped = mapped_task(reading)
    assert task.points == 2
    assert mapped.points_by_option == {k: Fraction(v) for k, v in worths.items()}


def test_a_declared_answer_that_earns_all_with_fewer_options_is_noted(
    tmp_path: Path,
) -> None:
    scale = mapping({"A": "2", "B": "1", "C": "-5"}, 'lowerBound="0" upperBound="2"')

    def asked(*declared: str) -> SourceReading:
        declarations = many(*declared, inside=scale)
        return read(
            tmp_path,
            item(FOUR, declarations=declarations, processing=template("map_response")),
        )

    few, wrong = asked("A"), asked("B")

    task, mapped = mapped_task(few)
    assert task.points == 2
    assert mapped.points_by_option["B"] == 1  # type: ignore[index]
    assert codes(few) == ["KEY_BY_POINTS"]
    assert (wrong.drafts, codes(wrong)) == ((), ["KEY_CONTRADICTS"])


@pytest.mark.parametrize(
    "processing",
    [
        template("map_response"),
        rules(if_else(MATCH, score(number("3")), score(MAP))),
    ],
)
def test_points_by_option_of_many_options_are_compared_sum_by_sum(
    tmp_path: Path, processing: str
) -> None:
    scale = mapping({"A": "1", "B": "2", "C": "-1"}, 'lowerBound="0" defaultValue="-2"')
    body = choice(*(f"{letter}|{letter}" for letter in LETTERS), most=0)

    reading = read(
        tmp_path,
        item(body, declarations=many("A", "B", inside=scale), processing=processing),
    )

    task, mapped = mapped_task(reading)
    assert task.points == 3
    assert mapped.points_by_option["C"] == -1  # type: ignore[index]


def test_a_prize_for_the_declared_answer_among_many_options_is_seen(
    tmp_path: Path,
) -> None:
    scale = mapping({"A": "1", "B": "2"}, 'lowerBound="0" defaultValue="-2"')
    body = choice(*(f"{letter}|{letter}" for letter in LETTERS), most=0)
    prize = rules(if_else(MATCH, score(number("5")), score(MAP)))

    reading = read(
        tmp_path,
        item(body, declarations=many("A", "B", inside=scale), processing=prize),
    )

    assert (reading.drafts, codes(reading)) == ((), ["SCORING"])


LETTERS = "ABCDEFGHIJKLMNOP"


@pytest.mark.parametrize(
    ("scale", "processing"),
    [
        (mapping({"A": "1", "B": "1"}), template("map_response")),
        (
            mapping({"A": "1", "B": "2"}, 'lowerBound="0" defaultValue="-9"'),
            rules(score(f"<product>{number('0.5')}{MAP}</product>")),
        ),
        (mapping({"A": "1", "B": "1"}, 'defaultValue="-9"'), template("map_response")),
        (
            mapping({"A": "1", "B": "1"}, 'lowerBound="0" defaultValue="-9"'),
            rules(
                if_else(
                    '<member><baseValue baseType="identifier">A</baseValue>'
                    '<variable identifier="RESPONSE"/></member>',
                    score(number("1")),
                )
            ),
        ),
    ],
)
def test_a_choice_of_many_options_is_left_out_where_not_all_can_be_compared(
    tmp_path: Path, scale: str, processing: str
) -> None:
    body = choice(*(f"{letter}|{letter}" for letter in LETTERS), most=0)

    reading = read(
        tmp_path,
        item(body, declarations=many("A", "B", inside=scale), processing=processing),
    )

    assert (reading.drafts, codes(reading)) == ((), ["SCORING"])


def test_an_interaction_that_no_rule_scores_is_not_made_worth_something(
    tmp_path: Path,
) -> None:
    document = item(  # the standard templates know one response only
        f"<p>甲</p>{choice('A|一', 'B|二')}"
        f"<p>乙</p>{choice('A|一', 'B|二', identifier='OTHER')}",
        declarations=response("A") + response("B", identifier="OTHER"),
    )

    reading = read(tmp_path, document)

    assert not reading.drafts
    assert "SCORING_NONE" in codes(reading)


@pytest.mark.parametrize(
    ("outcome", "points"),
    [
        (
            (
                '<outcomeDeclaration identifier="MAXSCORE" cardinality="single"'
                ' baseType="float"><defaultValue><value>3</value></defaultValue>'
                "</outcomeDeclaration>"
            ),
            Fraction(3),
        ),
        (
            (
                '<outcomeDeclaration identifier="SCORE" cardinality="single"'
                ' baseType="float" normalMaximum="2.5"/>'
            ),
            Fraction(5, 2),
        ),
    ],
)
def test_a_key_without_rules_is_worth_what_the_item_says(
    tmp_path: Path, outcome: str, points: Fraction
) -> None:
    reading = read(tmp_path, item(THREE, outcomes=outcome, processing=""))

    (draft,) = reading.drafts
    assert isinstance(draft.record.item, SingleChoice)
    assert draft.record.item.points == points
    assert codes(reading) == ["SCORING_ASSUMED"]


def test_a_limit_of_choices_that_is_not_kept_is_noted(tmp_path: Path) -> None:
    document = item(
        choice("A|甲", "B|乙", "C|丙", "D|丁", most=2), declarations=many("A", "B")
    )

    reading = read(tmp_path, document)

    assert len(reading.drafts) == 1
    assert codes(reading) == ["MAX_CHOICES"]


SCORE_TWICE = '<variable identifier="SCORE"/><variable identifier="SCORE"/>'


@pytest.mark.parametrize(
    "processing",
    [
        rules(
            score(number("9e99")), *[score(f"<product>{SCORE_TWICE}</product>")] * 60
        ),
        rules(
            score('<multiple><variable identifier="RESPONSE"/></multiple>'),
            *[score(f"<multiple>{SCORE_TWICE}</multiple>")] * 60,
        ),
    ],
    ids=["numbers", "containers"],
)
def test_rules_that_grow_without_end_are_refused_at_once(
    tmp_path: Path, processing: str
) -> None:
    options = [f"{letter}|{letter}" for letter in "ABCDEFGHIJKL"]
    document = item(
        choice(*options, most=0), declarations=many("A"), processing=processing
    )

    reading = read(tmp_path, document)

    assert not reading.drafts
    assert codes(reading) == ["SCORING_RULE"]


def test_steps_are_counted_over_all_responses_together() -> None:
    steps = Steps(3)
    variable = Node(
        name="variable", attributes={}, children=(), namespace="qti", line=7
    )
    for _ in range(3):
        steps.take(variable)

    with pytest.raises(NotComputableError) as told:
        steps.take(variable)

    assert told.value.node.line == 7
