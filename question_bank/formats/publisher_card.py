r"""Whose packages a site believes: the organisation's publisher keys, in versions.

A site's admin installs the first version by hand, comparing its fingerprint. Each later
version adds or revokes keys and is signed by keys of the version before (the rule is
`question_bank.sealing.publisher_trust`). Canonical JSON `{"card": {…}, "signatures": […]}`
and a line end; a signature covers b"exam-room publisher card v1\0" + the card's bytes. Pure.
"""

import hashlib
from typing import Annotated

import msgspec

from question_bank.errors import FormatError
from question_bank.formats.canonical import canonical_bytes, parse_canonical
from question_bank.formats.record import from_plain, to_plain
from question_bank.formats.spoken_code import spoken_code

MOST_PUBLISHER_CARD_BYTES = 64 * 1024
_DOMAIN = b"exam-room publisher card v1\0"

KeyId = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{16}\Z")]


class PublisherKey(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """One Ed25519 key that may have signed packages.

    Attributes:
        key_id: First 8 bytes of SHA-256 over the public key, in hex.
        revoked: True: nothing that it signed is believed any more.
    """

    key_id: KeyId
    public_key: Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]
    revoked: bool = False


class PublisherCard(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """The keys of one organisation at one version.

    Attributes:
        version: From 1; a site never goes back.
        threshold: Signatures of this version's keys that the next version needs.
    """

    format: Annotated[str, msgspec.Meta(pattern=r"\Aexam-room publisher card\Z")] = (
        "exam-room publisher card"
    )
    format_version: Annotated[int, msgspec.Meta(ge=1, le=1)] = 1
    organisation_name: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    version: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
    threshold: Annotated[int, msgspec.Meta(ge=1, le=16)]
    keys: Annotated[tuple[PublisherKey, ...], msgspec.Meta(min_length=1, max_length=64)]


class CardSignature(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """One key's signature over a card."""

    key_id: KeyId
    signature: Annotated[bytes, msgspec.Meta(min_length=64, max_length=64)]


class SignedPublisherCard(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """A card with what vouches for it."""

    card: PublisherCard
    signatures: Annotated[
        tuple[CardSignature, ...], msgspec.Meta(min_length=1, max_length=64)
    ]


def publisher_card_message(card: PublisherCard) -> bytes:
    """Return the bytes that are signed."""
    return _DOMAIN + canonical_bytes(to_plain(card))


def publisher_card_bytes(signed: SignedPublisherCard) -> bytes:
    """Return the file's bytes."""
    return canonical_bytes(to_plain(signed)) + b"\n"


def parse_publisher_card(untrusted_bytes: bytes) -> SignedPublisherCard:
    """Parse a signed card; the signatures are not checked here.

    Raises:
        FormatError: not a publisher card, or its keys don't fit their ids.
    """
    plain = parse_canonical(
        untrusted_bytes.strip(),
        name="publisher_card",
        most_bytes=MOST_PUBLISHER_CARD_BYTES,
    )
    signed = from_plain(plain, SignedPublisherCard, name="publisher_card")
    keys = signed.card.keys
    for index, key in enumerate(keys):
        if hashlib.sha256(key.public_key).digest()[:8].hex() != key.key_id:
            where = f"publisher_card.card.keys[{index}].key_id"
            raise FormatError(where, "is not the id of this key")
    if len({key.key_id for key in keys}) != len(keys):
        raise FormatError("publisher_card.card.keys", "a key stands there twice")
    if sum(not key.revoked for key in keys) < signed.card.threshold:
        raise FormatError("publisher_card.card.threshold", "more than there are keys")
    return signed


def publisher_fingerprint(card: PublisherCard) -> str:
    """Return 80 bits of the card's SHA-256 as a spoken code, for comparing by telephone."""
    return spoken_code(hashlib.sha256(publisher_card_message(card)).digest()[:10])
