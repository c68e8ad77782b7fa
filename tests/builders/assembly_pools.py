"""Pools and blueprints of any size, with items that can really stand in a form."""

from fractions import Fraction
from random import Random

from question_bank.assembly.blueprint import (
    Band,
    Blueprint,
    InformationTarget,
    Measure,
    Quota,
    Range,
    SectionPlan,
    Selection,
    Tolerances,
)
from question_bank.assembly.pool import (
    DEFAULT_SECONDS,
    ItemKind,
    Pool,
    PoolItem,
    PoolTask,
    pool_of,
)
from question_bank.formats.item_record import ItemRecord
from question_bank.identifiers import ItemId, OptionId, SceneId, SectionId, TaskId
from question_bank.items.case import Case, Scene
from question_bank.items.item import Item
from question_bank.items.multiple_choice import (
    Credit,
    MultipleChoice,
    MultipleChoiceKey,
)
from question_bank.items.rubric import Rubric, ScoringPoint
from question_bank.items.short_answer import ShortAnswer, ShortAnswerKey
from question_bank.items.single_choice import SingleChoice, SingleChoiceKey
from question_bank.items.tag import Tag
from question_bank.items.task import Task, TaskKey
from question_bank.items.true_false import TrueFalse, TrueFalseKey
from question_bank.statistics.form_figures import TaskFigures
from tests.builders.forms import some_options, words

LEVEL = "初级"
TASKS = tuple(f"{domain}.{task}" for domain in (1, 2, 3) for task in (1, 2, 3))
SHARES = {
    ItemKind.SINGLE_CHOICE: (50, 1),
    ItemKind.MULTIPLE_CHOICE: (20, 2),
    ItemKind.TRUE_FALSE: (22, 1),
    ItemKind.SHORT_ANSWER: (5, 6),
    ItemKind.CASE: (3, 10),
}
"""In 100 items, and points."""


def a_task(task_id: str, kind: ItemKind, points: int, random: Random) -> PoolTask:
    tags = random.sample(TASKS, random.choice([1, 1, 2]))
    return PoolTask(
        task_id=TaskId(task_id),
        kind=kind,
        tags=tuple(Tag(f"{LEVEL}/{tag}.{random.randint(1, 4)}") for tag in tags),
        figures=TaskFigures(
            points=Fraction(points),
            difficulty_permille=random.randint(300, 950),
            discrimination_permille=random.randint(150, 600),
            expected_s=DEFAULT_SECONDS[kind] + random.randint(-20, 20),
        ),
    )


def an_item(number: int, kind: ItemKind, points: int, random: Random) -> PoolItem:
    item_id = f"i-{number:05d}"
    tasks: tuple[PoolTask, ...] = ()
    if kind is ItemKind.CASE:
        tasks = (
            a_task(f"{item_id}-t1", ItemKind.SINGLE_CHOICE, 2, random),
            a_task(f"{item_id}-t2", ItemKind.SHORT_ANSWER, points - 2, random),
        )
    else:
        tasks = (a_task(item_id, kind, points, random),)
    return PoolItem(
        item_id=ItemId(item_id),
        version=1,
        kind=kind,
        tasks=tasks,
        uses=random.choice([0, 0, 0, 1, 2, 5]),
        key=random.choice("ABCD") if kind is ItemKind.SINGLE_CHOICE else None,
    )


def a_pool(count: int, *, seed: int = 7, enemies: int = 0) -> Pool:
    """Return `count` items in the shares of formats of a real bank."""
    random = Random(seed)
    items: list[PoolItem] = []
    for kind, (share, points) in SHARES.items():
        for _ in range(round(count * share / 100)):
            items.append(an_item(len(items), kind, points, random))
    ids = [item.item_id for item in items]
    pairs = {tuple(sorted(random.sample(ids, 2))) for _ in range(enemies * 2)}
    chosen = tuple((left, right) for left, right in sorted(pairs)[:enemies])
    return pool_of(tuple(items), chosen, level=LEVEL)


def between(low: int, high: int) -> Range:
    return Range(low=Fraction(low), high=Fraction(high))


def a_section(
    section_id: str,
    kind: ItemKind,
    count: int,
    points: int,
    most_key: int | None = None,
) -> SectionPlan:
    return SectionPlan(
        section_id=SectionId(section_id),
        title=f"大题 {section_id}",
        instructions="请作答。",
        kinds=(kind,),
        count=count,
        points_each=Fraction(points),
        most_same_key_permille=most_key,
    )


def small_blueprint(**changes: object) -> Blueprint:
    """Return a form of 16 items and 26 points that 60 items can give twice."""
    settings: dict[str, object] = {
        "title": "小卷",
        "level": LEVEL,
        "duration_minutes": 60,
        "points": Fraction(26),
        "sections": (
            a_section("s", ItemKind.SINGLE_CHOICE, 10, 1, 500),
            a_section("m", ItemKind.MULTIPLE_CHOICE, 3, 2),
            a_section("t", ItemKind.TRUE_FALSE, 4, 1),
            a_section("a", ItemKind.SHORT_ANSWER, 1, 6),
        ),
        "forms": 2,
        "quotas": (
            *(
                quota(Selection(domain=domain), Measure.POINTS, 4, 16)
                for domain in "123"
            ),
            quota(Selection(tag_prefix=f"{LEVEL}/1"), Measure.ITEMS, 2, 12),
        ),
        "difficulty": between(500, 750),
        "bands": (
            Band(name="难", low_permille=0, high_permille=550, items=between(2, 12)),
        ),
        "information": (InformationTarget(ability_milli=0, least_milli=1000),),
        "time_s": between(600, 3600),
        "tolerances": Tolerances(
            difficulty_permille=30, information_permille=200, time_s=300
        ),
    }
    return Blueprint(**(settings | changes))  # type: ignore[arg-type] # by name, any of its fields


def quota(selection: Selection, measure: Measure, low: int, high: int) -> Quota:
    return Quota(
        name="", selection=selection, measure=measure, range=between(low, high)
    )


# ---------------------------------------------------------------- records


def record_of(item: PoolItem) -> ItemRecord:
    """Return a record of which this would be the pool item."""
    made = [_task_and_key(task, item.key) for task in item.tasks]
    content: Item = made[0][0]
    if item.kind is ItemKind.CASE:
        scene = Scene(
            scene_id=SceneId("s1"),
            title="场景",
            content=words("场景"),
            tasks=tuple(task for task, _ in made),
        )
        content = Case(
            item_id=item.item_id,
            title="案例",
            stem=words("材料"),
            is_one_way=False,
            scenes=(scene,),
        )
    return ItemRecord(
        level=LEVEL,
        item=content,
        keys={task.task_id: key for task, key in made},
        tags={task.task_id: task.tags for task in item.tasks},
        expected_times_s={task.task_id: task.figures.expected_s for task in item.tasks},
    )


def _task_and_key(task: PoolTask, letter: str | None) -> tuple[Task, TaskKey]:
    points, stem = task.figures.points, words(f"题干 {task.task_id}")
    options = some_options("abcd")
    if task.kind is ItemKind.SINGLE_CHOICE:
        correct = OptionId((letter or "A").lower())
        return (
            SingleChoice(
                task_id=task.task_id, points=points, stem=stem, options=options
            ),
            SingleChoiceKey(correct_option=correct),
        )
    if task.kind is ItemKind.MULTIPLE_CHOICE:
        return (
            MultipleChoice(
                task_id=task.task_id,
                points=points,
                stem=stem,
                options=options,
                credit=Credit.PARTIAL,
            ),
            MultipleChoiceKey(correct_options=(OptionId("a"), OptionId("b"))),
        )
    if task.kind is ItemKind.TRUE_FALSE:
        return (
            TrueFalse(task_id=task.task_id, points=points, stem=stem),
            TrueFalseKey(is_true=True),
        )
    rubric = Rubric(
        model_answer=words("答案"),
        scoring_points=(ScoringPoint(point_id="p1", points=points, text="要点"),),
    )
    return (
        ShortAnswer(
            task_id=task.task_id, points=points, stem=stem, most_characters=300
        ),
        ShortAnswerKey(rubric=rubric),
    )
