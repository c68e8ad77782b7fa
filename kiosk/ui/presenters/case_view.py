"""The case beside its tasks: stem, scenes, and which of them can be seen. Pure."""

from dataclasses import dataclass

from kiosk.ui.presenters.scene_order import PassedScenes, is_scene_open, open_scene
from question_bank.formats.form import PlacedTask
from question_bank.items.case import Case, Scene
from question_bank.items.content import Block


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneTabView:
    """One scene in the row of scenes."""

    scene_id: str
    number: int
    title: str
    is_shown: bool
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """The case pane.

    Attributes:
        tabs: All scenes; of a one-way case the later ones are closed and unnamed.
        content: What the shown scene holds.
    """

    item_id: str
    title: str
    stem: tuple[Block, ...]
    is_one_way: bool
    scene_id: str
    scene_title: str
    content: tuple[Block, ...]
    tabs: tuple[SceneTabView, ...]


def case_view(
    place: PlacedTask, passed: PassedScenes, shown_scene: str = ""
) -> CaseView | None:
    """Return the case that the task belongs to; None for a plain item."""
    case = place.item
    if not isinstance(case, Case):
        return None
    shown = _shown(case, place, passed, shown_scene)
    return CaseView(
        item_id=case.item_id,
        title=case.title,
        stem=case.stem,
        is_one_way=case.is_one_way,
        scene_id=shown.scene_id,
        scene_title=shown.title,
        content=shown.content,
        tabs=tuple(
            SceneTabView(
                scene_id=scene.scene_id,
                number=number,
                # The title of a scene to come would tell what comes.
                title=scene.title if _may_be_named(case, scene, passed) else "",
                is_shown=scene is shown,
                is_open=is_scene_open(case, scene, passed),
            )
            for number, scene in enumerate(case.scenes, start=1)
        ),
    )


def _shown(
    case: Case, place: PlacedTask, passed: PassedScenes, shown_scene: str
) -> Scene:
    if case.is_one_way:
        return open_scene(case, passed) or case.scenes[-1]
    for scene in case.scenes:
        if scene.scene_id == shown_scene:
            return scene
    assert place.scene is not None
    return place.scene


def _may_be_named(case: Case, scene: Scene, passed: PassedScenes) -> bool:
    return (
        is_scene_open(case, scene, passed) or (case.item_id, scene.scene_id) in passed
    )
