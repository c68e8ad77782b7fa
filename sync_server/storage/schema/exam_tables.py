"""Tables of what is held where: packages, sessions, rooms, seats, orders.

`data_class` keeps formal, trial and practice data apart: a session's package, and a
room session's session, must be of the same class (composite foreign keys).
"""

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    Table,
    UniqueConstraint,
    text as sql,
)

from sync_server.storage.schema.columns import (
    METADATA,
    blob,
    blob_or_none,
    one_of,
    refers,
    refers_or_none,
    row_id,
    text,
    text_or_none,
    whole,
    whole_or_none,
)

DATA_CLASSES = ("formal", "trial", "practice")

exam_package = Table(
    "exam_package",
    METADATA,
    row_id("exam_package_id"),
    text("package_uuid"),
    whole("revision"),
    text("data_class"),
    text("state", server_default="loaded"),
    text("session_code"),
    text("title"),
    text("publisher_key_id"),
    blob("manifest"),
    blob("manifest_sha256", unique=True),
    blob("signature"),
    blob("inner_lock"),
    text("folder"),
    text("loaded_utc"),
    text("loaded_by"),
    one_of("data_class", DATA_CLASSES),
    one_of("state", ("loaded", "withdrawn")),
    UniqueConstraint("package_uuid", "revision"),
    UniqueConstraint("exam_package_id", "data_class"),
    sqlite_strict=True,
)
"""A loaded exam package. `folder` is below data/packages and holds the sealed files."""

package_file = Table(
    "package_file",
    METADATA,
    row_id("package_file_id"),
    refers("exam_package_id", "exam_package.exam_package_id"),
    text("name"),
    whole("size_bytes"),
    blob("sha256"),
    UniqueConstraint("exam_package_id", "name"),
    sqlite_strict=True,
)
"""A sealed file of a package, as its manifest lists it."""

exam_session = Table(
    "exam_session",
    METADATA,
    row_id("exam_session_id"),
    text("session_uuid", unique=True),
    text("data_class"),
    text("session_code"),
    text("name"),
    refers_or_none("exam_package_id", "exam_package.exam_package_id"),
    text_or_none("opens_utc"),
    text_or_none("closes_utc"),
    text("created_utc"),
    one_of("data_class", DATA_CLASSES),
    UniqueConstraint("data_class", "session_code"),
    UniqueConstraint("exam_session_id", "data_class"),
    ForeignKeyConstraint(
        ["exam_package_id", "data_class"],
        ["exam_package.exam_package_id", "exam_package.data_class"],
        name="fk_exam_session_package_class",
    ),
    sqlite_strict=True,
)
"""A session (场次); `closes_utc` is its hard end."""

room = Table(
    "room",
    METADATA,
    row_id("room_id"),
    text("room_code", unique=True),
    text("name"),
    text("created_utc"),
    sqlite_strict=True,
)

room_session = Table(
    "room_session",
    METADATA,
    row_id("room_session_id"),
    text("room_session_uuid", unique=True),
    refers("room_id", "room.room_id"),
    refers("exam_session_id", "exam_session.exam_session_id"),
    text("state", server_default="planned"),
    blob_or_none("resume_secret_sealed"),
    blob_or_none("opening_code_sealed"),
    text_or_none("hard_end_utc"),
    text_or_none("opened_utc"),
    text_or_none("started_utc"),
    text_or_none("closed_utc"),
    text_or_none("secrets_forgotten_utc"),
    whole("order_floor", server_default="0"),
    one_of("state", ("planned", "opened", "started", "closed")),
    UniqueConstraint("room_id", "exam_session_id"),
    Index(
        "uq_room_session_active",
        "room_id",
        unique=True,
        sqlite_where=sql("state IN ('opened', 'started')"),
        postgresql_where=sql("state IN ('opened', 'started')"),
    ),
    sqlite_strict=True,
)
"""One room in one session; at most one session is open in a room at a time.

`order_floor`: numbers up to it may have been given by a server that was lost.
"""

room_card = Table(
    "room_card",
    METADATA,
    row_id("room_card_id"),
    refers("room_session_id", "room_session.room_session_id", unique=True),
    blob("pin_sealed"),
    whole("issued", server_default="0"),
    blob_or_none("basis_sha256"),
    blob_or_none("card"),
    text_or_none("made_utc"),
    sqlite_strict=True,
)
"""A room session's PIN and its newest room card, sealed; `issued` 0: none made yet.

`basis_sha256`: what the card was made from; another: it has to be made anew.
"""

seat = Table(
    "seat",
    METADATA,
    row_id("seat_id"),
    text("seat_uuid", unique=True),
    refers("room_id", "room.room_id"),
    text("seat_code"),
    blob("public_key"),
    blob("token_hash", unique=True),
    whole("start_count"),
    whole("start_id"),
    text("computer_name"),
    text("program_version"),
    text("paired_utc"),
    text("paired_by"),
    text_or_none("revoked_utc"),
    text_or_none("revoked_by"),
    Index(
        "uq_seat_place",
        "room_id",
        "seat_code",
        unique=True,
        sqlite_where=sql("revoked_utc IS NULL"),
        postgresql_where=sql("revoked_utc IS NULL"),
    ),
    sqlite_strict=True,
)
"""A paired computer; SHA-256 of its token. A place has one seat that is not revoked."""

pairing = Table(
    "pairing",
    METADATA,
    row_id("pairing_id"),
    text("pairing_uuid", unique=True),
    text("state", server_default="waiting"),
    blob("seat_public_key"),
    blob("commitment"),
    blob("server_nonce"),
    blob_or_none("seat_nonce"),
    text("computer_name"),
    text("program_version"),
    text("address"),
    text("asked_utc"),
    text_or_none("decided_utc"),
    refers_or_none("seat_id", "seat.seat_id"),
    one_of("state", ("waiting", "approved", "refused")),
    sqlite_strict=True,
)

room_order = Table(
    "room_order",
    METADATA,
    row_id("room_order_id"),
    refers("room_session_id", "room_session.room_session_id"),
    whole("number"),
    text("request_uuid", unique=True),
    text("kind"),
    whole_or_none("sitting_id"),
    blob("signed_order"),
    text("issued_by"),
    text("issued_utc"),
    CheckConstraint("number >= 1", name="number"),
    UniqueConstraint("room_session_id", "number"),
    sqlite_strict=True,
)
"""A signed order, byte for byte; `request_uuid` makes giving it repeatable."""
