"""Keys, points and credit as QTI 3 declarations and response processing. Pure.

Partial credit of ours is a mapping: every correct option its share, every wrong one less
the whole, never below 0. So a wrong option leaves nothing, whatever else was chosen.
Mapped credit is the mapping that it is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from question_bank.exchange.qti_words import decimal_text, qti_identifier
from question_bank.exchange.qti_write_content import Element, element
from question_bank.identifiers import OptionId
from question_bank.items.multiple_choice import (
    Credit,
    MultipleChoice,
    MultipleChoiceKey,
)
from question_bank.items.option import option_ids
from question_bank.items.short_answer import ShortAnswer
from question_bank.items.single_choice import SingleChoiceKey
from question_bank.items.spoken_answer import SpokenAnswer
from question_bank.items.task import Task, TaskKey
from question_bank.items.true_false import TrueFalseKey

_TEMPLATES = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A task with its key and the response variable that it has in the document."""

    response: str
    task: Task
    key: TaskKey


def response_declaration(answered: Answered) -> Element:
    """Return the declaration of a task's response, with its key and mapping."""
    task, key = answered.task, answered.key
    kind = "identifier"
    if isinstance(task, ShortAnswer):
        kind = "string"
    elif isinstance(task, SpokenAnswer):
        kind = "file"
    many = isinstance(task, MultipleChoice)
    made = element(
        "qti-response-declaration",
        {
            "identifier": answered.response,
            "cardinality": "multiple" if many else "single",
            "base-type": kind,
        },
    )
    if correct := _correct(key):
        values = (element("qti-value", None, value) for value in correct)
        made.append(element("qti-correct-response", None, *values))
    if _is_mapped(answered):
        made.append(_mapping(answered))
    return made


def _correct(key: TaskKey) -> tuple[str, ...]:
    match key:
        case SingleChoiceKey():
            return (qti_identifier(key.correct_option),)
        case MultipleChoiceKey():
            return tuple(map(qti_identifier, key.correct_options))
        case TrueFalseKey():
            return ("true" if key.is_true else "false",)
        case _:
            return ()


def _is_mapped(answered: Answered) -> bool:
    task = answered.task
    return isinstance(task, MultipleChoice) and task.credit is not Credit.EXACT


def _mapping(answered: Answered) -> Element:
    task, key = answered.task, answered.key
    assert isinstance(task, MultipleChoice), "only these are mapped"
    assert isinstance(key, MultipleChoiceKey), "records were checked"
    worths = _worths(task, key)
    entries = (
        element(
            "qti-map-entry",
            {
                "map-key": qti_identifier(option.option_id),
                "mapped-value": decimal_text(worths[option.option_id]),
            },
        )
        for option in task.options
    )
    return element(
        "qti-mapping",
        {
            "lower-bound": decimal_text(_least(key)),
            "upper-bound": decimal_text(task.points),
            "default-value": "0.0",
        },
        *entries,
    )


def _worths(
    task: MultipleChoice, key: MultipleChoiceKey
) -> Mapping[OptionId, Fraction]:
    if key.mapped is not None:
        return key.mapped.points_by_option
    share = task.points / len(key.correct_options)
    return {
        option: share if option in key.correct_options else -task.points
        for option in option_ids(task.options)
    }


def _least(key: TaskKey) -> Fraction:
    mapped = key.mapped if isinstance(key, MultipleChoiceKey) else None
    return Fraction(0) if mapped is None else mapped.least


def outcome(identifier: str, points: Fraction, *, is_human: bool) -> Element:
    """Return the declaration of a score, from 0 to `points`."""
    attributes = {
        "identifier": identifier,
        "cardinality": "single",
        "base-type": "float",
        "normal-maximum": decimal_text(points),
        "normal-minimum": "0.0",
    }
    if is_human:
        attributes["external-scored"] = "human"
    zero = element("qti-default-value", None, element("qti-value", None, "0.0"))
    return element("qti-outcome-declaration", attributes, zero)


def response_processing(
    answered: tuple[Answered, ...], *, is_case: bool
) -> Element | None:
    """Return the rules; None for a plain item that people mark."""
    if is_case:
        return element("qti-response-processing", None, *_case_rules(answered))
    only = answered[0]
    if isinstance(only.task, ShortAnswer | SpokenAnswer):
        return None
    if _is_mapped(only):
        template = {"template": f"{_TEMPLATES}map_response"}
        return element("qti-response-processing", template)
    if only.task.points == 1:
        template = {"template": f"{_TEMPLATES}match_correct"}
        return element("qti-response-processing", template)
    return element("qti-response-processing", None, _rule(only, "SCORE"))


def _case_rules(answered: tuple[Answered, ...]) -> Iterator[Element]:
    for found in answered:
        if not isinstance(found.task, ShortAnswer | SpokenAnswer):
            yield _rule(found, f"SCORE_{found.response}")
    parts = (
        element("qti-variable", {"identifier": f"SCORE_{found.response}"})
        for found in answered
    )
    yield _set("SCORE", element("qti-sum", None, *parts))


def _rule(found: Answered, score: str) -> Element:
    named = {"identifier": found.response}
    if _is_mapped(found):
        earned = _set(score, element("qti-map-response", named))
        return _unless_empty(found, earned, score) if _least(found.key) else earned
    is_right = element(
        "qti-match",
        None,
        element("qti-variable", named),
        element("qti-correct", named),
    )
    return element(
        "qti-response-condition",
        None,
        element(
            "qti-response-if", None, is_right, _set(score, _number(found.task.points))
        ),
        element("qti-response-else", None, _set(score, _number(Fraction(0)))),
    )


def _unless_empty(found: Answered, earned: Element, score: str) -> Element:
    """Return the rule by which no answer earns nothing: the least is for answers."""
    given = element("qti-variable", {"identifier": found.response})
    nothing = _set(score, _number(Fraction(0)))
    return element(
        "qti-response-condition",
        None,
        element("qti-response-if", None, element("qti-is-null", None, given), nothing),
        element("qti-response-else", None, earned),
    )


def _set(outcome_name: str, value: Element) -> Element:
    return element("qti-set-outcome-value", {"identifier": outcome_name}, value)


def _number(number: Fraction) -> Element:
    return element("qti-base-value", {"base-type": "float"}, decimal_text(number))
