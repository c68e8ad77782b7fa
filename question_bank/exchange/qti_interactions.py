"""One interaction of a QTI item into one of our tasks with its key."""

from collections.abc import Mapping
from types import MappingProxyType

from question_bank.exchange.qti_asked import Asked, TaskWithKey
from question_bank.exchange.qti_choices import ChoiceReader
from question_bank.exchange.qti_content import ContentReader
from question_bank.exchange.qti_open_answers import OpenAnswerReader
from question_bank.exchange.qti_telling import Telling
from question_bank.exchange.qti_xml import Node

_KNOWN = frozenset({"choice-interaction", "extended-text-interaction"})


_OTHERS: Mapping[str, str] = MappingProxyType(
    {
        "associate-interaction": "配对题 ",
        "custom-interaction": "自定义题型 ",
        "drawing-interaction": "绘图题 ",
        "end-attempt-interaction": "提示或提前提交按钮 ",
        "gap-match-interaction": "拖放填空题 ",
        "graphic-associate-interaction": "图上连线题 ",
        "graphic-gap-match-interaction": "图上拖放题 ",
        "graphic-order-interaction": "图上排序题 ",
        "hotspot-interaction": "热区题 ",
        "hottext-interaction": "文中选词题 ",
        "inline-choice-interaction": "文中下拉选择题 ",
        "match-interaction": "连线（匹配）题 ",
        "order-interaction": "排序题 ",
        "portable-custom-interaction": "自定义题型 ",
        "position-object-interaction": "图上摆放题 ",
        "select-point-interaction": "图上选点题 ",
        "slider-interaction": "滑块题 ",
        "text-entry-interaction": "填空题 ",
        "upload-interaction": "上传文件题（只有限定上传录音 type=audio/* 的可作口述题导入）",
    }
)


class InteractionReader:
    """Reads the interactions of one item."""

    def __init__(self, reader: ContentReader, telling: Telling) -> None:
        self._choices = ChoiceReader(reader, telling)
        self._open = OpenAnswerReader(reader, telling)
        self._telling = telling

    def task(self, node: Node, asked: Asked) -> TaskWithKey | None:
        """Return the task and its key; None if it was told why there is none."""
        if node.name == "choice-interaction":
            return self._choices.task(node, asked)
        if node.name == "extended-text-interaction":
            return self._open.short(node, asked)
        if _records_sound(node):
            return self._open.spoken(node, asked)
        require_known(node, self._telling)
        return None


def require_known(node: Node, telling: Telling) -> bool:
    """Return whether an interaction is of a kind that is ours; tell it if not."""
    if node.name in _KNOWN or _records_sound(node):
        return True
    named = _OTHERS.get(node.name, "")
    telling.error(
        "INTERACTION",
        node,
        f"本系统没有这种题型：{named}<{node.name}>，该题未导入",
        f"<{node.name}> cannot be mapped to one of our tasks",
    )
    return False


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
