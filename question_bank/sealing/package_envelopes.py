"""All locks of a package: one for each site, and the organisation's own.

Outer locks are random; those of an earlier build of the same package are taken over.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from question_bank.errors import FormatError
from question_bank.formats.exam_package import (
    LockReader,
    Manifest,
    Organisation,
    ScoringLock,
    SiteLock,
)
from question_bank.formats.organisation_card import OrganisationCard
from question_bank.formats.site_card import SiteCard
from question_bank.identifiers import SiteUuid
from question_bank.sealing.lock_keys import LockKey
from question_bank.sealing.opening_code import LockedKey, close_inner_lock, code_key
from question_bank.sealing.package_locks import close_outer_lock
from question_bank.sealing.package_secrets import PackageSecrets

KnownLocks = dict[tuple[LockedKey, SiteUuid | None, str], bytes]
"""Closed locks by what they hold, for whom and for which key of theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelopes:
    """The locks as a manifest holds them."""

    organisation: Organisation
    locks: tuple[SiteLock, ...]
    scoring_locks: tuple[ScoringLock, ...]


def close_envelopes(
    secrets: PackageSecrets,
    organisation: OrganisationCard,
    sites: Sequence[SiteCard],
    *,
    site_scores: bool,
    earlier: Manifest | None,
) -> Envelopes:
    """Return all locks of a package.

    Args:
        site_scores: Whether sites get a lock for the scoring key.
        earlier: A verified manifest of an earlier build, or None.

    Raises:
        FormatError: no site, a site twice, or a card's key is no key.
    """
    if not sites:
        raise FormatError("sites", "none; a package is for at least one site")
    if len({card.site_uuid for card in sites}) != len(sites):
        raise FormatError("sites", "a site stands there twice")
    closer = _Closer(secrets, _known_locks(secrets, earlier))
    ordered = sorted(sites, key=lambda card: card.site_uuid.bytes)
    answer_key = LockKey(organisation.answer_public_key)
    scoring = [
        ScoringLock(
            reader=LockReader.ORGANISATION,
            site_uuid=None,
            key_id=answer_key.key_id.hex(),
            closed=closer.closed(LockedKey.SCORING, None, answer_key),
        )
    ]
    for card in ordered if site_scores else ():
        marking_key = LockKey(card.marking_public_key)
        scoring.append(
            ScoringLock(
                reader=LockReader.SITE_MARKING,
                site_uuid=card.site_uuid,
                key_id=marking_key.key_id.hex(),
                closed=closer.closed(LockedKey.SCORING, card.site_uuid, marking_key),
            )
        )
    return Envelopes(
        organisation=Organisation(
            name=organisation.name,
            answer_public_key=organisation.answer_public_key,
            key_id=answer_key.key_id.hex(),
            content_lock=closer.closed(LockedKey.CONTENT, None, answer_key),
        ),
        locks=tuple(closer.site_lock(card) for card in ordered),
        scoring_locks=tuple(scoring),
    )


class _Closer:
    """Closes outer locks over the two inner ones, or finds them among known ones."""

    def __init__(self, secrets: PackageSecrets, known: KnownLocks) -> None:
        stretched = code_key(secrets.opening_secret, secrets.opening)
        self._package_uuid = secrets.package_uuid
        self._known = known
        self._inner = {
            which: close_inner_lock(key, stretched, secrets.package_uuid, which)
            for which, key in (
                (LockedKey.CONTENT, secrets.content_key),
                (LockedKey.SCORING, secrets.scoring_key),
            )
        }

    def closed(
        self, which: LockedKey, site_uuid: SiteUuid | None, lock_key: LockKey
    ) -> bytes:
        known = self._known.get((which, site_uuid, lock_key.key_id.hex()))
        if known is not None:
            return known
        return close_outer_lock(
            self._inner[which], lock_key, self._package_uuid, which, site_uuid
        )

    def site_lock(self, card: SiteCard) -> SiteLock:
        lock_key = LockKey(card.lock_public_key)
        return SiteLock(
            site_uuid=card.site_uuid,
            site_name=card.site_name,
            key_id=lock_key.key_id.hex(),
            closed=self.closed(LockedKey.CONTENT, card.site_uuid, lock_key),
        )


def _known_locks(secrets: PackageSecrets, earlier: Manifest | None) -> KnownLocks:
    """Return what can be taken over: nothing, if the source was another one."""
    if earlier is None or earlier.package_uuid != secrets.package_uuid:
        return {}
    organisation = earlier.organisation
    known: KnownLocks = {
        (LockedKey.CONTENT, None, organisation.key_id): organisation.content_lock
    }
    for lock in earlier.locks:
        known[LockedKey.CONTENT, lock.site_uuid, lock.key_id] = lock.closed
    for scoring in earlier.scoring_locks:
        known[LockedKey.SCORING, scoring.site_uuid, scoring.key_id] = scoring.closed
    return known
