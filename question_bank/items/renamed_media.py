"""The same item with other names for its media, for a form whose items clash. Pure."""

from collections.abc import Mapping

import msgspec

from question_bank.identifiers import MediaName
from question_bank.items.case import Case
from question_bank.items.content import Block, Image, Sound
from question_bank.items.item import Item
from question_bank.items.multiple_choice import MultipleChoice
from question_bank.items.single_choice import SingleChoice
from question_bank.items.task import Task

NewNames = Mapping[MediaName, MediaName]


def with_media_names(item: Item, names: NewNames) -> Item:
    """Return the item; media that `names` does not have keep their names."""
    if not names:
        return item
    if not isinstance(item, Case):
        return _task(item, names)
    return msgspec.structs.replace(
        item,
        stem=content_with_media_names(item.stem, names),
        scenes=tuple(
            msgspec.structs.replace(
                scene,
                content=content_with_media_names(scene.content, names),
                tasks=tuple(_task(task, names) for task in scene.tasks),
            )
            for scene in item.scenes
        ),
    )


def content_with_media_names(
    content: tuple[Block, ...], names: NewNames
) -> tuple[Block, ...]:
    """Return the content; media that `names` does not have keep their names."""
    return tuple(
        msgspec.structs.replace(
            block, media_name=names.get(block.media_name, block.media_name)
        )
        if isinstance(block, Image | Sound)
        else block
        for block in content
    )


def _task(task: Task, names: NewNames) -> Task:
    stem = content_with_media_names(task.stem, names)
    if isinstance(task, SingleChoice | MultipleChoice):
        options = tuple(
            msgspec.structs.replace(
                option, content=content_with_media_names(option.content, names)
            )
            for option in task.options
        )
        return msgspec.structs.replace(task, stem=stem, options=options)
    return msgspec.structs.replace(task, stem=stem)
