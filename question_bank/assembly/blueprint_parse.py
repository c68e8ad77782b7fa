"""Read a blueprint's TOML into records, and tell every field that cannot be. Pure."""

import re
import tomllib
from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor
from typing import TypeVar

import msgspec

from question_bank.assembly.blueprint import (
    Band,
    Blueprint,
    InformationTarget,
    Measure,
    Quota,
    Range,
    Reuse,
    SectionPlan,
    Selection,
    Tolerances,
    percent_of,
)
from question_bank.assembly.blueprint_source import (
    MOST_FORMS,
    BandSource,
    BlueprintSource,
    Number,
    NumberPair,
    QuotaSource,
    SectionSource,
    number,
)
from question_bank.assembly.errors import BlueprintSourceError
from question_bank.assembly.field_words import field_words, toml_words
from question_bank.items.estimate import ONE
from question_bank.items.field_types import points_problem
from question_bank.items.score_line import Wording

MOST_BLUEPRINT_BYTES = 1024 * 1024

_WHOLE_PERCENT = 100

Source = TypeVar("Source")

_PLACED = re.compile(r"(?P<found>.*) - at `\$\.?(?P<path>.*)`", re.DOTALL)


def parse_blueprint(
    untrusted_bytes: bytes, *, name: str, forms: int | None = None
) -> Blueprint:
    """Parse a blueprint; `name` stands before each field in what is told.

    Args:
        forms: How many forms, instead of what the blueprint says.

    Raises:
        BlueprintSourceError: not TOML, or fields that cannot be, each with its name.
    """
    if len(untrusted_bytes) > MOST_BLUEPRINT_BYTES:
        raise _error(name, f"大于 {MOST_BLUEPRINT_BYTES} 字节", "the file is too large")
    try:
        plain = tomllib.loads(untrusted_bytes.decode("utf-8-sig"), parse_float=str)
        source = msgspec.convert(plain, BlueprintSource, strict=True)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise _error(name, toml_words(str(error)), f"not TOML: {error}") from error
    except msgspec.ValidationError as error:
        placed = _PLACED.fullmatch(str(error))
        where = f"{name}.{placed['path']}" if placed else name
        found = placed["found"] if placed else str(error)
        raise _error(where, field_words(found), found) from error
    if forms is not None:
        if not 1 <= forms <= MOST_FORMS:
            raise _error(
                "--forms", f"应为 1 至 {MOST_FORMS}", f"expected 1 to {MOST_FORMS}"
            )
        wanted = msgspec.structs.replace(source.forms, count=forms)
        source = msgspec.structs.replace(source, forms=wanted)
    return _Reading(source, name).whole()


def _error(where: str, zh: str, en: str) -> BlueprintSourceError:
    return BlueprintSourceError((Wording(f"{where}：{zh}", f"{where}: {en}"),))


class _Reading:
    """One blueprint while its fields are checked against one another."""

    def __init__(self, source: BlueprintSource, name: str) -> None:
        self._source = source
        self._name = name
        self._problems: list[Wording] = []

    def whole(self) -> Blueprint:
        source = self._source
        sections = tuple(
            self._section(f"sections[{index}]", section)
            for index, section in enumerate(source.sections)
        )
        points = self._number("points", source.points)
        self._check_sections(sections, points)
        blueprint = Blueprint(
            title=source.title,
            level=source.level,
            duration_minutes=source.duration_minutes,
            points=points,
            sections=sections,
            forms=source.forms.count,
            most_shared=source.forms.most_shared,
            anchors=tuple(sorted(set(source.forms.anchors))),
            required=tuple(sorted(set(source.forms.required))),
            forbidden=tuple(sorted(set(source.forms.forbidden))),
            quotas=tuple(self._quotas(sections, points)),
            difficulty=self._share("difficulty.mean", source.difficulty.mean),
            bands=tuple(self._bands(sections)),
            information=tuple(
                InformationTarget(
                    ability_milli=self._milli(f"{where}.ability", target.ability),
                    least_milli=self._milli(f"{where}.least", target.least),
                )
                for where, target in _placed("information", source.information)
            ),
            time_s=self._range(
                "time.minutes", source.time.minutes if source.time else None, 60
            ),
            tolerances=self._tolerances(),
            reuse=Reuse(
                not_used_since=source.reuse.not_used_since,
                most_uses=source.reuse.most_uses,
                uses_since=source.reuse.uses_since,
                prefers_little_used=source.reuse.prefer_little_used,
            ),
        )
        self._check_named_items(blueprint)
        if self._problems:
            raise BlueprintSourceError(tuple(self._problems))
        return blueprint

    def _section(self, where: str, source: SectionSource) -> SectionPlan:
        each = self._points(f"{where}.points_each", source.points_each)
        total = self._points(f"{where}.points", source.points)
        if (each is None) == (total is None):
            self._tell(
                where,
                "points_each（每题分值）与 points（本大题总分）须且只须写一项",
                "give either points_each or points, not both and not neither",
            )
            each, total = Fraction(1), None
        return SectionPlan(
            section_id=source.id,
            title=source.title,
            instructions=source.instructions.strip(),
            kinds=tuple(dict.fromkeys(source.kinds)),
            count=source.count,
            points_each=each,
            points=total,
            is_one_way=source.one_way,
            time_limit_minutes=source.time_limit_minutes,
            most_same_key_permille=(
                None
                if source.most_same_key_percent is None
                else source.most_same_key_percent * 10
            ),
            is_in_task_order=source.order == "task",
        )

    def _check_sections(
        self, sections: tuple[SectionPlan, ...], points: Fraction
    ) -> None:
        ids = [section.section_id for section in sections]
        if len(set(ids)) != len(ids):
            self._tell(
                "sections", "大题编号 id 有重复", "two sections have the same id"
            )
        total = sum((section.total_points for section in sections), Fraction(0))
        if total != points:
            self._tell(
                "points",
                f"各大题合计 {total} 分，与总分 {points} 分不符",
                f"the sections are worth {total} together, not {points}",
            )

    def _quotas(
        self, sections: tuple[SectionPlan, ...], points: Fraction
    ) -> Iterator[Quota]:
        totals = {section.section_id: section.total_points for section in sections}
        for table in ("weights", "content"):
            for where, source in _placed(table, getattr(self._source, table)):
                if source.section is not None and source.section not in totals:
                    self._tell(
                        f"{where}.section",
                        f"没有编号为 {source.section} 的大题",
                        f"there is no section {source.section}",
                    )
                    continue
                whole = totals[source.section] if source.section else points
                yield from self._quota(where, source, whole)

    def _quota(
        self, where: str, source: QuotaSource, whole: Fraction
    ) -> Iterator[Quota]:
        amounts = {
            name: pair
            for name in ("points", "items", "percent")
            if (pair := getattr(source, name)) is not None
        }
        if len(amounts) != 1:
            self._tell(
                where,
                "points、items、percent 须且只须写一项",
                "give exactly one of points, items and percent",
            )
            return
        ((name, pair),) = amounts.items()
        reads = self._percent if name == "percent" else self._range
        found = reads(f"{where}.{name}", pair)
        if name == "percent" and found.low is not None and found.high is not None:
            found = percent_of(whole, found.low, found.high)
        difficulty = None
        if source.difficulty is not None:
            span = self._share(f"{where}.difficulty", source.difficulty)
            difficulty = (_whole(span.low), _whole(span.high))
        yield Quota(
            name=source.name or "",
            selection=Selection(
                section_id=source.section,
                domain=source.domain,
                task=source.task,
                tag_prefix=source.tag,
                kind=source.kind,
                item_ids=None if source.set is None else frozenset(source.set),
                difficulty=difficulty,
            ),
            measure=Measure.ITEMS if name == "items" else Measure.POINTS,
            range=found,
        )

    def _bands(self, sections: tuple[SectionPlan, ...]) -> Iterator[Band]:
        count = sum(section.count for section in sections)
        for where, band in _placed("difficulty.bands", self._source.difficulty.bands):
            low = self._milli(f"{where}.from", band.from_)
            high = self._milli(f"{where}.below", band.below)
            self._check_within(f"{where}.from", low, ONE)
            self._check_within(f"{where}.below", high, ONE)
            if low >= high:
                self._tell(
                    where, "from 应小于 below", "`from` has to be less than `below`"
                )
            yield Band(
                name=band.name,
                low_permille=low,
                high_permille=high,
                items=self._band_items(where, band, count),
            )

    def _band_items(self, where: str, band: BandSource, count: int) -> Range:
        if (band.percent is None) == (band.items is None):
            self._tell(
                where,
                "percent 与 items 须且只须写一项",
                "give either percent or items",
            )
            return Range(low=None, high=None)
        if band.items is not None:
            return self._range(f"{where}.items", band.items)
        found = self._percent(f"{where}.percent", band.percent)
        assert found.low is not None and found.high is not None, "a pair has both"  # noqa: PT018 - no test
        shares = percent_of(Fraction(count), found.low, found.high)
        assert shares.low is not None and shares.high is not None, "as above"  # noqa: PT018 - no test
        return Range(low=Fraction(ceil(shares.low)), high=Fraction(floor(shares.high)))

    def _tolerances(self) -> Tolerances:
        source = self._source.between_forms
        return Tolerances(
            difficulty_permille=self._scaled(
                "between_forms.mean_difficulty", source.mean_difficulty, ONE
            ),
            information_permille=self._scaled(
                "between_forms.information_percent", source.information_percent, 10
            ),
            time_s=self._scaled("between_forms.time_minutes", source.time_minutes, 60),
        )

    def _check_named_items(self, blueprint: Blueprint) -> None:
        forbidden = set(blueprint.forbidden)
        for field in ("anchors", "required"):
            for item_id in sorted(forbidden & set(getattr(blueprint, field))):
                self._tell(
                    f"forms.{field}",
                    f"试题 {item_id} 同时列在 forbidden 中",
                    f"the item {item_id} is forbidden as well",
                )

    def _range(
        self, where: str, pair: NumberPair | tuple[int, ...] | None, scale: int = 1
    ) -> Range:
        if pair is None:
            return Range(low=None, high=None)
        low, high = (self._number(where, value) * scale for value in pair)
        if low > high:
            self._tell(
                where, "前一个数不应大于后一个数", "the first is larger than the second"
            )
        return Range(low=low, high=high)

    def _share(self, where: str, pair: NumberPair | None) -> Range:
        """Read a range of difficulty, in thousandths."""
        found = self._range(where, pair, ONE)
        for bound in (found.low, found.high):
            self._check_within(where, bound, ONE)
        return found

    def _percent(self, where: str, pair: NumberPair | tuple[int, ...] | None) -> Range:
        found = self._range(where, pair)
        for bound in (found.low, found.high):
            if bound is not None and not 0 <= bound <= _WHOLE_PERCENT:
                self._tell(where, "百分比应在 0 至 100 之间", "expected 0 to 100")
                break
        return found

    def _check_within(
        self, where: str, value: Fraction | int | None, most: int
    ) -> None:
        if value is not None and not 0 <= value <= most:
            self._tell(
                where,
                "难度为预期得分率，应在 0 至 1 之间，如 0.63",
                "a difficulty is a score rate from 0 to 1, such as 0.63",
            )

    def _points(self, where: str, value: Number | None) -> Fraction | None:
        if value is None:
            return None
        points = self._number(where, value)
        if problem := points_problem(points):
            self._tell(where, f"分值有误：{problem}", problem)
        return points

    def _scaled(self, where: str, value: Number | None, scale: int) -> int | None:
        if value is None:
            return None
        scaled = self._number(where, value) * scale
        if scaled < 0:
            self._tell(where, "不能为负", "it cannot be negative")
        return int(scaled)

    def _milli(self, where: str, value: Number) -> int:
        return int(self._number(where, value) * ONE)

    def _number(self, where: str, value: Number) -> Fraction:
        try:
            return number(value)
        except ValueError as error:
            self._tell(where, f'应为数字，如 2、0.68 或 "3/2"：{value!r}', str(error))
            return Fraction(1)

    def _tell(self, where: str, zh: str, en: str) -> None:
        place = f"{self._name}.{where}"
        self._problems.append(Wording(f"{place}：{zh}", f"{place}: {en}"))


def _whole(value: Fraction | None) -> int:
    return int(value or 0)


def _placed(table: str, sources: tuple[Source, ...]) -> Iterator[tuple[str, Source]]:
    for index, source in enumerate(sources):
        yield f"{table}[{index}]", source
