"""Enemies (互斥题): pairs that name items of the bank, and two different ones. Pure."""

from collections.abc import Iterable, Iterator, Set as AbstractSet

from question_bank.identifiers import ItemId
from question_bank.items.finding import Finding, Place, Severity
from question_bank.items.score_line import Wording


def enemy_findings(
    pairs: Iterable[tuple[ItemId, ItemId]], known: AbstractSet[ItemId]
) -> Iterator[Finding]:
    """Yield pairs that keep nothing apart; `known` are all items of the bank."""
    for first, second in sorted(pairs):
        place = Place(item_id=str(first))
        if first == second:
            yield Finding(
                code="ENEMY_OF_ITSELF",
                severity=Severity.ERROR,
                place=place,
                wording=Wording(
                    "试题被设为与自己互斥，哪份试卷都不能用",
                    "the item is its own enemy; no form could hold it",
                ),
            )
        for missing in sorted({first, second} - known):
            yield Finding(
                code="ENEMY_MISSING",
                severity=Severity.WARNING,
                place=place,
                wording=Wording(
                    f"互斥对 {first}–{second} 里的 {missing} 不在题库中",
                    f"{missing} of the enemies {first}–{second} is not in the bank",
                ),
            )
