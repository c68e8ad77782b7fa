from fractions import Fraction

import pytest

from question_bank.identifiers import OptionId, SceneId
from question_bank.items.case import Case, Scene, case_problems
from question_bank.items.item import (
    contents_of,
    item_id_of,
    item_problems,
    media_of_item,
    tasks_in,
)
from question_bank.items.option import Option
from question_bank.items.response import (
    OptionsResponse,
    Response,
    SpokenResponse,
    TextResponse,
    TruthResponse,
)
from question_bank.items.rubric import Rubric, ScoringPoint, rubric_problems
from question_bank.items.short_answer import ShortAnswerKey, count_characters
from question_bank.items.single_choice import SingleChoice
from question_bank.items.task import (
    ObjectiveTask,
    Task,
    is_objective,
    key_problems,
    response_problem,
    score_task,
    task_problems,
)
from question_bank.items.true_false import TrueFalse, TrueFalseKey
from tests.builders.forms import (
    a_case,
    a_key_for,
    a_multiple_choice,
    a_rubric,
    a_short_answer,
    a_single_choice,
    a_spoken_answer,
    a_true_false,
    chosen,
    words,
)

TASKS: list[Task] = [
    a_single_choice(),
    a_multiple_choice(),
    a_true_false(),
    a_short_answer(),
    a_spoken_answer(),
]
OBJECTIVE: list[ObjectiveTask] = [
    a_single_choice(),
    a_multiple_choice(),
    a_true_false(),
]
FITTING: list[Response] = [
    chosen("a"),
    chosen("a", "b"),
    TruthResponse(is_true=False),
    TextResponse(text="因为"),
    SpokenResponse(take=2),
]


def kind(task: Task) -> str:
    return type(task).__name__


@pytest.mark.parametrize("task", TASKS, ids=kind)
def test_a_task_takes_the_response_of_its_own_kind_only(task: Task) -> None:
    fits = [response_problem(task, response) is None for response in FITTING]

    expected = {
        "SingleChoice": [True, False, False, False, False],
        "MultipleChoice": [True, True, False, False, False],
        "TrueFalse": [False, False, True, False, False],
        "ShortAnswer": [False, False, False, True, False],
        "SpokenAnswer": [False, False, False, False, True],
    }
    assert fits == expected[kind(task)]


@pytest.mark.parametrize("task", TASKS, ids=kind)
def test_a_key_fits_its_own_kind_only(task: Task) -> None:
    fits = [key_problems(task, a_key_for(other)) == () for other in TASKS]

    assert fits == [kind(other) == kind(task) for other in TASKS]


@pytest.mark.parametrize("task", TASKS, ids=kind)
def test_a_sound_task_has_no_problem(task: Task) -> None:
    assert task_problems(task) == ()
    assert is_objective(task) is not kind(task).endswith("Answer")


@pytest.mark.parametrize("worth", ["0", "-1", "1001", "1/1001"])
@pytest.mark.parametrize("build", range(len(TASKS)))
def test_points_are_above_0_and_not_beyond_reason(build: int, worth: str) -> None:
    builders = (
        a_single_choice,
        a_multiple_choice,
        a_true_false,
        a_short_answer,
        a_spoken_answer,
    )
    task = builders[build](points=worth)

    [problem] = task_problems(task)

    assert problem.startswith("points: ")


@pytest.mark.parametrize("task", OBJECTIVE, ids=kind)
def test_an_objective_task_is_scored_by_its_own_key_only(task: ObjectiveTask) -> None:
    assert score_task(task, a_key_for(task), None).points == 0
    with pytest.raises(ValueError, match="different kinds"):
        score_task(task, ShortAnswerKey(rubric=a_rubric()), None)


def test_options_have_ids_of_their_own_and_something_to_show() -> None:
    task = SingleChoice(
        task_id=a_single_choice().task_id,
        points=Fraction(1),
        stem=(),
        options=(
            Option(option_id=OptionId("a"), content=words("x")),
            Option(option_id=OptionId("a"), content=()),
        ),
    )

    assert task_problems(task) == (
        "stem: there is no content",
        "options: two options have the same id",
        "options[1].content: there is no content",
    )


def test_white_space_does_not_count_for_the_limit() -> None:
    assert count_characters(" 睡\n得　好 ") == 3
    task = a_short_answer(most_characters=10)
    assert response_problem(task, TextResponse(text="好 " * 10)) is None
    assert response_problem(task, TextResponse(text="好" * 11)) == (
        "11 characters, at most 10"
    )


def test_a_take_after_one_that_a_crash_broke_off_is_an_answer() -> None:
    take = SpokenResponse(take=3)

    assert response_problem(a_spoken_answer(most_takes=2), take) is None
    assert response_problem(a_spoken_answer(), TextResponse(text="好")) is not None
    assert response_problem(a_spoken_answer(), SpokenResponse(take=None)) is None


def test_a_rubric_can_earn_all_the_points_of_its_task() -> None:
    short = Rubric(
        model_answer=(),
        scoring_points=(
            ScoringPoint(point_id="p", points=Fraction(1), text="x"),
            ScoringPoint(point_id="p", points=Fraction(0), text="y"),
        ),
    )

    problems = list(rubric_problems(short, Fraction(8)))

    assert [problem.split(":")[0] for problem in problems] == [
        "rubric.model_answer",
        "rubric.scoring_points",
        "rubric.scoring_points[1].points",
        "rubric.scoring_points",
    ]


# ---------------------------------------------------------------- cases and items


def test_a_case_has_its_tasks_media_and_contents_in_order() -> None:
    case = a_case()

    assert item_problems(case) == ()
    assert item_id_of(case) == "c1"
    assert [task.task_id for task in tasks_in(case)] == ["c1-1", "c1-2", "c1-3"]
    assert media_of_item(case) == ("voice.opus", "chart.png")
    assert len(contents_of(case)) == 1 + 2 + (1 + 4) + 1 + 1


def test_a_plain_item_is_its_one_task() -> None:
    task = a_true_false()

    assert str(item_id_of(task)) == task.task_id
    assert tasks_in(task) == (task,)
    assert contents_of(task) == (task.stem,)


def test_a_case_without_a_task_or_with_a_scene_twice_is_refused() -> None:
    scene = Scene(scene_id=SceneId("s"), title="场景", content=words("x"), tasks=())
    case = Case(
        item_id=a_case().item_id,
        title="x",
        stem=(),
        is_one_way=True,
        scenes=(scene, scene),
    )

    assert case_problems(case) == (
        "scenes: two scenes have the same id",
        "scenes: no scene has a task",
    )


def test_a_fault_in_a_scene_is_told_with_its_place() -> None:
    badly = words("x\ty")
    bad = TrueFalse(task_id=a_true_false().task_id, points=Fraction(1), stem=())
    case = Case(
        item_id=a_case().item_id,
        title="x",
        stem=badly,
        is_one_way=True,
        scenes=(Scene(scene_id=SceneId("s"), title="x", content=(), tasks=(bad,)),),
    )

    assert case_problems(case) == (
        "stem: [0]: a run has a control character",
        "scenes[0].content: there is no content",
        "scenes[0].tasks[0].stem: there is no content",
    )


def test_a_response_of_options_names_nothing_else() -> None:
    assert response_problem(a_single_choice(), OptionsResponse(option_ids=())) is None
    assert key_problems(a_true_false(), TrueFalseKey(is_true=False)) == ()
