"""Several interactions in one item: is the score a sum with one part for each?

Only then can each become a task of its own. The rules must be such that every one reads
one response at most, and what they set is only ever added up. Pure.
"""

from collections.abc import Iterator
from types import MappingProxyType

from question_bank.exchange.qti_expressions import NotComputableError
from question_bank.exchange.qti_scoring import Processing
from question_bank.exchange.qti_xml import Node
from question_bank.items.score_line import Wording

_HANGS = Wording("取决于另一小题得分的得分", "a score that hangs on another score")
_READS_RESPONSE = frozenset({"variable", "correct", "map-response"})


def separated(processing: Processing) -> dict[str, Processing]:
    """Return for each response the rules that score it alone.

    Raises:
        NotComputableError: the score is not such a sum; `.node` is the rule.
    """
    rules = tuple(_flat(processing.rules))
    _require_sum(rules, processing)
    return {
        response: Processing(
            responses=processing.responses,
            outcomes=MappingProxyType(dict(processing.outcomes)),
            rules=tuple(
                rule for rule in rules if _responses(rule, processing) <= {response}
            ),
        )
        for response in processing.responses
    }


def _flat(rules: tuple[Node, ...]) -> Iterator[Node]:
    for rule in rules:
        if rule.name == "response-processing-fragment":
            yield from _flat(tuple(rule.elements()))
        else:
            yield rule


def _responses(rule: Node, processing: Processing) -> set[str]:
    return read_by(rule) & set(processing.responses)


def read_by(rule: Node) -> set[str]:
    """Return the names that a rule reads, of responses and of outcomes."""
    return {
        node.attributes.get("identifier", "")
        for node in rule.inside()
        if node.name in _READS_RESPONSE
    }


def _require_sum(rules: tuple[Node, ...], processing: Processing) -> None:
    setters: dict[str, list[tuple[int, bool]]] = {}
    for index, rule in enumerate(rules):
        read = _responses(rule, processing)
        if len(read) > 1:
            both = sorted(read)
            raise NotComputableError(
                rule,
                f"a rule over {' and '.join(both)}",
                f"同时用到 {'、'.join(both)} 的一条规则（各小题须能分别计分）",
            )
        for node in rule.inside():
            if node.name == "set-outcome-value":
                name = node.attributes.get("identifier", "")
                setters.setdefault(name, []).append((index, _adds_to(node, name)))
    numbers = {
        name
        for name in setters
        if name in processing.outcomes and processing.outcomes[name].is_number
    }
    for rule in rules:
        _require_reads_in_sums(rule, numbers)
    for name in numbers:
        found = setters[name]
        if len({index for index, _ in found}) > 1 and not all(
            adds for _, adds in found
        ):
            raise NotComputableError(
                rules[found[-1][0]],
                f"{name}, set by several rules without adding up",
                f"由几条规则分别赋值、没有累加的 {name}",
            )


def _adds_to(node: Node, name: str) -> bool:
    """Return whether a setting is `name = name + …`."""
    whole = next(node.elements(), None)
    return (
        whole is not None
        and whole.name == "sum"
        and sum(
            part.name == "variable" and part.attributes.get("identifier") == name
            for part in whole.elements()
        )
        == 1
    )


def _require_reads_in_sums(rule: Node, numbers: set[str]) -> None:
    """Refuse a score that is read elsewhere than as a direct part of a sum."""
    waiting = [(rule, "")]
    while waiting:
        node, above = waiting.pop()
        if (
            node.name == "variable"
            and node.attributes.get("identifier") in numbers
            and above != "sum"
        ):
            raise NotComputableError(node, _HANGS.en, _HANGS.zh)
        is_inner_sum = node.name == "sum" and above not in {"set-outcome-value", "sum"}
        if is_inner_sum and any(
            below.attributes.get("identifier") in numbers for below in node.inside()
        ):
            raise NotComputableError(node, _HANGS.en, _HANGS.zh)
        waiting.extend((child, node.name) for child in node.elements())
