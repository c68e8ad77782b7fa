r"""What is secret in a package, derived so that a build can be repeated.

Each value is HKDF-SHA-256(build secret, salt = digest of all inputs,
info = b"exam-room package build v1\0" + its name). Other inputs give other keys, so no
key ever seals two different files.

Source:
    HKDF-SHA-256: RFC 5869.
"""

import secrets
from dataclasses import dataclass, field
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from question_bank.formats.exam_package import Opening
from question_bank.identifiers import PackageUuid
from question_bank.sealing.opening_code import (
    OPENING_SECRET_BYTES,
    PACKAGE_KEY_BYTES,
    opening_of,
)

BUILD_SECRET_BYTES = 32
_SALT_BYTES = 16
_PURPOSE = b"exam-room package build v1\0"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageSecrets:
    """A package's keys, its opening code, and what is public but derived with them."""

    package_uuid: PackageUuid
    opening: Opening
    content_key: bytes = field(repr=False)
    scoring_key: bytes = field(repr=False)
    opening_secret: bytes = field(repr=False)


def draw_build_secret() -> bytes:
    """Return a new build secret; whoever has it and the source can open the package."""
    return secrets.token_bytes(BUILD_SECRET_BYTES)


def package_secrets(build_secret: bytes, input_digest: bytes) -> PackageSecrets:
    """Return the secrets of the package with these inputs."""

    def derived(name: bytes, length: int) -> bytes:
        return HKDF(
            algorithm=SHA256(), length=length, salt=input_digest, info=_PURPOSE + name
        ).derive(build_secret)

    uuid_bytes = derived(b"package uuid", 16)
    return PackageSecrets(
        package_uuid=PackageUuid(UUID(bytes=uuid_bytes, version=4)),
        opening=opening_of(derived(b"opening salt", _SALT_BYTES)),
        content_key=derived(b"content key", PACKAGE_KEY_BYTES),
        scoring_key=derived(b"scoring key", PACKAGE_KEY_BYTES),
        opening_secret=derived(b"opening code", OPENING_SECRET_BYTES),
    )
