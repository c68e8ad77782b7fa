"""Tables of candidates, their sittings, the journals, and what came of them."""

from sqlalchemy import CheckConstraint, Index, Table, UniqueConstraint

from sync_server.storage.schema.columns import (
    METADATA,
    blob,
    blob_or_none,
    flag,
    one_of,
    refers,
    refers_or_none,
    row_id,
    text,
    text_or_none,
    whole,
    whole_or_none,
)
from sync_server.storage.schema.exam_tables import DATA_CLASSES

candidate = Table(
    "candidate",
    METADATA,
    row_id("candidate_id"),
    text("candidate_uuid", unique=True),
    text("data_class"),
    text("admission_number"),
    text("name"),
    text("form_of_address", server_default=""),
    blob("id_number_sealed"),
    blob_or_none("photo_sealed"),
    text("photo_media_type", server_default=""),
    text("imported_utc"),
    one_of("data_class", DATA_CLASSES),
    UniqueConstraint("data_class", "admission_number"),
    sqlite_strict=True,
)
"""Who sits. ID number and photo are sealed under the vault key."""

sitting = Table(
    "sitting",
    METADATA,
    row_id("sitting_id"),
    text("sitting_uuid", unique=True),
    refers("candidate_id", "candidate.candidate_id"),
    refers("exam_session_id", "exam_session.exam_session_id"),
    refers("room_session_id", "room_session.room_session_id"),
    text("planned_seat_code", server_default=""),
    text("form_code"),
    whole("extra_time_ms", server_default="0"),
    whole("extended_ms", server_default="0"),
    refers_or_none("holder_seat_id", "seat.seat_id"),
    flag("is_locked"),
    text_or_none("started_utc"),
    text_or_none("handed_in_utc"),
    whole_or_none("handed_in_seq"),
    blob_or_none("closing_record"),
    blob_or_none("closing_signature"),
    text_or_none("closed_utc"),
    UniqueConstraint("candidate_id", "exam_session_id"),
    Index("ix_sitting_room_session_id", "room_session_id"),
    CheckConstraint("extra_time_ms >= 0", name="extra_time_ms"),
    CheckConstraint(
        "(closing_record IS NULL) = (closing_signature IS NULL)", name="closing"
    ),
    sqlite_strict=True,
)
"""One candidate's attempt. `extra_time_ms` is agreed before, `extended_ms` by orders."""

sitting_holder = Table(
    "sitting_holder",
    METADATA,
    row_id("sitting_holder_id"),
    refers("sitting_id", "sitting.sitting_id"),
    refers("seat_id", "seat.seat_id"),
    text("held_from_utc"),
    text_or_none("held_until_utc"),
    flag("is_bringer"),
    Index("ix_sitting_holder_sitting_id", "sitting_id"),
    sqlite_strict=True,
)
"""Which seats have held a sitting: each of them may bring entries, even late.

`is_bringer`: one that nobody logged in at, as far as is known here. It may bring what was
written while no server answered, and reads nothing; until it does, its row ends as it begins.
"""

journal_entry = Table(
    "journal_entry",
    METADATA,
    row_id("journal_entry_id"),
    refers("sitting_id", "sitting.sitting_id"),
    whole("seq"),
    text("kind"),
    whole("time_used_ms"),
    blob("hash"),
    blob("entry"),
    refers("seat_id", "seat.seat_id"),
    blob_or_none("head_signature"),
    text("received_utc"),
    UniqueConstraint("sitting_id", "seq"),
    CheckConstraint("seq >= 1", name="seq"),
    CheckConstraint("length(hash) = 32", name="hash"),
    sqlite_strict=True,
)
"""The journals; rows are only added, triggers forbid change.

`head_signature` is `seat_id`'s over the chain up to this row; it stands at the last
entry of each batch.
"""

refused_batch = Table(
    "refused_batch",
    METADATA,
    row_id("refused_batch_id"),
    refers("sitting_id", "sitting.sitting_id"),
    refers("seat_id", "seat.seat_id"),
    text("code"),
    whole("seq"),
    blob("body_sha256"),
    blob("body"),
    text("received_utc"),
    UniqueConstraint("sitting_id", "seat_id", "body_sha256"),
    sqlite_strict=True,
)
"""Evidence: what was not taken into a journal, byte for byte as it came."""

score_run = Table(
    "score_run",
    METADATA,
    row_id("score_run_id"),
    text("score_run_uuid", unique=True),
    refers("exam_session_id", "exam_session.exam_session_id"),
    blob("manifest_sha256"),
    text("engine_version"),
    text("made_by"),
    text("made_utc"),
    sqlite_strict=True,
)
"""One scoring of a session, bound to the package's hash and the engine's version."""

sitting_score = Table(
    "sitting_score",
    METADATA,
    row_id("sitting_score_id"),
    refers("score_run_id", "score_run.score_run_id"),
    refers("sitting_id", "sitting.sitting_id"),
    whole("last_seq"),
    blob("last_hash"),
    text("points"),
    text("most_points"),
    text("status"),
    blob_or_none("details_sealed"),
    UniqueConstraint("score_run_id", "sitting_id"),
    sqlite_strict=True,
)
"""A sitting's points as an exact fraction; what they rest on is sealed by the vault."""
