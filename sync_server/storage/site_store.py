"""The site's own row, and its first admin."""

from dataclasses import dataclass

from sqlalchemy import insert

from question_bank.formats.site_card import SiteCard
from sync_server.storage.connection import Database
from sync_server.storage.schema.site_tables import account, site


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstAdmin:
    """The account that makes all others."""

    account_uuid: str
    name: str
    password_hash: str


class SiteStore:
    """Writes down a new site."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_site(
        self, card: SiteCard, authority_pem: bytes, admin: FirstAdmin, now_utc: str
    ) -> None:
        """Write the site and its first admin in one transaction."""
        with self._database.writing() as connection:
            connection.execute(
                insert(site).values(
                    site_id=1,
                    site_uuid=str(card.site_uuid),
                    name=card.site_name,
                    signing_key=card.signing_public_key,
                    lock_key=card.lock_public_key,
                    marking_key=card.marking_public_key,
                    ca_certificate_pem=authority_pem.decode(),
                    created_utc=now_utc,
                )
            )
            connection.execute(
                insert(account).values(
                    account_uuid=admin.account_uuid,
                    name=admin.name,
                    password_hash=admin.password_hash,
                    role="admin",
                    created_utc=now_utc,
                )
            )
