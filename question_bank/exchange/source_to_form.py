"""Take a form source apart: what seats show, and what they are never given. Pure."""

from collections.abc import Iterator, Mapping
from typing import assert_never

from question_bank.exchange.multiple_choice_source import multiple_choice_key
from question_bank.exchange.source_records import (
    AnyTaskSource,
    CaseSource,
    FormSource,
    Markup,
    MultipleChoiceSource,
    RubricSource,
    SceneSource,
    SectionSource,
    ShortAnswerSource,
    SingleChoiceSource,
    SpokenAnswerSource,
    TrueFalseSource,
)
from question_bank.formats.form import Form, Section
from question_bank.formats.form_keys import FormKeys
from question_bank.identifiers import ItemId, OptionId
from question_bank.items.case import Case, Scene
from question_bank.items.content import Block
from question_bank.items.item import Item
from question_bank.items.multiple_choice import MultipleChoice, MultipleChoiceKey
from question_bank.items.option import Option
from question_bank.items.rubric import Rubric, ScoringPoint
from question_bank.items.short_answer import ShortAnswer, ShortAnswerKey
from question_bank.items.single_choice import SingleChoice, SingleChoiceKey
from question_bank.items.spoken_answer import SpokenAnswer, SpokenAnswerKey
from question_bank.items.task import Task, TaskKey
from question_bank.items.true_false import TrueFalse, TrueFalseKey


def task_places(read: FormSource) -> Iterator[tuple[str, AnyTaskSource]]:
    """Yield (path in the source, task) in the order of the form."""
    for index, section in enumerate(read.sections):
        for item_index, item in enumerate(section.items):
            path = f"sections[{index}].items[{item_index}]"
            if not isinstance(item, CaseSource):
                yield path, item
                continue
            for scene_index, scene in enumerate(item.scenes):
                for task_index, task in enumerate(scene.tasks):
                    yield f"{path}.scenes[{scene_index}].tasks[{task_index}]", task


def form_of(read: FormSource) -> Form:
    """Return what seats show."""
    return Form(
        form_code=read.form_code,
        title=read.title,
        level=read.level,
        sections=tuple(map(_section, read.sections)),
    )


def _section(read: SectionSource) -> Section:
    minutes = read.time_limit_minutes
    return Section(
        section_id=read.id,
        title=read.title,
        instructions=_content(read.instructions),
        is_one_way=read.one_way,
        time_limit_ms=None if minutes is None else minutes * 60_000,
        items=tuple(map(item_of, read.items)),
    )


def item_of(read: AnyTaskSource | CaseSource) -> Item:
    """Return what seats show of one item."""
    if not isinstance(read, CaseSource):
        return task_and_key(read)[0]
    return Case(
        item_id=read.id,
        title=read.title,
        stem=_content(read.stem),
        is_one_way=read.one_way,
        scenes=tuple(map(_scene, read.scenes)),
    )


def _scene(read: SceneSource) -> Scene:
    return Scene(
        scene_id=read.id,
        title=read.title,
        content=read.content.content,
        tasks=tuple(task_and_key(task)[0] for task in read.tasks),
    )


def _content(markup: Markup | None) -> tuple[Block, ...]:
    return () if markup is None else markup.content


def keys_of(read: FormSource) -> FormKeys:
    """Return what seats are never given."""
    tasks = [task for _, task in task_places(read)]
    return FormKeys(
        form_code=read.form_code,
        keys={task.id: task_and_key(task)[1] for task in tasks},
        explanations={
            task.id: task.explanation.content
            for task in tasks
            if task.explanation is not None
        },
        tags={
            ItemId(item.id): _tags(item)
            for section in read.sections
            for item in section.items
        },
        transcripts=read.transcripts,
    )


def _tags(read: AnyTaskSource | CaseSource) -> tuple[str, ...]:
    """Return the item's tags and those of its tasks, each once, in order."""
    if not isinstance(read, CaseSource):
        return read.tags
    tasks = (task for scene in read.scenes for task in scene.tasks)
    below = (tag for task in tasks for tag in task.tags)
    return tuple(dict.fromkeys((*read.tags, *below)))


def task_and_key(read: AnyTaskSource) -> tuple[Task, TaskKey]:
    """Return what seats show of a task, and what they are never given."""
    match read:
        case SingleChoiceSource():
            return _single_choice(read)
        case MultipleChoiceSource():
            return _multiple_choice(read)
        case TrueFalseSource():
            return (
                TrueFalse(task_id=read.id, points=read.points, stem=read.stem.content),
                TrueFalseKey(is_true=read.answer in {"true", "对"}),
            )
        case ShortAnswerSource():
            return _short_answer(read)
        case SpokenAnswerSource():
            return _spoken_answer(read)
        case _:
            assert_never(read)


def _single_choice(read: SingleChoiceSource) -> tuple[SingleChoice, SingleChoiceKey]:
    task = SingleChoice(
        task_id=read.id,
        points=read.points,
        stem=read.stem.content,
        options=_options(read.options),
        keeps_option_order=read.keeps_option_order,
    )
    return task, SingleChoiceKey(correct_option=read.answer)


def _multiple_choice(
    read: MultipleChoiceSource,
) -> tuple[MultipleChoice, MultipleChoiceKey]:
    task = MultipleChoice(
        task_id=read.id,
        points=read.points,
        stem=read.stem.content,
        options=_options(read.options),
        credit=read.credit,
        keeps_option_order=read.keeps_option_order,
    )
    return task, multiple_choice_key(read)


def _options(read: Mapping[OptionId, Markup]) -> tuple[Option, ...]:
    return tuple(
        Option(option_id=option_id, content=markup.content)
        for option_id, markup in read.items()
    )


def _short_answer(read: ShortAnswerSource) -> tuple[ShortAnswer, ShortAnswerKey]:
    task = ShortAnswer(
        task_id=read.id,
        points=read.points,
        stem=read.stem.content,
        most_characters=read.most_characters,
    )
    return task, ShortAnswerKey(rubric=_rubric(read.rubric))


def _spoken_answer(read: SpokenAnswerSource) -> tuple[SpokenAnswer, SpokenAnswerKey]:
    task = SpokenAnswer(
        task_id=read.id,
        points=read.points,
        stem=read.stem.content,
        preparation_s=read.preparation_s,
        answer_s=read.answer_s,
        most_takes=read.most_takes,
    )
    return task, SpokenAnswerKey(rubric=_rubric(read.rubric))


def _rubric(read: RubricSource) -> Rubric:
    return Rubric(
        model_answer=read.model_answer.content,
        scoring_points=tuple(
            ScoringPoint(
                point_id=point.id,
                points=point.points,
                text=point.text,
                acceptable_wordings=point.acceptable,
            )
            for point in read.scoring_points
        ),
        wrong_ideas=read.wrong_ideas,
    )
