"""The keys of a form: what scores it and what explains it. Never given to a seat.

Canonical JSON, sealed under the scoring key; docs/formats/form.md. Pure.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated

import msgspec

from question_bank.errors import FormatError
from question_bank.formats.canonical import canonical_bytes, parse_canonical
from question_bank.formats.form import Form, media_of, tasks_of
from question_bank.formats.record import from_plain, to_plain
from question_bank.items.content import Content, content_problems
from question_bank.items.field_types import (
    AnyMediaName,
    FormCodeField,
    ItemIdField,
    Line,
    Passage,
    Record,
    TaskIdField,
)
from question_bank.items.item import item_id_of
from question_bank.items.task import TaskKey, key_problems

MOST_FORM_KEYS_BYTES = 8 * 1024 * 1024


class FormKeys(Record, frozen=True, kw_only=True):
    """All that belongs to a form and that a candidate must not see.

    Attributes:
        keys: Of every task.
        explanations: 解析 by task id; may lack some.
        tags: By item id, such as `初级/2.1`: what of the standard the item is about.
        transcripts: The words of a sound by its media name; may lack some.
    """

    format_version: Annotated[int, msgspec.Meta(ge=1, le=1)] = 1
    form_code: FormCodeField
    keys: Mapping[TaskIdField, TaskKey]
    explanations: Mapping[TaskIdField, Content]
    tags: Mapping[ItemIdField, tuple[Line, ...]]
    transcripts: Mapping[AnyMediaName, Passage]


def form_keys_bytes(keys: FormKeys) -> bytes:
    """Return the keys' canonical bytes."""
    return canonical_bytes(to_plain(keys))


def parse_form_keys(untrusted_bytes: bytes, *, name: str = "form_keys") -> FormKeys:
    """Parse keys; whether they fit a form is asked of `form_keys_problems`.

    Raises:
        FormatError: not form keys in canonical form.
    """
    plain = parse_canonical(untrusted_bytes, name=name, most_bytes=MOST_FORM_KEYS_BYTES)
    return from_plain(plain, FormKeys, name=name)


def require_keys_of_form(
    form: Form, keys: FormKeys, *, name: str = "form_keys"
) -> None:
    """Check that the keys are those of this form, and of all of it.

    Raises:
        FormatError: the first of `form_keys_problems`.
    """
    for problem in form_keys_problems(form, keys):
        where, _, found = problem.partition(": ")
        raise FormatError(f"{name}.{where}", found)


def form_keys_problems(form: Form, keys: FormKeys) -> Iterator[str]:
    """Yield why the keys do not fit the form, as "field: what was found"."""
    if keys.form_code != form.form_code:
        yield f"form_code: {keys.form_code}, the form has {form.form_code}"
    tasks = {place.task.task_id: place.task for place in tasks_of(form)}
    for task_id, task in tasks.items():
        if task_id not in keys.keys:
            yield f"keys: the task {task_id} has no key"
            continue
        for found in key_problems(task, keys.keys[task_id]):
            yield f"keys.{task_id}.{found}"
    for task_id, explanation in keys.explanations.items():
        for found in content_problems(explanation):
            yield f"explanations.{task_id}: {found}"
    items = {item_id_of(item) for section in form.sections for item in section.items}
    yield from _strangers("keys", keys.keys, set(tasks))
    yield from _strangers("explanations", keys.explanations, set(tasks))
    yield from _strangers("tags", keys.tags, set(items))
    yield from _strangers("transcripts", keys.transcripts, set(media_of(form)))


def _strangers(field: str, found: Iterable[str], known: set[str]) -> Iterator[str]:
    for stranger in sorted(set(found) - known):
        yield f"{field}: the form has no {stranger}"
