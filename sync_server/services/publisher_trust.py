"""Whose packages the site believes: installing and revoking publishers' keys."""

from question_bank.formats.publisher_card import (
    PublisherCard,
    parse_publisher_card,
    publisher_fingerprint,
)
from question_bank.sealing.publisher_trust import (
    first_publisher_card,
    next_publisher_card,
)
from question_bank.sealing.signing_keys import VerifyKey
from question_bank.sealing.trust import PublisherKeys
from sync_server.audit.audit_chain import Act
from sync_server.packages.package_records import TrustedPublisher
from sync_server.storage.audit_store import AuditStore
from sync_server.storage.publisher_store import PublisherStore


class Publishers:
    """Installs publisher cards and says which keys count. For all threads."""

    def __init__(self, publishers: PublisherStore, audit: AuditStore) -> None:
        self._publishers = publishers
        self._audit = audit

    def install(self, untrusted_card: bytes, *, by: str) -> PublisherCard:
        """Believe a publisher's card from now on.

        The first card of an organisation is believed because a person installs it, who
        compares its fingerprint; a later one only if the known keys vouch for it.

        Raises:
            FormatError: not a publisher card.
            PublisherCardRefusedError: nobody vouches for it, or it goes back.
        """
        signed = parse_publisher_card(untrusted_card)
        known = self._publishers.card(signed.card.organisation_name)
        card = (
            next_publisher_card(known, signed)
            if known is not None
            else first_publisher_card(signed)
        )
        if card == known:
            return card
        self._publishers.put_card(signed, by=by)
        details = {
            "version": card.version,
            "fingerprint": publisher_fingerprint(card),
            "keys": [key.key_id for key in card.keys],
        }
        self._audit.add(Act(actor=by, action="publisher.install", details=details))
        return card

    def revoke(self, key_id: str, *, by: str) -> None:
        """Believe a key no more; for good.

        Raises:
            NotFoundError: no key that is trusted has this id.
        """
        self._publishers.revoke(key_id, by=by)
        self._audit.add(Act(actor=by, action="publisher.revoke", subject=key_id))

    def all(self) -> tuple[TrustedPublisher, ...]:
        """Return all keys, revoked ones too."""
        return self._publishers.all()

    def keys(self) -> PublisherKeys:
        """Return the keys as the rules of trust want them."""
        found = self._publishers.all()
        return PublisherKeys(
            trusted=tuple(VerifyKey(x.verify_key) for x in found if not x.revoked_utc),
            revoked=tuple(VerifyKey(x.verify_key) for x in found if x.revoked_utc),
        )
