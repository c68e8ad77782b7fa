"""One interaction of a QTI item into one of our tasks with its key."""

from question_bank.exchange.qti_asked import Asked, TaskWithKey
from question_bank.exchange.qti_choices import ChoiceReader
from question_bank.exchange.qti_content import ContentReader
from question_bank.exchange.qti_open_answers import OpenAnswerReader
from question_bank.exchange.qti_telling import Telling
from question_bank.exchange.qti_xml import Node

_KNOWN = frozenset({"choice-interaction", "extended-text-interaction"})


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
    telling.error(
        "INTERACTION",
        node,
        f"题型 <{node.name}> 无法对应，该题未导入",
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
