"""The publisher keys that seats are told to believe."""

from sqlalchemy import select

from sync_server.storage.connection import Database
from sync_server.storage.schema.site_tables import publisher


class PublisherReader:
    """Reads trusted publishers. For all threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def trusted_keys(self) -> tuple[bytes, ...]:
        """Return the Ed25519 public keys that are trusted and not revoked."""
        query = (
            select(publisher.c.verify_key)
            .where(publisher.c.revoked_utc.is_(None))
            .order_by(publisher.c.publisher_id)
        )
        with self._database.reading() as connection:
            return tuple(connection.scalars(query))
