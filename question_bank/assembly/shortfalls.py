"""What the bank is short of, by counting alone: quick, exact, and one rule at a time.

Each rule is asked by itself: the most (or the least) that the candidates could bring,
over all forms at once where forms share nothing. Whatever falls short here can never be
met; rules that only conflict with one another are for question_bank.assembly.explain.
Pure.
"""

from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction

from question_bank.assembly import rule_names as names
from question_bank.assembly.blueprint import (
    Blueprint,
    Measure,
    Quota,
    Range,
    number_text,
)
from question_bank.assembly.candidates import (
    Hindrance,
    SectionCandidates,
    candidates,
    hindrance_of,
)
from question_bank.assembly.measured_shortfalls import measured_shortfalls
from question_bank.assembly.pool import Pool, PoolItem
from question_bank.assembly.shortfall import Shortfall, extreme
from question_bank.identifiers import ItemId
from question_bank.items.score_line import Wording


def shortfalls(blueprint: Blueprint, pool: Pool) -> tuple[Shortfall, ...]:
    """Return every rule that counting alone shows to be out of reach."""
    found = candidates(blueprint, pool)
    sections = tuple(_sections(blueprint, found))
    # What forms without enough items have on average would only puzzle people.
    measured = () if sections else measured_shortfalls(blueprint, found)
    return (
        *_named_items(blueprint, pool, found),
        *_hostile_anchors(blueprint, pool),
        *sections,
        *_quotas(blueprint, found),
        *_bands(blueprint, found),
        *measured,
    )


def _sections(
    blueprint: Blueprint, found: Sequence[SectionCandidates]
) -> Iterator[Shortfall]:
    for section in found:
        need = _need(blueprint, section.section.count, section.items)
        have = len(section.items)
        if have < need:
            yield _shortfall(
                "SECTION_COUNT",
                names.section_name(section.section),
                names.ITEMS,
                (Fraction(need), Fraction(have)),
                blueprint,
                _why(section),
            )


def _need(blueprint: Blueprint, count: int, items: Collection[ItemId]) -> int:
    """Return how many different items all forms need together, at the least."""
    shared = sum(item_id in items for item_id in blueprint.anchors)
    if blueprint.most_shared:
        return count
    return (count - shared) * blueprint.forms + shared


def _why(section: SectionCandidates) -> Wording:
    counts = {
        hindrance: sum(found is hindrance for found in section.hindered.values())
        for hindrance in Hindrance
    }
    told = [
        (_HINDRANCES[hindrance], count) for hindrance, count in counts.items() if count
    ]
    if not told:
        return Wording("", "")
    zh = "、".join(f"{words.zh} {count} 道" for words, count in told)
    en = ", ".join(f"{count} {words.en}" for words, count in told)
    return Wording(f"（另有{zh}）", f" (besides {en})")


_HINDRANCES = {
    Hindrance.FORBIDDEN: Wording("禁用的", "forbidden"),
    Hindrance.USED_SINCE: Wording("限期内用过的", "used too recently"),
    Hindrance.USED_OFTEN: Wording("使用次数已满的", "used too often"),
    Hindrance.OTHER_POINTS: Wording("分值不符的", "of other points"),
}


def _named_items(
    blueprint: Blueprint, pool: Pool, found: Sequence[SectionCandidates]
) -> Iterator[Shortfall]:
    usable = {item_id for section in found for item_id in section.items}
    for item_id, name, code in (
        *((i, names.anchor_name(i), "ANCHOR") for i in blueprint.anchors),
        *((i, names.required_name(i), "REQUIRED") for i in blueprint.required),
    ):
        if item_id in usable:
            continue
        if item_id not in pool.items:
            why = Wording(
                "题库中没有这道可用的试题（须已批准且属于本级别）",
                "the bank has no such usable item (approved, of this level)",
            )
        elif hindrance_of(blueprint, pool.items[item_id]) is not None:
            why = Wording("该题被禁用", "the item is forbidden")
        else:
            why = Wording(
                "没有一个大题接受它的题型和分值",
                "no section takes its kind and points",
            )
        yield Shortfall(
            code=code,
            rule=name,
            missing=Fraction(1),
            wording=Wording(f"规则“{name.zh}”：{why.zh}", f"“{name.en}”: {why.en}"),
        )


def _hostile_anchors(blueprint: Blueprint, pool: Pool) -> Iterator[Shortfall]:
    """Yield enemies among the items that have to stand in the same form."""
    together = set(blueprint.anchors)
    if blueprint.forms == 1:
        together.update(blueprint.required)
    for left, right in pool.enemies:
        if {left, right} <= together:
            yield Shortfall(
                code="ENEMIES",
                rule=names.ENEMIES,
                missing=Fraction(1),
                wording=Wording(
                    f"规则“{names.ENEMIES.zh}”：{left} 与 {right} 互斥，"
                    "而细目表要求二者同在一卷",
                    f"“{names.ENEMIES.en}”: {left} and {right} are enemies, and the "
                    "blueprint wants both in the same form",
                ),
            )


def _quotas(
    blueprint: Blueprint, found: Sequence[SectionCandidates]
) -> Iterator[Shortfall]:
    for quota in blueprint.quotas:
        is_points = quota.measure is Measure.POINTS
        yield from _range_shortfall(
            blueprint,
            "QUOTA",
            names.quota_name(quota, blueprint),
            names.POINTS if is_points else names.ITEMS,
            quota.range,
            _amounts(quota, found),
        )


def _amounts(
    quota: Quota, found: Sequence[SectionCandidates]
) -> list[tuple[SectionCandidates, dict[ItemId, Fraction]]]:
    return [
        (
            section,
            {
                item_id: quota.amount_of(item, section.section.section_id)
                for item_id, item in section.items.items()
            },
        )
        for section in found
    ]


def _bands(
    blueprint: Blueprint, found: Sequence[SectionCandidates]
) -> Iterator[Shortfall]:
    for band in blueprint.bands:

        def is_in(
            item: PoolItem, low: int = band.low_permille, high: int = band.high_permille
        ) -> Fraction:
            return Fraction(int(low <= item.difficulty_permille < high))

        yield from _range_shortfall(
            blueprint,
            "BAND",
            names.band_name(band),
            names.ITEMS,
            band.items,
            [
                (section, {i: is_in(item) for i, item in section.items.items()})
                for section in found
            ],
        )


def _range_shortfall(
    blueprint: Blueprint,
    code: str,
    name: Wording,
    unit: Wording,
    span: Range,
    amounts: list[tuple[SectionCandidates, dict[ItemId, Fraction]]],
) -> Iterator[Shortfall]:
    """Compare what is asked with the best that each section could bring."""
    forms = blueprint.forms
    best = sum(
        (extreme(blueprint, *pair, is_most=True) for pair in amounts), Fraction()
    )
    if span.low is not None and best < span.low * forms:
        yield _shortfall(
            code, name, unit, (span.low * forms, best), blueprint, Wording("", "")
        )
    least = sum(
        (extreme(blueprint, *pair, is_most=False) for pair in amounts), Fraction()
    )
    if span.high is not None and least > span.high * forms:
        over = number_text(least - span.high * forms)
        at_most = number_text(span.high * forms)
        yield Shortfall(
            code=code,
            rule=name,
            missing=least - span.high * forms,
            wording=Wording(
                f"规则“{name.zh}”×{forms} 份：至多 {at_most} {unit.zh}，而题库中的试题"
                f"使各卷合计至少 {number_text(least)} {unit.zh}，多 {over} {unit.zh}",
                f"“{name.en}” × {forms}: at most {at_most} {unit.en}, but the items of the "
                f"bank make it at least {number_text(least)}, {over} too many",
            ),
        )


def _shortfall(
    code: str,
    name: Wording,
    unit: Wording,
    need_and_have: tuple[Fraction, Fraction],
    blueprint: Blueprint,
    why: Wording,
) -> Shortfall:
    need, have = need_and_have
    missing = number_text(need - have)
    forms = blueprint.forms
    return Shortfall(
        code=code,
        rule=name,
        missing=need - have,
        wording=Wording(
            f"规则“{name.zh}”×{forms} 份：需要 {number_text(need)} {unit.zh}，题库中符合条件的"
            f"只有 {number_text(have)} {unit.zh}，差 {missing} {unit.zh}{why.zh}",
            f"“{name.en}” × {forms}: {number_text(need)} {unit.en} are needed, the bank has "
            f"{number_text(have)}, {missing} {unit.en} short{why.en}",
        ),
    )
