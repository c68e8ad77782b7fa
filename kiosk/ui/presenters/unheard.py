"""Sounds of the form that were never played, for the check before the hand-in. Pure."""

from collections.abc import Iterator

from question_bank.formats.form import Form, PlacedTask, tasks_of
from question_bank.items.case import Case
from question_bank.items.content import Content, Sound
from question_bank.items.item import item_id_of
from question_bank.items.multiple_choice import MultipleChoice
from question_bank.items.single_choice import SingleChoice
from question_bank.journal.sound_record import ClipPlace, SoundRecord


def unheard_tasks(form: Form, sound: SoundRecord) -> frozenset[str]:
    """Return the tasks at which a sound stands that was never begun.

    A sound of a scene, of a case's stem or of a section counts at its first task.
    """
    unheard, seen = set[str](), set[ClipPlace]()
    for place in tasks_of(form):
        for clip in _clips(place):
            if clip not in seen and not sound.plays.get(clip):
                unheard.add(place.task.task_id)
            seen.add(clip)
    return frozenset(unheard)


def _clips(place: PlacedTask) -> Iterator[ClipPlace]:
    task = place.task
    yield from _of(place.section.section_id, place.section.instructions)
    if isinstance(place.item, Case):
        yield from _of(item_id_of(place.item), place.item.stem)
    if place.scene is not None:
        yield from _of(place.scene.scene_id, place.scene.content)
    yield from _of(task.task_id, task.stem)
    if isinstance(task, SingleChoice | MultipleChoice):
        for option in task.options:
            yield from _of(task.task_id, option.content)


def _of(place_id: str, content: Content) -> Iterator[ClipPlace]:
    for block in content:
        if isinstance(block, Sound):
            yield place_id, block.media_name
