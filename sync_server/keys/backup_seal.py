r"""One encrypted file out of a stream of bytes, and back, under a passphrase.

b"exam-room site backup v1\n"
the file's key, locked under the passphrase (question_bank.sealing.passphrase_lock): a line
the stream, sealed in chunks (question_bank.sealing.stream_seal)
"""

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from question_bank.errors import FormatError
from question_bank.sealing.passphrase_lock import lock_secret, unlock_secret
from question_bank.sealing.stream_seal import ByteReader, open_stream, seal_stream

MAGIC = b"exam-room site backup v1\n"
PURPOSE = "site backup"
_LONGEST_LINE = 4096


def seal_backup(reader: ByteReader, target: BinaryIO, passphrase: str) -> None:
    """Write all of `reader` into `target`, sealed."""
    key = secrets.token_bytes(32)
    target.write(MAGIC)
    target.write(lock_secret(key, passphrase, purpose=PURPOSE))
    seal_stream(reader, target.write, key)


def open_backup(path: Path, passphrase: str) -> Iterator[bytes]:
    """Yield the plain stream; it is whole only when the iterator has ended.

    Raises:
        FormatError: not a backup.
        WrongPassphraseError: it stays locked.
        SealBrokenError: cut or altered.
    """
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise FormatError(path.name, "not a backup of a site")
        locked = file.readline(_LONGEST_LINE)
        key = unlock_secret(locked, passphrase, purpose=PURPOSE)
        size_bytes = path.stat().st_size - file.tell()
        yield from open_stream(file, size_bytes=size_bytes, key=key)
