"""How the publisher's keys change: rotation and revocation, in versions of a card.

A new version must be signed by as many keys of the known version as *its* threshold
says, and by as many of its own. So one stolen key of two (threshold 2) changes nothing,
and a revoked key cannot bring itself back. Pure.

Source:
    The Update Framework specification 1.0.33, section 5.3 (update of the root role).
"""

from collections.abc import Iterable

from question_bank.formats.publisher_card import (
    CardSignature,
    PublisherCard,
    SignedPublisherCard,
    publisher_card_message,
)
from question_bank.sealing.errors import (
    PublisherCardRefusedError,
    SignatureInvalidError,
)
from question_bank.sealing.signing_keys import SigningKey, VerifyKey
from question_bank.sealing.trust import PublisherKeys


def sign_publisher_card(
    card: PublisherCard, signing_keys: Iterable[SigningKey]
) -> SignedPublisherCard:
    """Return the card with a signature of each key."""
    message = publisher_card_message(card)
    return SignedPublisherCard(
        card=card,
        signatures=tuple(
            CardSignature(key_id=key.verify_key.key_id, signature=key.sign(message))
            for key in signing_keys
        ),
    )


def first_publisher_card(signed: SignedPublisherCard) -> PublisherCard:
    """Return a card that is installed by hand; its fingerprint is compared by a person.

    Raises:
        PublisherCardRefusedError: its own keys did not sign it.
    """
    _require_signatures(signed, signed.card, "its own")
    return signed.card


def next_publisher_card(
    known: PublisherCard, signed: SignedPublisherCard
) -> PublisherCard:
    """Return the card that is to be believed from now on.

    The version that is known already is taken again without a word.

    Raises:
        PublisherCardRefusedError: older, of another organisation, a revoked key brought
            back or left out, or too few signatures.
    """
    card = signed.card
    if card == known:
        return known
    if card.organisation_name != known.organisation_name:
        raise PublisherCardRefusedError("a card of another organisation")
    if card.version <= known.version:
        raise PublisherCardRefusedError(
            f"version {card.version}, known is {known.version}"
        )
    still_revoked = {key.key_id for key in card.keys if key.revoked}
    returned = {key.key_id for key in known.keys if key.revoked} - still_revoked
    if returned:
        raise PublisherCardRefusedError(
            f"revoked before: {', '.join(sorted(returned))}"
        )
    _require_signatures(signed, known, "the known")
    _require_signatures(signed, card, "its own")
    return card


def publisher_keys(cards: Iterable[PublisherCard]) -> PublisherKeys:
    """Return the keys of all installed cards; revoked in one card is revoked."""
    keys = [key for card in cards for key in card.keys]
    revoked = {key.key_id: VerifyKey(key.public_key) for key in keys if key.revoked}
    trusted = {
        key.key_id: VerifyKey(key.public_key)
        for key in keys
        if key.key_id not in revoked
    }
    return PublisherKeys(
        trusted=tuple(trusted.values()), revoked=tuple(revoked.values())
    )


def _require_signatures(
    signed: SignedPublisherCard, by: PublisherCard, whose: str
) -> None:
    message = publisher_card_message(signed.card)
    keys = {key.key_id: VerifyKey(key.public_key) for key in by.keys if not key.revoked}
    good = {
        signature.key_id
        for signature in signed.signatures
        if signature.key_id in keys
        and _is_good(keys[signature.key_id], signature, message)
    }
    if len(good) < by.threshold:
        raise PublisherCardRefusedError(
            f"{len(good)} signatures by {whose} keys, {by.threshold} are needed"
        )


def _is_good(key: VerifyKey, signature: CardSignature, message: bytes) -> bool:
    try:
        key.verify(signature.signature, message)
    except SignatureInvalidError:
        return False
    return True
