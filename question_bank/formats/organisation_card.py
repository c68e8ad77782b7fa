"""The awarding organisation's public answer key; `exam-bank package build` reads it.

Canonical JSON and a line end; lies beside the private keys in the folder that
`exam-bank keys new` makes. Pure.
"""

from typing import Annotated

import msgspec

from question_bank.formats.canonical import canonical_bytes
from question_bank.formats.record import parse_json_record, to_plain

MOST_ORGANISATION_CARD_BYTES = 16 * 1024


class OrganisationCard(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Who the organisation is, and the HPKE key that answers are sealed to."""

    format: Annotated[str, msgspec.Meta(pattern=r"\Aexam-room organisation card\Z")] = (
        "exam-room organisation card"
    )
    format_version: Annotated[int, msgspec.Meta(ge=1, le=1)] = 1
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    answer_public_key: Annotated[bytes, msgspec.Meta(min_length=1216, max_length=1216)]


def organisation_card_bytes(card: OrganisationCard) -> bytes:
    """Return the file's bytes."""
    return canonical_bytes(to_plain(card)) + b"\n"


def parse_organisation_card(untrusted_bytes: bytes) -> OrganisationCard:
    """Parse an organisation card.

    Raises:
        FormatError: not an organisation card.
    """
    return parse_json_record(
        untrusted_bytes,
        OrganisationCard,
        name="organisation_card",
        most_bytes=MOST_ORGANISATION_CARD_BYTES,
    )
