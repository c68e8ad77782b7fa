"""S1: a package with anything changed is refused before any content could be shown.

FAULT_SIZE=release flips 10,000 random bits of the body instead of 2,000.
"""

import os
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from question_bank.errors import ExamRoomError
from question_bank.exchange.package_source import read_package_source
from question_bank.sealing.errors import (
    PackageDamagedError,
    SealBrokenError,
    SignatureInvalidError,
)
from question_bank.sealing.opening_code import opening_code_text
from question_bank.sealing.package_build import PlannedPackage, plan_package
from question_bank.sealing.package_locks import open_inner_lock, open_outer_lock
from question_bank.sealing.package_reader import PackageReader
from question_bank.sealing.package_sources import open_archive
from question_bank.sealing.stream_seal import SEALED_CHUNK_BYTES
from tests.builders.packages import (
    SEAT,
    SITE_UUID,
    package_bytes,
    read_whole,
    rewrapped,
    the_parties,
    write_a_source,
)

BODY_FLIPS = 10_000 if os.environ.get("FAULT_SIZE") == "release" else 2_000
LONG_SOUND_S = 80.0
"""2.56 MB: three chunks."""


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> PlannedPackage:
    folder = tmp_path_factory.mktemp("source") / "source"
    content = read_package_source(write_a_source(folder))
    parties = the_parties()
    return plan_package(content, parties.build_keys, [parties.site_card])


@pytest.fixture(scope="module")
def package(planned: PlannedPackage) -> bytes:
    return package_bytes(planned)


@pytest.fixture(scope="module")
def long_package(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("long") / "source"
    content = read_package_source(write_a_source(folder, sound_s=LONG_SOUND_S))
    parties = the_parties()
    return package_bytes(plan_package(content, parties.build_keys, [parties.site_card]))


class Reader:
    """Reads packages as a site does, and counts what it refused."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "x.exam"
        self._folder = folder
        self.refused = 0
        self.accepted: list[str] = []

    def read(self, package: bytes, what: str) -> ExamRoomError | None:
        self._path.write_bytes(package)
        try:
            read_whole(self._path, the_parties().publishers)
        except ExamRoomError as error:
            self.refused += 1
            assert [file.name for file in self._folder.iterdir()] == ["x.exam"]
            return error
        self.accepted.append(what)
        return None


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(tmp_path)


def frame_and_manifest(package: bytes, planned: PlannedPackage) -> Iterator[int]:
    """Yield the position of each byte that is not a sealed file's."""
    position = 0
    bodies = []
    for entry in planned.manifest.files:
        body = package.index(entry.name.encode() + b"", position)
        while package[body - 30 : body - 26] != b"PK\3\4":
            body = package.index(entry.name.encode(), body + 1)
        start = body + len(entry.name)
        bodies.append(range(start, start + entry.size_bytes))
        position = start + entry.size_bytes
    sealed = {at for body in bodies for at in body}
    yield from (at for at in range(len(package)) if at not in sealed)


def test_the_untouched_package_is_believed(reader: Reader, package: bytes) -> None:
    assert reader.read(package, "untouched") is None


@pytest.mark.timeout(600)  # a busy machine; 10 s on a quiet one
@pytest.mark.slow  # 12,000 packages are read
def test_a_flipped_byte_anywhere_in_headers_or_manifest_is_refused(
    reader: Reader,
    package: bytes,
    planned: PlannedPackage,
    tell: Callable[[str], None],
) -> None:
    positions = list(frame_and_manifest(package, planned))
    for at in positions:
        flipped = bytearray(package)
        flipped[at] ^= 0xFF
        reader.read(bytes(flipped), f"byte {at}")

    tell(f"S1 headers and manifest: {reader.refused}/{len(positions)} refused")
    assert len(positions) > 9_000
    assert reader.accepted == []


@pytest.mark.timeout(600)
@pytest.mark.slow  # thousands of packages are read
def test_a_flipped_bit_in_the_body_is_refused(
    reader: Reader, package: bytes, tell: Callable[[str], None]
) -> None:
    chance = random.Random(20261122)
    for _ in range(BODY_FLIPS):
        bit = chance.randrange(len(package) * 8)
        flipped = bytearray(package)
        flipped[bit // 8] ^= 1 << bit % 8
        reader.read(bytes(flipped), f"bit {bit}")

    tell(f"S1 random bits: {reader.refused}/{BODY_FLIPS} refused")
    assert reader.accepted == []


def test_a_package_cut_at_each_chunk_edge_and_round_it_is_refused(
    reader: Reader, long_package: bytes, tell: Callable[[str], None]
) -> None:
    start = long_package.index(b"media-002.sealed", 15_000) + len(b"media-002.sealed")
    edges = range(start, len(long_package), SEALED_CHUNK_BYTES)
    cuts = [edge + near for edge in edges for near in (-1, 0, 1)]
    cuts += [0, 1, 42, 43, 100, len(long_package) - 22, len(long_package) - 1]
    for cut in cuts:
        reader.read(long_package[:cut], f"cut at {cut}")
    reader.read(long_package + b"\0", "a byte added")

    tell(f"S1 cuts: {reader.refused}/{len(cuts) + 1} refused")
    assert len(edges) >= 3
    assert reader.accepted == []


def sealed_members(package: bytes, planned: PlannedPackage) -> list[bytes]:
    members, end = [], 0
    for entry in planned.manifest.files:
        header = package.index(b"PK\3\4", end)
        while package[header + 30 :][: len(entry.name)] != entry.name.encode():
            header = package.index(b"PK\3\4", header + 1)
        start = header + 30 + len(entry.name)
        end = start + entry.size_bytes
        members.append(package[start:end])
    return members


def test_two_files_swapped_are_refused(
    reader: Reader, package: bytes, planned: PlannedPackage
) -> None:
    first, second, *rest = sealed_members(package, planned)
    assert len(first) == len(second)
    swapped = package.replace(first, b"?" * len(first)).replace(second, first)
    swapped = swapped.replace(b"?" * len(first), second)

    error = reader.read(swapped, "swapped")

    assert isinstance(error, PackageDamagedError)
    assert error.place == "form-001.sealed"
    assert rest


@pytest.mark.parametrize("change", ["dropped", "doubled"])
def test_a_file_dropped_or_doubled_is_refused(
    reader: Reader, package: bytes, planned: PlannedPackage, change: str
) -> None:
    last = sealed_members(package, planned)[-1]
    name = planned.manifest.files[-1].name.encode()
    start = package.index(last) - 30 - len(name)
    member = package[start : package.index(last) + len(last)]
    changed = package.replace(member, b"" if change == "dropped" else member * 2)

    assert isinstance(reader.read(changed, change), PackageDamagedError)


def test_a_manifest_signed_by_the_publisher_for_other_bytes_is_refused(
    reader: Reader, package: bytes, planned: PlannedPackage
) -> None:
    members = sealed_members(package, planned)
    members[-1] = bytes(len(members[-1]))
    sealed = b"".join(members)
    signing_key = the_parties().signing_key

    error = reader.read(rewrapped(planned.manifest, sealed, signing_key), "other bytes")

    assert isinstance(error, PackageDamagedError)


def test_a_sealed_file_altered_after_it_was_checked_does_not_open(
    tmp_path: Path, package: bytes, planned: PlannedPackage
) -> None:
    path = tmp_path / "x.exam"
    path.write_bytes(package)
    parties = the_parties()
    code = opening_code_text(planned.opening_secret)
    with open_archive(path) as source:
        reader = PackageReader(source, parties.publishers, SEAT)
        reader.verify_files()
        inner = open_outer_lock(reader.manifest, parties.lock_key, SITE_UUID)
        key = open_inner_lock(inner, code, reader.manifest)
        whole = b"".join(reader.open_file("media-002.sealed", key))
        with path.open("r+b") as file:
            file.seek(package.index(sealed_members(package, planned)[-1]) + 1000)
            file.write(b"\0\1\2\3")
        with pytest.raises(SealBrokenError):
            list(reader.open_file("media-002.sealed", key))
    assert whole.startswith(b"RIFF")


def test_a_signature_of_another_package_does_not_fit(
    reader: Reader, package: bytes, planned: PlannedPackage
) -> None:
    other = the_parties().signing_key.sign(planned.manifest_raw + b" ")

    error = reader.read(
        package_bytes(replace(planned, signature=other)), "another signature"
    )

    assert isinstance(error, SignatureInvalidError)
