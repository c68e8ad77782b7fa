"""Who this seat is and whom it trusts: one private file, written whole or not at all.

Signing key and seat secret are drawn once, before the first pairing; a new pairing
replaces the rest. Never log any of it.
"""

import secrets
from pathlib import Path
from typing import Annotated
from uuid import UUID

import msgspec

from kiosk.errors import SeatNotPairedError
from kiosk.storage.durable_file import disk_errors, make_folder, save_file
from question_bank.errors import FormatError
from question_bank.formats.canonical import canonical_bytes
from question_bank.formats.record import Record, parse_json_record, to_plain
from question_bank.sealing.signing_keys import SigningKey

_KEYS_FILE = "seat-keys.json"
_PAIRING_FILE = "pairing.json"
_MOST_BYTES = 256 * 1024

Key = Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]


class SeatKeys(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the seat draws for itself, once.

    Attributes:
        signing_key: 32 private bytes (Ed25519): signs journal heads and the pairing.
        seat_secret: Half of what opens the sittings' stores.
    """

    format_version: Annotated[int, msgspec.Meta(ge=1, le=1)] = 1
    signing_key: Key
    seat_secret: Key

    @classmethod
    def draw(cls) -> "SeatKeys":
        """Return new random keys; not yet kept."""
        signing_key = SigningKey.draw().private_bytes()
        return cls(signing_key=signing_key, seat_secret=secrets.token_bytes(32))


class SeatPairing(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """What the site said when it took the seat in, and what it changed since.

    Attributes:
        server_addresses: `host:port`, newest first; the server may have moved.
        token: Names the seat to the server; secret.
        site_signing_key: Whose orders and receipts the seat believes.
        publisher_keys: Whose packages the seat believes, 32 bytes each.
        revoked_publisher_keys: Never believed again, whoever names them.
        leave_key: What codes for leaving the lock are checked with; secret. Empty until
            the server named it.
    """

    format_version: Annotated[int, msgspec.Meta(ge=1, le=1)] = 1
    site_uuid: UUID
    site_name: str
    server_addresses: tuple[str, ...]
    ca_certificate_pem: str
    token: str
    seat_uuid: UUID
    seat_code: str
    room_code: str
    room_name: str
    site_signing_key: Key
    publisher_keys: tuple[Key, ...]
    revoked_publisher_keys: tuple[Key, ...] = ()
    leave_key: bytes = b""


class SeatIdentityStore:
    """The two files in the seat's data folder. For any one thread at a time.

    Any call may raise SeatStorageError: the disk refused.
    """

    def __init__(self, data_folder: Path) -> None:
        self._folder = data_folder

    def load_keys(self) -> SeatKeys | None:
        """Return the seat's keys; None on a new seat.

        Raises:
            FormatError: the file is there but not whole; never replaced by itself.
        """
        return self._load(_KEYS_FILE, SeatKeys)

    def save_keys(self, keys: SeatKeys) -> None:
        """Keep the seat's keys; durable on return.

        Raises:
            ValueError: there are keys already; what they closed would be lost.
        """
        if (self._folder / _KEYS_FILE).exists():
            raise ValueError("the seat has keys already")
        self._save(_KEYS_FILE, keys)

    def load_pairing(self) -> SeatPairing:
        """Return the pairing.

        Raises:
            SeatNotPairedError: there is none, or it is not whole.
        """
        try:
            pairing = self._load(_PAIRING_FILE, SeatPairing)
        except FormatError as error:
            raise SeatNotPairedError("the pairing's file is not whole") from error
        if pairing is None:
            raise SeatNotPairedError("this seat was never paired")
        return pairing

    def save_pairing(self, pairing: SeatPairing) -> None:
        """Replace the pairing; durable on return."""
        self._save(_PAIRING_FILE, pairing)

    @disk_errors()
    def forget_pairing(self) -> None:
        """Undo the pairing; keys and sittings stay."""
        (self._folder / _PAIRING_FILE).unlink(missing_ok=True)

    @disk_errors()
    def _load(self, name: str, kind: type[Record]) -> Record | None:
        try:
            untrusted_bytes = (self._folder / name).read_bytes()
        except FileNotFoundError:
            return None
        return parse_json_record(
            untrusted_bytes, kind, name=name, most_bytes=_MOST_BYTES
        )

    def _save(self, name: str, record: SeatKeys | SeatPairing) -> None:
        make_folder(self._folder)
        save_file(self._folder / name, canonical_bytes(to_plain(record)))
