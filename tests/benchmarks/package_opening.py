"""P8: how fast a package of 200 MB is believed and unsealed, and in how much memory.

The limit is the cipher itself: AES-256-GCM on one core over the same sealed bytes, held
in memory. Opening reads the archive from the disk's cache, checks the signature, the
frame, the order and the tag of every chunk, and hands out every plain byte. Both take one
thread and are measured in seconds of one core, so that a busy machine does not decide;
with SHA-256 of every file before it, by the clock on the wall.

    python -m tests.benchmarks.package_opening
"""

import io
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from time import perf_counter, process_time
from typing import TypedDict

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from question_bank.formats.exam_package import FileRole
from question_bank.identifiers import FormCode, MediaName
from question_bank.sealing.package_build import plan_package, write_package
from question_bank.sealing.package_content import (
    FormLabel,
    PackageContent,
    PlainFile,
)
from question_bank.sealing.stream_seal import (
    CHUNK_BYTES,
    SEALED_CHUNK_BYTES,
    TAG_BYTES,
    chunk_nonce,
    seal_stream,
)
from tests.benchmarks.package_reading import open_package
from tests.builders.packages import a_plan, the_parties

READING = "tests.benchmarks.package_reading"
MEGABYTE = 1_000_000
PACKAGE_BYTES = 200 * MEGABYTE
SMALL_PACKAGE_BYTES = 20 * MEGABYTE
MEDIA_FILES = 8
ROUNDS = 7
LEAST_SHARE = 0.6
P8_MBS = 500.0
P8_PEAK_MB = 64.0
FLAT_MB = 4.0
"""What a package ten times as large may take more."""


class Figure(TypedDict):
    """A record of build/bench.json."""

    name: str
    value: float
    unit: str
    limit: float
    reach: float
    ok: bool


class Noise:
    """A file of pseudo-random bytes that is nowhere: AES in counter mode over zeros."""

    def __init__(self, seed: int, size_bytes: int) -> None:
        self._cipher = AESGCM(seed.to_bytes(32, "big"))
        self._left_bytes = size_bytes
        self._index = 0

    def readinto(self, buffer: memoryview, /) -> int:
        count = min(len(buffer), self._left_bytes)
        nonce = self._index.to_bytes(12, "big")
        buffer[:count] = self._cipher.encrypt(nonce, bytes(count), None)[:count]
        self._left_bytes -= count
        self._index += 1
        return count


@contextmanager
def noise(seed: int, size_bytes: int) -> Iterator[Noise]:
    yield Noise(seed, size_bytes)


def write_large_package(path: Path, package_bytes: int) -> bytes:
    """Write a package of this size; return its content key."""
    code = FormCode("A")
    texts = [
        PlainFile(
            role=role,
            media_type="application/json",
            form_code=code,
            media_name=None,
            open=lambda: io.BytesIO(b"{}"),
        )
        for role in (FileRole.FORM, FileRole.KEYS)
    ]
    media = [
        PlainFile(
            role=FileRole.MEDIA,
            media_type="audio/flac",
            form_code=None,
            media_name=MediaName(f"sound-{index}.flac"),
            open=partial(noise, index, package_bytes // MEDIA_FILES),
        )
        for index in range(1, MEDIA_FILES + 1)
    ]
    content = PackageContent(
        plan=a_plan(),
        forms=(FormLabel(form_code=code, title="A", task_count=1),),
        files=(*texts, *media),
    )
    parties = the_parties()
    planned = plan_package(content, parties.build_keys, [parties.site_card])
    with path.open("wb") as file:
        write_package(planned, file.write)
    return planned.secrets.content_key


def run_cipher(sealed: memoryview, key: bytes) -> int:
    """Open all chunks of a sealed file that lies in memory; nothing else."""
    cipher = AESGCM(key)
    chunks = -(-len(sealed) // SEALED_CHUNK_BYTES)
    plain_bytes = 0
    plain = memoryview(bytearray(CHUNK_BYTES))
    for index in range(chunks):
        start = index * SEALED_CHUNK_BYTES
        nonce = chunk_nonce(index, is_last=index == chunks - 1)
        chunk = sealed[start : start + SEALED_CHUNK_BYTES]
        plain_bytes += cipher.decrypt_into(
            nonce, chunk, None, plain[: len(chunk) - TAG_BYTES]
        )
    return plain_bytes


def best_mbs(
    works: dict[str, Callable[[], int]], clock: Callable[[], float]
) -> dict[str, float]:
    """Return the best speed of each work in MB/s by this clock, measured in turns."""
    best = dict.fromkeys(works, 0.0)
    for _ in range(ROUNDS):
        for name, work in works.items():
            start_s = clock()
            done_bytes = work()
            speed = done_bytes / (clock() - start_s) / MEGABYTE
            best[name] = max(best[name], speed)
    return best


def peak_mb(path: Path, content_key: bytes) -> tuple[float, float]:
    """Return peak memory of a process of its own: with imports only, and having opened."""
    words = [
        str(path),
        the_parties().publishers.trusted[0].raw.hex(),
        content_key.hex(),
    ]
    command = [sys.executable, "-m", READING, *words]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    before, after = out.split()
    return float(before), float(after)


def measure() -> list[Figure]:
    """Return the figures of this benchmark."""
    with tempfile.TemporaryDirectory() as folder:
        large, small = Path(folder, "large.exam"), Path(folder, "small.exam")
        key = write_large_package(large, PACKAGE_BYTES)
        small_key = write_large_package(small, SMALL_PACKAGE_BYTES)
        publisher = the_parties().signing_key.verify_key
        cipher_key = bytes(32)
        sealed = io.BytesIO()
        seal_stream(Noise(99, PACKAGE_BYTES), sealed.write, cipher_key)
        view = sealed.getbuffer()
        best = best_mbs(
            {
                "cipher": lambda: run_cipher(view, cipher_key),
                "open": lambda: open_package(large, publisher, key, is_hashed=False),
            },
            clock=process_time,
        )
        hashed = best_mbs(
            {"all": lambda: open_package(large, publisher, key, is_hashed=True)},
            clock=perf_counter,
        )
        view.release()
        _, peak_large = peak_mb(large, key)
        base, peak_small = peak_mb(small, small_key)
    share = best["open"] / best["cipher"]
    return [
        figure(
            "package: open 200 MB (verify + unseal)",
            best["open"],
            "MB/s",
            best["cipher"],
            LEAST_SHARE * best["cipher"],
        ),
        figure(
            "package: share of the cipher's own speed", share, "×", 1.0, LEAST_SHARE
        ),
        figure(
            "P8 package: SHA-256 of every file, then open",
            hashed["all"],
            "MB/s",
            best["cipher"],
            P8_MBS,
        ),
        at_most(
            "P8 package: peak memory of a process that hashes and opens",
            peak_large,
            "MB",
            base,
            P8_PEAK_MB,
        ),
        at_most(
            "package: memory that 200 MB take more than 20 MB",
            peak_large - peak_small,
            "MB",
            0.0,
            FLAT_MB,
        ),
    ]


def figure(name: str, value: float, unit: str, limit: float, reach: float) -> Figure:
    return Figure(
        name=name,
        value=round(value, 3),
        unit=unit,
        limit=round(limit, 3),
        reach=round(reach, 3),
        ok=value >= reach,
    )


def at_most(name: str, value: float, unit: str, limit: float, reach: float) -> Figure:
    return Figure(
        name=name,
        value=round(value, 3),
        unit=unit,
        limit=round(limit, 3),
        reach=round(reach, 3),
        ok=value <= reach,
    )


def main() -> int:
    figures = measure()
    for line in figures:
        print(line)
    return 0 if all(line["ok"] for line in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
