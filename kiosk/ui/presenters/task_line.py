"""The line above a task: number, kind, points, and how a choice is scored. Pure."""

from fractions import Fraction
from typing import assert_never

from kiosk.ui.presenters.message import Message, message
from question_bank.items.multiple_choice import Credit, MultipleChoice
from question_bank.items.short_answer import ShortAnswer
from question_bank.items.single_choice import SingleChoice
from question_bank.items.spoken_answer import SpokenAnswer
from question_bank.items.task import Task
from question_bank.items.true_false import TrueFalse


def task_line(number: int, task: Task) -> Message:
    """Return the line."""
    points = points_text(task.points)
    match task:
        case SingleChoice():
            return message("task.single_choice", number=number, points=points)
        case MultipleChoice(credit=Credit.EXACT):
            return message("task.multiple_exact", number=number, points=points)
        case MultipleChoice(credit=Credit.MAPPED):
            return message("task.multiple_mapped", number=number, points=points)
        case MultipleChoice():
            return message("task.multiple_partial", number=number, points=points)
        case TrueFalse():
            return message("task.true_false", number=number, points=points)
        case ShortAnswer():
            return message("task.short_answer", number=number, points=points)
        case SpokenAnswer():
            return message("task.spoken_answer", number=number, points=points)
        case _:
            assert_never(task)


def points_text(points: Fraction) -> str:
    """Return `2`, `1.5`, `-1`, or `1/3` where no short decimal is exact."""
    if points.denominator == 1:
        return str(points.numerator)
    thousandths = points * 1000
    if thousandths.denominator == 1:
        return f"{thousandths.numerator / 1000:.3f}".rstrip("0")
    return f"{points.numerator}/{points.denominator}"
