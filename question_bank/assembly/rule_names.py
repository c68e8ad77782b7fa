"""What the rules of a blueprint are called, in both languages. Pure."""

from collections.abc import Mapping
from types import MappingProxyType

from question_bank.assembly.blueprint import (
    Band,
    Blueprint,
    InformationTarget,
    Measure,
    Quota,
    SectionPlan,
    number_text,
    permille_text,
    range_text,
)
from question_bank.assembly.pool import ItemKind
from question_bank.items.estimate import ONE
from question_bank.items.score_line import Wording

KIND_WORDINGS: Mapping[ItemKind, Wording] = MappingProxyType(
    {
        ItemKind.SINGLE_CHOICE: Wording("单选题", "single choice"),
        ItemKind.MULTIPLE_CHOICE: Wording("多选题", "multiple choice"),
        ItemKind.TRUE_FALSE: Wording("判断题", "true/false"),
        ItemKind.SHORT_ANSWER: Wording("简答题", "short answer"),
        ItemKind.SPOKEN_ANSWER: Wording("口述题", "spoken answer"),
        ItemKind.CASE: Wording("案例", "case"),
    }
)

ITEMS = Wording("道", "items")
POINTS = Wording("分", "points")
SECONDS = Wording("秒", "s")
SHARE = Wording("", "")
PLACES = Wording("处", "places")


ENEMIES = Wording("互斥试题不同卷", "enemies never meet in a form")


def form_codes(count: int) -> tuple[str, ...]:
    """Return the codes of forms that are built together: A, B, C …."""
    return tuple(chr(ord("A") + index) for index in range(count))


def section_name(section: SectionPlan) -> Wording:
    """Name a section's count."""
    return Wording(
        f"{section.title}：{section.count} 道",
        f"{section.title}: {section.count} items",
    )


def section_points_name(section: SectionPlan) -> Wording:
    """Name a section's points."""
    points = number_text(section.total_points)
    return Wording(
        f"{section.title}：共 {points} 分", f"{section.title}: {points} points"
    )


def key_name(section: SectionPlan) -> Wording:
    """Name the balance of keys in a section."""
    percent = number_text((section.most_same_key_permille or ONE) // 10)
    return Wording(
        f"{section.title}：同一答案至多 {percent}%",
        f"{section.title}: at most {percent} % with the same key",
    )


def quota_name(quota: Quota, blueprint: Blueprint) -> Wording:
    """Name a weight or a content rule, by the assembler's own name if there is one."""
    wanted = range_text(quota.range)
    unit = POINTS if quota.measure is Measure.POINTS else ITEMS
    if quota.name:
        selected = Wording(quota.name, quota.name)
    else:
        selected = _selected(quota, blueprint)
    return Wording(
        f"{selected.zh}：{wanted} {unit.zh}", f"{selected.en}: {wanted} {unit.en}"
    )


def _selected(quota: Quota, blueprint: Blueprint) -> Wording:
    found = quota.selection
    titles = {section.section_id: section.title for section in blueprint.sections}
    zh, en = [], []
    if found.section_id is not None:
        zh.append(titles[found.section_id])
        en.append(f"section {found.section_id}")
    if found.domain is not None:
        zh.append(f"领域 {found.domain}")
        en.append(f"domain {found.domain}")
    if found.task is not None:
        zh.append(f"任务 {found.task}")
        en.append(f"task {found.task}")
    if found.tag_prefix is not None:
        zh.append(f"标签 {found.tag_prefix}")
        en.append(f"tag {found.tag_prefix}")
    if found.kind is not None:
        zh.append(KIND_WORDINGS[found.kind].zh)
        en.append(KIND_WORDINGS[found.kind].en)
    if found.item_ids is not None:
        zh.append(f"指定的 {len(found.item_ids)} 道试题")
        en.append(f"{len(found.item_ids)} named items")
    if found.difficulty is not None:
        low, high = map(permille_text, found.difficulty)
        zh.append(f"难度 {low}～{high}")
        en.append(f"difficulty {low} to {high}")
    return Wording("、".join(zh) or "全卷", ", ".join(en) or "the whole form")


def band_name(band: Band) -> Wording:
    """Name a band of difficulty."""
    low, high = permille_text(band.low_permille), permille_text(band.high_permille)
    wanted = range_text(band.items)
    return Wording(
        f"难度档“{band.name}”（{low}～{high}）：{wanted} 道",
        f"difficulty band “{band.name}” ({low} to {high}): {wanted} items",
    )


def mean_name(blueprint: Blueprint) -> Wording:
    """Name the range of the mean difficulty."""
    wanted = range_text(blueprint.difficulty, permille_text)
    return Wording(f"平均难度：{wanted}", f"mean difficulty: {wanted}")


def information_name(target: InformationTarget) -> Wording:
    """Name a target of information."""
    ability = number_text_of_milli(target.ability_milli)
    least = number_text_of_milli(target.least_milli)
    return Wording(
        f"能力 θ={ability} 处的测验信息量：≥ {least}",
        f"test information at ability {ability}: ≥ {least}",
    )


def time_name(blueprint: Blueprint) -> Wording:
    """Name the range of the expected time."""
    wanted = range_text(blueprint.time_s, lambda value: number_text(round(value / 60)))
    return Wording(f"预计用时：{wanted} 分钟", f"expected time: {wanted} minutes")


def number_text_of_milli(milli: int) -> str:
    """Return thousandths as a decimal without idle zeros."""
    return f"{milli / ONE:.3f}".rstrip("0").rstrip(".")


def overlap_name(blueprint: Blueprint) -> Wording:
    """Name how many items forms may share."""
    most = blueprint.most_shared
    if most == 0:
        return Wording("各卷试题互不相同", "forms share no items")
    return Wording(
        f"任意两卷相同试题至多 {most} 道", f"any two forms share at most {most} items"
    )


def anchor_name(item_id: str) -> Wording:
    """Name an anchor."""
    return Wording(f"锚题 {item_id} 每卷都有", f"the anchor {item_id} is in every form")


def required_name(item_id: str) -> Wording:
    """Name a required item."""
    return Wording(
        f"必用试题 {item_id} 至少在一卷中", f"the required item {item_id} is in a form"
    )


def difficulty_tolerance_name(permille: int) -> Wording:
    """Name how far mean difficulties may differ."""
    text = permille_text(permille)
    return Wording(
        f"各卷平均难度之差：≤ {text}", f"mean difficulties of forms differ by ≤ {text}"
    )


def information_tolerance_name(target: InformationTarget, permille: int) -> Wording:
    """Name how far the information of forms may differ at an ability."""
    ability = number_text_of_milli(target.ability_milli)
    percent = f"{permille / 10:g}"
    return Wording(
        f"各卷在 θ={ability} 处信息量之差：≤ {percent}%",
        f"information of forms at ability {ability} differs by ≤ {percent} %",
    )


def time_tolerance_name(seconds: int) -> Wording:
    """Name how far expected times may differ."""
    minutes = f"{seconds / 60:g}"
    return Wording(
        f"各卷预计用时之差：≤ {minutes} 分钟",
        f"expected times of forms differ by ≤ {minutes} minutes",
    )
