"""Publishers' cards and keys in the database."""

from sqlalchemy import Connection, insert, select, update

from question_bank.formats.publisher_card import (
    PublisherCard,
    SignedPublisherCard,
    parse_publisher_card,
    publisher_card_bytes,
)
from sync_server.clock import Clock, utc_text
from sync_server.errors import NotFoundError
from sync_server.packages.package_records import TrustedPublisher
from sync_server.storage.connection import Database
from sync_server.storage.schema.site_tables import publisher, publisher_card


class PublisherStore:
    """Keys that are trusted or revoked, and the cards they came on. For all threads."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def card(self, organisation_name: str) -> PublisherCard | None:
        """Return an organisation's newest card."""
        query = (
            select(publisher_card.c.card)
            .where(publisher_card.c.organisation_name == organisation_name)
            .order_by(publisher_card.c.version.desc())
            .limit(1)
        )
        with self._database.reading() as connection:
            raw = connection.scalar(query)
        return None if raw is None else parse_publisher_card(bytes(raw)).card

    def put_card(self, signed: SignedPublisherCard, *, by: str) -> None:
        """Keep a card and do with its keys as it says.

        A key that was revoked here stays revoked, whatever a card says.
        """
        now = utc_text(self._clock.utc_now())
        card = signed.card
        with self._database.writing() as connection:
            connection.execute(
                insert(publisher_card).values(
                    organisation_name=card.organisation_name,
                    version=card.version,
                    card=publisher_card_bytes(signed),
                    trusted_utc=now,
                    trusted_by=by,
                )
            )
            for key in card.keys:
                known = connection.scalar(
                    select(publisher.c.publisher_id).where(
                        publisher.c.key_id == key.key_id
                    )
                )
                if known is None:
                    connection.execute(
                        insert(publisher).values(
                            key_id=key.key_id,
                            verify_key=key.public_key,
                            name=card.organisation_name,
                            trusted_utc=now,
                            trusted_by=by,
                        )
                    )
                if key.revoked:
                    _revoke(connection, key.key_id, now, by)

    def revoke(self, key_id: str, *, by: str) -> None:
        """Trust the key no more.

        Raises:
            NotFoundError: no key that is trusted has this id.
        """
        now = utc_text(self._clock.utc_now())
        with self._database.writing() as connection:
            if not _revoke(connection, key_id, now, by):
                raise NotFoundError(f"no trusted key {key_id}")

    def all(self) -> tuple[TrustedPublisher, ...]:
        """Return all keys, revoked ones too, in the order of their coming."""
        query = select(publisher).order_by(publisher.c.publisher_id)
        with self._database.reading() as connection:
            return tuple(
                TrustedPublisher(
                    key_id=row.key_id,
                    verify_key=bytes(row.verify_key),
                    name=row.name,
                    trusted_utc=row.trusted_utc,
                    trusted_by=row.trusted_by,
                    revoked_utc=row.revoked_utc,
                )
                for row in connection.execute(query)
            )


def _revoke(connection: Connection, key_id: str, now: str, by: str) -> int:
    changed = connection.execute(
        update(publisher)
        .where(publisher.c.key_id == key_id, publisher.c.revoked_utc.is_(None))
        .values(revoked_utc=now, revoked_by=by)
    )
    return int(changed.rowcount)
