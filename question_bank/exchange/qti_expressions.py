"""Expressions of QTI response processing over values, bounded in size and in number.

Source:
    IMS QTI 2.1 and 1EdTech QTI 3.0, "Expressions".
"""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType

from question_bank.exchange.qti_words import exact_number
from question_bank.exchange.qti_xml import Node

Value = bool | Fraction | str | tuple[str, ...] | None
"""NULL, a truth, a number, an identifier or text, a container (sorted, never empty)."""

MOST_STEPS = 500_000
"""Of all responses of a task together: twelve options under rules of 120 parts."""

_MOST_BITS = 2000
"""Of a number; scores that are multiplied over and over grow without end."""

_MOST_MEMBERS = 10_000
"""Of a container, which rules can double over and over."""


class NotComputableError(Exception):
    """Something of the processing is not known here; `.node` is where.

    Attributes:
        zh: What was found; the name of an element is the same in both languages.
    """

    def __init__(self, node: Node, found: str, zh: str = "") -> None:
        super().__init__(found)
        self.node = node
        self.found = found
        self.zh = zh or found


class Steps:
    """What may still be computed; one for all responses that are scored together."""

    def __init__(self, most: int = MOST_STEPS) -> None:
        self._left = most

    def take(self, node: Node) -> None:
        """Count one more.

        Raises:
            NotComputableError: it was too much.
        """
        self._left -= 1
        if self._left < 0:
            raise NotComputableError(
                node,
                f"more than {MOST_STEPS} steps to compute",
                f"过多的计算（超过 {MOST_STEPS} 步）",
            )


def bounded(node: Node, value: Value) -> Value:
    """Refuse what grows without end before anything is computed from it."""
    is_fine = True
    if isinstance(value, Fraction):
        bits = value.numerator.bit_length() + value.denominator.bit_length()
        is_fine = bits <= _MOST_BITS
    elif isinstance(value, tuple):
        is_fine = len(value) <= _MOST_MEMBERS
    if not is_fine:
        raise NotComputableError(node, "a value beyond all measure", "大得离谱的值")
    return value


def base_value(base_type: str, node: Node) -> Value:
    """Return the value that a rule states.

    Raises:
        NotComputableError: a number that is none.
    """
    text = node.text().strip()
    if base_type in {"float", "integer"}:
        number = exact_number(text)
        if number is None:
            raise NotComputableError(
                node, f"the number {text[:40]}", f"数字 {text[:40]}"
            )
        return number
    if base_type == "boolean":
        return text in {"true", "1"}
    return text


def members_of(value: Value) -> tuple[str, ...]:
    """Return what a container holds; an identifier or text is a container of one."""
    if isinstance(value, tuple):
        return value
    return (value,) if isinstance(value, str) else ()


def _numbers(node: Node, values: list[Value]) -> list[Fraction] | None:
    """Return the numbers; None if one is NULL."""
    numbers: list[Fraction] = []
    for value in values:
        if value is None:
            return None
        if not isinstance(value, Fraction):
            raise NotComputableError(
                node,
                f"{node.name} of what is no number",
                f"{node.name}（其中有值不是数字）",
            )
        numbers.append(value)
    return numbers


def _arithmetic(
    compute: Callable[[list[Fraction]], Value], least: int, most: int | None
) -> Callable[[Node, list[Value]], Value]:
    def operate(node: Node, values: list[Value]) -> Value:
        if len(values) < least or (most is not None and len(values) > most):
            raise NotComputableError(
                node,
                f"{node.name} of {len(values)} values",
                f"有 {len(values)} 个值的 {node.name}",
            )
        numbers = _numbers(node, values)
        return None if numbers is None else compute(numbers)

    return operate


def _equal(node: Node, values: list[Value]) -> Value:
    mode = node.attributes.get("tolerance-mode", "exact")
    if mode != "exact":
        raise NotComputableError(
            node, f"{node.name} with a tolerance", f"带容差的 {node.name}"
        )
    return _arithmetic(lambda numbers: numbers[0] == numbers[1], 2, 2)(node, values)


def _match(node: Node, values: list[Value]) -> Value:
    if len(values) != 2:  # noqa: PLR2004 - of two
        raise NotComputableError(
            node,
            f"{node.name} of {len(values)} values",
            f"有 {len(values)} 个值的 {node.name}",
        )
    left, right = values
    if left is None or right is None:
        return None
    return left == right and type(left) is type(right)


def _is_null(node: Node, values: list[Value]) -> Value:
    if len(values) != 1:
        raise NotComputableError(
            node,
            f"{node.name} of {len(values)} values",
            f"有 {len(values)} 个值的 {node.name}",
        )
    return values[0] is None or values[0] == ""


def _truths(node: Node, values: list[Value]) -> Iterator[bool | None]:
    for value in values:
        if value is not None and not isinstance(value, bool):
            raise NotComputableError(
                node,
                f"{node.name} of what is no truth",
                f"{node.name}（其中有值不是真假）",
            )
        yield value


def _and(node: Node, values: list[Value]) -> Value:
    truths = list(_truths(node, values))
    if False in truths:
        return False
    return None if None in truths else True


def _or(node: Node, values: list[Value]) -> Value:
    truths = list(_truths(node, values))
    if True in truths:
        return True
    return None if None in truths else False


def _not(node: Node, values: list[Value]) -> Value:
    truths = list(_truths(node, values))
    if len(truths) != 1:
        raise NotComputableError(
            node,
            f"{node.name} of {len(values)} values",
            f"有 {len(values)} 个值的 {node.name}",
        )
    return None if truths[0] is None else not truths[0]


def _member(node: Node, values: list[Value]) -> Value:
    if len(values) != 2:  # noqa: PLR2004 - of two
        raise NotComputableError(
            node,
            f"{node.name} of {len(values)} values",
            f"有 {len(values)} 个值的 {node.name}",
        )
    one, many = values
    if one is None or many is None:
        return None
    return isinstance(one, str) and one in members_of(many)


def _contains(node: Node, values: list[Value]) -> Value:
    if len(values) != 2:  # noqa: PLR2004 - of two
        raise NotComputableError(
            node,
            f"{node.name} of {len(values)} values",
            f"有 {len(values)} 个值的 {node.name}",
        )
    whole, part = values
    if whole is None or part is None:
        return None
    return set(members_of(part)) <= set(members_of(whole))


def _multiple(node: Node, values: list[Value]) -> Value:
    if any(isinstance(value, bool | Fraction) for value in values):
        raise NotComputableError(
            node,
            f"{node.name} of what is no identifier",
            f"{node.name}（其中有值不是标识）",
        )
    return container(member for value in values for member in members_of(value))


def _container_size(_node: Node, values: list[Value]) -> Value:
    return Fraction(len(members_of(values[0]))) if values else Fraction(0)


def _divide(numbers: list[Fraction]) -> Value:
    return numbers[0] / numbers[1] if numbers[1] else None


def _product(numbers: list[Fraction]) -> Value:
    total = Fraction(1)
    for number in numbers:
        total *= number
    return total


Operator = Callable[[Node, list[Value]], Value]

OPERATORS: Mapping[str, Operator] = MappingProxyType(
    {
        "match": _match,
        "is-null": _is_null,
        "and": _and,
        "or": _or,
        "not": _not,
        "member": _member,
        "contains": _contains,
        "multiple": _multiple,
        "container-size": _container_size,
        "equal": _equal,
        "gt": _arithmetic(lambda numbers: numbers[0] > numbers[1], 2, 2),
        "gte": _arithmetic(lambda numbers: numbers[0] >= numbers[1], 2, 2),
        "lt": _arithmetic(lambda numbers: numbers[0] < numbers[1], 2, 2),
        "lte": _arithmetic(lambda numbers: numbers[0] <= numbers[1], 2, 2),
        "sum": _arithmetic(lambda numbers: sum(numbers, Fraction(0)), 1, None),
        "subtract": _arithmetic(lambda numbers: numbers[0] - numbers[1], 2, 2),
        "product": _arithmetic(_product, 1, None),
        "divide": _arithmetic(_divide, 2, 2),
        "min": _arithmetic(min, 1, None),
        "max": _arithmetic(max, 1, None),
    }
)


def container(members: Iterator[str] | tuple[str, ...]) -> tuple[str, ...] | None:
    """Return a container as responses have it; an empty one is NULL."""
    return tuple(sorted(members)) or None
