r"""Sealing a file of any size in constant memory, so that a cut or a swap is noticed.

The file is split into chunks of 1 MiB; each is sealed with AES-256-GCM under a key of
the file's own, and its nonce says which chunk it is and whether it is the last. Dropped,
doubled, reordered or cut chunks, and bytes added at the end, therefore fail.

Layout: chunk 0, chunk 1, …; a chunk is its ciphertext and the 16-byte tag. All chunks
but the last hold 1,048,576 bytes; the last holds 1 to 1,048,576, or none in an empty file.
Nonce (12 bytes): 7 zero bytes, chunk index (4, big-endian), 1 if last else 0.

Source:
    V. T. Hoang, R. Reyhanitabar, P. Rogaway, D. Vizár, "Online Authenticated-Encryption
    and its Nonce-Reuse Misuse-Resistance" (CRYPTO 2015): the STREAM construction.
    AES-256-GCM: NIST SP 800-38D. HKDF-SHA-256: RFC 5869.
"""

from collections.abc import Callable, Iterator
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from question_bank.identifiers import PackageUuid
from question_bank.sealing.errors import SealBrokenError

CHUNK_BYTES = 1024 * 1024
"""Of 128 KiB to 1 MiB the fastest with reading, by a tenth; docs/decisions/0112."""

TAG_BYTES = 16
SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES
_FILE_KEY_PURPOSE = b"exam-room sealed file v1\0"


class ByteReader(Protocol):
    """What sealing and opening read from; any binary file is one."""

    def readinto(self, buffer: memoryview, /) -> int | None:
        """Fill the start of `buffer`; return how many bytes, 0 at the end."""
        ...


def file_key(package_key: bytes, package_uuid: PackageUuid, name: str) -> bytes:
    r"""Return the key of one sealed file.

    HKDF-SHA-256(content or scoring key, salt = package UUID,
    info = b"exam-room sealed file v1\0" + name).
    """
    info = _FILE_KEY_PURPOSE + name.encode("ascii")
    hkdf = HKDF(algorithm=SHA256(), length=32, salt=package_uuid.bytes, info=info)
    return hkdf.derive(package_key)


def sealed_size(plain_bytes: int) -> int:
    """Return how many bytes a file of `plain_bytes` has once sealed."""
    chunks = max(1, -(-plain_bytes // CHUNK_BYTES))
    return plain_bytes + chunks * TAG_BYTES


def seal_stream(
    reader: ByteReader, write: Callable[[bytes], object], key: bytes
) -> int:
    """Seal all of `reader`, handing chunk after chunk to `write`; return the plain length.

    The key must never seal anything else: nonces count from zero.
    """
    cipher = AESGCM(key)
    plain_bytes = index = 0
    now, ahead = bytearray(CHUNK_BYTES), bytearray(CHUNK_BYTES)
    filled = fill(reader, memoryview(now))
    while True:
        filled_ahead = fill(reader, memoryview(ahead)) if filled == CHUNK_BYTES else 0
        is_last = filled_ahead == 0
        nonce = chunk_nonce(index, is_last=is_last)
        write(cipher.encrypt(nonce, memoryview(now)[:filled], None))
        plain_bytes += filled
        if is_last:
            return plain_bytes
        now, ahead, filled, index = ahead, now, filled_ahead, index + 1


def open_stream(reader: ByteReader, *, size_bytes: int, key: bytes) -> Iterator[bytes]:
    """Yield the plain chunks of a sealed file of `size_bytes`.

    A chunk is authentic when it is yielded; the file is whole only when the iterator
    has ended without an error.

    Raises:
        SealBrokenError: cut, extended, altered, reordered, or sealed under another key.
    """
    for view in _plain_views(reader, size_bytes, key, StreamBuffers()):
        yield bytes(view)


def open_stream_to(
    reader: ByteReader,
    take: Callable[[memoryview], object],
    *,
    size_bytes: int,
    key: bytes,
    buffers: "StreamBuffers | None" = None,
) -> None:
    """Hand the plain chunks of a sealed file to `take`; the fastest way.

    Args:
        take: Must have used the chunk when it returns: the next one overwrites it.
        buffers: Memory to use again, if several files are opened one after another.

    Raises:
        SealBrokenError: as `open_stream`; what was taken before is authentic.
    """
    for view in _plain_views(reader, size_bytes, key, buffers or StreamBuffers()):
        take(view)


class StreamBuffers:
    """The memory that opening takes: 2 MiB, for one stream at a time.

    The system clears new memory page by page, which takes a sixth of the time that
    opening takes: hence one for many files.
    """

    def __init__(self) -> None:
        self.sealed = memoryview(bytearray(SEALED_CHUNK_BYTES))
        self.plain = memoryview(bytearray(CHUNK_BYTES))


def _plain_views(
    reader: ByteReader, size_bytes: int, key: bytes, buffers: StreamBuffers
) -> Iterator[memoryview]:
    """Yield chunk after chunk in one buffer."""
    cipher = AESGCM(key)
    sealed, plain = buffers.sealed, buffers.plain
    chunks = max(1, -(-size_bytes // SEALED_CHUNK_BYTES))
    for index in range(chunks):
        length = min(SEALED_CHUNK_BYTES, size_bytes - index * SEALED_CHUNK_BYTES)
        if length < TAG_BYTES:
            raise SealBrokenError(f"chunk {index} of {chunks} is too short")
        nonce = chunk_nonce(index, is_last=index == chunks - 1)
        if fill(reader, sealed[:length]) < length:
            raise SealBrokenError(f"cut within chunk {index} of {chunks}")
        view = plain[: length - TAG_BYTES]
        try:
            cipher.decrypt_into(nonce, sealed[:length], None, view)
        except InvalidTag as error:
            raise SealBrokenError(f"chunk {index} of {chunks} does not open") from error
        yield view
    if fill(reader, sealed[:1]):
        raise SealBrokenError(f"bytes after the last of {chunks} chunks")


def chunk_nonce(index: int, *, is_last: bool) -> bytes:
    """Return a chunk's nonce."""
    return bytes(7) + index.to_bytes(4, "big") + (b"\x01" if is_last else b"\x00")


def fill(reader: ByteReader, buffer: memoryview) -> int:
    """Read until `buffer` is full or the end has come; return how much was read."""
    filled = 0
    while filled < len(buffer):
        count = reader.readinto(buffer[filled:])
        if not count:
            break
        filled += count
    return filled
