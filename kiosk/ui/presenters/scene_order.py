"""Which scenes of a case are open: all, or one after the other (rows 24, 25). Pure."""

from collections.abc import Set as AbstractSet

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
