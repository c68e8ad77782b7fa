r"""The two locks in series of a package: the opening code inside, a site's key outside.

A copied package opens nowhere else; at its own site it opens for nobody before the code.
The scoring key has the same two locks, its outer one closed for the organisation and,
where the plan lets a site score, for the site's marking key.
"""

from question_bank.formats.exam_package import LockReader, Manifest
from question_bank.identifiers import PackageUuid, SiteUuid
from question_bank.sealing.errors import OtherSiteError, WrongKeyError
from question_bank.sealing.lock_keys import LockKey, UnlockKey
from question_bank.sealing.opening_code import (
    LockedKey,
    code_key,
    open_inner_lock_with,
    parse_opening_code,
)

_OUTER_PURPOSE = b"exam-room outer lock v1\0"
_ORGANISATION = b"organisation"


def close_outer_lock(
    inner: bytes,
    lock_key: LockKey,
    package_uuid: PackageUuid,
    which: LockedKey,
    site_uuid: SiteUuid | None,
) -> bytes:
    """Return an inner lock closed once more for a site, or for the organisation."""
    purpose = _outer_purpose(package_uuid, which, site_uuid)
    return lock_key.close(inner, purpose=purpose)


def open_outer_lock(
    manifest: Manifest, unlock_key: UnlockKey, site_uuid: SiteUuid
) -> bytes:
    """Return the content key's inner lock, which seats are given.

    Raises:
        OtherSiteError: the package has no lock for this site.
        WrongKeyError: it has one, but for another key of the site.
    """
    lock = next((lock for lock in manifest.locks if lock.site_uuid == site_uuid), None)
    if lock is None:
        raise OtherSiteError(f"none of {len(manifest.locks)} locks is for this site")
    _require_key(lock.key_id, unlock_key)
    purpose = _outer_purpose(manifest.package_uuid, LockedKey.CONTENT, site_uuid)
    return unlock_key.open(lock.closed, purpose=purpose)


def open_organisation_lock(manifest: Manifest, answer_key: UnlockKey) -> bytes:
    """Return the content key's inner lock, for the organisation's own rehearsal.

    Raises:
        WrongKeyError: not the organisation's answer key.
    """
    _require_key(manifest.organisation.key_id, answer_key)
    purpose = _outer_purpose(manifest.package_uuid, LockedKey.CONTENT, None)
    return answer_key.open(manifest.organisation.content_lock, purpose=purpose)


def open_inner_lock(inner: bytes, typed_code: str, manifest: Manifest) -> bytes:
    """Return the content key. Slow: about 0.25 s.

    Raises:
        OpeningCodeMistypedError: the code is mistyped.
        WrongOpeningCodeError: it is well formed but not this package's.
    """
    stretched = code_key(parse_opening_code(typed_code), manifest.opening)
    return open_inner_lock_with(
        inner, stretched, manifest.package_uuid, LockedKey.CONTENT
    )


def open_outer_scoring_lock(
    manifest: Manifest, unlock_key: UnlockKey, site_uuid: SiteUuid | None
) -> bytes:
    """Return the scoring key's inner lock.

    Args:
        unlock_key: The site's marking key, or the organisation's answer key.
        site_uuid: None for the organisation.

    Raises:
        OtherSiteError: the plan does not let this site score, or it is another site.
        WrongKeyError: there is a lock, but for another key.
    """
    reader = LockReader.ORGANISATION if site_uuid is None else LockReader.SITE_MARKING
    for lock in manifest.scoring_locks:
        if lock.reader is reader and lock.site_uuid == site_uuid:
            _require_key(lock.key_id, unlock_key)
            purpose = _outer_purpose(
                manifest.package_uuid, LockedKey.SCORING, site_uuid
            )
            return unlock_key.open(lock.closed, purpose=purpose)
    raise OtherSiteError(f"no scoring lock for this {reader.value}")


def open_inner_scoring_lock(inner: bytes, typed_code: str, manifest: Manifest) -> bytes:
    """Return the scoring key. Slow: about 0.25 s.

    Raises:
        OpeningCodeMistypedError: the code is mistyped.
        WrongOpeningCodeError: it is well formed but not this package's.
    """
    stretched = code_key(parse_opening_code(typed_code), manifest.opening)
    return open_inner_lock_with(
        inner, stretched, manifest.package_uuid, LockedKey.SCORING
    )


def _require_key(key_id: str, unlock_key: UnlockKey) -> None:
    if unlock_key.lock_key.key_id.hex() != key_id:
        raise WrongKeyError(f"the lock is for key {key_id}, this is another")


def _outer_purpose(
    package_uuid: PackageUuid, which: LockedKey, site_uuid: SiteUuid | None
) -> bytes:
    r"""HPKE info: b"exam-room outer lock v1\0" + which + b"\0" + package + reader."""
    reader = _ORGANISATION if site_uuid is None else site_uuid.bytes
    return _OUTER_PURPOSE + which.value + b"\0" + package_uuid.bytes + reader
