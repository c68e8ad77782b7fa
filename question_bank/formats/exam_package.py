"""The manifest of an exam package: what it holds, for whom, when and under which rules.

Canonical JSON, signed as it stands. Byte layouts of the whole package, and the order in
which a reader checks them: docs/formats/exam-package.md. Pure.
"""

import re
from enum import StrEnum
from typing import Annotated

import msgspec

from question_bank.errors import FormatError
from question_bank.formats.canonical import canonical_bytes, parse_canonical
from question_bank.formats.package_policies import Policies, Window
from question_bank.formats.record import from_plain, to_plain
from question_bank.identifiers import (
    FormCode,
    MediaName,
    PackageUuid,
    SessionCode,
    SiteUuid,
)
from question_bank.items.field_types import AnyMediaName, FormCodeField

FORMAT_VERSION = 1
MOST_MANIFEST_BYTES = 4 * 1024 * 1024
"""Room for the locks of about a thousand sites."""

MOST_FILES = 4096
MOST_SITES = 2000
MOST_FILE_BYTES = 2**31 - 1
MOST_PACKAGE_BYTES = 2**32 - 1
"""What a ZIP without its 64-bit extension can say."""

MOST_SEALED_BYTES = 2**32 - 2**24
"""All sealed files together; the rest is for manifest and headers."""

CLOSED_LOCK_BYTES = 1120 + 48 + 16
"""HPKE encapsulation + inner lock (32-byte key and its tag) + tag."""

_CODE = r"\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z"
_VERSION = re.compile(r"[0-9]{1,4}\.[0-9]{1,4}\.[0-9]{1,4}")

Text = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
CodeText = Annotated[str, msgspec.Meta(pattern=_CODE)]
VersionText = Annotated[
    str, msgspec.Meta(pattern=r"\A[0-9]{1,4}\.[0-9]{1,4}\.[0-9]{1,4}\Z")
]
KeyId = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{16}\Z")]
Sha256Hex = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]
SealedName = Annotated[
    str, msgspec.Meta(pattern=r"\A(form|keys|media)-[0-9]{3,4}\.sealed\Z")
]
"""Says nothing of what is inside; the number is the position within the role."""
MediaType = Annotated[str, msgspec.Meta(pattern=r"\A[a-z]{1,20}/[a-z0-9.+-]{1,60}\Z")]
ClosedLock = Annotated[
    bytes,
    msgspec.Meta(min_length=CLOSED_LOCK_BYTES, max_length=CLOSED_LOCK_BYTES),
]


class DataClass(StrEnum):
    """Whether results count; the three never share a row, a package or a result."""

    FORMAL = "formal"
    TRIAL = "trial"
    PRACTICE = "practice"


class FileRole(StrEnum):
    """What a sealed file holds; keys and rubrics are under the scoring key."""

    FORM = "form"
    KEYS = "keys"
    MEDIA = "media"


class LockReader(StrEnum):
    """Whose key opens a scoring lock from outside."""

    ORGANISATION = "organisation"
    SITE_MARKING = "site_marking"


class PlanName(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The plan (考试计划) that the package belongs to."""

    code: CodeText
    name: Text


class SessionName(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """The session (场次) that the package is for."""

    code: Annotated[SessionCode, msgspec.Meta(pattern=_CODE)]
    name: Text


class FormInPackage(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """One form (卷).

    Attributes:
        file: Name of the sealed file that holds it.
        task_count: Tasks that take a response; for the question list of the console.
    """

    form_code: FormCodeField
    title: Text
    file: SealedName
    task_count: Annotated[int, msgspec.Meta(ge=1, le=1000)]


class SealedFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One member of the archive beside manifest and signature.

    Attributes:
        plain_bytes: Length once opened.
        size_bytes: Length as sealed.
        sha256: Hex, over the sealed bytes.
        crc32: Over the sealed bytes, as the archive's headers give it.
        form_code: Whose form or keys; None for media.
        media_name: What items call it; None for forms and keys.
    """

    name: SealedName
    role: FileRole
    media_type: MediaType
    plain_bytes: Annotated[int, msgspec.Meta(ge=0, le=MOST_FILE_BYTES)]
    size_bytes: Annotated[int, msgspec.Meta(ge=16, le=MOST_FILE_BYTES)]
    sha256: Sha256Hex
    crc32: Annotated[int, msgspec.Meta(ge=0, le=2**32 - 1)]
    form_code: FormCodeField | None
    media_name: AnyMediaName | None


class Opening(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the opening code becomes a key: Argon2id with these figures."""

    kdf: Annotated[str, msgspec.Meta(pattern=r"\Aargon2id\Z")] = "argon2id"
    memory_kib: Annotated[int, msgspec.Meta(ge=65536, le=262144)]
    passes: Annotated[int, msgspec.Meta(ge=1, le=10)]
    lanes: Annotated[int, msgspec.Meta(ge=1, le=8)]
    salt: Annotated[bytes, msgspec.Meta(min_length=16, max_length=32)]


class SiteLock(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The content key's inner lock, closed once more for one site."""

    site_uuid: SiteUuid
    site_name: Text
    key_id: KeyId
    closed: ClosedLock


class ScoringLock(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """The scoring key's inner lock, closed once more for who may score.

    Attributes:
        site_uuid: Whose marking key; None for the organisation.
    """

    reader: LockReader
    site_uuid: SiteUuid | None
    key_id: KeyId
    closed: ClosedLock


class Organisation(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """The awarding organisation, and the key that answers are sealed to.

    Attributes:
        content_lock: The content key's inner lock closed for that key, so that the
            organisation can rehearse its own package.
    """

    name: Text
    answer_public_key: Annotated[bytes, msgspec.Meta(min_length=1216, max_length=1216)]
    key_id: KeyId
    content_lock: ClosedLock


class Publisher(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which key signed; a hint only, until the signature has been checked."""

    key_id: KeyId


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that is known of a package without opening it.

    Attributes:
        oldest_seat: Version of the seat program that may use the package, at least.
        oldest_server: The same for the server.
        revision: Counts up when a session's package is replaced; never goes back.
    """

    format: Annotated[str, msgspec.Meta(pattern=r"\Aexam-room package\Z")] = (
        "exam-room package"
    )
    format_version: Annotated[int, msgspec.Meta(ge=1, le=FORMAT_VERSION)] = 1
    oldest_seat: VersionText
    oldest_server: VersionText
    package_uuid: PackageUuid
    revision: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
    data_class: DataClass
    plan: PlanName
    session: SessionName
    level: Text
    window: Window
    policies: Policies
    forms: Annotated[
        tuple[FormInPackage, ...], msgspec.Meta(min_length=1, max_length=64)
    ]
    files: Annotated[
        tuple[SealedFile, ...], msgspec.Meta(min_length=2, max_length=MOST_FILES)
    ]
    opening: Opening
    locks: Annotated[
        tuple[SiteLock, ...], msgspec.Meta(min_length=1, max_length=MOST_SITES)
    ]
    scoring_locks: Annotated[
        tuple[ScoringLock, ...], msgspec.Meta(min_length=1, max_length=MOST_SITES + 1)
    ]
    organisation: Organisation
    publisher: Publisher

    def file(self, name: str) -> SealedFile:
        """Return the entry of a sealed file.

        Raises:
            KeyError: the package has no such file.
        """
        for entry in self.files:
            if entry.name == name:
                return entry
        raise KeyError(name)

    def media(self) -> dict[MediaName, SealedFile]:
        """Return the media by the names that items use."""
        return {
            entry.media_name: entry
            for entry in self.files
            if entry.media_name is not None
        }

    def keys_file(self, form_code: FormCode) -> SealedFile:
        """Return the sealed file with a form's keys and rubrics."""
        for entry in self.files:
            if entry.role is FileRole.KEYS and entry.form_code == form_code:
                return entry
        raise KeyError(form_code)


class Preamble(msgspec.Struct, frozen=True):
    """What a reader of any version understands; read before anything else.

    Fields that it doesn't know are skipped, so that a newer package can be told apart
    from a damaged one.
    """

    format: Annotated[str, msgspec.Meta(pattern=r"\Aexam-room package\Z")]
    format_version: Annotated[int, msgspec.Meta(ge=1)]
    oldest_seat: VersionText
    oldest_server: VersionText


def manifest_bytes(manifest: Manifest) -> bytes:
    """Return the canonical bytes, which are what is signed."""
    return canonical_bytes(to_plain(manifest))


def parse_preamble(untrusted_bytes: bytes) -> Preamble:
    """Parse what manifests of every version begin to say.

    Raises:
        FormatError: not a manifest.
    """
    plain = _parse(untrusted_bytes)
    return from_plain(plain, Preamble, name="manifest")


def parse_manifest(untrusted_bytes: bytes) -> Manifest:
    """Parse a manifest of this version; its signature is not checked here.

    Raises:
        FormatError: not canonical, or not the fields, ranges and cross-references of
            a manifest; `.where` names the place.
    """
    manifest = from_plain(_parse(untrusted_bytes), Manifest, name="manifest")
    _require_consistent(manifest)
    return manifest


def parse_version(text: str) -> tuple[int, int, int]:
    """Return a version such as `0.1.0` as numbers that compare.

    Raises:
        ValueError: not three numbers.
    """
    if _VERSION.fullmatch(text) is None:
        raise ValueError(f"{text!r} is not a version such as 0.1.0")
    first, second, third = (int(part) for part in text.split("."))
    return first, second, third


def _parse(untrusted_bytes: bytes) -> object:
    return parse_canonical(
        untrusted_bytes, name="manifest", most_bytes=MOST_MANIFEST_BYTES
    )


def _require_consistent(manifest: Manifest) -> None:
    _require_unique("manifest.files", [entry.name for entry in manifest.files])
    _require_unique("manifest.media", list(map(str.lower, manifest.media())))
    _require_unique("manifest.forms", [form.form_code for form in manifest.forms])
    _require_unique("manifest.locks", [str(lock.site_uuid) for lock in manifest.locks])
    _require_unique(
        "manifest.scoring_locks",
        [str(lock.site_uuid) for lock in manifest.scoring_locks],
    )
    if sum(entry.size_bytes for entry in manifest.files) > MOST_SEALED_BYTES:
        raise FormatError(
            "manifest.files", f"more than {MOST_SEALED_BYTES} bytes in all"
        )
    for index, entry in enumerate(manifest.files):
        _require_file_belongs(entry, f"manifest.files[{index}]")
    _require_forms_and_keys(manifest)
    for index, lock in enumerate(manifest.scoring_locks):
        if (lock.reader is LockReader.ORGANISATION) != (lock.site_uuid is None):
            where = f"manifest.scoring_locks[{index}].site_uuid"
            raise FormatError(where, f"does not fit the reader {lock.reader.value}")
    _require_scoring_as_the_plan_says(manifest)


def _require_unique(where: str, names: list[str]) -> None:
    if len(set(names)) != len(names):
        raise FormatError(where, "a name stands there twice")


def _require_file_belongs(entry: SealedFile, where: str) -> None:
    is_media = entry.role is FileRole.MEDIA
    if is_media != (entry.media_name is not None):
        raise FormatError(f"{where}.media_name", f"does not fit {entry.role.value}")
    if is_media != (entry.form_code is None):
        raise FormatError(f"{where}.form_code", f"does not fit {entry.role.value}")


def _require_forms_and_keys(manifest: Manifest) -> None:
    roles = {
        (entry.role, entry.form_code): entry.name
        for entry in manifest.files
        if entry.role is not FileRole.MEDIA
    }
    expected = {
        (role, form.form_code)
        for form in manifest.forms
        for role in (FileRole.FORM, FileRole.KEYS)
    }
    others = sum(entry.role is not FileRole.MEDIA for entry in manifest.files)
    if set(roles) != expected or others != len(expected):
        raise FormatError(
            "manifest.files", "not one form file and one keys file a form"
        )
    for index, form in enumerate(manifest.forms):
        if roles[FileRole.FORM, form.form_code] != form.file:
            where = f"manifest.forms[{index}].file"
            raise FormatError(where, f"{form.file} holds another form")


def _require_scoring_as_the_plan_says(manifest: Manifest) -> None:
    sites = {lock.site_uuid for lock in manifest.scoring_locks} - {None}
    if sites and not manifest.policies.site_scores:
        where = "manifest.scoring_locks"
        raise FormatError(where, "locks for sites though the plan lets no site score")
    if not sites <= {lock.site_uuid for lock in manifest.locks}:
        raise FormatError("manifest.scoring_locks", "a site without a content lock")
