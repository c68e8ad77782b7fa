"""Tables of the site itself: who it is, its people, whom it trusts, what was done."""

from sqlalchemy import CheckConstraint, Index, Table, UniqueConstraint

from sync_server.storage.schema.columns import (
    METADATA,
    blob,
    one_of,
    refers,
    row_id,
    text,
    text_or_none,
    whole,
)

ROLES = ("admin", "proctor", "marker", "chief_marker", "auditor")

site = Table(
    "site",
    METADATA,
    row_id("site_id"),
    text("site_uuid"),
    text("name"),
    blob("signing_key"),
    blob("lock_key"),
    blob("marking_key"),
    text("ca_certificate_pem"),
    text("created_utc"),
    CheckConstraint("site_id = 1", name="one_row"),
    sqlite_strict=True,
)
"""One row; public keys only."""

account = Table(
    "account",
    METADATA,
    row_id("account_id"),
    text("account_uuid", unique=True),
    text("name", unique=True),
    text("password_hash"),
    text("role"),
    text("created_utc"),
    text_or_none("disabled_utc"),
    one_of("role", ROLES),
    sqlite_strict=True,
)
"""People. `password_hash` is Argon2id in its encoded form."""

staff_session = Table(
    "staff_session",
    METADATA,
    row_id("staff_session_id"),
    blob("token_hash", unique=True),
    refers("account_id", "account.account_id"),
    text("created_utc"),
    text("last_used_utc"),
    text("expires_utc"),
    text_or_none("ended_utc"),
    sqlite_strict=True,
)
"""A signed-in person; SHA-256 of the token, never the token."""

publisher = Table(
    "publisher",
    METADATA,
    row_id("publisher_id"),
    text("key_id", unique=True),
    blob("verify_key", unique=True),
    text("name"),
    text("trusted_utc"),
    text("trusted_by"),
    text_or_none("revoked_utc"),
    text_or_none("revoked_by"),
    sqlite_strict=True,
)
"""Whose packages this site loads: Ed25519 public keys."""

publisher_card = Table(
    "publisher_card",
    METADATA,
    row_id("publisher_card_id"),
    text("organisation_name"),
    whole("version"),
    blob("card"),
    text("trusted_utc"),
    text("trusted_by"),
    UniqueConstraint("organisation_name", "version"),
    sqlite_strict=True,
)
"""Publisher cards in their versions, byte for byte: a site never goes back."""

audit_record = Table(
    "audit_record",
    METADATA,
    row_id("audit_record_id"),
    whole("number", unique=True),
    text("made_utc"),
    text("actor"),
    text("action"),
    text("subject"),
    text("details_json"),
    blob("previous_hash"),
    blob("hash"),
    Index("ix_audit_record_subject", "subject"),
    CheckConstraint("number >= 1", name="number"),
    sqlite_strict=True,
)
"""What was done, by whom; hash-chained, triggers forbid change. `number` from 1."""
