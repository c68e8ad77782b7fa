"""What is kept beside the forms of an assembly: the figures that they were built by. Pure.

Estimates and exposure go on changing in the bank; a report of an assembly has to show
what the solver saw. Canonical JSON, stored as `report` in question_bank.bank.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated

import msgspec

from question_bank.assembly.blueprint import Blueprint
from question_bank.assembly.build_forms import BuiltForm
from question_bank.assembly.errors import AssemblyRecordError
from question_bank.assembly.pool import ItemKind, Pool, PoolItem, PoolTask, pool_of
from question_bank.assembly.selection import SelectedForm
from question_bank.bank.assembly_store import StoredAssembly, StoredForm
from question_bank.errors import FormatError
from question_bank.formats.canonical import canonical_bytes, parse_canonical
from question_bank.formats.form import Form, form_bytes, parse_form
from question_bank.formats.form_keys import form_keys_bytes
from question_bank.formats.item_record import Sha256Hex
from question_bank.formats.record import from_plain, to_plain
from question_bank.items.field_types import (
    AnyMediaName,
    ItemIdField,
    Line,
    Record,
    TaskIdField,
)
from question_bank.items.item import item_id_of
from question_bank.items.score_line import Wording
from question_bank.items.tag import Tags
from question_bank.statistics.form_figures import TaskFigures

MOST_RECORD_BYTES = 16 * 1024 * 1024


class TaskRecord(Record, frozen=True, kw_only=True):
    """One task as the solver saw it."""

    task_id: TaskIdField
    kind: ItemKind
    tags: Tags
    points: Fraction
    difficulty_permille: int
    discrimination_permille: int
    expected_s: int
    is_assumed: bool


class ItemUsed(Record, frozen=True, kw_only=True):
    """One chosen item as the solver saw it."""

    item_id: ItemIdField
    version: int
    kind: ItemKind
    tasks: tuple[TaskRecord, ...]
    uses: int
    uses_since_ban: int
    uses_since_limit: int
    key: str | None


class AssemblyRecord(Record, frozen=True, kw_only=True):
    """All that a report needs beside blueprint and forms.

    Attributes:
        pool_items: How many usable items there were to choose from.
        program: Version that built it.
        media: Which file each media name of the forms means.
    """

    format_version: Annotated[int, msgspec.Meta(ge=1, le=1)] = 1
    level: Line
    program: Line
    pool_items: int
    items: tuple[ItemUsed, ...]
    enemies: tuple[tuple[ItemIdField, ItemIdField], ...]
    media: Mapping[AnyMediaName, Sha256Hex]


def stored_assembly(
    name: str,
    source: bytes,
    seed: int,
    built: tuple[tuple[SelectedForm, BuiltForm], ...],
    record: AssemblyRecord,
) -> StoredAssembly:
    """Return what the bank keeps."""
    versions = {item.item_id: item.version for item in record.items}
    return StoredAssembly(
        name=name,
        blueprint=source,
        seed=seed,
        report=canonical_bytes(to_plain(record)),
        forms=tuple(
            StoredForm(
                form_code=form.form.form_code,
                form=form_bytes(form.form),
                keys=form_keys_bytes(form.keys),
                items=tuple((item, versions[item]) for item in selected.item_ids),
            )
            for selected, form in built
        ),
    )


def assembly_record(
    blueprint: Blueprint, pool: Pool, built: tuple[BuiltForm, ...], *, program: str
) -> AssemblyRecord:
    """Return the record of forms that were built from this pool."""
    ids = {
        item_id_of(item)
        for form in built
        for section in form.form.sections
        for item in section.items
    }
    return AssemblyRecord(
        level=blueprint.level,
        program=program,
        pool_items=len(pool.items),
        items=tuple(_used(pool.items[item_id]) for item_id in sorted(ids)),
        enemies=tuple(pair for pair in pool.enemies if set(pair) <= ids),
        media={name: sha256 for form in built for name, sha256 in form.media.items()},
    )


def _used(item: PoolItem) -> ItemUsed:
    return ItemUsed(
        item_id=item.item_id,
        version=item.version,
        kind=item.kind,
        tasks=tuple(
            TaskRecord(
                task_id=task.task_id,
                kind=task.kind,
                tags=task.tags,
                points=task.figures.points,
                difficulty_permille=task.figures.difficulty_permille,
                discrimination_permille=task.figures.discrimination_permille,
                expected_s=task.figures.expected_s,
                is_assumed=task.is_assumed,
            )
            for task in item.tasks
        ),
        uses=item.uses,
        uses_since_ban=item.uses_since_ban,
        uses_since_limit=item.uses_since_limit,
        key=item.key,
    )


def pool_of_record(record: AssemblyRecord) -> Pool:
    """Return the pool of the chosen items only."""
    return pool_of(
        tuple(
            PoolItem(
                item_id=item.item_id,
                version=item.version,
                kind=item.kind,
                tasks=tuple(
                    PoolTask(
                        task_id=task.task_id,
                        kind=task.kind,
                        tags=task.tags,
                        figures=TaskFigures(
                            points=task.points,
                            difficulty_permille=task.difficulty_permille,
                            discrimination_permille=task.discrimination_permille,
                            expected_s=task.expected_s,
                        ),
                        is_assumed=task.is_assumed,
                    )
                    for task in item.tasks
                ),
                uses=item.uses,
                uses_since_ban=item.uses_since_ban,
                uses_since_limit=item.uses_since_limit,
                key=item.key,
            )
            for item in record.items
        ),
        record.enemies,
        level=record.level,
    )


def read_assembly(stored: StoredAssembly) -> tuple[AssemblyRecord, tuple[Form, ...]]:
    """Return record and forms of a stored assembly.

    Raises:
        AssemblyRecordError: what is stored is not what assemblies are.
    """
    try:
        plain = parse_canonical(
            stored.report, name="report", most_bytes=MOST_RECORD_BYTES
        )
        record = from_plain(plain, AssemblyRecord, name="report")
        forms = tuple(
            parse_form(form.form, name=f"form {form.form_code}")
            for form in stored.forms
        )
    except FormatError as error:
        wording = Wording(f"{stored.name}：{error}", f"{stored.name}: {error}")
        raise AssemblyRecordError((wording,)) from error
    return record, forms
