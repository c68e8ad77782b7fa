"""Multiple choices with so many options that not every response can be scored.

Where the rules look at the response in three ways only (is it empty, is it the declared
answer, what does its mapping sum to), responses fall into few kinds, and one of each kind
stands for all of them. Pure.
"""

from question_bank.exchange.qti_scoring import Mapped, ResponseDeclaration
from question_bank.exchange.qti_xml import Node


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
    is_mapped = any(
        node.name == "map-response" for rule in rules for node in rule.inside()
    )
    if is_mapped and not _mapping_is_even(declared.mapped, correct, wrong):
        return None
    growing = tuple(correct[:size] for size in range(1, len(correct) + 1))
    return (*growing, *((option,) for option in wrong))


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
