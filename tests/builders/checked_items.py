"""Items for checks, each as little written down as the check needs."""

import hashlib
from collections.abc import Mapping, Sequence
from fractions import Fraction

from question_bank.checks.checked_item import CheckedItem
from question_bank.exchange.content_markup import parse_markup
from question_bank.formats.item_record import ItemRecord
from question_bank.identifiers import ItemId, MediaName, OptionId, SceneId, TaskId
from question_bank.items.case import Case, Scene
from question_bank.items.estimate import TaskEstimate
from question_bank.items.finding import Finding
from question_bank.items.multiple_choice import (
    Credit,
    MultipleChoice,
    MultipleChoiceKey,
)
from question_bank.items.option import Option
from question_bank.items.rubric import Rubric, ScoringPoint
from question_bank.items.short_answer import ShortAnswer, ShortAnswerKey
from question_bank.items.single_choice import SingleChoice, SingleChoiceKey
from question_bank.items.tag import Tag
from question_bank.items.task import Task, TaskKey
from question_bank.items.true_false import TrueFalse, TrueFalseKey

OPTIONS = ("耐心倾听", "共同商定", "及时转介", "逐步澄清")


def a_choice(
    stem: str = "社区工作者接待来访者时较为恰当的做法是",
    options: Sequence[str] = OPTIONS,
    *,
    key: str = "a",
    item_id: str = "i-1",
    estimates: tuple[TaskEstimate, ...] = (),
) -> CheckedItem:
    """Return a single choice; several letters in `key` make it a multiple choice."""
    task_id = TaskId(item_id)
    letters = [OptionId(letter) for letter in "abcdefgh"[: len(options)]]
    shown = tuple(
        Option(option_id=letter, content=parse_markup(text))
        for letter, text in zip(letters, options, strict=True)
    )
    task: Task
    right: TaskKey
    if len(key) == 1:
        task = SingleChoice(
            task_id=task_id,
            points=Fraction(1),
            stem=parse_markup(stem),
            options=shown,
        )
        right = SingleChoiceKey(correct_option=OptionId(key))
    else:
        task = MultipleChoice(
            task_id=task_id,
            points=Fraction(2),
            stem=parse_markup(stem),
            options=shown,
            credit=Credit.PARTIAL,
        )
        right = MultipleChoiceKey(correct_options=tuple(map(OptionId, sorted(key))))
    return an_item(task, right, estimates=estimates)


def a_statement(stem: str, *, is_true: bool, item_id: str = "t-1") -> CheckedItem:
    task = TrueFalse(
        task_id=TaskId(item_id), points=Fraction(1), stem=parse_markup(stem)
    )
    return an_item(task, TrueFalseKey(is_true=is_true))


def a_short_answer(
    *, worth: int = 6, acceptable: tuple[str, ...] = ("另一种说法",)
) -> CheckedItem:
    point = ScoringPoint(
        point_id="p1",
        points=Fraction(worth),
        text="采分点",
        acceptable_wordings=acceptable,
    )
    rubric = Rubric(model_answer=parse_markup("参考答案。"), scoring_points=(point,))
    task = ShortAnswer(
        task_id=TaskId("a-1"),
        points=Fraction(6),
        stem=parse_markup("请说明理由。"),
        most_characters=300,
    )
    return an_item(task, ShortAnswerKey(rubric=rubric))


def an_item(
    task: Task,
    key: TaskKey | None,
    *,
    estimates: tuple[TaskEstimate, ...] = (),
    tags: tuple[str, ...] = ("初级/2.1",),
) -> CheckedItem:
    """Return an item that lacks nothing but what the arguments leave out."""
    known = TaskEstimate(task_id=task.task_id, difficulty_permille=600)
    record = ItemRecord(
        level="初级",
        item=task,
        keys={} if key is None else {task.task_id: key},
        explanations={task.task_id: parse_markup("解析。")},
        tags={task.task_id: tuple(map(Tag, tags))},
    )
    return CheckedItem(record=record, estimates=estimates or (known,))


def a_case_with(
    content: str,
    media: Mapping[str, bytes],
    *,
    item_id: str = "c-1",
    transcripts: Mapping[str, str] | None = None,
) -> CheckedItem:
    """Return a case of one scene that shows the content, and one statement."""
    task = TrueFalse(
        task_id=TaskId(f"{item_id}-t1"),
        points=Fraction(1),
        stem=parse_markup("来访者愿意继续谈话。"),
    )
    scene = Scene(
        scene_id=SceneId("s1"),
        title="第一次接触",
        content=parse_markup(content),
        tasks=(task,),
    )
    case = Case(
        item_id=ItemId(item_id),
        title="案例",
        stem=(),
        is_one_way=False,
        scenes=(scene,),
    )
    record = ItemRecord(
        level="初级",
        item=case,
        keys={task.task_id: TrueFalseKey(is_true=True)},
        media={
            MediaName(name): hashlib.sha256(raw).hexdigest()
            for name, raw in media.items()
        },
        transcripts={
            MediaName(name): text for name, text in (transcripts or {}).items()
        },
    )
    return CheckedItem(record=record)


def codes(findings: Sequence[Finding]) -> list[str]:
    return [finding.code for finding in findings]
