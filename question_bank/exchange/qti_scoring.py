"""QTI response processing, computed: what a response earns and which feedback it shows.

Only what can be computed exactly from the responses is known here; everything else (a
random value, a custom operator, an outcome of another attempt) is `NotComputableError`,
and the item is reported. Pure.

Source:
    IMS QTI 2.1 and 1EdTech QTI 3.0, "Response Processing" and "Expressions".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from question_bank.exchange.qti_expressions import (
    OPERATORS,
    NotComputableError,
    Steps,
    Value,
    base_value,
    bounded,
    members_of,
)
from question_bank.exchange.qti_xml import Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """A mapping of a response declaration."""

    entries: Mapping[str, Fraction]
    default: Fraction
    lower: Fraction | None
    upper: Fraction | None

    def points(self, value: Value) -> Fraction:
        """Return the sum of what was chosen, each once, within the bounds."""
        chosen = members_of(value)
        total = sum(
            (self.entries.get(member, self.default) for member in set(chosen)),
            Fraction(0),
        )
        if self.lower is not None:
            total = max(total, self.lower)
        if self.upper is not None:
            total = min(total, self.upper)
        return total


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseDeclaration:
    """A response variable.

    Attributes:
        correct: None where the source declares none.
    """

    identifier: str
    cardinality: str
    base_type: str
    correct: Value
    mapped: Mapped | None
    node: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeDeclaration:
    """An outcome variable with the value that it starts with."""

    identifier: str
    is_number: bool
    default: Value
    normal_maximum: Fraction | None
    node: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Processing:
    """The declarations of an item and the rules that score it."""

    responses: Mapping[str, ResponseDeclaration]
    outcomes: Mapping[str, OutcomeDeclaration]
    rules: tuple[Node, ...]

    def outcomes_of(
        self, given: Mapping[str, Value], steps: Steps | None = None
    ) -> dict[str, Value]:
        """Return all outcomes for the responses; those not given are NULL.

        Args:
            steps: Shared by several computations, which bounds them together.

        Raises:
            NotComputableError: a rule or expression that is not known here.
        """
        run = _Run(self, given, steps or Steps())
        run.rules(self.rules)
        return run.values


class _Run:
    """One computation."""

    def __init__(
        self, processing: Processing, given: Mapping[str, Value], steps: Steps
    ) -> None:
        self._responses = processing.responses
        self._given = given
        self._steps = steps
        self.values: dict[str, Value] = {
            name: outcome.default for name, outcome in processing.outcomes.items()
        }

    def rules(self, rules: tuple[Node, ...]) -> None:
        for rule in rules:
            match rule.name:
                case "set-outcome-value":
                    self._set(rule)
                case "response-condition":
                    self._condition(rule)
                case "response-processing-fragment":
                    self.rules(tuple(rule.elements()))
                case _:
                    raise NotComputableError(rule, rule.name)

    def _set(self, rule: Node) -> None:
        name = rule.attributes.get("identifier", "")
        if name not in self.values and name != "completionStatus":
            raise NotComputableError(
                rule, f"{name}, which is not declared", f"未声明的变量 {name}"
            )
        self.values[name] = self.value(_only(rule))

    def _condition(self, rule: Node) -> None:
        for branch in rule.elements():
            parts = tuple(branch.elements())
            if branch.name == "response-else":
                self.rules(parts)
                return
            if branch.name not in {"response-if", "response-else-if"} or not parts:
                raise NotComputableError(branch, branch.name)
            if self.value(parts[0]) is True:
                self.rules(parts[1:])
                return

    def value(self, node: Node) -> Value:
        self._steps.take(node)
        match node.name:
            case "base-value":
                return base_value(node.attributes.get("base-type", ""), node)
            case "null":
                return None
            case "variable":
                return self._variable(node)
            case "correct":
                return self._declared(node).correct
            case "map-response":
                return self._mapped(node)
        operator = OPERATORS.get(node.name)
        if operator is None or node.is_foreign:
            raise NotComputableError(node, node.name)
        found = operator(node, [self.value(part) for part in node.elements()])
        return bounded(node, found)

    def _variable(self, node: Node) -> Value:
        name = node.attributes.get("identifier", "")
        if name in self._responses:
            return self._given.get(name)
        if name in self.values:
            return self.values[name]
        raise NotComputableError(
            node, f"{name}, which is not declared", f"未声明的变量 {name}"
        )

    def _mapped(self, node: Node) -> Value:
        declared = self._declared(node)
        if declared.mapped is None:
            raise NotComputableError(
                node,
                f"{declared.identifier} without a mapping",
                f"没有计分映射的 {declared.identifier}",
            )
        return declared.mapped.points(self._given.get(declared.identifier))

    def _declared(self, node: Node) -> ResponseDeclaration:
        name = node.attributes.get("identifier", "")
        if name not in self._responses:
            raise NotComputableError(
                node, f"{name}, which is not declared", f"未声明的变量 {name}"
            )
        return self._responses[name]


def _only(node: Node) -> Node:
    parts = tuple(node.elements())
    if len(parts) != 1:
        raise NotComputableError(
            node,
            f"{node.name} with {len(parts)} parts",
            f"有 {len(parts)} 个部分的 {node.name}",
        )
    return parts[0]
