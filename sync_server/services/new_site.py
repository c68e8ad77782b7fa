"""Making a site: keys, database and the first admin."""

from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from sync_server.clock import Clock, utc_text
from sync_server.errors import SiteExistsError
from sync_server.keys.key_files import write_new_file
from sync_server.keys.passwords import password_hash
from sync_server.keys.site_keys import CARD_FILE, SiteKeys, make_site_keys
from sync_server.services.data_folder import DataFolder
from sync_server.storage.connection import Database, sqlite_url
from sync_server.storage.schema.migrations import migrate
from sync_server.storage.site_store import FirstAdmin, SiteStore

SITE_CARD_FILE = "site-card.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSite:
    """What a site is made from; passphrases are never kept."""

    name: str
    admin_name: str
    admin_password: str
    marking_passphrase: str


def make_site(
    root: Path, new: NewSite, clock: Clock, database_url: str = ""
) -> SiteKeys:
    """Make a site in a folder that holds none, and return its keys.

    The site card for the organisation lies in the folder afterwards.

    Raises:
        SiteExistsError: the folder holds a site or a part of one; nothing was changed.
        FormatError: the admin's password is too short.
    """
    folder = DataFolder(root)
    if folder.keys.exists() or folder.database.exists():
        raise SiteExistsError(f"{root} holds a site already")
    admin = FirstAdmin(
        account_uuid=str(uuid4()),
        name=new.admin_name,
        password_hash=password_hash(new.admin_password),
    )
    folder.packages.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys = make_site_keys(folder.keys, new.name, new.marking_passphrase)
    database = Database(database_url or sqlite_url(folder.database))
    try:
        now = clock.utc_now()
        migrate(database, now)
        SiteStore(database).add_site(
            keys.card, keys.authority_pem, admin, utc_text(now)
        )
    finally:
        database.close()
    card = (folder.keys / CARD_FILE).read_bytes()
    write_new_file(root / SITE_CARD_FILE, card, is_secret=False)
    return keys
