"""A reader written from docs/formats/exam-package.md alone, over the golden package.

It imports nothing of question_bank: primitives of `cryptography` and the standard
library only. HPKE is spelled out from RFC 9180.
"""

import base64
import hashlib
import hmac
import json
import struct
import zlib
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

GOLDEN = Path(__file__).parents[2] / "golden" / "exam-package-v1"
VECTOR: dict[str, Any] = json.loads((GOLDEN / "vector.json").read_text("utf-8"))
PACKAGE = (GOLDEN / "package.exam").read_bytes()
SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U"
CHUNK = 1_048_576


def hkdf(secret: bytes, salt: bytes, info: bytes, length: int = 32) -> bytes:
    return expand(hmac.digest(salt, secret, "sha256"), info, length)


def expand(pseudo_random_key: bytes, info: bytes, length: int) -> bytes:
    out, block = b"", b""
    while len(out) < length:
        counter = bytes([len(out) // 32 + 1])
        block = hmac.digest(pseudo_random_key, block + info + counter, "sha256")
        out += block
    return out[:length]


# ------------------------------------------------------------------ 1, 3, 4


def local_header(name: bytes, raw_crc: int, size: int) -> bytes:
    fixed = struct.pack("<4sHHHHH", b"PK\x03\x04", 10, 0, 0, 0, 0x21)
    return fixed + struct.pack("<LLLHH", raw_crc, size, size, len(name), 0) + name


def central_record(name: bytes, raw_crc: int, size: int, offset: int) -> bytes:
    fixed = struct.pack("<4sHHHHHH", b"PK\x01\x02", 10, 10, 0, 0, 0, 0x21)
    sizes = struct.pack("<LLLH", raw_crc, size, size, len(name))
    return fixed + sizes + struct.pack("<HHHHLL", 0, 0, 0, 0, 0, offset) + name


def read_archive(package: bytes, publisher: bytes) -> tuple[Any, dict[str, bytes]]:
    """Return the manifest and the sealed files, or fail an assertion."""
    size = struct.unpack("<L", package[18:22])[0]
    assert size <= 4_194_304
    start = 30 + len("manifest.json")
    manifest_raw = package[start : start + size]
    start += size + 30 + len("manifest.sig")
    signature = package[start : start + 64]
    Ed25519PublicKey.from_public_bytes(publisher).verify(signature, manifest_raw)
    manifest = json.loads(manifest_raw)
    canonical = json.dumps(
        manifest, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    assert canonical.encode() == manifest_raw
    members = [
        ("manifest.json", zlib.crc32(manifest_raw), size),
        ("manifest.sig", zlib.crc32(signature), 64),
        *((f["name"], f["crc32"], f["size_bytes"]) for f in manifest["files"]),
    ]
    position, directory, sealed = 0, b"", {}
    for name, crc32, length in members:
        header = local_header(name.encode(), crc32, length)
        assert package[position : position + len(header)] == header
        directory += central_record(name.encode(), crc32, length, position)
        position += len(header)
        sealed[name] = package[position : position + length]
        position += length
    count = len(members)
    end = struct.pack("<HHHHLLH", 0, 0, count, count, len(directory), position, 0)
    assert package[position:] == directory + b"PK\x05\x06" + end
    for file in manifest["files"]:
        raw = sealed[file["name"]]
        assert hashlib.sha256(raw).hexdigest() == file["sha256"]
        assert zlib.crc32(raw) == file["crc32"]
    return manifest, sealed


# ------------------------------------------------------------------ 5


def hpke_open(sealed: bytes, private_key: bytes, info: bytes) -> bytes:
    """RFC 9180, base mode, with X-Wing's combiner."""
    encapsulated, ciphertext = sealed[:1120], sealed[1120:]
    mlkem = MLKEM768PrivateKey.from_seed_bytes(private_key[:64])
    x25519 = X25519PrivateKey.from_private_bytes(private_key[64:])
    peer = encapsulated[1088:]
    own = x25519.public_key().public_bytes_raw()
    shared = hashlib.sha3_256(
        mlkem.decapsulate(encapsulated[:1088])
        + x25519.exchange(X25519PublicKey.from_public_bytes(peer))
        + peer
        + own
        + rb"\.//^\\"[:6]
    ).digest()
    suite = b"HPKE" + struct.pack(">HHH", 0x647A, 0x0001, 0x0002)

    def extract(salt: bytes, label: bytes, secret: bytes) -> bytes:
        return hmac.digest(salt, b"HPKE-v1" + suite + label + secret, "sha256")

    def labeled(key: bytes, label: bytes, context: bytes, length: int) -> bytes:
        prefix = struct.pack(">H", length) + b"HPKE-v1" + suite
        return expand(key, prefix + label + context, length)

    context = (
        b"\x00" + extract(b"", b"psk_id_hash", b"") + extract(b"", b"info_hash", info)
    )
    secret = extract(shared, b"secret", b"")
    key = labeled(secret, b"key", context, 32)
    nonce = labeled(secret, b"base_nonce", context, 12)
    return AESGCM(key).decrypt(nonce, ciphertext, None)


def code_bytes(text: str) -> bytes:
    symbols = text.replace("-", "")
    value = 0
    for symbol in symbols[:-1]:
        value = value * 32 + SYMBOLS.index(symbol)
    assert SYMBOLS[value % 37] == symbols[-1]
    return value.to_bytes(10, "big")


def package_key(
    manifest: Any, closed: str, private_key: bytes, which: bytes, reader: bytes
) -> bytes:
    package = UUID(manifest["package_uuid"]).bytes
    info = b"exam-room outer lock v1\0" + which + b"\0" + package + reader
    inner = hpke_open(base64.b64decode(closed), private_key, info)
    opening = manifest["opening"]
    stretched = Argon2id(
        salt=base64.b64decode(opening["salt"]),
        length=32,
        iterations=opening["passes"],
        lanes=opening["lanes"],
        memory_cost=opening["memory_kib"],
    ).derive(code_bytes(VECTOR["opening_code"]))
    key = hkdf(stretched, package, b"exam-room inner lock v1\0" + which)
    return AESGCM(key).decrypt(bytes(12), inner, None)


# ------------------------------------------------------------------ 6


def open_file(manifest: Any, name: str, sealed: bytes, key: bytes) -> bytes:
    package = UUID(manifest["package_uuid"]).bytes
    cipher = AESGCM(hkdf(key, package, b"exam-room sealed file v1\0" + name.encode()))
    chunks = [
        sealed[start : start + CHUNK + 16]
        for start in range(0, len(sealed), CHUNK + 16)
    ]
    plain = b""
    for index, chunk in enumerate(chunks):
        last = b"\x01" if index == len(chunks) - 1 else b"\x00"
        nonce = bytes(7) + struct.pack(">L", index) + last
        plain += cipher.decrypt(nonce, chunk, None)
    return plain


def private(name: str) -> bytes:
    return bytes.fromhex(VECTOR["private_keys"][name])


def test_a_reader_written_from_the_page_opens_the_golden_package() -> None:
    manifest, sealed = read_archive(PACKAGE, bytes.fromhex(VECTOR["publisher_key"]))
    lock, scoring = manifest["locks"][0], manifest["scoring_locks"][1]
    site = UUID(lock["site_uuid"]).bytes

    keys = {
        "form": package_key(
            manifest, lock["closed"], private("site_lock"), b"content", site
        )
    }
    keys["media"] = keys["form"]
    keys["keys"] = package_key(
        manifest, scoring["closed"], private("site_marking"), b"scoring", site
    )
    plain = {
        file["name"]: open_file(
            manifest, file["name"], sealed[file["name"]], keys[file["role"]]
        )
        for file in manifest["files"]
    }

    found = {name: hashlib.sha256(raw).hexdigest() for name, raw in plain.items()}
    assert found == VECTOR["plain_sha256"]
    assert all(len(plain[f["name"]]) == f["plain_bytes"] for f in manifest["files"])


def test_the_organisation_opens_both_locks_of_its_own() -> None:
    manifest, sealed = read_archive(PACKAGE, bytes.fromhex(VECTOR["publisher_key"]))
    own = private("organisation_answer")
    ours = b"organisation"

    content_lock = manifest["organisation"]["content_lock"]
    content_key = package_key(manifest, content_lock, own, b"content", ours)
    scoring_lock = manifest["scoring_locks"][0]["closed"]
    scoring_key = package_key(manifest, scoring_lock, own, b"scoring", ours)

    assert open_file(
        manifest, "form-001.sealed", sealed["form-001.sealed"], content_key
    )
    assert open_file(
        manifest, "keys-001.sealed", sealed["keys-001.sealed"], scoring_key
    )


def test_the_page_reader_refuses_another_key_and_another_signature() -> None:
    manifest, _ = read_archive(PACKAGE, bytes.fromhex(VECTOR["publisher_key"]))
    lock = manifest["locks"][0]
    site = UUID(lock["site_uuid"]).bytes

    with pytest.raises(InvalidTag):
        package_key(manifest, lock["closed"], private("site_marking"), b"content", site)
    with pytest.raises(InvalidSignature):
        read_archive(PACKAGE, hashlib.sha256(b"another").digest())
