"""All keys of a site, and the folder that they lie in (mode 0700, files 0600).

site.json         who the site is: its site card, public
signing.key       Ed25519, 32 bytes        orders, closing records
lock.key          HPKE, 96 bytes           outer locks of packages
marking.key       HPKE, under the marking passphrase: body keys, scoring keys
vault.key         32 bytes                 small secrets in the database
authority.key.pem, authority.pem           the site's certificate authority
server.key.pem, server.pem                 the server's certificate, can be made anew
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from question_bank.formats.site_card import SiteCard, parse_site_card, site_card_bytes
from question_bank.identifiers import SiteUuid
from question_bank.sealing.lock_keys import UnlockKey
from question_bank.sealing.passphrase_lock import lock_secret, unlock_secret
from question_bank.sealing.signing_keys import SigningKey
from sync_server.errors import SiteExistsError
from sync_server.keys.certificates import (
    KeyAndCertificate,
    certificate_names,
    issue_server_certificate,
    make_authority,
)
from sync_server.keys.key_files import read_key_file, replace_file, write_new_file
from sync_server.keys.vault import Vault

MARKING_PURPOSE = "site marking key"
CARD_FILE = "site.json"
SIGNING_FILE = "signing.key"
LOCK_FILE = "lock.key"
MARKING_FILE = "marking.key"
VAULT_FILE = "vault.key"
AUTHORITY_FILES = ("authority.key.pem", "authority.pem")
SERVER_FILES = ("server.key.pem", "server.pem")
KEPT_FILES = (
    CARD_FILE,
    SIGNING_FILE,
    LOCK_FILE,
    MARKING_FILE,
    VAULT_FILE,
    *AUTHORITY_FILES,
)
"""What a backup takes; the server's own certificate is made anew on each machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteKeys:
    """The keys that a running server needs; the marking key stays locked.

    Attributes:
        folder: Where they lie; `open_marking_key` reads there.
    """

    folder: Path
    card: SiteCard
    signing_key: SigningKey
    unlock_key: UnlockKey
    vault: Vault
    authority_pem: bytes

    @property
    def server_files(self) -> tuple[Path, Path]:
        """Paths of the server's key and certificate, for the TLS listener."""
        key_file, certificate_file = SERVER_FILES
        return self.folder / key_file, self.folder / certificate_file


def make_site_keys(folder: Path, name: str, marking_passphrase: str) -> SiteKeys:
    """Draw all keys of a new site into a folder that must not hold any.

    Raises:
        SiteExistsError: there is a site; nothing was changed.
    """
    if (folder / CARD_FILE).exists():
        raise SiteExistsError(f"{folder} holds the keys of a site")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    site_uuid = SiteUuid(uuid4())
    signing_key, unlock_key, marking_key = (
        SigningKey.draw(),
        UnlockKey.draw(),
        UnlockKey.draw(),
    )
    locked = lock_secret(
        marking_key.private_bytes(), marking_passphrase, purpose=MARKING_PURPOSE
    )
    authority = make_authority(site_uuid)
    card = SiteCard(
        site_uuid=site_uuid,
        site_name=name,
        lock_public_key=unlock_key.lock_key.raw,
        marking_public_key=marking_key.lock_key.raw,
        signing_public_key=signing_key.verify_key.raw,
    )
    _write_all(
        folder,
        {
            SIGNING_FILE: signing_key.private_bytes(),
            LOCK_FILE: unlock_key.private_bytes(),
            MARKING_FILE: locked,
            VAULT_FILE: Vault.draw_key(),
            AUTHORITY_FILES[0]: authority.key_pem,
            AUTHORITY_FILES[1]: authority.certificate_pem,
            CARD_FILE: site_card_bytes(card),  # last: with it the site exists
        },
    )
    make_server_certificate(folder, ())
    return load_site_keys(folder)


def load_site_keys(folder: Path) -> SiteKeys:
    """Return the keys of an existing site.

    Raises:
        SiteMissingError: a file is missing.
        FormatError: a file is not what it should be.
    """
    return SiteKeys(
        folder=folder,
        card=parse_site_card(read_key_file(folder / CARD_FILE)),
        signing_key=SigningKey(read_key_file(folder / SIGNING_FILE)),
        unlock_key=UnlockKey(read_key_file(folder / LOCK_FILE)),
        vault=Vault(read_key_file(folder / VAULT_FILE)),
        authority_pem=read_key_file(folder / AUTHORITY_FILES[1]),
    )


def open_marking_key(folder: Path, passphrase: str) -> UnlockKey:
    """Return the site's marking key.

    Raises:
        WrongPassphraseError: it stays locked.
    """
    locked = read_key_file(folder / MARKING_FILE)
    return UnlockKey(unlock_secret(locked, passphrase, purpose=MARKING_PURPOSE))


def make_server_certificate(folder: Path, addresses: Iterable[str]) -> None:
    """Issue the server's certificate, unless there is one that names all `addresses`."""
    wanted = frozenset(addresses)
    key_path, certificate_path = (folder / name for name in SERVER_FILES)
    if certificate_path.exists() and key_path.exists():
        named = certificate_names(certificate_path.read_bytes())
        if wanted <= named:
            return
        wanted |= named
    authority = KeyAndCertificate(
        key_pem=read_key_file(folder / AUTHORITY_FILES[0]),
        certificate_pem=read_key_file(folder / AUTHORITY_FILES[1]),
    )
    card = parse_site_card(read_key_file(folder / CARD_FILE))
    issued = issue_server_certificate(authority, card.site_uuid, sorted(wanted))
    replace_file(key_path, issued.key_pem, is_secret=True)
    replace_file(certificate_path, issued.certificate_pem, is_secret=False)


def _write_all(folder: Path, contents: dict[str, bytes]) -> None:
    public = {CARD_FILE, AUTHORITY_FILES[1]}
    for name, content in contents.items():
        write_new_file(folder / name, content, is_secret=name not in public)
