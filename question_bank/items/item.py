"""Items (试题): a plain item is one task; a case groups several around its scenes. Pure."""

from question_bank.identifiers import ItemId, MediaName
from question_bank.items.case import Case, case_problems
from question_bank.items.content import Block, media_in
from question_bank.items.multiple_choice import MultipleChoice
from question_bank.items.single_choice import SingleChoice
from question_bank.items.task import Task, task_problems

Item = Task | Case


def item_id_of(item: Item) -> ItemId:
    """Return the item's id; a plain item has that of its one task."""
    return item.item_id if isinstance(item, Case) else ItemId(item.task_id)


def tasks_in(item: Item) -> tuple[Task, ...]:
    """Return the item's tasks in order; one for a plain item."""
    if isinstance(item, Case):
        return tuple(task for scene in item.scenes for task in scene.tasks)
    return (item,)


def item_problems(item: Item) -> tuple[str, ...]:
    """Return what is wrong with the item beyond types, each with its field."""
    return case_problems(item) if isinstance(item, Case) else task_problems(item)


def contents_of(item: Item) -> tuple[tuple[Block, ...], ...]:
    """Return all that the item shows, from top to bottom."""
    if not isinstance(item, Case):
        return _task_contents(item)
    shown: list[tuple[Block, ...]] = [item.stem]
    for scene in item.scenes:
        shown.append(scene.content)
        for task in scene.tasks:
            shown.extend(_task_contents(task))
    return tuple(shown)


def media_of_item(item: Item) -> tuple[MediaName, ...]:
    """Return the media names in the order in which they are shown, repeated as there."""
    return tuple(name for content in contents_of(item) for name in media_in(content))


def _task_contents(task: Task) -> tuple[tuple[Block, ...], ...]:
    if isinstance(task, SingleChoice | MultipleChoice):
        return (task.stem, *(option.content for option in task.options))
    return (task.stem,)
