"""The independent check: every rule of the blueprint, counted anew in finished forms.

Shares nothing with the building of the problem: it starts from forms as candidates would
get them. Its answer is also the report's table "blueprint against form". Pure.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import floor

from question_bank.assembly import rule_names as names
from question_bank.assembly.blueprint import (
    Blueprint,
    Measure,
    SectionPlan,
    number_text,
    permille_text,
    range_text,
)
from question_bank.assembly.pool import Pool
from question_bank.assembly.recount import (
    PlacedItem,
    figures_of,
    items_in_band,
    kinds_in,
    most_frequent_key,
    placed_items,
    selected_items,
    selected_points,
)
from question_bank.formats.form import Form
from question_bank.items.estimate import ONE
from question_bank.items.score_line import Wording
from question_bank.statistics.form_figures import (
    expected_s,
    form_information,
    mean_difficulty,
)

BETWEEN = ""
"""Stands for the form code where a check is about all forms together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCheck:
    """One rule in one form, or between forms.

    Attributes:
        code: That of the rule.
        form_code: Empty where it is about all forms together.
        reached: What was counted, as people write it.
    """

    code: str
    rule: Wording
    form_code: str
    wanted: str
    reached: str
    is_kept: bool


def verify_forms(
    blueprint: Blueprint, pool: Pool, forms: Sequence[Form]
) -> tuple[RuleCheck, ...]:
    """Return a check for every rule in every form, then those between forms."""
    placed = {form.form_code: placed_items(form, pool) for form in forms}
    checks: list[RuleCheck] = []
    for form in forms:
        items = placed[form.form_code]
        found = _FormChecks(blueprint, pool, form, items)
        checks.extend(found.all())
    checks.extend(_between(blueprint, list(placed.values())))
    return tuple(checks)


def broken(checks: Sequence[RuleCheck]) -> tuple[RuleCheck, ...]:
    """Return the checks that are not kept."""
    return tuple(check for check in checks if not check.is_kept)


def broken_wording(check: RuleCheck) -> Wording:
    """Return what is broken, as a sentence."""
    form = Wording(
        f"{check.form_code} 卷" if check.form_code else "各卷之间",
        f"form {check.form_code}" if check.form_code else "between forms",
    )
    return Wording(
        f"{form.zh}：规则“{check.rule.zh}”要求 {check.wanted}，复核得 {check.reached}",
        f"{form.en}: “{check.rule.en}” wants {check.wanted}, counted {check.reached}",
    )


class _FormChecks:
    """All rules of one form."""

    def __init__(
        self, blueprint: Blueprint, pool: Pool, form: Form, items: Sequence[PlacedItem]
    ) -> None:
        self._blueprint = blueprint
        self._pool = pool
        self._form = form
        self._items = items

    def all(self) -> Iterator[RuleCheck]:
        yield from self._whole()
        for section in self._blueprint.sections:
            yield from self._section(section)
        yield from self._named_items()
        for quota in self._blueprint.quotas:
            is_points = quota.measure is Measure.POINTS
            count = selected_points if is_points else selected_items
            reached = Fraction(count(self._items, quota.selection))
            yield self._check(
                "QUOTA",
                names.quota_name(quota, self._blueprint),
                range_text(quota.range),
                number_text(reached),
                is_kept=quota.range.holds(reached),
            )
        yield from self._measured()

    def _whole(self) -> Iterator[RuleCheck]:
        blueprint, form = self._blueprint, self._form
        plans = [(plan.section_id, plan.title) for plan in blueprint.sections]
        found = [(section.section_id, section.title) for section in form.sections]
        yield self._check(
            "SECTIONS",
            Wording("大题及其顺序", "sections in their order"),
            " ".join(section_id for section_id, _ in plans),
            " ".join(section_id for section_id, _ in found),
            is_kept=plans == found,
        )
        points = sum((item.points for item in self._items), Fraction(0))
        yield self._check(
            "POINTS",
            Wording("总分", "points of the form"),
            number_text(blueprint.points),
            number_text(points),
            is_kept=points == blueprint.points,
        )
        twice = len(self._items) - len({item.item_id for item in self._items})
        yield self._check(
            "ONCE",
            Wording("卷内没有重复的试题", "no item stands twice"),
            "0",
            str(twice),
            is_kept=twice == 0,
        )
        yield self._check(
            "LEVEL",
            Wording("级别", "level"),
            blueprint.level,
            form.level,
            is_kept=blueprint.level == form.level == self._pool.level,
        )

    def _section(self, plan: SectionPlan) -> Iterator[RuleCheck]:
        items = [item for item in self._items if item.section_id == plan.section_id]
        yield self._check(
            "SECTION_COUNT",
            names.section_name(plan),
            str(plan.count),
            str(len(items)),
            is_kept=len(items) == plan.count,
        )
        points = sum((item.points for item in items), Fraction(0))
        is_each = plan.points_each is None or all(
            item.points == plan.points_each for item in items
        )
        yield self._check(
            "SECTION_POINTS",
            names.section_points_name(plan),
            number_text(plan.total_points),
            number_text(points),
            is_kept=points == plan.total_points and is_each,
        )
        strangers = kinds_in(items, plan.section_id) - set(plan.kinds)
        if strangers:
            yield self._check(
                "SECTION_KIND",
                names.section_name(plan),
                "/".join(plan.kinds),
                "/".join(sorted(strangers)),
                is_kept=False,
            )
        if plan.most_same_key_permille is not None:
            most = plan.count * plan.most_same_key_permille // ONE
            reached = most_frequent_key(items, plan.section_id)
            yield self._check(
                "KEY_BALANCE",
                names.key_name(plan),
                f"≤ {most}",
                str(reached),
                is_kept=reached <= most,
            )

    def _named_items(self) -> Iterator[RuleCheck]:
        blueprint = self._blueprint
        ids = {item.item_id for item in self._items}
        for anchor in blueprint.anchors:
            yield self._check(
                "ANCHOR",
                names.anchor_name(anchor),
                "1",
                str(int(anchor in ids)),
                is_kept=anchor in ids,
            )
        for name, code, found in (
            (
                Wording("不使用被禁用的试题", "no forbidden item"),
                "FORBIDDEN",
                ids & set(blueprint.forbidden),
            ),
            (
                Wording(
                    "不超过重复使用的限制", "no item is used too often or too soon"
                ),
                "REUSE",
                {item.item_id for item in self._items if self._is_worn(item)},
            ),
            (
                names.ENEMIES,
                "ENEMIES",
                {f"{a} × {b}" for a, b in self._pool.enemies if {a, b} <= ids},
            ),
        ):
            yield self._check(
                code,
                name,
                "0",
                "、".join(sorted(found)) or "0",
                is_kept=not found,
            )

    def _is_worn(self, item: PlacedItem) -> bool:
        named = {*self._blueprint.anchors, *self._blueprint.required}
        if item.item_id in named:
            return False
        reuse, known = self._blueprint.reuse, item.known
        is_recent = reuse.not_used_since is not None and known.uses_since_ban > 0
        limit = reuse.most_uses
        return is_recent or (limit is not None and known.uses_since_limit >= limit)

    def _measured(self) -> Iterator[RuleCheck]:
        blueprint = self._blueprint
        for band in blueprint.bands:
            count = items_in_band(self._items, band.low_permille, band.high_permille)
            yield self._check(
                "BAND",
                names.band_name(band),
                range_text(band.items),
                str(count),
                is_kept=band.items.holds(count),
            )
        tasks = figures_of(self._items)
        mean = mean_difficulty(tasks) * ONE
        yield self._check(
            "MEAN_DIFFICULTY",
            names.mean_name(blueprint),
            range_text(blueprint.difficulty, permille_text),
            permille_text(mean),
            is_kept=blueprint.difficulty.holds(mean),
        )
        for target in blueprint.information:
            reached = form_information(tasks, target.ability_milli)
            yield self._check(
                "INFORMATION",
                names.information_name(target),
                f"≥ {names.number_text_of_milli(target.least_milli)}",
                names.number_text_of_milli(floor(reached * ONE)),
                is_kept=reached * ONE >= target.least_milli,
            )
        seconds = expected_s(tasks)
        yield self._check(
            "TIME",
            names.time_name(blueprint),
            range_text(blueprint.time_s, _minutes),
            _minutes(Fraction(seconds)),
            is_kept=blueprint.time_s.holds(seconds),
        )

    def _check(
        self, code: str, rule: Wording, wanted: str, reached: str, *, is_kept: bool
    ) -> RuleCheck:
        return RuleCheck(
            code=code,
            rule=rule,
            form_code=self._form.form_code,
            wanted=wanted,
            reached=reached,
            is_kept=is_kept,
        )


def _between(
    blueprint: Blueprint, forms: list[tuple[PlacedItem, ...]]
) -> Iterator[RuleCheck]:
    yield _together(
        "FORMS",
        Wording("试卷份数", "number of forms"),
        str(blueprint.forms),
        str(len(forms)),
        is_kept=len(forms) == blueprint.forms,
    )
    used = {item.item_id for items in forms for item in items}
    for required in blueprint.required:
        yield _together(
            "REQUIRED",
            names.required_name(required),
            "≥ 1",
            str(int(required in used)),
            is_kept=required in used,
        )
    if len(forms) > 1:
        yield from _tolerances(blueprint, forms)


def _tolerances(
    blueprint: Blueprint, forms: list[tuple[PlacedItem, ...]]
) -> Iterator[RuleCheck]:
    anchors = set(blueprint.anchors)
    ids = [{item.item_id for item in items} - anchors for items in forms]
    shared = max(len(left & right) for left, right in combinations(ids, 2))
    yield _together(
        "OVERLAP",
        names.overlap_name(blueprint),
        f"≤ {blueprint.most_shared}",
        str(shared),
        is_kept=shared <= blueprint.most_shared,
    )
    tasks = [figures_of(items) for items in forms]
    tolerances = blueprint.tolerances
    means = [mean_difficulty(found) * ONE for found in tasks]
    spread = max(means) - min(means)
    if (most := tolerances.difficulty_permille) is not None:
        yield _together(
            "DIFFICULTY_TOLERANCE",
            names.difficulty_tolerance_name(most),
            f"≤ {permille_text(most)}",
            f"{float(spread) / ONE:.4f}",
            is_kept=spread <= most,
        )
    if (permille := tolerances.information_permille) is not None:
        for target in blueprint.information:
            reached = [form_information(found, target.ability_milli) for found in tasks]
            least = max(min(reached), 1 / ONE)
            yield _together(
                "INFORMATION_TOLERANCE",
                names.information_tolerance_name(target, permille),
                f"≤ {permille / 10:g}%",
                f"{(max(reached) - least) * 100 / least:.1f}%",
                is_kept=ONE * max(reached) <= (ONE + permille) * least,
            )
    times = [expected_s(found) for found in tasks]
    if (seconds := tolerances.time_s) is not None:
        yield _together(
            "TIME_TOLERANCE",
            names.time_tolerance_name(seconds),
            f"≤ {_minutes(Fraction(seconds))}",
            _minutes(Fraction(max(times) - min(times))),
            is_kept=max(times) - min(times) <= seconds,
        )


def _together(
    code: str, rule: Wording, wanted: str, reached: str, *, is_kept: bool
) -> RuleCheck:
    return RuleCheck(
        code=code,
        rule=rule,
        form_code=BETWEEN,
        wanted=wanted,
        reached=reached,
        is_kept=is_kept,
    )


def _minutes(seconds: Fraction) -> str:
    return f"{float(seconds) / 60:.1f}".removesuffix(".0")
