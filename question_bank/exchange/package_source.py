"""A package's source folder: package.toml, form sources (.yaml), a folder of media.

format_version = 1
revision = 1
data_class = "trial"                 # formal, trial, practice
level = "初级"
oldest_seat = "0.1.0"
oldest_server = "0.1.0"
forms = ["form-a.yaml"]              # file names beside package.toml
media = "media"                      # a folder beside it; only what forms show goes in

[plan]                               # code, name
[session]                            # code, name
[window]                             # opens_utc, closes_utc: dates with an offset
[policies]                           # duration_ms, …: question_bank.formats.package_policies
"""

import tomllib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Annotated

import msgspec

from question_bank.errors import FormatError
from question_bank.exchange.form_source import parse_form_source
from question_bank.exchange.item_draft import MEDIA_TYPES
from question_bank.formats.exam_package import MOST_FILE_BYTES, FileRole
from question_bank.formats.form import (
    Form,
    form_bytes,
    media_of,
    tasks_of,
    uses_headset,
)
from question_bank.formats.form_keys import FormKeys, form_keys_bytes
from question_bank.formats.package_plan import PackagePlan
from question_bank.formats.record import from_plain
from question_bank.identifiers import MediaName
from question_bank.sealing.package_content import (
    FormLabel,
    PackageContent,
    PlainFile,
)
from question_bank.sealing.package_sources import open_plain_file
from question_bank.sealing.stream_seal import ByteReader

PLAN_FILE = "package.toml"
MOST_PLAN_BYTES = 64 * 1024
MOST_FORM_SOURCE_BYTES = 4 * 1024 * 1024

_FileName = Annotated[str, msgspec.Meta(pattern=r"\A[A-Za-z0-9][A-Za-z0-9._-]{0,79}\Z")]


class _SourceFiles(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Which files belong to the package."""

    format_version: Annotated[int, msgspec.Meta(ge=1, le=1)]
    forms: Annotated[tuple[_FileName, ...], msgspec.Meta(min_length=1, max_length=64)]
    media: _FileName = "media"


def read_package_source(folder: Path) -> PackageContent:
    """Read a source folder; media stay on disk until they are sealed.

    Raises:
        FormatError: a file is missing or is not what it should be; `.where` names it.
        FormSourceError: a form source has problems; each names its line.
    """
    plan, files = _read_plan(folder)
    forms = [_read_form(folder, name) for name in files.forms]
    codes = [form.form_code for form, _ in forms]
    if len(set(codes)) != len(codes):
        raise FormatError(f"{PLAN_FILE}.forms", "two forms have the same form_code")
    media = sorted({name for form, _ in forms for name in media_of(form)})
    return PackageContent(
        plan=plan,
        forms=tuple(
            FormLabel(
                form_code=form.form_code,
                title=form.title,
                task_count=len(tasks_of(form)),
                uses_headset=uses_headset(form),
            )
            for form, _ in forms
        ),
        files=(
            *(file for form, keys in forms for file in _form_files(form, keys)),
            *(_media_file(folder / files.media, name) for name in media),
        ),
    )


def _read_plan(folder: Path) -> tuple[PackagePlan, _SourceFiles]:
    raw = _read_file(folder / PLAN_FILE, MOST_PLAN_BYTES)
    try:
        plain = tomllib.loads(raw.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FormatError(PLAN_FILE, str(error)) from error
    names = _SourceFiles.__struct_fields__
    files = {name: plain.pop(name) for name in names if name in plain}
    window = plain.get("window")
    if isinstance(window, dict):
        plain["window"] = {name: _utc(name, at) for name, at in window.items()}
    return (
        from_plain(plain, PackagePlan, name=PLAN_FILE),
        from_plain(files, _SourceFiles, name=PLAN_FILE),
    )


def _utc(name: str, moment: object) -> object:
    if not isinstance(moment, datetime):
        return moment  # from_plain says what was expected
    if moment.tzinfo is None:
        where = f"{PLAN_FILE}.window.{name}"
        raise FormatError(where, "no offset; write it as 2026-11-22T09:00:00+08:00")
    return moment.astimezone(UTC)


def _read_form(folder: Path, name: str) -> tuple[Form, FormKeys]:
    raw = _read_file(folder / name, MOST_FORM_SOURCE_BYTES)
    return parse_form_source(raw, name=name)


def _form_files(form: Form, keys: FormKeys) -> Iterator[PlainFile]:
    for role, raw in (
        (FileRole.FORM, form_bytes(form)),
        (FileRole.KEYS, form_keys_bytes(keys)),
    ):
        yield PlainFile(
            role=role,
            media_type="application/json",
            form_code=form.form_code,
            media_name=None,
            open=_opener_of_bytes(raw),
        )


def _media_file(folder: Path, name: MediaName) -> PlainFile:
    path = folder / name
    try:
        with open_plain_file(path, follow_links=False) as file:
            size_bytes = file.seek(0, 2)
    except OSError as error:
        where = f"{folder.name}/{name}"
        raise FormatError(where, f"a form shows it; {error.strerror}") from error
    if not 0 < size_bytes <= MOST_FILE_BYTES:
        raise FormatError(f"{folder.name}/{name}", f"{size_bytes} bytes")
    return PlainFile(
        role=FileRole.MEDIA,
        media_type=MEDIA_TYPES[path.suffix],
        form_code=None,
        media_name=name,
        open=lambda: open_plain_file(path, follow_links=False),
    )


def _opener_of_bytes(raw: bytes) -> Callable[[], AbstractContextManager[ByteReader]]:
    return lambda: BytesIO(raw)


def _read_file(path: Path, most_bytes: int) -> bytes:
    try:
        with open_plain_file(path, follow_links=True) as file:
            raw = file.read(most_bytes + 1)
    except OSError as error:
        raise FormatError(path.name, error.strerror or "cannot be read") from error
    if len(raw) > most_bytes:
        raise FormatError(path.name, f"more than {most_bytes} bytes")
    return raw
