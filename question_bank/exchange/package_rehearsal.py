"""解包测试: proving a package, all its media and the opening code good, showing nothing.

Each check says that something holds, never what it is about: no text of a form, no name
of a medium, only the file's opaque name.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from question_bank.errors import ExamRoomError, FormatError
from question_bank.exchange.media_check import media_problem
from question_bank.formats.exam_package import FileRole, Manifest, SealedFile
from question_bank.formats.form import Form, media_of, parse_form, tasks_of
from question_bank.formats.form_keys import parse_form_keys, require_keys_of_form
from question_bank.identifiers import FormCode, SiteUuid
from question_bank.sealing.errors import OtherSiteError, PackageDamagedError
from question_bank.sealing.lock_keys import UnlockKey
from question_bank.sealing.package_locks import (
    open_inner_lock,
    open_inner_scoring_lock,
    open_organisation_lock,
    open_outer_lock,
    open_outer_scoring_lock,
)
from question_bank.sealing.package_reader import PackageReader

MOST_MEDIUM_BYTES = 256 * 1024 * 1024
"""A medium is decoded in memory: its plain bytes must never touch a disk."""


class CheckKind(Enum):
    """What was checked."""

    FILES = "sealed files"
    OUTER_LOCK = "outer lock"
    OPENING_CODE = "opening code"
    SCORING_LOCKS = "scoring locks"
    FORM = "form"
    KEYS = "keys"
    MEDIUM = "medium"
    REFERENCES = "media of form"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One line of the table.

    Attributes:
        subject: A sealed file's name or a count; tells nothing of the content.
        error: What went wrong; None: it holds.
        is_skipped: True where no key was given that could check it.
    """

    kind: CheckKind
    subject: str
    error: ExamRoomError | None = None
    is_skipped: bool = False


def rehearse(
    reader: PackageReader,
    unlock_keys: Sequence[UnlockKey],
    typed_code: str,
    on_progress: Callable[[int], object] = lambda _done_bytes: None,
) -> Iterator[Check]:
    """Yield check after check; a lock that stays closed ends the rehearsal.

    Args:
        reader: Its signature, versions and layout have been checked.
        unlock_keys: A site's lock key or the organisation's answer key; to check the
            keys of the forms too, the answer key or the site's marking key.
    """
    rehearsal = _Rehearsal(reader, unlock_keys, typed_code)
    manifest = reader.manifest
    count = f"{len(manifest.files)}"
    yield _checked(CheckKind.FILES, count, lambda: reader.verify_files(on_progress))
    for kind, act in (
        (CheckKind.OUTER_LOCK, rehearsal.open_outer),
        (CheckKind.OPENING_CODE, rehearsal.open_inner),
    ):
        check = _checked(kind, "", act)
        yield check
        if check.error is not None:
            return
    yield rehearsal.scoring_check()
    for entry in manifest.files:
        yield rehearsal.file_check(entry)
    for form in manifest.forms:
        yield rehearsal.references_check(form.form_code, form.file)


class _Rehearsal:
    """What has been opened so far."""

    def __init__(
        self, reader: PackageReader, unlock_keys: Sequence[UnlockKey], typed_code: str
    ) -> None:
        self._reader = reader
        self._manifest: Manifest = reader.manifest
        self._keys = {key.lock_key.key_id.hex(): key for key in unlock_keys}
        self._typed_code = typed_code
        self._inner = b""
        self._content_key = b""
        self._scoring_key: bytes | None = None
        self._forms: dict[FormCode, Form] = {}

    def open_outer(self) -> None:
        organisation_key = self._keys.get(self._manifest.organisation.key_id)
        if organisation_key is not None:
            self._inner = open_organisation_lock(self._manifest, organisation_key)
            return
        for lock in self._manifest.locks:
            if lock.key_id in self._keys:
                key = self._keys[lock.key_id]
                self._inner = open_outer_lock(self._manifest, key, lock.site_uuid)
                return
        raise OtherSiteError("no lock of this package is for the given keys")

    def open_inner(self) -> None:
        self._content_key = open_inner_lock(
            self._inner, self._typed_code, self._manifest
        )

    def scoring_check(self) -> Check:
        lock = next(
            (
                lock
                for lock in self._manifest.scoring_locks
                if lock.key_id in self._keys
            ),
            None,
        )
        if lock is None:
            return Check(kind=CheckKind.SCORING_LOCKS, subject="", is_skipped=True)
        key, site_uuid = self._keys[lock.key_id], lock.site_uuid
        return _checked(
            CheckKind.SCORING_LOCKS, "", lambda: self._open_scoring(key, site_uuid)
        )

    def file_check(self, entry: SealedFile) -> Check:
        if entry.role is FileRole.FORM:
            return _checked(CheckKind.FORM, entry.name, lambda: self._form(entry))
        if entry.role is FileRole.MEDIA:
            return _checked(CheckKind.MEDIUM, entry.name, lambda: self._medium(entry))
        scoring_key = self._scoring_key
        if scoring_key is None:
            return Check(kind=CheckKind.KEYS, subject=entry.name, is_skipped=True)
        return _checked(
            CheckKind.KEYS, entry.name, lambda: self._keys_of(entry, scoring_key)
        )

    def references_check(self, form_code: FormCode, file: str) -> Check:
        return _checked(
            CheckKind.REFERENCES, file, lambda: self._require_media(form_code, file)
        )

    def _open_scoring(self, key: UnlockKey, site_uuid: SiteUuid | None) -> None:
        inner = open_outer_scoring_lock(self._manifest, key, site_uuid)
        self._scoring_key = open_inner_scoring_lock(
            inner, self._typed_code, self._manifest
        )

    def _form(self, entry: SealedFile) -> None:
        raw = self._reader.open_text(entry.name, self._content_key)
        try:
            form = parse_form(raw, name=entry.name)
        except FormatError as error:  # its words might quote the form
            raise FormatError(entry.name, "not a form") from error
        label = next(x for x in self._manifest.forms if x.file == entry.name)
        if (form.form_code, len(tasks_of(form))) != (label.form_code, label.task_count):
            raise FormatError(entry.name, "not the form that the manifest announces")
        self._forms[form.form_code] = form

    def _keys_of(self, entry: SealedFile, scoring_key: bytes) -> None:
        raw = self._reader.open_text(entry.name, scoring_key)
        try:
            keys = parse_form_keys(raw, name=entry.name)
        except FormatError as error:
            raise FormatError(entry.name, "no keys of a form") from error
        form = self._forms.get(keys.form_code)
        if form is None:
            raise FormatError(entry.name, "keys of no form that could be read")
        try:
            require_keys_of_form(form, keys, name=entry.name)
        except FormatError as error:
            # Its words would name a task and what is wrong with its key.
            raise FormatError(entry.name, "the keys do not fit the form") from error

    def _medium(self, entry: SealedFile) -> None:
        if entry.plain_bytes > MOST_MEDIUM_BYTES:
            found = f"{entry.plain_bytes} bytes, at most {MOST_MEDIUM_BYTES}"
            raise PackageDamagedError(entry.name, found)
        plain = b"".join(self._reader.open_file(entry.name, self._content_key))
        problem = media_problem(entry.media_type, plain)
        if problem is not None:
            raise PackageDamagedError(entry.name, problem)

    def _require_media(self, form_code: FormCode, file: str) -> None:
        form = self._forms.get(form_code)
        if form is None:
            raise FormatError(file, "the form could not be read")
        missing = set(media_of(form)) - set(self._manifest.media())
        if missing:
            raise PackageDamagedError(file, f"{len(missing)} of its media are missing")


def _checked(kind: CheckKind, subject: str, act: Callable[[], object]) -> Check:
    try:
        act()
    except ExamRoomError as error:
        return Check(kind=kind, subject=subject, error=error)
    return Check(kind=kind, subject=subject)
