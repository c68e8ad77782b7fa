"""What all bodies of journal entries share. Pure."""

from typing import Annotated

import msgspec

Short = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
"""A code, an id or a name."""


class BodyBase(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of all bodies: immutable, no unknown fields."""
