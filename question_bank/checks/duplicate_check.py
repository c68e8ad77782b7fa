"""Findings about near-duplicates: the pair, the similarity, and how they differ. Pure."""

from collections.abc import Callable, Iterator, Sequence, Set as AbstractSet
from types import MappingProxyType

from question_bank.checks.checked_item import CheckedItem
from question_bank.checks.near_duplicates import (
    Difference,
    NearDuplicate,
    View,
    near_duplicates,
)
from question_bank.identifiers import ItemId
from question_bank.items.finding import Finding, Severity
from question_bank.items.score_line import Wording

EnemyPairs = AbstractSet[frozenset[ItemId]]

_VIEWS = MappingProxyType(
    {
        View.WHOLE: Wording("全文", "the whole text"),
        View.CLAIM: Wording("题干加正确答案", "stem with correct answer"),
        View.STEM: Wording("题干", "the stem"),
    }
)
_DIFFERENCES = MappingProxyType(
    {
        Difference.NOTHING: Wording("", ""),
        Difference.NUMBERS: Wording("，只有数字不同", ", only numbers differ"),
        Difference.NEGATION: Wording(
            "，只差一个否定或肯定词", ", only a negation differs"
        ),
        Difference.WORDS: Wording("", ""),
    }
)


def duplicate_findings(
    items: Sequence[CheckedItem],
    enemies: EnemyPairs = frozenset(),
    *,
    told: Callable[[int, int], object] = lambda _done, _total: None,
) -> Iterator[Finding]:
    """Yield a finding a pair; a pair that is kept apart as enemies is only noted."""
    for pair in near_duplicates(items, told=told):
        first, second = items[pair.first.item], items[pair.second.item]
        is_apart = frozenset({first.item_id, second.item_id}) in enemies
        yield second.found(
            _code(pair),
            Severity.NOTE if is_apart else _severity(pair),
            _wording(pair, first, is_apart=is_apart),
            column=pair.second.column,
            measure=round(pair.dice, 3),
        )


def _code(pair: NearDuplicate) -> str:
    if pair.dice < 1 or pair.difference is not Difference.NOTHING:
        return "NEAR_DUPLICATE"
    if pair.view is View.WHOLE:
        return "DUPLICATE" if pair.is_same_key else "DUPLICATE_OTHER_KEY"
    return "SAME_STEM" if pair.view is View.STEM else "SAME_CLAIM"


def _severity(pair: NearDuplicate) -> Severity:
    is_error = _code(pair).startswith("DUPLICATE")
    return Severity.ERROR if is_error else Severity.WARNING


def _wording(pair: NearDuplicate, first: CheckedItem, *, is_apart: bool) -> Wording:
    percent = int(pair.dice * 100)  # down: only equal texts are told as 100 %
    view, difference = _VIEWS[pair.view], _DIFFERENCES[pair.difference]
    at = f"{first.item_id}" + (f"（{pair.first.column}）" if pair.first.column else "")
    at_en = f"{first.item_id}" + (
        f" ({pair.first.column})" if pair.first.column else ""
    )
    copies = pair.copies > 2  # noqa: PLR2004 - more than the pair itself
    key = pair.is_same_key or pair.view is not View.WHOLE
    return Wording(
        f"与试题 {at} 的{view.zh}相似度 {percent} %{difference.zh}"
        + ("" if key else "，答案却不同")
        + (f"，共 {pair.copies} 题文字相同" if copies else "")
        + ("；已设为互斥题" if is_apart else "；请合并、改写或设为互斥题"),
        f"{percent} % similar to item {at_en} by {view.en}{difference.en}"
        + ("" if key else ", but its key is another")
        + (f"; {pair.copies} items have this text" if copies else "")
        + (
            "; they are enemies already"
            if is_apart
            else "; join them, rewrite one or make them enemies"
        ),
    )
