"""One interaction of a QTI item into one of our tasks with its key."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from types import MappingProxyType

from question_bank.exchange.qti_content import ContentReader
from question_bank.exchange.qti_fit import (
    Fit,
    NotOursError,
    Score,
    fit_multiple,
    fit_single,
)
from question_bank.exchange.qti_rubric import read_rubric
from question_bank.exchange.qti_scoring import (
    NotComputableError,
    ResponseDeclaration,
    Value,
)
from question_bank.exchange.qti_telling import Telling
from question_bank.exchange.qti_words import DATA_PREFIX, is_safe_id, safe_id
from question_bank.exchange.qti_xml import Node
from question_bank.identifiers import OptionId, TaskId
from question_bank.items.content import Block, plain_text
from question_bank.items.multiple_choice import (
    Credit,
    MultipleChoice,
    MultipleChoiceKey,
)
from question_bank.items.option import MOST_OPTIONS, Option
from question_bank.items.short_answer import ShortAnswer, ShortAnswerKey
from question_bank.items.single_choice import SingleChoice, SingleChoiceKey
from question_bank.items.spoken_answer import SpokenAnswer, SpokenAnswerKey
from question_bank.items.task import Task, TaskKey
from question_bank.items.true_false import TrueFalse, TrueFalseKey

_TRUTH_PAIRS = (
    ("对", "错"),
    ("正确", "错误"),
    ("正确", "不正确"),
    ("√", "×"),
    ("true", "false"),
)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LEAST_CHARACTERS, _MOST_CHARACTERS = 10, 20_000
_DEFAULT_CHARACTERS = 2000
_DEFAULT_ANSWER_S = 120
_LEAST_ANSWER_S, _MOST_SECONDS, _MOST_TAKES = 5, 1800, 20

TaskWithKey = tuple[Task, TaskKey]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """All that one interaction needs beside itself.

    Attributes:
        score: What a value of the response earns; None where the item has no rules.
        open_points: What the source says that an open answer is worth.
        rubrics: Rubric blocks for scorers that belong to it.
    """

    task_id: TaskId
    stem: tuple[Block, ...]
    declared: ResponseDeclaration
    score: Score | None
    open_points: Fraction | None
    rubrics: tuple[Node, ...]


class InteractionReader:
    """Reads the interactions of one item."""

    def __init__(self, reader: ContentReader, telling: Telling) -> None:
        self._reader = reader
        self._telling = telling

    def task(self, node: Node, asked: Asked) -> TaskWithKey | None:
        """Return the task and its key; None if it was told why there is none."""
        if node.name == "choice-interaction":
            return self._choice(node, asked)
        if node.name == "extended-text-interaction":
            return self._short_answer(node, asked)
        if _records_sound(node):
            return self._spoken_answer(node, asked)
        self._telling.error(
            "INTERACTION",
            node,
            f"题型 <{node.name}> 无法对应，该题未导入",
            f"<{node.name}> cannot be mapped to one of our tasks",
        )
        return None

    # --- choices

    def _choice(self, node: Node, asked: Asked) -> TaskWithKey | None:
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
        correct = tuple(sorted(ids[name] for name in fit.correct))
        return multiple, MultipleChoiceKey(correct_options=correct)

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
        if _whole(node, "min-choices", 0) > 1:
            self._telling.note(
                "MIN_CHOICES",
                node,
                "至少要选几项的要求未保留",
                "the least number of choices was not kept",
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
            or _whole(node, "max-choices", 1) == 1
        )

    def _fit(self, node: Node, asked: Asked, names: tuple[str, ...]) -> Fit | None:
        score = asked.score or self._score_by_key(node, asked)
        if score is None:
            return None
        as_container = asked.declared.cardinality == "multiple"
        most = _whole(node, "max-choices", 1) or len(names)
        try:
            if self._is_single(node, asked):
                fit = fit_single(names, score, as_container=as_container)
            else:
                fit = fit_multiple(names, score, most)
        except NotOursError as error:
            self._telling.error("SCORING", asked.declared.node, error.zh, error.en)
            return None
        except NotComputableError as error:
            self.tell_not_computable(error)
            return None
        if node.attributes.get(f"{DATA_PREFIX}credit") == Credit.PARTIAL and (
            len(fit.correct) == 1
        ):
            # With one correct option both rules are one; ours says which it was.
            fit = replace(fit, credit=Credit.PARTIAL)
        return fit if self._agrees(fit, asked) else None

    def tell_not_computable(self, error: NotComputableError) -> None:
        """Tell that the response processing has something that is not known here."""
        self._telling.error(
            "SCORING_RULE",
            error.node,
            f"评分规则中的 {error.found} 无法对应",
            f"the response processing has {error.found}, which cannot be mapped",
        )

    def _agrees(self, fit: Fit, asked: Asked) -> bool:
        """Return whether the declared answer, if there is one, earns everything."""
        declared = asked.declared.correct
        if declared is None:
            return True
        said = {declared} if isinstance(declared, str) else set(_strings(declared))
        if said == set(fit.correct):
            return True
        self._telling.error(
            "KEY_CONTRADICTS",
            asked.declared.node,
            f"声明的正确答案是{'、'.join(sorted(said))}，但得满分的是{'、'.join(fit.correct)}",
            f"the declared answer is {sorted(said)}, but {list(fit.correct)} earns all",
        )
        return False

    def _score_by_key(self, node: Node, asked: Asked) -> Score | None:
        """Score by the declared answer where the item has no rules of its own."""
        correct = asked.declared.correct
        if correct is None:
            self._telling.error(
                "KEY_MISSING",
                node,
                "没有评分规则，也没有正确答案",
                "there are no scoring rules and no correct response",
            )
            return None
        self._telling.warning(
            "SCORING_ASSUMED",
            node,
            "没有评分规则：按“与正确答案完全一致得 1 分”处理，请核对分值",
            "there are no scoring rules: taken as 1 point for the correct response",
        )

        def score(value: Value) -> Fraction:
            return Fraction(int(value is not None and value == correct))

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

    # --- open answers

    def _short_answer(self, node: Node, asked: Asked) -> TaskWithKey | None:
        if asked.declared.cardinality != "single" or asked.declared.base_type not in {
            "",
            "string",
        }:
            self._telling.error(
                "INTERACTION",
                node,
                "文本题的应答不是一段文字，无法对应",
                "the response is not one text, it cannot be mapped",
            )
            return None
        most = self._most_characters(node)
        points = self._open_points(node, asked)
        correct = asked.declared.correct
        rubric = read_rubric(
            asked.rubrics,
            correct if isinstance(correct, str) else None,
            points,
            self._reader,
            self._telling,
        )
        if rubric is None:
            self._tell_no_rubric(node)
            return None
        short = ShortAnswer(
            task_id=asked.task_id,
            points=points,
            stem=asked.stem,
            most_characters=most,
        )
        return short, ShortAnswerKey(rubric=rubric)

    def _most_characters(self, node: Node) -> int:
        own = _whole(node, f"{DATA_PREFIX}most-characters", 0)
        if own:
            return own
        expected = _whole(node, "expected-length", 0)
        most = min(
            max(expected or _DEFAULT_CHARACTERS, _LEAST_CHARACTERS), _MOST_CHARACTERS
        )
        self._telling.note(
            "LENGTH_AS_LIMIT",
            node,
            f"字数上限设为{most}（来源的预计长度：{expected or '未给出'}）",
            f"the limit of characters is {most} (expected length:"
            f" {expected or 'not said'})",
        )
        return most

    def _spoken_answer(self, node: Node, asked: Asked) -> TaskWithKey | None:
        points = self._open_points(node, asked)
        rubric = read_rubric(asked.rubrics, None, points, self._reader, self._telling)
        if rubric is None:
            self._tell_no_rubric(node)
            return None
        answer_s = _whole(node, f"{DATA_PREFIX}answer-s", 0) or _recording_s(node)
        if not answer_s:
            answer_s = _DEFAULT_ANSWER_S
            self._telling.note(
                "ANSWER_TIME",
                node,
                f"来源没有给出录音时长，设为{answer_s}秒",
                f"the longest recording is not said; it was set to {answer_s} s",
            )
        takes = _whole(node, f"{DATA_PREFIX}most-takes", 0)
        spoken = SpokenAnswer(
            task_id=asked.task_id,
            points=points,
            stem=asked.stem,
            preparation_s=_whole(node, f"{DATA_PREFIX}preparation-s", 0),
            answer_s=min(max(answer_s, _LEAST_ANSWER_S), _MOST_SECONDS),
            most_takes=min(takes, _MOST_TAKES) or None,
        )
        return spoken, SpokenAnswerKey(rubric=rubric)

    def _open_points(self, node: Node, asked: Asked) -> Fraction:
        if asked.open_points is not None:
            return asked.open_points
        self._telling.warning(
            "POINTS_ASSUMED",
            node,
            "来源没有给出分值，暂定 1 分，请核对",
            "the source does not say what it is worth; 1 point stands in for it",
        )
        return Fraction(1)

    def _tell_no_rubric(self, node: Node) -> None:
        self._telling.error(
            "RUBRIC_MISSING",
            node,
            "没有给评分员的评分标准（rubric block, view=scorer）或参考答案，无法导入",
            "there is no rubric block for scorers and no answer to mark by",
        )


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


def _whole(node: Node, attribute: str, absent: int) -> int:
    text = node.attributes.get(attribute, "").strip()
    return int(text) if text.isdecimal() and len(text) < 7 else absent  # noqa: PLR2004


def _records_sound(node: Node) -> bool:
    if node.name == "upload-interaction":
        kinds = node.attributes.get("type", "").split()
        return bool(kinds) and all(kind.startswith("audio/") for kind in kinds)
    if node.name not in {"custom-interaction", "portable-custom-interaction"}:
        return False
    named = " ".join(
        str(below.attributes.get(name, ""))
        for below in node.inside()
        for name in ("custom-interaction-type-identifier", "class")
    ).lower()
    return "audio" in named and "record" in named


def _recording_s(node: Node) -> int:
    """Return the longest recording that a portable custom interaction states, or 0."""
    for name in ("data-max-recording-time", "data-maximum-recording-length"):
        if found := _whole(node, name, 0):
            return found
    for below in node.inside():
        key = below.attributes.get("key", "").lower()
        if below.name == "property" and key in {
            "maxrecordingtime",
            "maximumrecordinglength",
        }:
            text = below.words()
            return int(text) if text.isdecimal() and len(text) < 7 else 0  # noqa: PLR2004
    return 0
