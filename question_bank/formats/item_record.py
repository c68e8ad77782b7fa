"""An item with all that belongs to it: one immutable version in the bank.

Canonical JSON; docs/formats/item.md. What changes without the text changing (status,
estimates, exposure, enemies, comments) is not in it. A medium is named as the author
named it and bound by its SHA-256, so that the record's own hash covers its pictures and
sounds. Pure.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated

import msgspec

from question_bank.errors import FormatError
from question_bank.formats.canonical import canonical_bytes, parse_canonical
from question_bank.formats.record import from_plain, to_plain
from question_bank.identifiers import ItemId, TaskId
from question_bank.items.content import Content, content_problems
from question_bank.items.field_types import (
    AnyMediaName,
    Line,
    Passage,
    Record,
    TaskIdField,
)
from question_bank.items.item import (
    Item,
    item_id_of,
    item_problems,
    media_of_item,
    tasks_in,
)
from question_bank.items.tag import Tags, parse_tag
from question_bank.items.task import TaskKey, key_problems

MOST_ITEM_BYTES = 2 * 1024 * 1024
"""Text only; a long case takes 30 KiB."""

Sha256Hex = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]
ExpectedSeconds = Annotated[int, msgspec.Meta(ge=1, le=7200)]


class ItemRecord(Record, frozen=True, kw_only=True):
    """One version of an item.

    Attributes:
        keys: Of every task.
        explanations: 解析 by task id; may lack some.
        tags: By task id; for a case also by the case's own id, what holds for all of it.
        expected_times_s: How long a candidate needs, by task id; may lack some.
        transcripts: The words of a sound by its media name; may lack some.
        media: What every media name of the item means.
    """

    format_version: Annotated[int, msgspec.Meta(ge=1, le=1)] = 1
    level: Line
    item: Item
    keys: Mapping[TaskIdField, TaskKey]
    explanations: Mapping[TaskIdField, Content] = msgspec.field(default_factory=dict)
    tags: Mapping[TaskIdField, Tags] = msgspec.field(default_factory=dict)
    expected_times_s: Mapping[TaskIdField, ExpectedSeconds] = msgspec.field(
        default_factory=dict
    )
    transcripts: Mapping[AnyMediaName, Passage] = msgspec.field(default_factory=dict)
    media: Mapping[AnyMediaName, Sha256Hex] = msgspec.field(default_factory=dict)


def item_record_bytes(record: ItemRecord) -> bytes:
    """Return the record's canonical bytes."""
    return canonical_bytes(to_plain(record))


def item_record_sha256(record: ItemRecord) -> str:
    """Return the SHA-256 of the canonical bytes, in hex."""
    return hashlib.sha256(item_record_bytes(record)).hexdigest()


def parse_item_record(untrusted_bytes: bytes, *, name: str = "item") -> ItemRecord:
    """Parse an item record and check all that `item_record_problems` checks.

    Raises:
        FormatError: not an item record in canonical form, or one that contradicts itself.
    """
    plain = parse_canonical(untrusted_bytes, name=name, most_bytes=MOST_ITEM_BYTES)
    record = from_plain(plain, ItemRecord, name=name)
    for problem in item_record_problems(record):
        where, _, found = problem.partition(": ")
        raise FormatError(f"{name}.{where}", found)
    return record


def item_id_of_record(record: ItemRecord) -> ItemId:
    """Return the id of the item that this is a version of."""
    return item_id_of(record.item)


def tags_of_task(record: ItemRecord, task_id: TaskId) -> Tags:
    """Return a task's own tags, or those of its case where it has none."""
    own = record.tags.get(task_id, ())
    return own or record.tags.get(TaskId(item_id_of(record.item)), ())


def item_record_problems(record: ItemRecord) -> Iterator[str]:
    """Yield what is wrong beyond types, as "field: what was found"."""
    for found in item_problems(record.item):
        yield f"item.{found}"
    yield from _key_problems(record)
    for task_id, explanation in record.explanations.items():
        for found in content_problems(explanation):
            yield f"explanations.{task_id}: {found}"
    yield from _tag_problems(record)
    yield from _stranger_problems(record)


def _key_problems(record: ItemRecord) -> Iterator[str]:
    tasks = {task.task_id: task for task in tasks_in(record.item)}
    if len(tasks) != len(tasks_in(record.item)):
        yield "item.scenes: two tasks have the same id"
    for task_id, task in tasks.items():
        if task_id not in record.keys:
            yield f"keys: the task {task_id} has no key"
            continue
        for found in key_problems(task, record.keys[task_id]):
            yield f"keys.{task_id}.{found}"


def _stranger_problems(record: ItemRecord) -> Iterator[str]:
    tasks: set[str] = {task.task_id for task in tasks_in(record.item)}
    shown: set[str] = set(media_of_item(record.item))
    yield from _strangers("keys", record.keys, tasks)
    yield from _strangers("explanations", record.explanations, tasks)
    yield from _strangers("tags", record.tags, tasks | {item_id_of(record.item)})
    yield from _strangers("expected_times_s", record.expected_times_s, tasks)
    yield from _strangers("transcripts", record.transcripts, shown)
    yield from _strangers("media", record.media, shown)
    for name in sorted(shown - set(record.media)):
        yield f"media: the item shows {name}, which has no file"


def _tag_problems(record: ItemRecord) -> Iterator[str]:
    for task_id, tags in record.tags.items():
        for tag in tags:
            try:
                level = parse_tag(tag).level
            except ValueError as error:  # a record that was just made, not parsed
                yield f"tags.{task_id}: {error}"
                continue
            if level != record.level:
                yield f"tags.{task_id}: {tag} is not of the item's level {record.level}"


def _strangers(field: str, found: Iterable[str], known: set[str]) -> Iterator[str]:
    for stranger in sorted(set(found) - known):
        yield f"{field}: the item has no {stranger}"
