"""The declarations and the response processing of a QTI item, read into `Processing`."""

import re
from collections.abc import Iterator
from fractions import Fraction
from types import MappingProxyType

from question_bank.exchange.qti_expressions import Value, container
from question_bank.exchange.qti_scoring import (
    Mapped,
    OutcomeDeclaration,
    Processing,
    ResponseDeclaration,
)
from question_bank.exchange.qti_telling import Telling
from question_bank.exchange.qti_words import exact_number
from question_bank.exchange.qti_xml import Node

_TEMPLATE = re.compile(
    r"(?:^|/)(match_correct|map_response|map_response_point)(?:\.xml)?\Z"
)
_NUMBERS = frozenset({"float", "integer"})


def read_processing(
    item: Node, telling: Telling, responses: tuple[str, ...]
) -> Processing:
    """Return the item's declarations and rules; what is wrong is told.

    Args:
        responses: Response identifiers of the interactions that score.
    """
    found = Processing(
        responses=MappingProxyType(
            {declared.identifier: declared for declared in _responses(item, telling)}
        ),
        outcomes=MappingProxyType(
            {outcome.identifier: outcome for outcome in _outcomes(item, telling)}
        ),
        rules=(),
    )
    rules = tuple(_rules(item, telling, responses))
    outcomes = dict(found.outcomes)
    if rules and "SCORE" not in outcomes:
        # The standard templates set SCORE; some sources leave its declaration out.
        outcomes["SCORE"] = OutcomeDeclaration(
            identifier="SCORE",
            is_number=True,
            default=Fraction(0),
            normal_maximum=None,
            node=item,
        )
    return Processing(
        responses=found.responses, outcomes=MappingProxyType(outcomes), rules=rules
    )


def _responses(item: Node, telling: Telling) -> Iterator[ResponseDeclaration]:
    seen: set[str] = set()
    for node in item.named("response-declaration"):
        identifier = node.attributes.get("identifier", "")
        if identifier in seen:
            telling.error(
                "RESPONSE_TWICE",
                node,
                f"应答变量 {identifier} 声明了两次",
                f"the response variable {identifier} is declared twice",
            )
        seen.add(identifier)
        cardinality = node.attributes.get("cardinality", "single")
        base_type = node.attributes.get("base-type", "")
        if (default := node.first("default-value")) and list(default.named("value")):
            telling.error(
                "RESPONSE_DEFAULT",
                default,
                "题目打开时已有预选答案，本系统的试题总是从未作答开始",
                "the item starts with a response already given; ours start empty",
            )
        correct = node.first("correct-response")
        values = [] if correct is None else [n.words() for n in correct.named("value")]
        yield ResponseDeclaration(
            identifier=identifier,
            cardinality=cardinality,
            base_type=base_type,
            correct=_values(values, cardinality),
            mapped=_mapped(node, telling),
            node=node,
        )


def _values(values: list[str], cardinality: str) -> Value:
    if cardinality == "single":
        return values[0] if values else None
    return container(tuple(values))


def _mapped(node: Node, telling: Telling) -> Mapped | None:
    mapping = node.first("mapping")
    if mapping is None:
        return None
    entries: dict[str, Fraction] = {}
    for entry in mapping.named("map-entry"):
        key = entry.attributes.get("map-key", "")
        if key in entries:
            telling.error(
                "MAPPING_TWICE",
                entry,
                f"计分映射中 {key} 出现两次",
                f"the mapping has {key} twice",
            )
        value = _number(entry, "mapped-value", telling)
        entries[key] = Fraction(0) if value is None else value
    return Mapped(
        entries=MappingProxyType(entries),
        default=_number(mapping, "default-value", telling) or Fraction(0),
        lower=_number(mapping, "lower-bound", telling),
        upper=_number(mapping, "upper-bound", telling),
    )


def _number(node: Node, attribute: str, telling: Telling) -> Fraction | None:
    text = node.attributes.get(attribute)
    if text is None:
        return None
    number = exact_number(text)
    if number is None:
        telling.error(
            "NUMBER",
            node,
            f"{attribute} 应为数字，而不是“{text[:40]}”",
            f"{attribute} has to be a number, not {text[:40]!r}",
        )
    return number


def _outcomes(item: Node, telling: Telling) -> Iterator[OutcomeDeclaration]:
    for node in item.named("outcome-declaration"):
        is_number = node.attributes.get("base-type") in _NUMBERS
        default = node.first("default-value")
        values = [] if default is None else [n.words() for n in default.named("value")]
        start: Value = _values(values, node.attributes.get("cardinality", "single"))
        if is_number and isinstance(start, str):
            start = exact_number(start)
        if node.attributes.get("base-type") == "boolean" and isinstance(start, str):
            start = start in {"true", "1"}
        if is_number and start is None:
            start = Fraction(0)  # as the specification starts numbers without a default
        yield OutcomeDeclaration(
            identifier=node.attributes.get("identifier", ""),
            is_number=is_number,
            default=start,
            normal_maximum=_number(node, "normal-maximum", telling),
            node=node,
        )


def _rules(item: Node, telling: Telling, responses: tuple[str, ...]) -> Iterator[Node]:
    processing = item.first("response-processing")
    if processing is None:
        return
    own = tuple(processing.elements())
    template = processing.attributes.get("template") or processing.attributes.get(
        "template-location"
    )
    if own or not template:
        yield from own
        return
    found = _TEMPLATE.search(template.strip())
    if found is None or found[1] == "map_response_point":
        telling.error(
            "SCORING_TEMPLATE",
            processing,
            f"无法对应的评分模板：{template[:120]}",
            f"a response processing template that cannot be mapped: {template[:120]}",
        )
        return
    response = "RESPONSE"
    if len(responses) == 1 and responses[0] != response:
        response = responses[0]
        telling.note(
            "SCORING_TEMPLATE_NAME",
            processing,
            f"评分模板只认 RESPONSE，已按 {response} 处理",
            f"the template speaks of RESPONSE; it was applied to {response}",
        )
    yield from _template_rules(found[1], response, processing.line)


def _template_rules(template: str, response: str, line: int) -> Iterator[Node]:
    """Yield the rules that the standard's template stands for."""

    def node(name: str, *children: Node | str, **attributes: str) -> Node:
        return Node(
            name=name,
            attributes={
                key.replace("_", "-"): value for key, value in attributes.items()
            },
            children=children,
            namespace="qti",
            line=line,
        )

    def number(text: str) -> Node:
        return node("base-value", text, base_type="float")

    def score(value: Node) -> Node:
        return node("set-outcome-value", value, identifier="SCORE")

    given = node("variable", identifier=response)
    if template == "match_correct":
        test = node("match", given, node("correct", identifier=response))
        first, second = score(number("1.0")), score(number("0.0"))
    else:
        test = node("is-null", given)
        first = score(number("0.0"))
        second = score(node("map-response", identifier=response))
    yield node(
        "response-condition",
        node("response-if", test, first),
        node("response-else", second),
    )
