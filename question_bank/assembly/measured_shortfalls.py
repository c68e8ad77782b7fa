"""What no choice of so many items can reach: difficulty, information, time, keys, sums.

The bounds cost nothing and give the number that is missing, where a solver would need a
minute to prove the same. Pure.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from question_bank.assembly import rule_names as names
from question_bank.assembly.blueprint import (
    Blueprint,
    Measure,
    Quota,
    Range,
    number_text,
    permille_text,
)
from question_bank.assembly.candidates import SectionCandidates
from question_bank.assembly.form_rules import most_same_key
from question_bank.assembly.pool import PoolItem
from question_bank.assembly.shortfall import Shortfall, extreme
from question_bank.items.estimate import ONE
from question_bank.items.score_line import Wording
from question_bank.statistics.form_figures import expected_points, form_information

_NEAREST = 1_000_000
"""Of information: exact enough to add, and far below what is told."""


def measured_shortfalls(
    blueprint: Blueprint, found: Sequence[SectionCandidates]
) -> Iterator[Shortfall]:
    """Yield the measured rules that are out of reach, and quotas that cannot add up."""
    yield from _difficulty(blueprint, found)
    yield from _information(blueprint, found)
    yield from _time(blueprint, found)
    yield from _keys(blueprint, found)
    yield from _sums(blueprint, found)


def _difficulty(
    blueprint: Blueprint, found: Sequence[SectionCandidates]
) -> Iterator[Shortfall]:
    def share(item: PoolItem) -> Fraction:
        earned = expected_points(task.figures for task in item.tasks)
        return earned * ONE / blueprint.points

    yield from _out_of_reach(
        "MEAN_DIFFICULTY",
        names.mean_name(blueprint),
        blueprint.difficulty,
        _reach(blueprint, found, share),
        permille_text,
    )


def _information(
    blueprint: Blueprint, found: Sequence[SectionCandidates]
) -> Iterator[Shortfall]:
    for target in blueprint.information:

        def amount(item: PoolItem, at: int = target.ability_milli) -> Fraction:
            exact = form_information((task.figures for task in item.tasks), at)
            return Fraction(round(exact * ONE * _NEAREST) + 1, _NEAREST)

        yield from _out_of_reach(
            "INFORMATION",
            names.information_name(target),
            Range(low=Fraction(target.least_milli), high=None),
            _reach(blueprint, found, amount),
            lambda milli: f"{float(milli) / ONE:.3f}",
        )


def _time(
    blueprint: Blueprint, found: Sequence[SectionCandidates]
) -> Iterator[Shortfall]:
    yield from _out_of_reach(
        "TIME",
        names.time_name(blueprint),
        blueprint.time_s,
        _reach(blueprint, found, lambda item: Fraction(item.expected_s)),
        lambda seconds: f"{float(seconds) / 60:.1f}",
        Wording(" 分钟", " minutes"),
    )


def _reach(
    blueprint: Blueprint,
    found: Sequence[SectionCandidates],
    amount: Callable[[PoolItem], Fraction],
) -> tuple[Fraction, Fraction]:
    """Return the least and the most that forms have on average, whatever is chosen."""
    amounts = [
        (section, {item_id: amount(item) for item_id, item in section.items.items()})
        for section in found
    ]
    least, most = (
        sum(
            (extreme(blueprint, *pair, is_most=is_most) for pair in amounts), Fraction()
        )
        for is_most in (False, True)
    )
    return least / blueprint.forms, most / blueprint.forms


def _out_of_reach(
    code: str,
    name: Wording,
    wanted: Range,
    reach: tuple[Fraction, Fraction],
    number: Callable[[Fraction], str],
    unit: Wording = names.SHARE,
) -> Iterator[Shortfall]:
    least, most = reach
    if wanted.low is not None and most < wanted.low:
        missing, best = wanted.low - most, most
        zh, en = ("至多", "差"), ("at most", "short by")
    elif wanted.high is not None and least > wanted.high:
        missing, best = least - wanted.high, least
        zh, en = ("至少", "超"), ("at least", "over by")
    else:
        return
    yield Shortfall(
        code=code,
        rule=name,
        missing=missing,
        wording=Wording(
            f"规则“{name.zh}”：按各大题的题数，现有试题组成的试卷平均{zh[0]} "
            f"{number(best)}{unit.zh}，{zh[1]} {number(missing)}{unit.zh}",
            f"“{name.en}”: with the counts of the sections, the forms that the items "
            f"give have {en[0]} {number(best)}{unit.en} on average, {en[1]} "
            f"{number(missing)}{unit.en}",
        ),
    )


def _keys(
    blueprint: Blueprint, found: Sequence[SectionCandidates]
) -> Iterator[Shortfall]:
    """Ask whether so few items with each key can fill the section."""
    for section in found:
        plan = section.section
        if plan.most_same_key_permille is None:
            continue
        most = most_same_key(plan.count, plan.most_same_key_permille)
        counts = Counter(item.key for item in section.items.values())
        without = counts.pop(None, 0)
        room = without + sum(min(most, count) for count in counts.values())
        if room >= plan.count or len(section.items) < plan.count:
            continue  # enough, or told by the section's own count
        name, short = names.key_name(plan), plan.count - room
        yield Shortfall(
            code="KEY_BALANCE",
            rule=name,
            missing=Fraction(short * blueprint.forms),
            wording=Wording(
                f"规则“{name.zh}”：每个答案至多 {most} 道，题库中的试题至多取 {room} 道，"
                f"而本大题要 {plan.count} 道，差 {short} 道",
                f"“{name.en}”: at most {most} items a key leave room for {room}, the "
                f"section wants {plan.count}, {short} short",
            ),
        )


def _sums(
    blueprint: Blueprint, found: Sequence[SectionCandidates]
) -> Iterator[Shortfall]:
    """Ask whether shares of points that exclude one another can add up to the whole."""
    groups: dict[tuple[str, str], dict[str, Quota]] = {}
    for quota in blueprint.quotas:
        key = _group_of(quota)
        if key is not None:
            _, part = key
            groups.setdefault(key[0], {}).setdefault(part, quota)
    for (_, section_id), quotas in groups.items():
        sections = [
            section
            for section in found
            if section_id in {"", section.section.section_id}
        ]
        whole = sum((s.section.total_points for s in sections), Fraction())
        yield from _sum(tuple(quotas.values()), sections, whole)


def _group_of(quota: Quota) -> tuple[tuple[str, str], str] | None:
    """Return what the quota divides, and which part it is; None: nothing but a part."""
    wanted = quota.selection
    others = (wanted.tag_prefix, wanted.kind, wanted.item_ids, wanted.difficulty)
    if quota.measure is not Measure.POINTS or any(o is not None for o in others):
        return None
    if (wanted.domain is None) == (wanted.task is None):
        return None
    section = wanted.section_id or ""
    if wanted.domain is not None:
        return ("domain", section), wanted.domain
    return ("task", section), wanted.task or ""


def _sum(
    quotas: tuple[Quota, ...], sections: Sequence[SectionCandidates], whole: Fraction
) -> Iterator[Shortfall]:
    least = sum((quota.range.low or Fraction() for quota in quotas), Fraction())
    if least > whole:
        yield _sum_shortfall(quotas, whole, least, is_low=True)
    highs = [quota.range.high for quota in quotas]
    most = sum((high for high in highs if high is not None), Fraction())
    if None not in highs and most < whole and _covers(quotas, sections):
        yield _sum_shortfall(quotas, whole, most, is_low=False)


def _covers(quotas: tuple[Quota, ...], sections: Sequence[SectionCandidates]) -> bool:
    """Return whether every point of every candidate belongs to one of the quotas."""
    return all(
        sum(quota.amount_of(item, section.section.section_id) for quota in quotas)
        == item.points
        for section in sections
        for item in section.items.values()
    )


def _sum_shortfall(
    quotas: tuple[Quota, ...], whole: Fraction, total: Fraction, *, is_low: bool
) -> Shortfall:
    listed = [quota.name or _part(quota) for quota in quotas]
    first, count = "、".join(listed), len(quotas)
    amount, points, gap = map(number_text, (total, whole, abs(total - whole)))
    zh = ("下限", "多") if is_low else ("上限", "差")
    en = ("least", "over by") if is_low else ("most", "short by")
    name = Wording(f"{first} 的分值", f"points of {', '.join(listed)}")
    return Shortfall(
        code="QUOTA_SUM",
        rule=name,
        missing=abs(total - whole),
        wording=Wording(
            f"{count} 条分值规则（{first}）的{zh[0]}合计 {amount} 分，而这些分值合计应为 "
            f"{points} 分，{zh[1]} {gap} 分",
            f"the {en[0]} points of {count} rules ({', '.join(listed)}) are {amount} "
            f"together, but have to make {points}, {en[1]} {gap}",
        ),
    )


def _part(quota: Quota) -> str:
    return quota.selection.domain or quota.selection.task or ""
