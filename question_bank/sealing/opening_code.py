r"""The opening code: 80 bits that the organisation releases shortly before the start.

Argon2id turns it into a key; under that key the content key and the scoring key lie in
their *inner locks*. Slow on purpose: about 0.25 s and 64 MiB a try.

Source:
    Argon2id: RFC 9106, second recommended option. AES-256-GCM: NIST SP 800-38D.
    HKDF-SHA-256: RFC 5869.
"""

from enum import Enum

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from question_bank.errors import FormatError
from question_bank.formats.exam_package import Opening
from question_bank.formats.spoken_code import parse_spoken_code, spoken_code
from question_bank.identifiers import PackageUuid
from question_bank.sealing.errors import (
    OpeningCodeMistypedError,
    WrongOpeningCodeError,
)
from question_bank.sealing.passphrase_lock import LANES, MEMORY_KIB, PASSES
from question_bank.sealing.stretching import stretched_key

OPENING_SECRET_BYTES = 10
PACKAGE_KEY_BYTES = 32
INNER_LOCK_BYTES = PACKAGE_KEY_BYTES + 16
_INNER_PURPOSE = b"exam-room inner lock v1\0"
_ONLY_NONCE = bytes(12)
"""The key under it is derived for one lock of one package and seals nothing else."""


class LockedKey(Enum):
    """Which of a package's two keys an inner lock holds."""

    CONTENT = b"content"
    SCORING = b"scoring"


def opening_code_text(secret: bytes) -> str:
    """Return the code as people write it, such as `7K3M-9QXD-2F5A-8BCD*`."""
    return spoken_code(secret)


def parse_opening_code(typed: str) -> bytes:
    """Return the code's 10 bytes.

    Raises:
        OpeningCodeMistypedError: wrong length, symbol or check symbol.
    """
    try:
        return parse_spoken_code(
            typed, length_bytes=OPENING_SECRET_BYTES, name="opening_code"
        )
    except FormatError as error:
        raise OpeningCodeMistypedError(error.where, error.found) from error


def opening_of(salt: bytes) -> Opening:
    """Return the parameters that this version writes."""
    return Opening(memory_kib=MEMORY_KIB, passes=PASSES, lanes=LANES, salt=salt)


def code_key(secret: bytes, opening: Opening) -> bytes:
    """Return the 32 bytes that a code stands for in one package; slow."""
    return stretched_key(
        secret,
        opening.salt,
        memory_kib=opening.memory_kib,
        passes=opening.passes,
        lanes=opening.lanes,
    )


def close_inner_lock(
    package_key: bytes, stretched: bytes, package_uuid: PackageUuid, which: LockedKey
) -> bytes:
    r"""Return the 48 bytes of an inner lock.

    AES-256-GCM, nonce of zeros, no associated data, under HKDF-SHA-256(`code_key`,
    salt = package UUID, info = b"exam-room inner lock v1\0" + b"content" or b"scoring").
    """
    cipher = _inner_cipher(stretched, package_uuid, which)
    return cipher.encrypt(_ONLY_NONCE, package_key, None)


def open_inner_lock_with(
    inner: bytes, stretched: bytes, package_uuid: PackageUuid, which: LockedKey
) -> bytes:
    """Return the content key or the scoring key.

    Raises:
        WrongOpeningCodeError: another code, another package, or altered bytes.
    """
    cipher = _inner_cipher(stretched, package_uuid, which)
    try:
        return cipher.decrypt(_ONLY_NONCE, inner, None)
    except (InvalidTag, ValueError) as error:
        raise WrongOpeningCodeError(
            "the code does not open this exam package"
        ) from error


def _inner_cipher(
    stretched: bytes, package_uuid: PackageUuid, which: LockedKey
) -> AESGCM:
    info = _INNER_PURPOSE + which.value
    hkdf = HKDF(algorithm=SHA256(), length=32, salt=package_uuid.bytes, info=info)
    return AESGCM(hkdf.derive(stretched))
