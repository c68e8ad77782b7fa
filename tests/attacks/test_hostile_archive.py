"""S5: archives made to harm are refused in under a second and 64 MB, nothing written."""

import io
import json
import os
import stat
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from question_bank.formats.exam_package import MOST_MANIFEST_BYTES
from question_bank.formats.package_archive import (
    ArchiveMember,
    archive_frame,
    archive_members,
)
from question_bank.sealing.package_build import PlannedPackage
from tests.builders.packages import a_planned_package, package_bytes, the_parties

MOST_SECONDS = 1.0
MOST_PEAK_MB = 64.0
TEN_GIGABYTES = 10 * 1000**3
ENTRIES = 1_000_000


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> PlannedPackage:
    return a_planned_package(tmp_path_factory.mktemp("source") / "source")


def read_hostile(paths: list[Path]) -> list[dict[str, float | str | None]]:
    """Read the paths, each in a process of its own, from the folder they lie in."""
    key = the_parties().signing_key.verify_key.raw.hex()
    root = Path(__file__).parents[2]
    found = []
    for path in paths:
        command = [
            sys.executable,
            "-m",
            "tests.attacks.hostile_reading",
            key,
            str(path),
        ]
        out = subprocess.run(
            command, check=True, capture_output=True, text=True, cwd=root
        )
        found.append(json.loads(out.stdout))
    return found


def signed(manifest_raw: bytes) -> bytes:
    """Return a package of nothing but these bytes, signed by a trusted publisher."""
    signature = the_parties().signing_key.sign(manifest_raw)
    frame = archive_frame(archive_members(manifest_raw, signature, ()))
    headers = frame.headers
    return headers[0] + manifest_raw + headers[1] + signature + frame.directory


def zip_of(
    *members: tuple[zipfile.ZipInfo | str, bytes], deflate: bool = False
) -> bytes:
    file = io.BytesIO()
    kind = zipfile.ZIP_DEFLATED if deflate else zipfile.ZIP_STORED
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # duplicate names are meant
        with zipfile.ZipFile(file, "w", kind) as archive:
            for info, raw in members:
                archive.writestr(info, raw, kind)
    return file.getvalue()


def a_link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def of_many_entries() -> bytes:
    """Return a ZIP whose end record speaks of 65,535 entries before a million of them."""
    member = ArchiveMember(name="a", size_bytes=0, crc32=0)
    frame = archive_frame([member] * 65_535)
    records = frame.directory[:-22]
    return b"".join(frame.headers) + records * (ENTRIES // 65_535 + 1) + frame.directory


def sparse(path: Path, size_bytes: int) -> None:
    with path.open("wb") as file:
        file.truncate(size_bytes)


def hostile_files(package: bytes, manifest_raw: bytes) -> dict[str, bytes]:
    real = ("manifest.json", manifest_raw), ("manifest.sig", bytes(64))
    deep = b'{"a":' * 600_000 + b"1" + b"}" * 600_000
    name = b'"name":"form-001.sealed"'
    encrypted, descriptor = bytearray(package), bytearray(package)
    encrypted[6] |= 0x01
    descriptor[6] |= 0x08
    return {
        "path traversal": zip_of(*real, ("../../x", b"x")),
        "absolute path": zip_of(*real, ("/etc/x", b"x")),
        "symbolic link": zip_of(*real, (a_link("form-001.sealed"), b"/etc/passwd")),
        "link as manifest": zip_of((a_link("manifest.json"), b"/etc/passwd")),
        "zip bomb": zip_of(("manifest.json", bytes(300_000_000)), deflate=True),
        "a million entries": of_many_entries(),
        "duplicate names": zip_of(*real, *real),
        "encrypted flag": bytes(encrypted),
        "data descriptor flag": bytes(descriptor),
        "something before": b"#!/bin/sh\n" + package,
        "something after": package + b"PK\5\6" + bytes(18),
        "manifest of 4 GB announced": package[:18] + b"\xff" * 8 + package[26:],
        "not a ZIP": b"%PDF-1.7\n" * 1000,
        "nothing": b"",
        "signed: deep JSON": signed(deep),
        "signed: 4 MiB of brackets": signed(b"[" * MOST_MANIFEST_BYTES),
        "signed: 4 MiB of text": signed(b'"' + b"a" * (MOST_MANIFEST_BYTES - 2) + b'"'),
        "signed: 4 MiB of escaped quotes": signed(
            b'"' + b'\\"' * (MOST_MANIFEST_BYTES // 2 - 1)
        ),
        "signed: invalid UTF-8": signed(manifest_raw.replace(b"\xe5", b"\xff", 1)),
        "signed: lone surrogate": signed(
            manifest_raw.replace(b'"level":"', b'"level":"\\ud800', 1)
        ),
        "signed: NaN": signed(manifest_raw.replace(b'"revision":3', b'"revision":NaN')),
        "signed: float": signed(
            manifest_raw.replace(b'"revision":3', b'"revision":3.0')
        ),
        "signed: huge number": signed(
            manifest_raw.replace(b'"revision":3', b'"revision":' + b"9" * 100_000)
        ),
        "signed: key twice": signed(
            manifest_raw.replace(b'"revision":3', b'"revision":3,"revision":4')
        ),
        "signed: not canonical": signed(manifest_raw.replace(b'":', b'": ', 1)),
        "signed: path as a name": signed(
            manifest_raw.replace(name, b'"name":"../../x.sealed"')
        ),
        "signed: name with a line end": signed(
            manifest_raw.replace(name, b'"name":"form-001.sealed\\n"')
        ),
        "signed: null byte in a name": signed(
            manifest_raw.replace(name, b'"name":"form-001.sealed\\u0000"')
        ),
        "signed: cheap opening code": signed(
            manifest_raw.replace(b'"memory_kib":65536', b'"memory_kib":8')
        ),
        "signed: dear opening code": signed(
            manifest_raw.replace(b'"memory_kib":65536', b'"memory_kib":999999999')
        ),
    }


@pytest.mark.slow  # a process for each attack
def test_every_hostile_archive_is_refused_quickly_and_in_little_memory(
    tmp_path: Path, planned: PlannedPackage, tell: Callable[[str], None]
) -> None:
    files = hostile_files(package_bytes(planned), planned.manifest_raw)
    paths = {name: tmp_path / f"{at}.exam" for at, name in enumerate(files)}
    for name, path in paths.items():
        path.write_bytes(files[name])
    for name, size in (("10 GB of zeros", TEN_GIGABYTES), ("4 GB of zeros", 2**32 - 1)):
        paths[name] = tmp_path / f"{size}.exam"
        sparse(paths[name], size)
    paths["device file"] = Path("/dev/zero")
    paths["pipe"] = tmp_path / "pipe.exam"
    os.mkfifo(paths["pipe"])
    before = sorted(tmp_path.iterdir())

    found = dict(zip(paths, read_hostile(list(paths.values())), strict=True))

    slowest = max(float(one["seconds"] or 0) for one in found.values())
    largest = max(float(one["peak_mb"] or 0) for one in found.values())
    refused = sum(one["code"] is not None for one in found.values())
    tell(
        f"S5 hostile archives: {refused}/{len(found)} refused, "
        f"slowest {slowest:.3f} s, largest {largest:.1f} MB"
    )
    assert {name for name, one in found.items() if one["code"] is None} == set()
    assert {
        name: one["code"]
        for name, one in found.items()
        if name.startswith("signed") and one["code"] != "FORMAT"
    } == {}
    assert slowest < MOST_SECONDS
    assert largest < MOST_PEAK_MB
    assert sorted(tmp_path.iterdir()) == before


def unpack(planned: PlannedPackage, folder: Path) -> Path:
    folder.mkdir()
    with zipfile.ZipFile(io.BytesIO(package_bytes(planned))) as archive:
        archive.extractall(folder)
    return folder


def test_a_seats_folder_is_read_under_the_same_rules(
    tmp_path: Path, planned: PlannedPackage, tell: Callable[[str], None]
) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"x" * planned.manifest.files[0].size_bytes)
    good = unpack(planned, tmp_path / "good")
    linked = unpack(planned, tmp_path / "linked")
    (linked / "form-001.sealed").unlink()
    (linked / "form-001.sealed").symlink_to(secret)
    piped = unpack(planned, tmp_path / "piped")
    (piped / "form-001.sealed").unlink()
    os.mkfifo(piped / "form-001.sealed")
    missing = unpack(planned, tmp_path / "missing")
    (missing / "media-001.sealed").unlink()
    longer = unpack(planned, tmp_path / "longer")
    with (longer / "media-001.sealed").open("ab") as file:
        file.write(b"\0")
    flipped = unpack(planned, tmp_path / "flipped")
    raw = bytearray((flipped / "media-001.sealed").read_bytes())
    raw[7] ^= 1
    (flipped / "media-001.sealed").write_bytes(raw)
    large = unpack(planned, tmp_path / "large")
    sparse(large / "manifest.json", TEN_GIGABYTES)

    folders = [good, linked, piped, missing, longer, flipped, large]
    codes = [one["code"] for one in read_hostile(folders)]

    tell(f"S5 hostile folders: {sum(map(bool, codes))}/{len(folders) - 1} refused")
    damaged = "PACKAGE_DAMAGED"
    expected = [None, damaged, "FORMAT", damaged, damaged, damaged, "FORMAT"]
    assert codes == expected
