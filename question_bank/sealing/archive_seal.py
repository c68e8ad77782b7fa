r"""What makes an answer archive safe to carry: its kept facts sealed, the whole signed.

Kept facts: nonce (12, random) + AES-256-GCM under HKDF-SHA-256(room secret, no salt, info =
b"exam-room answer archive kept v1\0" + sitting), associated data = room session (16).

Source:
    AES-256-GCM: NIST SP 800-38D. HKDF-SHA-256: RFC 5869. Ed25519: RFC 8032.
"""

import secrets
from collections.abc import Iterable
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from question_bank.formats.answer_archive import (
    ArchiveHeader,
    ArchiveReader,
    ArchiveTrailer,
    ArchiveWriter,
    archive_message,
)
from question_bank.formats.journal_entry import JournalHead
from question_bank.formats.sync_batch import head_message
from question_bank.identifiers import RoomSessionUuid, SittingUuid
from question_bank.sealing.errors import WrongKeyError
from question_bank.sealing.signing_keys import SigningKey, VerifyKey

_PURPOSE = b"exam-room answer archive kept v1\0"
_NONCE_BYTES = 12


def seal_archive_kept(
    content: bytes,
    room_secret: bytes,
    sitting_uuid: SittingUuid,
    room_session_uuid: RoomSessionUuid,
) -> bytes:
    """Return the kept facts, for an archive's header."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    cipher = _cipher(room_secret, sitting_uuid)
    return nonce + cipher.encrypt(nonce, content, room_session_uuid.bytes)


def open_archive_kept(header: ArchiveHeader, room_secret: bytes) -> bytes:
    """Return the kept facts of an archive.

    Raises:
        WrongKeyError: another room's secret, or altered bytes.
    """
    sealed = header.sealed_kept
    nonce, body = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    cipher = _cipher(room_secret, SittingUuid(header.sitting_uuid))
    try:
        return cipher.decrypt(nonce, body, header.room_session_uuid.bytes)
    except (InvalidTag, ValueError) as error:
        raise WrongKeyError("this room secret does not open the archive") from error


def write_archive(
    stream: BinaryIO,
    header: ArchiveHeader,
    raws: Iterable[bytes],
    signing_key: SigningKey,
) -> JournalHead:
    """Write a whole archive; return where its chain ends.

    Raises:
        FormatError: the entries are not a journal from entry 1.
    """
    writer = ArchiveWriter(stream, header)
    writer.add(raws)
    sha256 = writer.end_entries()
    sitting_uuid = SittingUuid(header.sitting_uuid)
    writer.end(
        ArchiveTrailer(
            last_seq=writer.head.seq,
            last_hash=writer.head.hash,
            head_signature=signing_key.sign(head_message(sitting_uuid, writer.head)),
            signature=signing_key.sign(archive_message(sha256)),
        )
    )
    return writer.head


def check_archive(stream: BinaryIO, verify_key: VerifyKey) -> ArchiveTrailer:
    """Read a whole archive and check it; return its trailer. Keeps nothing in memory.

    Raises:
        FormatError: not a whole archive.
        SignatureInvalidError: not written by the seat of this key.
    """
    reader = ArchiveReader(stream)
    for _ in reader.entries():
        pass
    trailer, sha256 = reader.trailer()
    sitting_uuid = SittingUuid(reader.header.sitting_uuid)
    verify_key.verify(trailer.head_signature, head_message(sitting_uuid, trailer.head))
    verify_key.verify(trailer.signature, archive_message(sha256))
    return trailer


def _cipher(room_secret: bytes, sitting_uuid: SittingUuid) -> AESGCM:
    info = _PURPOSE + sitting_uuid.bytes
    hkdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=info)
    return AESGCM(hkdf.derive(room_secret))
