"""Which scenes of a case are open: all, or one after the other (rows 24, 25). Pure."""

from collections.abc import Set as AbstractSet

from question_bank.formats.form import PlacedTask
from question_bank.items.case import Case, Scene

PassedScenes = AbstractSet[tuple[str, str]]
"""(item id, scene id) of the scenes left for good."""


def open_scene(case: Case, passed: PassedScenes) -> Scene | None:
    """Return the one scene of a one-way case that is open; None when all were passed."""
    for scene in case.scenes:
        if (case.item_id, scene.scene_id) not in passed:
            return scene
    return None


def is_scene_open(case: Case, scene: Scene, passed: PassedScenes) -> bool:
    """Return whether the scene may be looked at now."""
    if not case.is_one_way:
        return True
    opened = open_scene(case, passed)
    return opened is not None and opened.scene_id == scene.scene_id


def is_open(place: PlacedTask, passed: PassedScenes) -> bool:
    """Return whether the candidate may go to the task now."""
    if place.scene is None or not isinstance(place.item, Case):
        return True
    return is_scene_open(place.item, place.scene, passed)


def can_go_to(place: PlacedTask, passed: PassedScenes) -> bool:
    """Return whether asking for the task leads into its item.

    True for a closed task too while its case is at a scene without tasks: that scene
    comes first, and no other way leads to it.
    """
    if is_open(place, passed):
        return True
    assert isinstance(place.item, Case)
    scene = open_scene(place.item, passed)
    return scene is not None and not scene.tasks
