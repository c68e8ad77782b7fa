"""From a stored assembly to what goes into an exam package, and what it wears.

The package's plan is written by hand as for a folder (`package.toml`), but names no
forms: they come from the bank, with the media that their items have there.
"""

import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial
from io import BytesIO

from question_bank.assembly.assembly_record import read_assembly
from question_bank.bank.assembly_store import StoredAssembly, StoredForm
from question_bank.bank.bank import Bank
from question_bank.bank.exposure_store import Exposure
from question_bank.errors import FormatError
from question_bank.formats.exam_package import FileRole
from question_bank.formats.form import media_of, tasks_of, uses_headset
from question_bank.formats.package_plan import PackagePlan
from question_bank.formats.record import from_plain
from question_bank.identifiers import MediaName
from question_bank.sealing.package_content import (
    FormLabel,
    PackageContent,
    PlainFile,
)

MOST_PLAN_BYTES = 64 * 1024


def read_bare_plan(untrusted_bytes: bytes, *, name: str) -> PackagePlan:
    """Read `package.toml`; `forms` and `media` may stand in it and mean nothing here.

    Raises:
        FormatError: not a plan; `.where` names the field.
    """
    if len(untrusted_bytes) > MOST_PLAN_BYTES:
        raise FormatError(name, f"more than {MOST_PLAN_BYTES} bytes")
    try:
        plain = tomllib.loads(untrusted_bytes.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise FormatError(name, str(error)) from error
    for field in ("format_version", "forms", "media"):
        plain.pop(field, None)
    window = plain.get("window")
    if isinstance(window, dict):
        plain["window"] = {key: _utc(name, key, at) for key, at in window.items()}
    return from_plain(plain, PackagePlan, name=name)


def _utc(name: str, key: str, moment: object) -> object:
    if not isinstance(moment, datetime):
        return moment  # from_plain says what was expected
    if moment.tzinfo is None:
        found = "no offset; write it as 2026-11-22T09:00:00+08:00"
        raise FormatError(f"{name}.window.{key}", found)
    return moment.astimezone(UTC)


def package_of_assembly(
    bank: Bank, stored: StoredAssembly, plan: PackagePlan
) -> PackageContent:
    """Return the content of a package with all forms of the assembly.

    Media stay in the bank until they are sealed: it has to stay open for so long.

    Raises:
        AssemblyRecordError: what is stored is not an assembly.
        FormatError: the plan is for another level.
        NotInBankError: the bank has lost a medium.
    """
    record, forms = read_assembly(stored)
    if plan.level != record.level:
        found = f"{plan.level}, the assembly is for {record.level}"
        raise FormatError("package.toml.level", found)
    names = sorted({name for form in forms for name in media_of(form)})
    return PackageContent(
        plan=plan,
        forms=tuple(
            FormLabel(
                form_code=form.form_code,
                title=form.title,
                task_count=len(tasks_of(form)),
                uses_headset=uses_headset(form),
            )
            for form in forms
        ),
        files=(
            *(file for form in stored.forms for file in _form_files(form)),
            *(_medium(bank, name, record.media[name]) for name in names),
        ),
    )


def _form_files(form: StoredForm) -> Iterator[PlainFile]:
    for role, raw in ((FileRole.FORM, form.form), (FileRole.KEYS, form.keys)):
        yield PlainFile(
            role=role,
            media_type="application/json",
            form_code=form.form_code,
            media_name=None,
            open=partial(BytesIO, raw),
        )


def _medium(bank: Bank, name: MediaName, sha256: str) -> PlainFile:
    return PlainFile(
        role=FileRole.MEDIA,
        media_type=bank.media.facts(sha256).media_type,
        form_code=None,
        media_name=name,
        # Read whole and checked against its hash: what is sealed is what was approved.
        open=lambda: BytesIO(bank.media.read(sha256)),
    )


def exposures(
    stored: StoredAssembly, plan: PackagePlan, sites: tuple[str, ...], used_on: date
) -> Iterator[Exposure]:
    """Yield that every item of every form goes to every site in this session."""
    for site in sites:
        for form in stored.forms:
            for item_id, version in form.items:
                yield Exposure(
                    item_id=item_id,
                    version=version,
                    form_code=form.form_code,
                    used_on=used_on,
                    plan=plan.plan.code,
                    session=plan.session.code,
                    site=site,
                    assembly=stored.name,
                )
