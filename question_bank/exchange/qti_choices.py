"""Choice interactions into single choice, multiple choice and true/false tasks."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache
from types import MappingProxyType

from question_bank.exchange.qti_asked import (
    Asked,
    TaskWithKey,
    tell_not_computable,
    whole_number,
)
from question_bank.exchange.qti_content import ContentReader
from question_bank.exchange.qti_expressions import NotComputableError, Value
from question_bank.exchange.qti_fit import (
    Fit,
    NotOursError,
    Score,
    fit_multiple,
    fit_single,
)
from question_bank.exchange.qti_fit_large import standing_for_all
from question_bank.exchange.qti_fit_mapped import earns_all, fit_mapped
from question_bank.exchange.qti_telling import Telling
from question_bank.exchange.qti_words import DATA_PREFIX, is_safe_id, safe_id
from question_bank.exchange.qti_xml import Node
from question_bank.identifiers import OptionId
from question_bank.items.content import Block, plain_text
from question_bank.items.mapped_points import MappedPoints
from question_bank.items.multiple_choice import (
    Credit,
    MultipleChoice,
    MultipleChoiceKey,
)
from question_bank.items.option import MOST_OPTIONS, Option
from question_bank.items.single_choice import SingleChoice, SingleChoiceKey
from question_bank.items.true_false import TrueFalse, TrueFalseKey

_TRUTH_PAIRS = (
    ("对", "错"),
    ("正确", "错误"),
    ("正确", "不正确"),
    ("√", "×"),
    ("true", "false"),
)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class ChoiceReader:
    """Reads the choice interactions of one item."""

    def __init__(self, reader: ContentReader, telling: Telling) -> None:
        self._reader = reader
        self._telling = telling

    def task(self, node: Node, asked: Asked) -> TaskWithKey | None:
        """Return the task and its key; None if it was told why there is none."""
        choices = tuple(node.named("simple-choice"))
        names = tuple(choice.attributes.get("identifier", "") for choice in choices)
        if not self._choice_is_ours(node, asked, names):
            return None
        self._note_what_is_lost(node, asked)
        contents = tuple(self._reader.blocks(choice) for choice in choices)
        fit = self._fit(node, asked, names)
        if fit is None:
            return None
        own_kind = node.attributes.get(f"{DATA_PREFIX}kind")
        truths = _truths(contents) if own_kind in {None, "true_false"} else None
        is_single = self._is_single(node, asked)
        if is_single and truths is not None:
            key = TrueFalseKey(is_true=truths[names.index(fit.correct[0])])
            truth = TrueFalse(task_id=asked.task_id, points=fit.points, stem=asked.stem)
            return truth, key
        ids = self._option_ids(node, names)
        options = tuple(
            Option(option_id=ids[name], content=content)
            for name, content in zip(names, contents, strict=True)
        )
        keeps = self._keeps_order(node, choices)
        if is_single:
            single = SingleChoice(
                task_id=asked.task_id,
                points=fit.points,
                stem=asked.stem,
                options=options,
                keeps_option_order=keeps,
            )
            return single, SingleChoiceKey(correct_option=ids[fit.correct[0]])
        multiple = MultipleChoice(
            task_id=asked.task_id,
            points=fit.points,
            stem=asked.stem,
            options=options,
            credit=fit.credit,
            keeps_option_order=keeps,
        )
        return multiple, _multiple_key(fit, ids)

    def _choice_is_ours(self, node: Node, asked: Asked, names: tuple[str, ...]) -> bool:
        if len(set(names)) != len(names) or "" in names:
            self._telling.error(
                "OPTION_TWICE",
                node,
                "选项缺少标识，或有两个选项标识相同",
                "an option has no identifier, or two have the same",
            )
            return False
        if not 2 <= len(names) <= MOST_OPTIONS:  # noqa: PLR2004 - of two or more
            self._telling.error(
                "OPTIONS",
                node,
                f"有{len(names)}个选项，应为 2 到 {MOST_OPTIONS} 个",
                f"{len(names)} options, 2 to {MOST_OPTIONS} are expected",
            )
            return False
        if asked.declared.cardinality not in {"single", "multiple"}:
            self._telling.error(
                "RESPONSE_CARDINALITY",
                asked.declared.node,
                f"选择题的应答变量为 {asked.declared.cardinality}，无法对应",
                f"a choice with a response of cardinality {asked.declared.cardinality}",
            )
            return False
        return True

    def _note_what_is_lost(self, node: Node, asked: Asked) -> None:
        if whole_number(node, "min-choices", 0) > 1:
            self._telling.note(
                "MIN_CHOICES",
                node,
                "至少要选几项的要求未保留",
                "the least number of choices was not kept",
            )
        if (
            1
            < whole_number(node, "max-choices", 1)
            < len(tuple(node.named("simple-choice")))
        ):
            self._telling.note(
                "MAX_CHOICES",
                node,
                f"最多可选 {node.attributes['max-choices']} 项的限制未保留",
                f"that at most {node.attributes['max-choices']} may be chosen was not kept",
            )
        if asked.rubrics:
            self._telling.note(
                "RUBRIC_NOT_TAKEN",
                asked.rubrics[0],
                "选择题由程序评分，给评分员的说明未导入",
                "choices are scored by the program; the rubric for scorers was not taken",
            )

    def _is_single(self, node: Node, asked: Asked) -> bool:
        return (
            asked.declared.cardinality == "single"
            or whole_number(node, "max-choices", 1) == 1
        )

    def _fit(self, node: Node, asked: Asked, names: tuple[str, ...]) -> Fit | None:
        score = asked.score or self._score_by_key(node, asked)
        if score is None:
            return None
        as_container = asked.declared.cardinality == "multiple"
        try:
            if self._is_single(node, asked):
                fit = fit_single(names, score, as_container=as_container)
            else:
                fit = _fit_several(node, asked, names, cache(score))
        except NotOursError as error:
            self._telling.error("SCORING", asked.declared.node, error.zh, error.en)
            return None
        except NotComputableError as error:
            tell_not_computable(error, self._telling)
            return None
        if node.attributes.get(f"{DATA_PREFIX}credit") == Credit.PARTIAL and (
            len(fit.correct) == 1
        ):
            # With one correct option both rules are one; ours says which it was.
            fit = replace(fit, credit=Credit.PARTIAL)
        return fit if self._agrees(fit, asked) else None

    def _agrees(self, fit: Fit, asked: Asked) -> bool:
        """Return whether the declared answer, if there is one, earns everything."""
        declared = asked.declared.correct
        if declared is None:
            return True
        said = {declared} if isinstance(declared, str) else set(_strings(declared))
        if said == set(fit.correct):
            return True
        if fit.mapped is not None and earns_all(said, fit.mapped, fit.points):
            self._telling.note(
                "KEY_BY_POINTS",
                asked.declared.node,
                "按选项计分：分值大于 0 的选项都作为正确选项，与声明的答案不尽相同",
                "by points, every option above 0 is correct; the declared answer, which"
                " earns all as well, names others",
            )
            return True
        self._telling.error(
            "KEY_CONTRADICTS",
            asked.declared.node,
            f"声明的正确答案是{'、'.join(sorted(said))}，但得满分的是{'、'.join(fit.correct)}",
            f"the declared answer is {sorted(said)}, but {list(fit.correct)} earns all",
        )
        return False

    def _score_by_key(self, node: Node, asked: Asked) -> Score | None:
        """Score by the declared answer where the item has no rules at all."""
        correct = asked.declared.correct
        if asked.is_unscored:
            self._telling.error(
                "SCORING_NONE",
                node,
                f"评分规则没有给应答变量 {asked.declared.identifier} 计分，无法对应",
                f"the rules give nothing for the response {asked.declared.identifier}",
            )
            return None
        if correct is None:
            self._telling.error(
                "KEY_MISSING",
                node,
                "没有评分规则，也没有正确答案",
                "there are no scoring rules and no correct response",
            )
            return None
        points = asked.open_points or Fraction(1)
        self._telling.warning(
            "SCORING_ASSUMED",
            node,
            f"没有评分规则：按“与正确答案完全一致得 {points} 分”处理，请核对分值",
            f"there are no scoring rules: taken as {points} for the correct response",
        )

        def score(value: Value) -> Fraction:
            return points if value is not None and value == correct else Fraction(0)

        return score

    def _option_ids(self, node: Node, names: tuple[str, ...]) -> Mapping[str, OptionId]:
        own = [safe_id(name) for name in names]
        kept = all(
            is_safe_id(name) or (name[0] == "_" and name[1:] == made)
            for name, made in zip(names, own, strict=True)
        )
        if kept and len(set(own)) == len(own):
            return MappingProxyType(dict(zip(names, map(OptionId, own), strict=True)))
        self._telling.note(
            "OPTION_IDS",
            node,
            "选项标识不能用作本系统的标识，已依次改为 a、b、c……",
            "the option identifiers cannot be ours; they became a, b, c, …",
        )
        return MappingProxyType(dict(zip(names, map(OptionId, _LETTERS), strict=False)))

    def _keeps_order(self, node: Node, choices: tuple[Node, ...]) -> bool:
        if node.attributes.get("shuffle", "false").strip() not in {"true", "1"}:
            return True
        if any(
            choice.attributes.get("fixed", "false").strip() in {"true", "1"}
            for choice in choices
        ):
            self._telling.note(
                "OPTION_ORDER",
                node,
                "部分选项要求固定位置：整题选项按原顺序显示",
                "some options are fixed: all of them keep their order",
            )
            return True
        return False


def _fit_several(node: Node, asked: Asked, names: tuple[str, ...], score: Score) -> Fit:
    """Return the fit of a multiple choice; points by option where no other rule fits.

    A document of ours says where they come first: they may be what another rule is too.
    """
    most = whole_number(node, "max-choices", 1) or len(names)
    if node.attributes.get(f"{DATA_PREFIX}credit") == Credit.MAPPED:
        fit = fit_mapped(names, score, most, asked.declared, asked.rules)
        if fit is not None:
            return fit
    few = standing_for_all(names, asked.declared, asked.rules)
    try:
        return fit_multiple(names, score, most, few)
    except NotOursError:
        fit = fit_mapped(names, score, most, asked.declared, asked.rules)
        if fit is None:
            raise
        return fit


def _multiple_key(fit: Fit, ids: Mapping[str, OptionId]) -> MultipleChoiceKey:
    mapped = fit.mapped
    if mapped is not None:
        worths = mapped.points_by_option.items()
        mapped = MappedPoints(
            points_by_option={ids[name]: worth for name, worth in worths},
            least=mapped.least,
        )
    correct = tuple(sorted(ids[name] for name in fit.correct))
    return MultipleChoiceKey(correct_options=correct, mapped=mapped)


def _truths(contents: tuple[tuple[Block, ...], ...]) -> tuple[bool, ...] | None:
    """Return which option says true, if these are two options that say true and false."""
    words = tuple(
        plain_text(content).strip(" 　.。").casefold() for content in contents
    )
    if words in _TRUTH_PAIRS:
        return (True, False)
    if words[::-1] in _TRUTH_PAIRS:
        return (False, True)
    return None


def _strings(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()
