"""Tasks: what takes a response, of any kind. One function a question, by kind. Pure."""

from typing import assert_never

from question_bank.items.multiple_choice import (
    MultipleChoice,
    MultipleChoiceKey,
    multiple_choice_key_problems,
    multiple_choice_problems,
    multiple_choice_response_problem,
    score_multiple_choice,
)
from question_bank.items.response import Response
from question_bank.items.score_line import ScoreLine
from question_bank.items.short_answer import (
    ShortAnswer,
    ShortAnswerKey,
    short_answer_key_problems,
    short_answer_problems,
    short_answer_response_problem,
)
from question_bank.items.single_choice import (
    SingleChoice,
    SingleChoiceKey,
    score_single_choice,
    single_choice_key_problems,
    single_choice_problems,
    single_choice_response_problem,
)
from question_bank.items.spoken_answer import (
    SpokenAnswer,
    SpokenAnswerKey,
    spoken_answer_key_problems,
    spoken_answer_problems,
    spoken_answer_response_problem,
)
from question_bank.items.true_false import (
    TrueFalse,
    TrueFalseKey,
    score_true_false,
    true_false_problems,
    true_false_response_problem,
)

Task = SingleChoice | MultipleChoice | TrueFalse | ShortAnswer | SpokenAnswer
TaskKey = (
    SingleChoiceKey
    | MultipleChoiceKey
    | TrueFalseKey
    | ShortAnswerKey
    | SpokenAnswerKey
)
ObjectiveTask = SingleChoice | MultipleChoice | TrueFalse


def is_objective(task: Task) -> bool:
    """Return whether the program scores the task; others await marking by people."""
    return isinstance(task, SingleChoice | MultipleChoice | TrueFalse)


def task_problems(task: Task) -> tuple[str, ...]:
    """Return what is wrong with the task beyond types, each with its field."""
    match task:
        case SingleChoice():
            return single_choice_problems(task)
        case MultipleChoice():
            return multiple_choice_problems(task)
        case TrueFalse():
            return true_false_problems(task)
        case ShortAnswer():
            return short_answer_problems(task)
        case SpokenAnswer():
            return spoken_answer_problems(task)
        case _:
            assert_never(task)


def key_problems(task: Task, key: TaskKey) -> tuple[str, ...]:
    """Return why the key does not fit the task, each with its field."""
    if isinstance(task, SingleChoice) and isinstance(key, SingleChoiceKey):
        return single_choice_key_problems(task, key)
    if isinstance(task, MultipleChoice) and isinstance(key, MultipleChoiceKey):
        return multiple_choice_key_problems(task, key)
    if isinstance(task, TrueFalse) and isinstance(key, TrueFalseKey):
        return ()
    if isinstance(task, ShortAnswer) and isinstance(key, ShortAnswerKey):
        return short_answer_key_problems(task, key)
    if isinstance(task, SpokenAnswer) and isinstance(key, SpokenAnswerKey):
        return spoken_answer_key_problems(task, key)
    return ("kind: the key is of another kind than its task",)


def response_problem(task: Task, response: Response) -> str | None:
    """Return why the response cannot be one to this task; None when it can."""
    match task:
        case SingleChoice():
            return single_choice_response_problem(task, response)
        case MultipleChoice():
            return multiple_choice_response_problem(task, response)
        case TrueFalse():
            return true_false_response_problem(response)
        case ShortAnswer():
            return short_answer_response_problem(task, response)
        case SpokenAnswer():
            return spoken_answer_response_problem(task, response)
        case _:
            assert_never(task)


def score_task(
    task: ObjectiveTask, key: TaskKey, response: Response | None
) -> ScoreLine:
    """Score an objective task; None stands for "never answered".

    Raises:
        ValueError: the key is of another kind; forms and keys were checked before.
    """
    if isinstance(task, SingleChoice) and isinstance(key, SingleChoiceKey):
        return score_single_choice(task, key, response)
    if isinstance(task, MultipleChoice) and isinstance(key, MultipleChoiceKey):
        return score_multiple_choice(task, key, response)
    if isinstance(task, TrueFalse) and isinstance(key, TrueFalseKey):
        return score_true_false(task, key, response)
    raise ValueError(f"{task.task_id} and its key are of different kinds")
