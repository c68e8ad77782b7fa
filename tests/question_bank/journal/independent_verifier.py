"""An auditor's own verifier, written from docs/formats/journal.md alone.

Imports nothing of the product: if this reads its journals, so can anybody. Own msgpack
reader and own HPKE key schedule; hashes of the standard library; of `cryptography` only
Ed25519, X25519, ML-KEM-768, AES-GCM and Argon2id.
"""

import hashlib
import hmac
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

# ---------------------------------------------------------------- msgpack


class Reader:
    """Reads one msgpack value after another."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.at = 0

    def take(self, count: int) -> bytes:
        piece = self.content[self.at : self.at + count]
        if len(piece) != count:
            raise ValueError("cut short")
        self.at += count
        return piece

    def number(self, code: str) -> int:
        value: int = struct.unpack(">" + code, self.take(struct.calcsize(code)))[0]
        return value

    def value(self) -> Any:
        tag = self.take(1)[0]
        if tag < 0x80:
            return tag
        if tag < 0x90:
            return self.pairs(tag & 0x0F)
        if tag < 0xA0:
            return self.items(tag & 0x0F)
        if tag < 0xC0:
            return self.take(tag & 0x1F).decode()
        if tag >= 0xE0:
            return tag - 0x100
        return self.tagged(tag)

    def tagged(self, tag: int) -> Any:
        simple = {0xC0: None, 0xC2: False, 0xC3: True}
        if tag in simple:
            return simple[tag]
        numbers = {0xCC: "B", 0xCD: "H", 0xCE: "I", 0xCF: "Q"}
        numbers |= {0xD0: "b", 0xD1: "h", 0xD2: "i", 0xD3: "q"}
        if tag in numbers:
            return self.number(numbers[tag])
        lengths: dict[int, tuple[str, Callable[[int], Any]]] = {
            0xC4: ("B", self.take),
            0xC5: ("H", self.take),
            0xC6: ("I", self.take),
            0xD9: ("B", lambda count: self.take(count).decode()),
            0xDA: ("H", lambda count: self.take(count).decode()),
            0xDB: ("I", lambda count: self.take(count).decode()),
            0xDC: ("H", self.items),
            0xDE: ("H", self.pairs),
        }
        code, read = lengths[tag]
        return read(self.number(code))

    def items(self, count: int) -> list[Any]:
        return [self.value() for _ in range(count)]

    def pairs(self, count: int) -> dict[Any, Any]:
        return {self.value(): self.value() for _ in range(count)}


def unpacked(content: bytes) -> Any:
    reader = Reader(content)
    value = reader.value()
    if reader.at != len(content):
        raise ValueError("more than one value")
    return value


# ---------------------------------------------------------------- keys


def hkdf_extract(salt: bytes, secret: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), secret, "sha256")


def hkdf_expand(key: bytes, info: bytes, length: int) -> bytes:
    output, block = b"", b""
    while len(output) < length:
        counter = len(output) // 32 + 1
        block = hmac.digest(key, block + info + bytes([counter]), "sha256")
        output += block
    return output[:length]


def hpke_open(private_key: bytes, lock: bytes, info: bytes) -> bytes:
    """RFC 9180 base mode, single shot: KEM 0x647a, KDF 0x0001, AEAD 0x0002."""
    encapsulated, sealed = lock[:1120], lock[1120:]
    mlkem = MLKEM768PrivateKey.from_seed_bytes(private_key[:64])
    x25519 = X25519PrivateKey.from_private_bytes(private_key[64:])
    mlkem_secret = mlkem.decapsulate(encapsulated[:1088])
    their_share = encapsulated[1088:]
    x25519_secret = x25519.exchange(X25519PublicKey.from_public_bytes(their_share))
    our_share = x25519.public_key().public_bytes_raw()
    shared = hashlib.sha3_256(
        mlkem_secret + x25519_secret + their_share + our_share + b"\\.//^\\"
    ).digest()

    suite = b"HPKE" + struct.pack(">HHH", 0x647A, 0x0001, 0x0002)

    def labeled_extract(salt: bytes, label: bytes, secret: bytes) -> bytes:
        return hkdf_extract(salt, b"HPKE-v1" + suite + label + secret)

    def labeled_expand(key: bytes, label: bytes, context: bytes, length: int) -> bytes:
        labeled = struct.pack(">H", length) + b"HPKE-v1" + suite + label + context
        return hkdf_expand(key, labeled, length)

    context = (
        b"\0"
        + labeled_extract(b"", b"psk_id_hash", b"")
        + labeled_extract(b"", b"info_hash", info)
    )
    secret = labeled_extract(shared, b"secret", b"")
    key = labeled_expand(secret, b"key", context, 32)
    nonce = labeled_expand(secret, b"base_nonce", context, 12)
    return AESGCM(key).decrypt(nonce, sealed, None)


def room_secret(resume_secret: bytes, room_session: UUID) -> bytes:
    salt = b"exam-room room secret v1\0" + room_session.bytes
    kdf = Argon2id(salt=salt, length=32, iterations=3, lanes=4, memory_cost=65536)
    return kdf.derive(resume_secret)


def room_key_id(secret: bytes) -> bytes:
    return hashlib.sha256(b"exam-room room secret id v1\0" + secret).digest()[:8]


def wrap_info(reader: str, sitting: UUID) -> bytes:
    return b"exam-room body key v1\0" + reader.encode() + b"\0" + sitting.bytes


def open_room_wrap(wrapped: bytes, sitting: UUID, secret: bytes) -> bytes:
    key = hkdf_expand(hkdf_extract(b"", secret), wrap_info("room", sitting), 32)
    return AESGCM(key).decrypt(wrapped[:12], wrapped[12:], None)


# ---------------------------------------------------------------- the journal


@dataclass(frozen=True)
class Verified:
    """An entry whose place in the chain is proved.

    Attributes:
        body: Opened; None when no key was given.
    """

    seq: int
    kind: str
    time_used_ms: int
    body: dict[str, Any] | None
    hash: bytes


OpenWraps = Callable[[Sequence[tuple[str, bytes, bytes]]], bytes]


def verify(
    sitting: UUID, raws: Sequence[bytes], open_wraps: OpenWraps | None = None
) -> list[Verified]:
    """Prove a whole journal; open its bodies if somebody can open the wraps."""
    previous = hashlib.sha256(b"exam-room journal v1\0" + sitting.bytes).digest()
    body_key = b""
    verified: list[Verified] = []
    for seq, raw in enumerate(raws, start=1):
        header_bytes, sealed = unpacked(raw)
        version, of, number, used, _wall, kind, _kind_version, wraps = unpacked(
            header_bytes
        )
        if (version, of, number) != (1, sitting.bytes, seq):
            raise ValueError(f"entry {seq} does not stand where it should")
        body = None
        if open_wraps is not None:
            if kind in {"started", "resumed"}:
                body_key = open_wraps([tuple(wrap) for wrap in wraps])
            nonce = bytes(4) + struct.pack(">Q", seq)
            body = unpacked(
                AESGCM(body_key).decrypt(nonce, sealed, previous + header_bytes)
            )
        previous = hashlib.sha256(previous + raw).digest()
        verified.append(Verified(seq, kind, used, body, previous))
    return verified


def verify_head(
    public_key: bytes, signature: bytes, sitting: UUID, seq: int, head_hash: bytes
) -> None:
    message = b"exam-room journal head v1\0" + sitting.bytes + struct.pack(">Q", seq)
    Ed25519PublicKey.from_public_bytes(public_key).verify(
        signature, message + head_hash
    )


def verify_closing_record(public_key: bytes, signature: bytes, record: bytes) -> None:
    message = b"exam-room closing record v1\0" + record
    Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)


def receipt_code(sitting: UUID, seq: int, head_hash: bytes) -> str:
    message = b"exam-room receipt v1\0" + sitting.bytes + struct.pack(">Q", seq)
    return spoken(hashlib.sha256(message + head_hash).digest()[:5])


def spoken(secret: bytes) -> str:
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    value = int.from_bytes(secret, "big")
    count = len(secret) * 8 // 5
    symbols = [alphabet[value >> 5 * (count - 1 - i) & 31] for i in range(count)]
    groups = ["".join(symbols[i : i + 4]) for i in range(0, count, 4)]
    return "-".join(groups) + (alphabet + "*~$=U")[value % 37]
