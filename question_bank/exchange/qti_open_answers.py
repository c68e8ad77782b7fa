"""Extended text and recordings into short and spoken answers with their rubrics."""

from fractions import Fraction

from question_bank.exchange.qti_asked import Asked, TaskWithKey, whole_number
from question_bank.exchange.qti_content import ContentReader
from question_bank.exchange.qti_rubric import read_rubric
from question_bank.exchange.qti_separate import read_by
from question_bank.exchange.qti_telling import Telling
from question_bank.exchange.qti_words import DATA_PREFIX
from question_bank.exchange.qti_xml import Node
from question_bank.items.rubric import Rubric
from question_bank.items.short_answer import ShortAnswer, ShortAnswerKey
from question_bank.items.spoken_answer import SpokenAnswer, SpokenAnswerKey
from question_bank.items.unwritten_rubric import is_unwritten, unwritten_rubric

_LEAST_CHARACTERS, _MOST_CHARACTERS = 10, 20_000
_DEFAULT_CHARACTERS = 2000
_DEFAULT_ANSWER_S = 120
_LEAST_ANSWER_S, _MOST_SECONDS, _MOST_TAKES = 5, 1800, 20


class OpenAnswerReader:
    """Reads the interactions of one item that people mark."""

    def __init__(self, reader: ContentReader, telling: Telling) -> None:
        self._reader = reader
        self._telling = telling

    def short(self, node: Node, asked: Asked) -> TaskWithKey | None:
        """Return a short answer; None if it was told why there is none."""
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
        self._tell_rules(node, asked)
        short = ShortAnswer(
            task_id=asked.task_id,
            points=points,
            stem=asked.stem,
            most_characters=most,
        )
        return short, ShortAnswerKey(rubric=self._written(node, rubric, points))

    def _most_characters(self, node: Node) -> int:
        own = whole_number(node, f"{DATA_PREFIX}most-characters", 0)
        if own:
            return own
        expected = whole_number(node, "expected-length", 0)
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

    def spoken(self, node: Node, asked: Asked) -> TaskWithKey | None:
        """Return a spoken answer; None if it was told why there is none."""
        points = self._open_points(node, asked)
        rubric = read_rubric(asked.rubrics, None, points, self._reader, self._telling)
        self._tell_rules(node, asked)
        answer_s = whole_number(node, f"{DATA_PREFIX}answer-s", 0) or _recording_s(node)
        if not answer_s:
            answer_s = _DEFAULT_ANSWER_S
            self._telling.note(
                "ANSWER_TIME",
                node,
                f"来源没有给出录音时长，设为{answer_s}秒",
                f"the longest recording is not said; it was set to {answer_s} s",
            )
        takes = whole_number(node, f"{DATA_PREFIX}most-takes", 0)
        spoken = SpokenAnswer(
            task_id=asked.task_id,
            points=points,
            stem=asked.stem,
            preparation_s=whole_number(node, f"{DATA_PREFIX}preparation-s", 0),
            answer_s=min(max(answer_s, _LEAST_ANSWER_S), _MOST_SECONDS),
            most_takes=min(takes, _MOST_TAKES) or None,
        )
        return spoken, SpokenAnswerKey(rubric=self._written(node, rubric, points))

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

    def _written(self, node: Node, rubric: Rubric | None, points: Fraction) -> Rubric:
        """Return the rubric, or what stands in for one that the source does not have."""
        if rubric is not None and not is_unwritten(rubric):
            return rubric
        self._telling.warning(
            "RUBRIC_UNWRITTEN",
            node,
            "来源没有评分标准（rubric block, view=scorer）和参考答案：作为草稿导入，"
            "评分标准须补写后才能审核",
            "there is no rubric block for scorers and no answer to mark by: it came in as a"
            " draft whose rubric has to be written before review",
        )
        return rubric or unwritten_rubric(points)

    def _tell_rules(self, node: Node, asked: Asked) -> None:
        """Tell that people mark what the source lets a program score."""
        if any(asked.declared.identifier in read_by(rule) for rule in asked.rules):
            self._telling.warning(
                "SCORING_BY_PEOPLE",
                node,
                "来源由程序按规则评分，这些规则未导入；本系统的主观题由评分员按评分标准评分",
                "the source lets a program score this; its rules were not taken, people mark"
                " it by the rubric",
            )


def _recording_s(node: Node) -> int:
    """Return the longest recording that a portable custom interaction states, or 0."""
    for name in ("data-max-recording-time", "data-maximum-recording-length"):
        if found := whole_number(node, name, 0):
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
