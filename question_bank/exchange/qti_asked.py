"""What the readers of all kinds of interactions are given, and what they share."""

from dataclasses import dataclass
from fractions import Fraction

from question_bank.exchange.qti_expressions import NotComputableError
from question_bank.exchange.qti_fit import Score
from question_bank.exchange.qti_scoring import ResponseDeclaration
from question_bank.exchange.qti_telling import Telling
from question_bank.exchange.qti_xml import Node
from question_bank.identifiers import TaskId
from question_bank.items.content import Block
from question_bank.items.task import Task, TaskKey

_MOST_DIGITS = 6

TaskWithKey = tuple[Task, TaskKey]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """All that one interaction needs beside itself.

    Attributes:
        score: What a value of the response earns; None where the item has no rules.
        rules: Those that `score` computes.
        open_points: What the source says that an open answer is worth.
        is_unscored: The item has rules, but none that scores this response.
        rubrics: Rubric blocks for scorers that belong to it.
    """

    task_id: TaskId
    stem: tuple[Block, ...]
    declared: ResponseDeclaration
    score: Score | None
    rules: tuple[Node, ...]
    open_points: Fraction | None
    rubrics: tuple[Node, ...]
    is_unscored: bool = False


def tell_not_computable(error: NotComputableError, telling: Telling) -> None:
    """Tell that the response processing has something that is not known here."""
    telling.error(
        "SCORING_RULE",
        error.node,
        f"评分规则中的 {error.zh} 无法对应",
        f"the response processing has {error.found}, which cannot be mapped",
    )


def whole_number(node: Node, attribute: str, absent: int) -> int:
    """Return what an attribute says, or `absent` if it says no whole number."""
    text = node.attributes.get(attribute, "").strip()
    is_number = text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS
    return int(text) if is_number else absent
