"""Sealing of journal bodies, wraps of body keys, signatures of heads.

A body key is drawn at every start of a kiosk and seals the bodies from that entry on;
so no number is ever used twice under a key, whatever disk was restored or forked.
Byte layouts: docs/formats/journal.md.

Source:
    AES-256-GCM: NIST SP 800-38D, deterministic 96-bit nonces (section 8.2.1).
    HKDF-SHA-256: RFC 5869.
"""

import hashlib
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from question_bank.formats.journal_entry import (
    EntryHeader,
    JournalEntry,
    JournalHead,
    KeyWrap,
    WrapReader,
    header_bytes,
    make_entry,
    split_entry,
)
from question_bank.formats.sync_batch import head_message
from question_bank.identifiers import RoomSessionUuid, SittingUuid
from question_bank.sealing.errors import SealBrokenError, WrongKeyError
from question_bank.sealing.lock_keys import LockKey, UnlockKey
from question_bank.sealing.passphrase_lock import argon2id_key
from question_bank.sealing.signing_keys import SigningKey, VerifyKey

BODY_KEY_BYTES = 32
ROOM_SECRET_BYTES = 32
RESUME_SECRET_BYTES = 10
"""The resume code's 80 bits, as for opening codes; Argon2id stretches it."""

_WRAP_PURPOSE = b"exam-room body key v1\0"
_ROOM_ID_DOMAIN = b"exam-room room secret id v1\0"
_ROOM_SALT_DOMAIN = b"exam-room room secret v1\0"
_NONCE_BYTES = 12


def draw_body_key() -> bytes:
    """Return a new body key; for one start of one kiosk."""
    return secrets.token_bytes(BODY_KEY_BYTES)


def draw_resume_secret() -> bytes:
    """Return the bytes of a new resume code (`spoken_code` writes it for people)."""
    return secrets.token_bytes(RESUME_SECRET_BYTES)


def room_secret(resume_secret: bytes, room_session_uuid: RoomSessionUuid) -> bytes:
    r"""Return the room secret that a resume code stands for.

    Argon2id(resume secret, salt = b"exam-room room secret v1\0" + room session UUID).
    Slow on purpose: about 0.25 s.
    """
    return argon2id_key(resume_secret, _ROOM_SALT_DOMAIN + room_session_uuid.bytes)


def seal_entry(
    header: EntryHeader, previous_hash: bytes, body_key: bytes, body: bytes
) -> JournalEntry:
    """Return the entry with its body sealed and bound to its place in the chain.

    AES-256-GCM; nonce = 4 zero bytes + seq (8, big-endian); associated data =
    previous hash (32) + header bytes.
    """
    header_raw = header_bytes(header)
    sealed = AESGCM(body_key).encrypt(
        _body_nonce(header.seq), body, previous_hash + header_raw
    )
    return make_entry(header, header_raw, sealed)


def open_entry(entry: JournalEntry, previous_hash: bytes, body_key: bytes) -> bytes:
    """Return an entry's body.

    Raises:
        SealBrokenError: another key, another place in a chain, or altered bytes.
    """
    header_raw, sealed = split_entry(entry.raw)
    try:
        return AESGCM(body_key).decrypt(
            _body_nonce(entry.seq), sealed, previous_hash + header_raw
        )
    except InvalidTag as error:
        raise SealBrokenError(f"the body of entry {entry.seq} does not open") from error


def wrap_for_reader(
    reader: WrapReader, body_key: bytes, sitting_uuid: SittingUuid, lock_key: LockKey
) -> KeyWrap:
    r"""Return the body key closed for the organisation or the site's marking key.

    HPKE with info = b"exam-room body key v1\0" + reader name + b"\0" + sitting.
    """
    wrapped = lock_key.close(body_key, purpose=_wrap_purpose(reader, sitting_uuid))
    return KeyWrap(reader, lock_key.key_id, wrapped)


def open_reader_wrap(
    wrap: KeyWrap, sitting_uuid: SittingUuid, unlock_key: UnlockKey
) -> bytes:
    """Return the body key of a wrap made by `wrap_for_reader`.

    Raises:
        WrongKeyError: the wrap is for another key or another sitting.
    """
    purpose = _wrap_purpose(wrap.reader, sitting_uuid)
    return unlock_key.open(wrap.wrapped, purpose=purpose)


def wrap_for_room(body_key: bytes, sitting_uuid: SittingUuid, secret: bytes) -> KeyWrap:
    r"""Return the body key closed under the room secret.

    Nonce (12, random) + AES-256-GCM under HKDF-SHA-256(room secret, no salt, info =
    b"exam-room body key v1\0" + b"room\0" + sitting); no associated data.
    """
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = _room_cipher(secret, sitting_uuid).encrypt(nonce, body_key, None)
    return KeyWrap(WrapReader.ROOM, room_key_id(secret), nonce + sealed)


def open_room_wrap(wrap: KeyWrap, sitting_uuid: SittingUuid, secret: bytes) -> bytes:
    """Return the body key of a wrap made by `wrap_for_room`.

    Raises:
        WrongKeyError: another room's secret, another sitting, or altered bytes.
    """
    nonce, sealed = wrap.wrapped[:_NONCE_BYTES], wrap.wrapped[_NONCE_BYTES:]
    try:
        return _room_cipher(secret, sitting_uuid).decrypt(nonce, sealed, None)
    except InvalidTag as error:
        raise WrongKeyError("the room secret does not open this body key") from error


def room_key_id(secret: bytes) -> bytes:
    """Return 8 bytes that tell which room secret a wrap needs."""
    return hashlib.sha256(_ROOM_ID_DOMAIN + secret).digest()[:8]


def sign_head(
    sitting_uuid: SittingUuid, head: JournalHead, signing_key: SigningKey
) -> bytes:
    """Return the seat's signature over a chain head."""
    return signing_key.sign(head_message(sitting_uuid, head))


def verify_head(
    sitting_uuid: SittingUuid,
    head: JournalHead,
    signature: bytes,
    verify_key: VerifyKey,
) -> None:
    """Return if the seat signed this head.

    Raises:
        SignatureInvalidError: it did not.
    """
    verify_key.verify(signature, head_message(sitting_uuid, head))


def _body_nonce(seq: int) -> bytes:
    return seq.to_bytes(_NONCE_BYTES, "big")


def _wrap_purpose(reader: WrapReader, sitting_uuid: SittingUuid) -> bytes:
    return _WRAP_PURPOSE + reader.value.encode() + b"\0" + sitting_uuid.bytes


def _room_cipher(secret: bytes, sitting_uuid: SittingUuid) -> AESGCM:
    info = _wrap_purpose(WrapReader.ROOM, sitting_uuid)
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret)
    return AESGCM(key)
