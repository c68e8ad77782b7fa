"""Where the candidate may go: sections and scenes left for good are closed. Pure."""

from kiosk.ui.presenters.scene_order import is_scene_open, open_scene
from question_bank.formats.form import Form, PlacedTask, tasks_of
from question_bank.items.case import Case
from question_bank.journal.sitting_record import SittingRecord


def is_section_open(section_id: str, record: SittingRecord) -> bool:
    """Return whether the section may be entered, or stayed in."""
    return section_id not in record.sections.passed


def is_open(place: PlacedTask, record: SittingRecord) -> bool:
    """Return whether the candidate may go to the task now."""
    if not is_section_open(place.section.section_id, record):
        return False
    if place.scene is None or not isinstance(place.item, Case):
        return True
    return is_scene_open(place.item, place.scene, record.passed_scenes)


def tasks_ahead(form: Form, record: SittingRecord) -> frozenset[str]:
    """Return the tasks that cannot be gone to yet: earlier scenes come first."""
    return frozenset(
        place.task.task_id
        for place in tasks_of(form)
        if is_section_open(place.section.section_id, record)
        and not is_open(place, record)
        and not _is_passed(place, record)
    )


def _is_passed(place: PlacedTask, record: SittingRecord) -> bool:
    assert isinstance(place.item, Case)
    assert place.scene is not None
    return (place.item.item_id, place.scene.scene_id) in record.passed_scenes


def can_go_to(place: PlacedTask, record: SittingRecord) -> bool:
    """Return whether asking for the task leads into its item.

    True for a closed task too while its case is at a scene without tasks: that scene
    comes first, and no other way leads to it.
    """
    if is_open(place, record):
        return True
    if not is_section_open(place.section.section_id, record):
        return False
    assert isinstance(place.item, Case)
    scene = open_scene(place.item, record.passed_scenes)
    return scene is not None and not scene.tasks
