"""Modal feedback of a QTI item: what is shown whatever was answered is the explanation."""

from collections.abc import Iterator
from itertools import combinations

from question_bank.exchange.qti_content import ContentReader
from question_bank.exchange.qti_expressions import (
    NotComputableError,
    Steps,
    Value,
    container,
)
from question_bank.exchange.qti_scoring import Processing
from question_bank.exchange.qti_telling import Telling
from question_bank.exchange.qti_words import DATA_PREFIX
from question_bank.exchange.qti_xml import Node
from question_bank.items.content import Block

_MOST_RESPONSES = 300


def read_explanations(
    item: Node,
    processing: Processing,
    choices: dict[str, tuple[str, ...]],
    reader: ContentReader,
    telling: Telling,
) -> dict[str, tuple[Block, ...]]:
    """Return explanations by the response that they belong to, `` for the item's.

    Args:
        choices: Response identifier → identifiers of the options to choose from.
    """
    outcomes = list(_outcomes(processing, choices))
    groups: dict[tuple[str, str], list[Node]] = {}
    for feedback in item.named("modal-feedback"):
        response = feedback.attributes.get(f"{DATA_PREFIX}response", "")
        groups.setdefault((response, feedback.words()), []).append(feedback)
    found: dict[str, tuple[Block, ...]] = {}
    for (response, _), alike in groups.items():
        # Some programs write the same words once for right and once for wrong answers.
        if not outcomes or not all(
            any(_is_shown(feedback, seen) for feedback in alike) for seen in outcomes
        ):
            telling.note(
                "FEEDBACK_NOT_TAKEN",
                alike[0],
                "只对部分作答显示的反馈未导入（解析应对任何作答都显示）",
                "feedback that shows for some responses only was not taken",
            )
        elif blocks := reader.words(alike[0]):
            found[response] = (*found.get(response, ()), *blocks)
    return found


def _outcomes(
    processing: Processing, choices: dict[str, tuple[str, ...]]
) -> Iterator[dict[str, Value]]:
    """Yield the outcomes of responses of every kind, one response at a time."""
    steps = Steps()
    try:
        if not choices:
            yield processing.outcomes_of({}, steps)
        for response, options in choices.items():
            declared = processing.responses.get(response)
            is_many = declared is not None and declared.cardinality == "multiple"
            for value in _values(options, is_many=is_many):
                yield processing.outcomes_of({response: value}, steps)
    except NotComputableError:
        return


def _values(options: tuple[str, ...], *, is_many: bool) -> Iterator[Value]:
    if not is_many:
        yield from options
        return
    count = 0
    for size in range(1, len(options) + 1):
        for chosen in combinations(options, size):
            yield container(chosen)
            count += 1
            if count >= _MOST_RESPONSES:
                return


def _is_shown(feedback: Node, outcomes: dict[str, Value]) -> bool:
    value = outcomes.get(feedback.attributes.get("outcome-identifier", ""))
    identifier = feedback.attributes.get("identifier", "")
    if isinstance(value, bool):
        value = "true" if value else "false"
    has = identifier in value if isinstance(value, tuple) else identifier == value
    return has is (feedback.attributes.get("show-hide", "show") == "show")
