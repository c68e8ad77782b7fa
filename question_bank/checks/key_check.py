"""Keys: there, of the right kind, fitting. Imports refuse these; records may come by. Pure."""

from collections.abc import Iterator

from question_bank.checks.checked_item import CheckedItem, CheckedTask, checked_tasks
from question_bank.items.finding import Finding, Severity
from question_bank.items.multiple_choice import MultipleChoice, MultipleChoiceKey
from question_bank.items.score_line import Wording
from question_bank.items.single_choice import SingleChoice
from question_bank.items.task import is_objective, key_problems

FEWEST_CORRECT = 2
"""Of a multiple choice; with one it is a single choice that confuses."""


def key_findings(item: CheckedItem) -> Iterator[Finding]:
    """Yield what is wrong with the keys of the item's tasks."""
    for task in checked_tasks(item.record):
        for code, severity, wording in _problems(task):
            yield item.found(code, severity, wording, column=task.column)


def _problems(task: CheckedTask) -> Iterator[tuple[str, Severity, Wording]]:
    if task.key is None:
        if is_objective(task.task):
            yield (
                "KEY_MISSING",
                Severity.ERROR,
                Wording("没有答案，无法计分", "there is no key; it cannot be scored"),
            )
        return  # an open task without a key lacks its rubric, which is told there
    if isinstance(task.task, SingleChoice) and isinstance(task.key, MultipleChoiceKey):
        chosen = "、".join(sorted(task.key.correct_options))
        yield (
            "KEY_SEVERAL",
            Severity.ERROR,
            Wording(
                f"单选题有多个答案（{chosen}），请只留一个或改为多选题",
                f"a single choice has several keys ({chosen}); keep one or make it a "
                "multiple choice",
            ),
        )
        return
    for found in key_problems(task.task, task.key):
        if not found.startswith("rubric."):
            yield (
                "KEY_UNFIT",
                Severity.ERROR,
                Wording(f"答案与题目不符：{found}", f"the key does not fit: {found}"),
            )
            return
    if isinstance(task.task, MultipleChoice) and len(task.correct) < FEWEST_CORRECT:
        yield (
            "KEY_SINGLE",
            Severity.WARNING,
            Wording(
                "多选题只有一个正确选项，考生会以为漏选",
                "a multiple choice with one correct option; candidates will look for "
                "another",
            ),
        )
