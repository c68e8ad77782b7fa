"""What an author sees beside a task in the preview: key, 解析, rubric, figures. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kiosk.ui.presenters.message import Message, message
from kiosk.ui.presenters.task_line import points_text
from question_bank.formats.form_keys import FormKeys
from question_bank.identifiers import ItemId, TaskId
from question_bank.items.content import Block, BulletList, Paragraph, Run, media_in
from question_bank.items.estimate import ONE, EstimateOrigin, TaskEstimate
from question_bank.items.item import Item, contents_of, item_id_of
from question_bank.items.mapped_points import MappedPoints
from question_bank.items.multiple_choice import MultipleChoice, MultipleChoiceKey
from question_bank.items.rubric import Rubric
from question_bank.items.short_answer import ShortAnswerKey
from question_bank.items.single_choice import SingleChoice, SingleChoiceKey
from question_bank.items.spoken_answer import SpokenAnswerKey
from question_bank.items.task import Task, TaskKey
from question_bank.items.true_false import TrueFalseKey

_ORIGINS = {
    EstimateOrigin.AUTHOR: "preview.origin_author",
    EstimateOrigin.PRETEST: "preview.origin_pretest",
    EstimateOrigin.OPERATIONAL: "preview.origin_operational",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPart:
    """One heading of the panel with what stands below it.

    Attributes:
        lines: Short texts, each a paragraph; before `content`.
        content: Rich content, such as the 解析.
    """

    heading: Message
    lines: tuple[Message | str, ...] = ()
    content: tuple[Block, ...] = ()


def key_parts(
    item: Item,
    task: Task,
    keys: FormKeys,
    estimates: Mapping[TaskId, TaskEstimate],
) -> tuple[KeyPart, ...]:
    """Return what belongs beside the task, the key first."""
    return tuple(_parts(item, task, keys, estimates))


def _parts(
    item: Item,
    task: Task,
    keys: FormKeys,
    estimates: Mapping[TaskId, TaskEstimate],
) -> Iterator[KeyPart]:
    yield from _key_parts(task, keys.keys[task.task_id])
    if explanation := keys.explanations.get(task.task_id):
        yield KeyPart(heading=message("preview.explanation"), content=explanation)
    yield from _transcripts(item, keys)
    tags = keys.tags.get(item_id_of(item), keys.tags.get(ItemId(task.task_id), ()))
    if tags:
        yield KeyPart(heading=message("preview.tags"), lines=tuple(tags))
    if estimate := estimates.get(task.task_id):
        yield KeyPart(
            heading=message("preview.estimate"), lines=tuple(_figures(estimate))
        )


def _key_parts(task: Task, key: TaskKey) -> Iterator[KeyPart]:
    heading = message("preview.key")
    match key:
        case SingleChoiceKey():
            yield KeyPart(
                heading=heading, lines=(_letters(task, (key.correct_option,)),)
            )
        case MultipleChoiceKey():
            letters = _letters(task, key.correct_options)
            yield KeyPart(heading=heading, lines=(letters, *_mapped(task, key.mapped)))
        case TrueFalseKey():
            truth = "preview.true" if key.is_true else "preview.false"
            yield KeyPart(heading=heading, lines=(message(truth),))
        case ShortAnswerKey() | SpokenAnswerKey():
            yield from _rubric_parts(key.rubric)


def _letters(task: Task, correct: tuple[str, ...]) -> str:
    """Return the letters as they stand on this screen, where nothing is shuffled."""
    assert isinstance(task, SingleChoice | MultipleChoice)  # keys fit their tasks
    return " ".join(
        chr(ord("A") + index)
        for index, option in enumerate(task.options)
        if option.option_id in correct
    )


def _mapped(task: Task, mapped: MappedPoints | None) -> Iterator[Message]:
    """Yield what each option is worth, by its letter on this screen, and the bounds."""
    if mapped is None:
        return
    assert isinstance(task, MultipleChoice)  # keys fit their tasks
    for index, option in enumerate(task.options):
        worth = mapped.points_by_option[option.option_id]
        yield message(
            "preview.option_points",
            letter=chr(ord("A") + index),
            points=f"{'+' if worth > 0 else ''}{points_text(worth)}",
        )
    least, most = points_text(mapped.least), points_text(task.points)
    yield message("preview.least_points", least=least, most=most)


def _rubric_parts(rubric: Rubric) -> Iterator[KeyPart]:
    yield KeyPart(heading=message("preview.model_answer"), content=rubric.model_answer)
    lines: list[Message | str] = []
    for point in rubric.scoring_points:
        points = points_text(point.points)
        lines.append(message("preview.point", points=points, text=point.text))
        if point.acceptable_wordings:
            wordings = " / ".join(point.acceptable_wordings)
            lines.append(message("preview.acceptable", wordings=wordings))
    yield KeyPart(heading=message("preview.scoring_points"), lines=tuple(lines))
    if rubric.wrong_ideas:
        entries = tuple((Run(text=idea),) for idea in rubric.wrong_ideas)
        yield KeyPart(
            heading=message("preview.wrong_ideas"),
            content=(BulletList(entries=entries),),
        )


def _transcripts(item: Item, keys: FormKeys) -> Iterator[KeyPart]:
    shown = dict.fromkeys(
        name for content in contents_of(item) for name in media_in(content)
    )
    for name in shown:
        if name in keys.transcripts:
            words = Paragraph(runs=(Run(text=keys.transcripts[name].strip()),))
            yield KeyPart(
                heading=message("preview.transcript", name=name), content=(words,)
            )


def _figures(estimate: TaskEstimate) -> Iterator[Message]:
    yield message("preview.difficulty", value=_share(estimate.difficulty_permille))
    if estimate.discrimination_permille is not None:
        value = _share(estimate.discrimination_permille)
        yield message("preview.discrimination", value=value)
    yield message(_ORIGINS[estimate.origin])


def _share(permille: int) -> str:
    return f"{permille / ONE:.3f}".rstrip("0")
