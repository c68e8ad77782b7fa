"""Secrets at rest under a passphrase: a small canonical JSON file.

Source:
    Argon2id, RFC 9106: second recommended option (64 MiB, 3 passes, 4 lanes).
"""

import secrets
from typing import Annotated

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from question_bank.formats.canonical import canonical_bytes
from question_bank.formats.record import parse_json_record, to_plain
from question_bank.sealing.errors import WrongPassphraseError
from question_bank.sealing.stretching import stretched_key

MEMORY_KIB = 65536
PASSES = 3
LANES = 4
_MOST_FILE_BYTES = 64 * 1024


class _LockedSecret(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    format: Annotated[str, msgspec.Meta(pattern="^exam-room locked secret$")]
    format_version: Annotated[int, msgspec.Meta(ge=1, le=1)] = 1
    purpose: str
    memory_kib: Annotated[int, msgspec.Meta(ge=8192, le=1048576)]
    passes: Annotated[int, msgspec.Meta(ge=1, le=16)]
    lanes: Annotated[int, msgspec.Meta(ge=1, le=16)]
    salt: bytes
    nonce: Annotated[bytes, msgspec.Meta(min_length=12, max_length=12)]
    sealed: bytes


def argon2id_key(secret: bytes, salt: bytes) -> bytes:
    """Return 32 bytes from something low in entropy, slowly (about 0.25 s, 64 MiB)."""
    return stretched_key(
        secret, salt, memory_kib=MEMORY_KIB, passes=PASSES, lanes=LANES
    )


def lock_secret(secret: bytes, passphrase: str, *, purpose: str) -> bytes:
    """Return the bytes of a file that `passphrase` opens, for this `purpose` only."""
    salt = secrets.token_bytes(16)
    nonce = secrets.token_bytes(12)
    key = argon2id_key(passphrase.encode(), salt)
    sealed = AESGCM(key).encrypt(nonce, secret, purpose.encode())
    record = _LockedSecret(
        format="exam-room locked secret",
        purpose=purpose,
        memory_kib=MEMORY_KIB,
        passes=PASSES,
        lanes=LANES,
        salt=salt,
        nonce=nonce,
        sealed=sealed,
    )
    return canonical_bytes(to_plain(record)) + b"\n"


def unlock_secret(untrusted_bytes: bytes, passphrase: str, *, purpose: str) -> bytes:
    """Return the secret of a locked file.

    Raises:
        FormatError: not such a file.
        WrongPassphraseError: another passphrase, another purpose, or altered bytes.
    """
    record = _parse(untrusted_bytes)
    key = stretched_key(
        passphrase.encode(),
        record.salt,
        memory_kib=record.memory_kib,
        passes=record.passes,
        lanes=record.lanes,
    )
    try:
        return AESGCM(key).decrypt(record.nonce, record.sealed, purpose.encode())
    except InvalidTag as error:
        raise WrongPassphraseError(f"the {purpose} stays locked") from error


def locked_purpose(untrusted_bytes: bytes) -> str:
    """Return what a locked file says that it is for; only unlocking it proves that.

    Raises:
        FormatError: not such a file.
    """
    return _parse(untrusted_bytes).purpose


def _parse(untrusted_bytes: bytes) -> _LockedSecret:
    return parse_json_record(
        untrusted_bytes.strip(),
        _LockedSecret,
        name="locked_secret",
        most_bytes=_MOST_FILE_BYTES,
    )
