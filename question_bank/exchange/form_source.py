"""Read an author's form source (YAML) into the form and its keys.

In the source a task stands with its key, its points and its 解析; seats and scorers get
them apart. docs/guides/author-form-source.md says how to write one; in short:

    form_code: A
    title: 2026年第一次考试 初级 A卷
    level: 初级
    sections:
      - id: single
        title: 一、单项选择题
        items:
          - kind: single_choice       # multiple_choice, true_false, short_answer,
            id: a-s-01                # spoken_answer, case
            points: 2
            tags: [初级/2.1]
            stem: 下列说法正确的是
            options: {a: 第一个, b: 第二个}
            answer: b
            explanation: 因为……

Pure: bytes in, form and keys out; which media exist is the package builder's question.
"""

import re
from collections.abc import Iterator

import msgspec

from question_bank.errors import FormatError
from question_bank.exchange.errors import FormSourceError
from question_bank.exchange.multiple_choice_source import (
    field_of_source,
    multiple_choice_source_problems,
)
from question_bank.exchange.source_records import (
    AnyTaskSource,
    FormSource,
    MultipleChoiceSource,
    from_source,
)
from question_bank.exchange.source_to_form import form_of, keys_of, task_places
from question_bank.exchange.strict_yaml import YamlSource, parse_yaml
from question_bank.formats.form import Form, form_bytes, form_problems, parse_form
from question_bank.formats.form_keys import (
    FormKeys,
    form_keys_bytes,
    form_keys_problems,
    parse_form_keys,
)

MOST_SOURCE_BYTES = 4 * 1024 * 1024
_PLACE = re.compile(r" - at (?:`key` in )?`\$\.?(?P<path>[^`]*)`\Z")


def parse_form_source(untrusted_bytes: bytes, *, name: str) -> tuple[Form, FormKeys]:
    """Parse a form source; `name` is the file's, for messages.

    Raises:
        FormSourceError: it is not YAML, has fields of other kinds, or contradicts
            itself; every problem names file, line and field.
    """
    try:
        source = parse_yaml(untrusted_bytes, name=name, most_bytes=MOST_SOURCE_BYTES)
    except FormatError as error:
        raise FormSourceError(error.where, (str(error),)) from error
    try:
        read = msgspec.convert(
            source.plain, FormSource, dec_hook=from_source, strict=False
        )
    except msgspec.ValidationError as error:
        raise _error_at(str(error), source, name) from error
    form, keys = form_of(read), keys_of(read)
    problems = tuple(_problems(read, form, keys))
    if problems:
        lines = [source.line_of(path) for path, _ in problems]
        told = tuple(
            f"{name} line {line}, {path}: {found}"
            for line, (path, found) in zip(lines, problems, strict=True)
        )
        raise FormSourceError(f"{name} line {lines[0]}", told)
    return _as_readers_get_it(form, keys, name)


def _as_readers_get_it(form: Form, keys: FormKeys, name: str) -> tuple[Form, FormKeys]:
    """Read both back, so that nothing is built which a seat would refuse."""
    try:
        return (
            parse_form(form_bytes(form), name=name),
            parse_form_keys(form_keys_bytes(keys), name=name),
        )
    except FormatError as error:
        raise FormSourceError(error.where, (str(error),)) from error


def placed_message(message: str) -> tuple[str, str]:
    """Take what msgspec says apart: (path in the source, what was found)."""
    place = _PLACE.search(message)
    path = place["path"] if place else ""
    return path, message[: place.start()] if place else message


def _error_at(message: str, source: YamlSource, name: str) -> FormSourceError:
    path, found = placed_message(message)
    where = f"{name} line {source.line_of(path)}"
    return FormSourceError(where, (f"{where}, {path or 'the whole'}: {found}",))


def _problems(
    read: FormSource, form: Form, keys: FormKeys
) -> Iterator[tuple[str, str]]:
    """Yield (path in the source, what was found)."""
    places = {str(task.id): path for path, task in task_places(read)}
    for path, task in task_places(read):
        for field, found in _task_problems(task):
            yield f"{path}.{field}", found
    repeated = False
    for problem in form_problems(form):
        path, _, found = problem.partition(": ")
        repeated = repeated or path == "sections"
        yield path, found
    if repeated:
        return  # keys by id cannot be told apart
    for problem in form_keys_problems(form, keys):
        field, _, found = problem.partition(": ")
        kind, _, rest = field.partition(".")
        known = (task_id for task_id in places if rest.startswith(f"{task_id}."))
        # Ids may hold dots: the longest one that fits is the one that is meant.
        task_id = max(known, key=len, default="")
        rest = field_of_source(rest.removeprefix(task_id))
        yield (places[task_id] + rest if task_id else kind), found


def _task_problems(task: AnyTaskSource) -> Iterator[tuple[str, str]]:
    if isinstance(task, MultipleChoiceSource):
        yield from multiple_choice_source_problems(task)
    for field in ("difficulty", "discrimination", "expected_s"):
        if getattr(task, field) is not None:
            yield field, "belongs into an item list of the bank"
