"""All rules by which a package is believed, in their order. No clock, disk or network.

    verified manifest      signature by a trusted, unrevoked key; versions; fields
    require_site           a lock for this site
    require_session        the session and the class of data that are expected
    require_revision       not older than the one known
    require_window         now is within the window

Each refusal is an error of its own. Nothing of a manifest is interpreted before its
signature is found good, but for the name of the key, which only chooses the words.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from question_bank.errors import FormatError
from question_bank.formats.exam_package import (
    FORMAT_VERSION,
    DataClass,
    Manifest,
    Preamble,
    SiteLock,
    parse_manifest,
    parse_preamble,
    parse_version,
)
from question_bank.formats.package_policies import utc_text
from question_bank.identifiers import SessionCode, SiteUuid
from question_bank.sealing.errors import (
    NotYetOpenError,
    OtherSessionError,
    OtherSiteError,
    PackageExpiredError,
    PackageRolledBackError,
    PackageTooNewError,
    PublisherRevokedError,
    SignatureInvalidError,
    UnknownPublisherError,
)
from question_bank.sealing.signing_keys import VerifyKey

_SIGNER = re.compile(rb'"publisher":\{"key_id":"([0-9a-f]{16})"\}')


class ProgramKind(Enum):
    """Which program reads; seats and servers each have an oldest version."""

    SEAT = "seat"
    SERVER = "server"
    BANK = "bank"


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """The program that reads a package, and its version such as `0.1.0`."""

    kind: ProgramKind
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublisherKeys:
    """The keys that are believed here, and those that no longer are."""

    trusted: tuple[VerifyKey, ...]
    revoked: tuple[VerifyKey, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedPackage:
    """A manifest whose signature, versions and fields were found good.

    Attributes:
        manifest_sha256: Hex, over the exact bytes; names this package everywhere.
        signer_key_id: The publisher key that signed.
    """

    manifest: Manifest
    manifest_raw: bytes
    signature: bytes
    manifest_sha256: str
    signer_key_id: str

    def require_site(self, site_uuid: SiteUuid) -> SiteLock:
        """Return this site's lock.

        Raises:
            OtherSiteError: the package has none.
        """
        for lock in self.manifest.locks:
            if lock.site_uuid == site_uuid:
                return lock
        count = len(self.manifest.locks)
        raise OtherSiteError(f"closed for {count} sites, this is none of them")

    def require_session(self, session_code: SessionCode, data_class: DataClass) -> None:
        """Return if the package is of this session and class.

        Raises:
            OtherSessionError: it is not.
        """
        found = self.manifest.session.code, self.manifest.data_class
        if found != (session_code, data_class):
            raise OtherSessionError(
                f"session {found[0]} ({found[1].value}), expected "
                f"{session_code} ({data_class.value})"
            )

    def require_revision(self, known_revision: int) -> None:
        """Return if the package is not older than the one known of its plan and session.

        Args:
            known_revision: 0 if none is known.

        Raises:
            PackageRolledBackError: it is older.
        """
        if self.manifest.revision < known_revision:
            raise PackageRolledBackError(
                f"revision {self.manifest.revision}, known is {known_revision}"
            )

    def require_window(self, now_utc: datetime) -> None:
        """Return if the package may be opened now.

        Raises:
            NotYetOpenError: its window has not begun.
            PackageExpiredError: its window is over.
        """
        window = self.manifest.window
        if now_utc < window.opens_utc:
            raise NotYetOpenError(f"opens at {utc_text(window.opens_utc)}")
        self.require_not_expired(now_utc)

    def require_not_expired(self, now_utc: datetime) -> None:
        """Return if the window is not over; for loading days ahead.

        Raises:
            PackageExpiredError: it is.
        """
        closes_utc = self.manifest.window.closes_utc
        if now_utc >= closes_utc:
            raise PackageExpiredError(f"closed at {utc_text(closes_utc)}")


def verify_package(
    untrusted_manifest: bytes,
    untrusted_signature: bytes,
    publishers: PublisherKeys,
    program: Program,
) -> TrustedPackage:
    """Return the package if its manifest may be believed by this program.

    Raises:
        UnknownPublisherError, PublisherRevokedError, SignatureInvalidError: by whom it
            is signed, or is not.
        PackageTooNewError: a later format, or a later program is needed.
        FormatError: signed, but not a manifest.
    """
    signer = _signer(untrusted_manifest, untrusted_signature, publishers)
    _require_new_enough(parse_preamble(untrusted_manifest), program)
    manifest = parse_manifest(untrusted_manifest)
    if manifest.publisher.key_id != signer.key_id:
        raise FormatError("manifest.publisher.key_id", "is not the key that signed")
    return TrustedPackage(
        manifest=manifest,
        manifest_raw=untrusted_manifest,
        signature=untrusted_signature,
        manifest_sha256=hashlib.sha256(untrusted_manifest).hexdigest(),
        signer_key_id=signer.key_id,
    )


def _signer(
    untrusted_manifest: bytes, untrusted_signature: bytes, publishers: PublisherKeys
) -> VerifyKey:
    revoked_ids = {key.key_id for key in publishers.revoked}
    trusted = [key for key in publishers.trusted if key.key_id not in revoked_ids]
    for key in trusted:
        if _has_signed(key, untrusted_signature, untrusted_manifest):
            return key
    for key in publishers.revoked:
        if _has_signed(key, untrusted_signature, untrusted_manifest):
            raise PublisherRevokedError(f"signed by the revoked key {key.key_id}")
    raise _no_signer(untrusted_manifest, [*trusted, *publishers.revoked])


def _no_signer(
    untrusted_manifest: bytes, known: Iterable[VerifyKey]
) -> SignatureInvalidError | UnknownPublisherError:
    """Return the error that fits what the manifest says of its signer."""
    hint = _SIGNER.search(untrusted_manifest)
    if hint is None:
        return SignatureInvalidError("the manifest is not what any known key signed")
    key_id = hint[1].decode("ascii")
    if any(key.key_id == key_id for key in known):
        return SignatureInvalidError(f"the manifest is not what key {key_id} signed")
    return UnknownPublisherError(f"key {key_id} is not installed here")


def _has_signed(key: VerifyKey, signature: bytes, message: bytes) -> bool:
    try:
        key.verify(signature, message)
    except SignatureInvalidError:
        return False
    return True


def _require_new_enough(preamble: Preamble, program: Program) -> None:
    if preamble.format_version > FORMAT_VERSION:
        raise PackageTooNewError(
            f"package format {preamble.format_version}, known up to {FORMAT_VERSION}"
        )
    oldest = {
        ProgramKind.SEAT: preamble.oldest_seat,
        ProgramKind.SERVER: preamble.oldest_server,
        ProgramKind.BANK: "0.0.0",
    }[program.kind]
    if parse_version(program.version) < parse_version(oldest):
        raise PackageTooNewError(
            f"needs {program.kind.value} {oldest}, this is {program.version}"
        )
