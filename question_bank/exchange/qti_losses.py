"""What stands beside the question in a QTI item and has no place in ours: it is told."""

import re
from collections.abc import Iterator

from question_bank.exchange.qti_telling import Telling
from question_bank.exchange.qti_words import DATA_PREFIX
from question_bank.exchange.qti_xml import Node

_KEPT_DATA = frozenset({"data-catalog-idref", "data-stimulus-idref"})
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MOST_NAMED = 5


def tell_losses(item: Node, telling: Telling) -> None:
    """Tell what of an item does not come in with it."""
    if (tools := item.first("companion-materials-info")) is not None:
        telling.note(
            "MATERIALS_DROPPED",
            tools,
            "题目附带的工具（如计算器、尺）未保留",
            "tools that go with the item, such as a calculator, were not kept",
        )
    if item.attributes.get("time-dependent", "false") == "true":
        telling.note(
            "TIME_DEPENDENT",
            item,
            "time-dependent 未保留",
            "time-dependent was not kept",
        )
    if (sheet := item.first("stylesheet")) is not None:
        telling.note(
            "STYLE_DROPPED",
            sheet,
            "颜色、字号等样式未保留，由考试界面统一决定",
            "styles such as colours and sizes were not kept; the seat decides them",
        )
    _tell_support(item, telling)
    body = item.first("item-body")
    if body is not None:
        _tell_extensions(body, telling)
        _tell_hidden(body, telling)


def _tell_support(item: Node, telling: Telling) -> None:
    """Tell of glossaries, translations, sign language and the like."""
    found = item.first("apip-accessibility")
    named = {"APIP"} if found is not None else set[str]()
    for card in _cards(item):
        support = card.attributes.get("support", "")
        if support != "transcript":
            named.add(support)
            found = found or card
    if found is not None:
        told = "、".join(sorted(named)[:_MOST_NAMED])
        telling.note(
            "SUPPORT_DROPPED",
            found,
            f"无障碍辅助内容（{told}，如词语解释、翻译、手语）未保留",
            f"support for some candidates ({told}) was not kept",
        )


def _cards(item: Node) -> Iterator[Node]:
    for info in item.named("catalog-info"):
        for catalog in info.named("catalog"):
            yield from catalog.named("card")


def _tell_extensions(body: Node, telling: Telling) -> None:
    named = sorted(
        {
            name
            for node in body.inside()
            for name in node.attributes
            if name.startswith("data-")
            and not name.startswith(DATA_PREFIX)
            and name not in _KEPT_DATA
        }
    )
    if named:
        told = "、".join(named[:_MOST_NAMED]) + (
            "……" if len(named) > _MOST_NAMED else ""
        )
        telling.note(
            "DATA_DROPPED",
            body,
            f"来源系统的扩展属性（{told}）未保留",
            f"attributes of the other system's own ({told}) were not kept",
        )


def _tell_hidden(body: Node, telling: Telling) -> None:
    """Tell what the source keeps from candidates' eyes and ours would show."""
    for node in body.inside():
        classes = node.attributes.get("class", "").split()
        is_hidden = (
            "qti-visually-hidden" in classes
            or "hidden" in node.attributes
            or _HIDDEN_STYLE.search(node.attributes.get("style", "")) is not None
        )
        if is_hidden and node.words():
            telling.warning(
                "HIDDEN_SHOWN",
                node,
                f"来源中隐藏的文字在本系统会显示，请核对：{node.words()[:60]}",
                f"words that the source hides will show, look at them: {node.words()[:60]}",
            )
