"""A form (试卷): what seats show. Keys, explanations and transcripts are in form_keys.

Canonical JSON; docs/formats/form.md. Points are exact fractions as text ("2", "3/2").
Pure.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from types import MappingProxyType
from typing import Annotated

import msgspec

from question_bank.errors import FormatError
from question_bank.formats.canonical import canonical_bytes, parse_canonical
from question_bank.formats.record import from_plain, to_plain
from question_bank.identifiers import MediaName
from question_bank.items.case import Case, Scene
from question_bank.items.content import Content, Sound, content_problems, media_in
from question_bank.items.field_types import (
    FormCodeField,
    Line,
    Record,
    SectionIdField,
)
from question_bank.items.item import (
    Item,
    contents_of,
    item_id_of,
    item_problems,
    media_of_item,
)
from question_bank.items.spoken_answer import SpokenAnswer
from question_bank.items.task import Task, is_objective

MOST_FORM_BYTES = 8 * 1024 * 1024
"""Text only, media are files of their own; the sample form takes 30 KiB."""

MOST_TASKS = 1000


class Section(Record, frozen=True, kw_only=True):
    """A part of the form, such as 一、单项选择题.

    Attributes:
        instructions: What stands above its items; may be empty.
        is_one_way: Once left, it cannot be entered again.
        time_limit_ms: Of its own; None: only the form's duration counts.
    """

    section_id: SectionIdField
    title: Line
    instructions: Content
    is_one_way: bool
    time_limit_ms: Annotated[int, msgspec.Meta(ge=1000, le=24 * 3600 * 1000)] | None
    items: Annotated[tuple[Item, ...], msgspec.Meta(min_length=1, max_length=500)]


class Form(Record, frozen=True, kw_only=True):
    """One assembled set of items.

    Attributes:
        level: Of the certificate, such as 初级.
    """

    format_version: Annotated[int, msgspec.Meta(ge=1, le=1)] = 1
    form_code: FormCodeField
    title: Line
    level: Line
    sections: Annotated[tuple[Section, ...], msgspec.Meta(min_length=1, max_length=50)]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedTask:
    """A task with its place in the form.

    Attributes:
        number: From 1 through the whole form, as candidates see it.
        scene: The scene of a case; None for a plain item.
    """

    number: int
    section: Section
    item: Item
    scene: Scene | None
    task: Task


def form_bytes(form: Form) -> bytes:
    """Return the form's canonical bytes."""
    return canonical_bytes(to_plain(form))


def parse_form(untrusted_bytes: bytes, *, name: str = "form") -> Form:
    """Parse a form and check all that `form_problems` checks.

    Raises:
        FormatError: not a form in canonical form, or one that contradicts itself.
    """
    plain = parse_canonical(untrusted_bytes, name=name, most_bytes=MOST_FORM_BYTES)
    form = from_plain(plain, Form, name=name)
    for problem in form_problems(form):
        where, _, found = problem.partition(": ")
        raise FormatError(f"{name}.{where}", found)
    return form


def tasks_of(form: Form) -> tuple[PlacedTask, ...]:
    """Return all tasks in the order of the form."""
    return tuple(
        PlacedTask(number=number, section=section, item=item, scene=scene, task=task)
        for number, (section, item, scene, task) in enumerate(_places(form), start=1)
    )


def tasks_by_id(form: Form) -> Mapping[str, PlacedTask]:
    """Return the tasks by their id, in the order of the form."""
    return MappingProxyType({place.task.task_id: place for place in tasks_of(form)})


def media_of(form: Form) -> tuple[MediaName, ...]:
    """Return the names of the media that the form shows, each once, sorted."""
    names = {
        name
        for section in form.sections
        for item in section.items
        for name in media_of_item(item)
    }
    instructions = {
        name for section in form.sections for name in media_in(section.instructions)
    }
    return tuple(sorted(names | instructions))


def total_points(form: Form) -> Fraction:
    """Return what the whole form is worth."""
    return sum((place.task.points for place in tasks_of(form)), Fraction(0))


def objective_points(form: Form) -> Fraction:
    """Return what the tasks are worth that the program scores."""
    return sum(
        (place.task.points for place in tasks_of(form) if is_objective(place.task)),
        Fraction(0),
    )


def uses_headset(form: Form) -> bool:
    """Return whether something in the form is heard or spoken."""
    if any(isinstance(place.task, SpokenAnswer) for place in tasks_of(form)):
        return True
    items = (item for section in form.sections for item in section.items)
    shown = (content for item in items for content in contents_of(item))
    instructions = (section.instructions for section in form.sections)
    return any(
        isinstance(block, Sound)
        for content in chain(shown, instructions)
        for block in content
    )


def form_problems(form: Form) -> Iterator[str]:
    """Yield what is wrong beyond types, as "field: what was found"."""
    yield from _id_problems(form)
    for index, section in enumerate(form.sections):
        where = f"sections[{index}]"
        for found in content_problems(section.instructions, may_be_empty=True):
            yield f"{where}.instructions: {found}"
        for item_index, item in enumerate(section.items):
            for found in item_problems(item):
                yield f"{where}.items[{item_index}].{found}"


def _id_problems(form: Form) -> Iterator[str]:
    places = tasks_of(form)
    if len(places) > MOST_TASKS:
        yield f"sections: {len(places)} tasks, at most {MOST_TASKS}"
    items = [item for section in form.sections for item in section.items]
    cases = [item for item in items if isinstance(item, Case)]
    ids: tuple[tuple[str, list[str]], ...] = (
        ("section", [section.section_id for section in form.sections]),
        # A plain item has the id of its task, so that a case's id is checked against both.
        ("item or task", [*map(item_id_of, cases), *(p.task.task_id for p in places)]),
        ("scene", [scene.scene_id for case in cases for scene in case.scenes]),
    )
    for noun, found in ids:
        for repeated in sorted(_repeated(found)):
            yield f"sections: two have the {noun} id {repeated}"


def _repeated(ids: Iterable[str]) -> set[str]:
    return {found for found, times in Counter(ids).items() if times > 1}


def _places(form: Form) -> Iterator[tuple[Section, Item, Scene | None, Task]]:
    for section in form.sections:
        for item in section.items:
            if not isinstance(item, Case):
                yield section, item, None, item
                continue
            for scene in item.scenes:
                for task in scene.tasks:
                    yield section, item, scene, task
