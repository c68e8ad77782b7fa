"""What of a version the bank keeps in columns of their own: to filter, list and search. Pure."""

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import msgspec

from question_bank.formats.item_record import (
    ItemRecord,
    item_id_of_record,
    tags_of_task,
)
from question_bank.formats.record import from_plain, to_plain
from question_bank.identifiers import TaskId
from question_bank.items.case import Case
from question_bank.items.content import plain_text
from question_bank.items.estimate import TaskEstimate
from question_bank.items.item import Item, contents_of, tasks_in
from question_bank.items.tag import Tag

OPENING_CHARACTERS = 60
"""About what one line of a list shows."""

KINDS = (
    "single_choice",
    "multiple_choice",
    "true_false",
    "short_answer",
    "spoken_answer",
    "case",
)
"""Formats of items (题型), in the order in which forms have them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionFacts:
    """The columns.

    Attributes:
        points: Of all tasks together.
        is_tagged: Every task has a tag, by itself or by its case.
        is_explained: Every task has an explanation.
        opening: The first words of the stem, for lists.
        content_sha256: Of the record without its ids.
        text: All words, as `search_text` folds them.
        tags: (tag, task or case id).
        task_ids: Of all tasks, and the item's own id.
    """

    level: str
    kind: str
    points: Fraction
    task_count: int
    is_tagged: bool
    is_explained: bool
    opening: str
    content_sha256: str
    text: str
    tags: tuple[tuple[Tag, TaskId], ...]
    task_ids: tuple[TaskId, ...]


def version_facts(record: ItemRecord) -> VersionFacts:
    """Return what the bank keeps of a version beside its bytes."""
    tasks = tasks_in(record.item)
    return VersionFacts(
        level=record.level,
        kind=kind_of(record.item),
        points=sum((task.points for task in tasks), Fraction(0)),
        task_count=len(tasks),
        is_tagged=all(tags_of_task(record, task.task_id) for task in tasks),
        is_explained=all(task.task_id in record.explanations for task in tasks),
        opening=_opening(record.item),
        content_sha256=content_sha256(record),
        text=search_text("\n".join(_words(record))),
        tags=tuple(
            (tag, task_id)
            for task_id, tags in record.tags.items()
            for tag in dict.fromkeys(tags)
        ),
        task_ids=tuple(
            dict.fromkeys(
                (
                    TaskId(item_id_of_record(record)),
                    *(task.task_id for task in tasks),
                )
            )
        ),
    )


def kind_of(item: Item) -> str:
    """Return the item's format, one of KINDS, as its record names it."""
    kind = item.__struct_config__.tag
    assert isinstance(kind, str), "every kind of item has a name"
    return kind


def search_text(text: str) -> str:
    """Return a text as it is stored and asked for: width, case and white space folded."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(folded.split())


def content_sha256(record: ItemRecord) -> str:
    """Return the hash of what the record says, whatever its item and tasks are called.

    Ids are replaced by the tasks' positions, so that a row that a reader named by its
    content is found again under the id that somebody gave it later.
    """
    names: dict[str, str] = {item_id_of_record(record): "item"}
    for index, task in enumerate(tasks_in(record.item)):
        names.setdefault(task.task_id, f"task-{index}")
    plain = to_plain(record)
    assert isinstance(plain, dict), "a record is an object"
    for field in ("keys", "explanations", "tags", "expected_times_s"):
        plain[field] = {names[key]: value for key, value in plain[field].items()}
    _rename(plain["item"], names)
    # Only looked up in the same file, never signed: the fast writer will do.
    return hashlib.sha256(msgspec.json.encode(plain, order="sorted")).hexdigest()


def _rename(item: dict[str, object], names: Mapping[str, str]) -> None:
    for field in ("item_id", "task_id"):
        if field in item:
            item[field] = names[str(item[field])]
    scenes = item.get("scenes", ())
    assert isinstance(scenes, list | tuple), "scenes are a list"
    for scene in scenes:
        for task in scene["tasks"]:
            _rename(task, names)


def mean_estimate(
    record: ItemRecord, in_force: Mapping[TaskId, TaskEstimate]
) -> tuple[int | None, int | None]:
    """Return (difficulty, discrimination) in thousandths of the whole item.

    Means over the tasks for which there are any, weighted by their points; None where
    there is none.
    """
    weights: list[tuple[Fraction, TaskEstimate]] = [
        (task.points, in_force[task.task_id])
        for task in tasks_in(record.item)
        if task.task_id in in_force
    ]
    difficulty = _mean([(w, found.difficulty_permille) for w, found in weights])
    discrimination = _mean(
        [
            (weight, found.discrimination_permille)
            for weight, found in weights
            if found.discrimination_permille is not None
        ]
    )
    return difficulty, discrimination


def _mean(weighted: list[tuple[Fraction, int]]) -> int | None:
    total = sum((weight for weight, _ in weighted), Fraction(0))
    if not total:
        return None
    return round(sum((w * found for w, found in weighted), Fraction(0)) / total)


def _opening(item: Item) -> str:
    text = item.title if isinstance(item, Case) else plain_text(item.stem)
    line = " ".join(text.split())
    if len(line) <= OPENING_CHARACTERS:
        return line
    return line[: OPENING_CHARACTERS - 1] + "…"


def _words(record: ItemRecord) -> Iterator[str]:
    if isinstance(record.item, Case):
        yield record.item.title
        yield from (scene.title for scene in record.item.scenes)
    yield from (plain_text(content) for content in contents_of(record.item))
    yield from (plain_text(content) for content in record.explanations.values())
    yield from record.transcripts.values()


def stored_record(raw: bytes, *, name: str) -> ItemRecord:
    """Return the record that the bank stored; its hash was compared, so it is ours.

    Not `parse_item_record`: what was checked when it came in needs no second check for
    each of thousands.

    Raises:
        FormatError: an older program's bytes that this one no longer reads.
    """
    return from_plain(msgspec.json.decode(raw), ItemRecord, name=name)
