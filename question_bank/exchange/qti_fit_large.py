"""Multiple choices with so many options that not every response can be scored.

Where the rules look at the response in three ways only (is it empty, is it the declared
answer, what does its mapping sum to), responses fall into few kinds, and one of each kind
stands for all of them. Pure.
"""

from fractions import Fraction

from question_bank.exchange.qti_scoring import Mapped, ResponseDeclaration
from question_bank.exchange.qti_xml import Node

MOST_SUMS = 4096
"""As many different sums as responses are scored one by one."""

_KEPT_OF_A_SUM = 3
"""The empty response, the declared answer, and one that is neither."""


def standing_for_all(
    options: tuple[str, ...], declared: ResponseDeclaration, rules: tuple[Node, ...]
) -> tuple[tuple[str, ...], ...] | None:
    """Return responses that stand for all others; None if there is no such set."""
    if not isinstance(declared.correct, tuple):
        return None
    correct = tuple(option for option in options if option in declared.correct)
    wrong = tuple(option for option in options if option not in declared.correct)
    if len(correct) != len(declared.correct) or not wrong:
        return None
    if not all(_looks_so_only(rule, declared.identifier) for rule in rules):
        return None
    if reads_mapping(rules) and not _mapping_is_even(declared.mapped, correct, wrong):
        return None
    growing = tuple(correct[:size] for size in range(1, len(correct) + 1))
    return (*growing, *((option,) for option in wrong))


def standing_by_sum(
    options: tuple[str, ...],
    declared: ResponseDeclaration,
    rules: tuple[Node, ...],
    most_chosen: int,
) -> tuple[tuple[str, ...], ...] | None:
    """Return responses that stand for all others with the same sum; None if none do.

    For rules that read the mapping. A response of each sum, its smallest ones, and the
    declared answer, which the rules may know from the others with its sum.
    """
    theirs = declared.mapped
    if theirs is None or not reads_mapping(rules):
        return None
    if not all(_looks_so_only(rule, declared.identifier) for rule in rules):
        return None
    by_sum: dict[Fraction, list[tuple[str, ...]]] = {Fraction(0): [()]}
    for option in options:
        worth = theirs.entries.get(option, theirs.default)
        grown: dict[Fraction, list[tuple[str, ...]]] = {}
        for total, found in by_sum.items():
            grown.setdefault(total, []).extend(found)
            grown.setdefault(total + worth, []).extend((*x, option) for x in found)
        by_sum = {
            total: sorted(found, key=len)[:_KEPT_OF_A_SUM]
            for total, found in grown.items()
        }
        if len(by_sum) > MOST_SUMS:
            return None
    standing = {
        response
        for found in by_sum.values()
        for response in found
        if 0 < len(response) <= most_chosen
    }
    if isinstance(declared.correct, tuple):
        standing.add(tuple(x for x in options if x in declared.correct))
    return tuple(sorted(standing - {()}))


def reads_mapping(rules: tuple[Node, ...]) -> bool:
    """Return whether the rules look at what the response is mapped to."""
    return any(node.name == "map-response" for rule in rules for node in rule.inside())


def _looks_so_only(rule: Node, response: str) -> bool:
    """Return whether the response is read in the three ways only."""
    waiting = [(rule, rule)]
    while waiting:
        node, above = waiting.pop()
        is_read = node.name == "variable" and (
            node.attributes.get("identifier") == response
        )
        if is_read and above.name == "match":
            parts = {part.name for part in above.elements()}
            is_read = parts != {"variable", "correct"}
        elif is_read:
            is_read = above.name != "is-null"
        if is_read:
            return False
        waiting.extend((child, node) for child in node.elements())
    return True


def _mapping_is_even(
    mapped: Mapped | None, correct: tuple[str, ...], wrong: tuple[str, ...]
) -> bool:
    """Return whether correct options weigh the same and any wrong one leaves the least."""
    if mapped is None or mapped.lower is None:
        return False
    weights = {mapped.entries.get(option, mapped.default) for option in correct}
    if len(weights) != 1 or min(weights) <= 0:
        return False
    most = min(weights) * len(correct)
    penalties = [mapped.entries.get(option, mapped.default) for option in wrong]
    return all(penalty <= 0 and most + penalty <= mapped.lower for penalty in penalties)
