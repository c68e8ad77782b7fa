r"""Building a package: the same source gives the same sealed bytes.

Everything in a package but its outer locks follows from the organisation's build secret
and a digest of all inputs. A rebuild that takes the outer locks over from the package
that was shipped is the same byte for byte. The digest covers plan, forms, media and
organisation, not the sites: a site that is added later gets one more lock, and the
sealed files stay as they are.

Files are sealed twice, once for their hashes and once into the archive: sealing is
faster than a disk, and so nothing is ever written that could be found half-done.
"""

import hashlib
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import repeat

import msgspec

from question_bank.formats.exam_package import (
    FileRole,
    FormInPackage,
    Manifest,
    Publisher,
    SealedFile,
    manifest_bytes,
    parse_manifest,
)
from question_bank.formats.organisation_card import OrganisationCard
from question_bank.formats.package_archive import archive_frame, archive_members
from question_bank.formats.package_policies import Policies
from question_bank.formats.site_card import SiteCard
from question_bank.sealing.errors import PackageDamagedError
from question_bank.sealing.package_content import (
    HashingReader,
    PackageContent,
    PlainFile,
    digest_of_inputs,
    in_order,
    plain_sha256,
    sealed_names,
)
from question_bank.sealing.package_envelopes import Envelopes, close_envelopes
from question_bank.sealing.package_secrets import PackageSecrets, package_secrets
from question_bank.sealing.signing_keys import SigningKey
from question_bank.sealing.stream_seal import (
    file_key,
    seal_stream,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildKeys:
    """What the organisation builds with."""

    signing_key: SigningKey
    build_secret: bytes = field(repr=False)
    organisation: OrganisationCard


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedPackage:
    """A package that is signed and ready to be written.

    Attributes:
        opening_secret: The bytes of its opening code.
        sources: The plain files, in the order of the manifest's.
    """

    manifest: Manifest
    manifest_raw: bytes
    signature: bytes
    secrets: PackageSecrets = field(repr=False)
    sources: tuple[PlainFile, ...] = field(repr=False)

    @property
    def opening_secret(self) -> bytes:
        """The bytes of the opening code."""
        return self.secrets.opening_secret


def plan_package(
    content: PackageContent,
    keys: BuildKeys,
    sites: Sequence[SiteCard],
    earlier: Manifest | None = None,
) -> PlannedPackage:
    """Return the signed manifest; reads every file twice and writes nothing.

    Args:
        sites: Whose package it is; at least one.
        earlier: A verified manifest of an earlier build, whose outer locks are taken
            over where they are for the same package and the same key.

    Raises:
        FormatError: more than packages hold, or a card's key is no key.
    """
    sources = in_order(content.files)
    digests = tuple(map(plain_sha256, sources))
    input_digest = digest_of_inputs(content, keys.organisation, sources, digests)
    secrets = package_secrets(keys.build_secret, input_digest)
    files = tuple(
        map(_sealed_file, sealed_names(sources), sources, digests, repeat(secrets))
    )
    envelopes = close_envelopes(
        secrets,
        keys.organisation,
        sites,
        site_scores=content.plan.policies.site_scores,
        earlier=earlier,
    )
    publisher = Publisher(key_id=keys.signing_key.verify_key.key_id)
    manifest = _manifest(content, files, secrets, envelopes, publisher)
    raw = manifest_bytes(manifest)
    parse_manifest(raw)  # what no reader would take must not leave the house
    return PlannedPackage(
        manifest=manifest,
        manifest_raw=raw,
        signature=keys.signing_key.sign(raw),
        secrets=secrets,
        sources=sources,
    )


def write_package(
    planned: PlannedPackage,
    write: Callable[[bytes], object],
    on_progress: Callable[[int], object] = lambda _done_bytes: None,
) -> None:
    """Hand the archive's bytes to `write`, from first to last.

    Args:
        on_progress: Told how many bytes of the archive have been written.

    Raises:
        PackageDamagedError: a source file has changed since the package was planned;
            what was written must be thrown away.
    """
    files = planned.manifest.files
    members = archive_members(planned.manifest_raw, planned.signature, files)
    frame = archive_frame(members)
    write(frame.headers[0] + planned.manifest_raw)
    write(frame.headers[1] + planned.signature)
    for entry, source, header, offset in zip(
        files, planned.sources, frame.headers[2:], frame.offsets[2:], strict=True
    ):
        write(header)
        tally = _Tally(write)
        _seal(entry.name, source, planned.secrets, tally.take)
        if tally.sha256.hexdigest() != entry.sha256:
            raise PackageDamagedError(entry.name, "its source changed while building")
        on_progress(offset + len(header) + tally.size_bytes)
    write(frame.directory)
    on_progress(frame.size_bytes)


class _Tally:
    """Counts and hashes what passes through."""

    def __init__(self, write: Callable[[bytes], object] | None = None) -> None:
        self._write = write
        self.sha256 = hashlib.sha256()
        self.crc32 = 0
        self.size_bytes = 0

    def take(self, piece: bytes) -> None:
        self.sha256.update(piece)
        self.crc32 = zlib.crc32(piece, self.crc32)
        self.size_bytes += len(piece)
        if self._write is not None:
            self._write(piece)


def _seal(
    name: str,
    source: PlainFile,
    secrets: PackageSecrets,
    write: Callable[[bytes], object],
) -> tuple[int, str]:
    """Return length and SHA-256 of what was read."""
    is_keys = source.role is FileRole.KEYS
    package_key = secrets.scoring_key if is_keys else secrets.content_key
    with source.open() as reader:
        hashing = HashingReader(reader)
        key = file_key(package_key, secrets.package_uuid, name)
        return seal_stream(hashing, write, key), hashing.sha256.hexdigest()


def _sealed_file(
    name: str, source: PlainFile, plain_digest: str, secrets: PackageSecrets
) -> SealedFile:
    tally = _Tally()
    plain_bytes, found = _seal(name, source, secrets, tally.take)
    if found != plain_digest:  # its key was derived for other bytes
        raise PackageDamagedError(name, "its source changed while building")
    return SealedFile(
        name=name,
        role=source.role,
        media_type=source.media_type,
        plain_bytes=plain_bytes,
        size_bytes=tally.size_bytes,
        sha256=tally.sha256.hexdigest(),
        crc32=tally.crc32,
        form_code=source.form_code,
        media_name=source.media_name,
    )


def _policies(content: PackageContent) -> Policies:
    """Return the plan's policies; nobody tries a headset for a paper without sound.

    Seats cannot see into sealed forms, so it is settled here.
    """
    policies = content.plan.policies
    uses_headset = any(form.uses_headset for form in content.forms)
    return msgspec.structs.replace(
        policies, needs_headset_check=policies.needs_headset_check and uses_headset
    )


def _manifest(
    content: PackageContent,
    files: tuple[SealedFile, ...],
    secrets: PackageSecrets,
    envelopes: Envelopes,
    publisher: Publisher,
) -> Manifest:
    plan = content.plan
    form_files = {
        entry.form_code: entry.name for entry in files if entry.role is FileRole.FORM
    }
    return Manifest(
        oldest_seat=plan.oldest_seat,
        oldest_server=plan.oldest_server,
        package_uuid=secrets.package_uuid,
        revision=plan.revision,
        data_class=plan.data_class,
        plan=plan.plan,
        session=plan.session,
        level=plan.level,
        window=plan.window,
        policies=_policies(content),
        forms=tuple(
            FormInPackage(
                form_code=form.form_code,
                title=form.title,
                file=form_files[form.form_code],
                task_count=form.task_count,
            )
            for form in sorted(content.forms, key=lambda form: form.form_code)
        ),
        files=files,
        opening=secrets.opening,
        locks=envelopes.locks,
        scoring_locks=envelopes.scoring_locks,
        organisation=envelopes.organisation,
        publisher=publisher,
    )
