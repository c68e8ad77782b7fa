"""Read an author's item list (YAML) into drafts; docs/guides/author-item-list.md.

    level: 初级
    items:
      - kind: single_choice
        id: j-s-001
        points: 1
        tags: [初级/2.1]
        difficulty: 0.7
        stem: 下列说法正确的是
        options: {a: 第一个, b: 第二个}
        answer: b
        explanation: 因为……
    enemies:
      - [j-s-001, j-s-002]

Items are read one by one, so that every bad one is told, with its line and field. Media
are looked up by the caller: this module touches no disk. Pure.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction

import msgspec

from question_bank.errors import FormatError
from question_bank.exchange.errors import FormSourceError
from question_bank.exchange.form_source import placed_message
from question_bank.exchange.item_draft import ItemDraft, MediumFile, SourceReading
from question_bank.exchange.multiple_choice_source import (
    field_of_source,
    multiple_choice_source_problems,
)
from question_bank.exchange.source_records import (
    AnyTaskSource,
    CaseSource,
    ItemListSource,
    MultipleChoiceSource,
    from_source,
)
from question_bank.exchange.source_to_form import item_of, task_and_key
from question_bank.exchange.source_words import source_words
from question_bank.exchange.strict_yaml import YamlSource, parse_yaml
from question_bank.formats.item_record import (
    ItemRecord,
    item_record_bytes,
    item_record_problems,
    parse_item_record,
)
from question_bank.identifiers import MediaName, TaskId
from question_bank.items.estimate import ONE, TaskEstimate
from question_bank.items.finding import Finding, Place, Severity
from question_bank.items.item import media_of_item
from question_bank.items.score_line import Wording
from question_bank.items.tag import Tag

MOST_LIST_BYTES = 64 * 1024 * 1024

MediaByName = Mapping[MediaName, MediumFile]
AnyItemSource = AnyTaskSource | CaseSource


def read_item_list(
    untrusted_bytes: bytes, media: MediaByName, *, name: str
) -> SourceReading:
    """Read an item list; `name` is the file's and `media` what lies in its media folder.

    Raises:
        FormSourceError: not YAML, or not an item list at all. A bad item is a finding.
    """
    try:
        source = parse_yaml(untrusted_bytes, name=name, most_bytes=MOST_LIST_BYTES)
    except FormatError as error:
        raise FormSourceError(error.where, (str(error),)) from error
    try:
        shell = msgspec.convert(
            source.plain, ItemListSource, dec_hook=from_source, strict=False
        )
    except msgspec.ValidationError as error:
        path, found = placed_message(str(error))
        where = f"{name} line {source.line_of(path)}"
        told = f"{where}, {path or 'the whole'}: {found}"
        raise FormSourceError(where, (told,)) from error
    return _Reading(source, shell, media, name).whole()


class _Reading:
    """One list while it is read."""

    def __init__(
        self,
        source: YamlSource,
        shell: ItemListSource,
        media: MediaByName,
        name: str,
    ) -> None:
        self._source = source
        self._shell = shell
        self._media = media
        self._name = name
        self._findings: list[Finding] = []

    def whole(self) -> SourceReading:
        drafts = tuple(self._drafts())
        used = {sha256 for draft in drafts for sha256 in draft.record.media.values()}
        return SourceReading(
            drafts=drafts,
            findings=tuple(self._findings),
            enemies=self._shell.enemies,
            media={
                medium.sha256: medium
                for medium in self._media.values()
                if medium.sha256 in used
            },
        )

    def _drafts(self) -> Iterator[ItemDraft]:
        first_lines: dict[str, int] = {}
        for index, plain in enumerate(self._shell.items):
            path = f"items[{index}]"
            draft = self._draft(path, plain)
            if draft is None:
                continue
            item_id = draft.place.item_id or ""
            if item_id in first_lines:
                line = first_lines[item_id]
                self._tell(
                    f"{path}.id",
                    Wording(
                        f"编号 {item_id} 与第 {line} 行的试题重复",
                        f"the id {item_id} is that of the item in line {line}",
                    ),
                    code="ID_TWICE",
                )
                continue
            first_lines[item_id] = self._source.line_of(path)
            yield draft

    def _draft(self, path: str, plain: object) -> ItemDraft | None:
        try:
            read = msgspec.convert(
                plain, AnyItemSource, dec_hook=from_source, strict=False
            )
        except msgspec.ValidationError as error:
            below, found = placed_message(str(error))
            self._tell_format(f"{path}.{below}" if below else path, found)
            return None
        record = self._record(read)
        problems = (*_source_problems(read), *_record_problems(read, record))
        for below, found in problems:
            self._tell_format(f"{path}{below}", found)
        if problems:
            return None
        try:
            record = parse_item_record(item_record_bytes(record), name=str(read.id))
        except FormatError as error:
            self._tell_format(path, str(error))
            return None
        estimates = tuple(estimate for _, estimate in _estimates(read) if estimate)
        place = self._place(path, read.id)
        return ItemDraft(record=record, estimates=estimates, place=place)

    def _record(self, read: AnyItemSource) -> ItemRecord:
        item = item_of(read)
        tasks = tasks_with_paths(read)
        shown = media_of_item(item)
        tags = {TaskId(read.id): read.tags} | {
            task.id: task.tags for _, task in tasks if task.tags
        }
        return ItemRecord(
            level=self._shell.level,
            item=item,
            keys={task.id: task_and_key(task)[1] for _, task in tasks},
            explanations={
                task.id: task.explanation.content
                for _, task in tasks
                if task.explanation is not None
            },
            tags={key: tuple(map(Tag, found)) for key, found in tags.items() if found},
            expected_times_s={
                task.id: task.expected_s for _, task in tasks if task.expected_s
            },
            transcripts={
                name: text.strip()  # a block of YAML ends with a line break
                for name, text in self._shell.transcripts.items()
                if name in shown and text.strip()
            },
            media={
                name: self._media[name].sha256 for name in shown if name in self._media
            },
        )

    def _place(self, path: str, item_id: str | None = None) -> Place:
        return Place(
            file=self._name,
            row=self._source.line_of(path),
            column=path.partition("].")[2] or None,
            item_id=item_id,
        )

    def _tell_format(self, path: str, found: str) -> None:
        self._tell(path, Wording(source_words(found), found), code="ITEM_SOURCE")

    def _tell(self, path: str, wording: Wording, *, code: str) -> None:
        finding = Finding(
            code=code,
            severity=Severity.ERROR,
            place=self._place(path),
            wording=wording,
        )
        self._findings.append(finding)


def tasks_with_paths(read: AnyItemSource) -> tuple[tuple[str, AnyTaskSource], ...]:
    """Return (path below the item, task) in order; the path of a plain item is empty."""
    if not isinstance(read, CaseSource):
        return (("", read),)
    return tuple(
        (f".scenes[{scene_index}].tasks[{task_index}]", task)
        for scene_index, scene in enumerate(read.scenes)
        for task_index, task in enumerate(scene.tasks)
    )


def _source_problems(read: AnyItemSource) -> Iterator[tuple[str, str]]:
    for path, task in tasks_with_paths(read):
        if isinstance(task, MultipleChoiceSource):
            for field, found in multiple_choice_source_problems(task):
                yield f"{path}.{field}", found
    for path, estimate in _estimates(read):
        if estimate is None:
            found = "expected a score rate between 0 and 1, such as 0.65"
            yield path, found


def _record_problems(
    read: AnyItemSource, record: ItemRecord
) -> Iterator[tuple[str, str]]:
    paths = {str(task.id): path for path, task in tasks_with_paths(read)}
    for problem in item_record_problems(record):
        where, _, found = problem.partition(": ")
        kind, _, rest = where.partition(".")
        if kind == "item":
            yield f".{rest}", found
            continue
        task_id = max(
            (key for key in paths if rest.startswith(key)), key=len, default=""
        )
        field = field_of_source(rest.removeprefix(task_id))
        named = {"tags": ".tags", "explanations": ".explanation"}.get(kind, "")
        yield f"{paths.get(task_id, '')}{named}{field}", found


def _estimates(read: AnyItemSource) -> Iterator[tuple[str, TaskEstimate | None]]:
    """Yield (path, estimate) of each task that has one; None where it cannot be."""
    for path, task in tasks_with_paths(read):
        if task.difficulty is None:
            if task.discrimination is not None:
                yield f"{path}.difficulty", None
            continue
        difficulty = _permille(task.difficulty)
        discrimination = (
            None if task.discrimination is None else _permille(task.discrimination)
        )
        if difficulty is None:
            yield f"{path}.difficulty", None
        elif task.discrimination is not None and discrimination is None:
            yield f"{path}.discrimination", None
        else:
            estimate = TaskEstimate(
                task_id=task.id,
                difficulty_permille=difficulty,
                discrimination_permille=discrimination,
            )
            yield path, estimate


def _permille(share: Fraction) -> int | None:
    """Return whole thousandths strictly between 0 and 1; None if it is not between."""
    permille = round(share * ONE)
    return permille if 0 < permille < ONE else None
