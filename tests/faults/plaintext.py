"""Looks for what must not be found: in files, in a process' memory; in every encoding.

secrets = Secrets(); secrets.add_text("question", "…"); secrets.add_bytes("key", key)
assert secrets.hits_in_folder(folder) == {}
"""

import base64
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.journeys.site_setup import PACKAGE_PLAN, SAMPLE

_CHINESE = re.compile(r"[\u4e00-\u9fff，。；：、？]{12,}")
_TRANSLATIONS = Path(__file__).parents[2] / "kiosk" / "ui" / "translations"
_BLOCK = 256 * 1024
_OVERLAP = 256
_SHORTEST_KEY = 8


class Secrets:
    """What must not be found, by kind."""

    def __init__(self) -> None:
        self._patterns: dict[bytes, str] = {}

    def __len__(self) -> int:
        return len(self._patterns)

    def add_text(self, kind: str, text: str) -> None:
        """Add a text: UTF-8, UTF-16 of both orders, hexadecimal, base64 at any offset."""
        for coding in ("utf-8", "utf-16-le", "utf-16-be"):
            self._patterns[text.encode(coding)] = f"{kind} ({coding})"
        self._add_coded(kind, text.encode())

    def add_bytes(self, kind: str, secret: bytes) -> None:
        """Add bytes, such as a key."""
        assert len(secret) >= _SHORTEST_KEY, kind
        self._patterns[secret] = kind
        self._add_coded(kind, secret)

    def add_exactly(self, kind: str, pattern: bytes) -> None:
        """Add bytes that are looked for as they are and no other way."""
        self._patterns[pattern] = kind

    def _add_coded(self, kind: str, secret: bytes) -> None:
        self._patterns[secret.hex().encode()] = f"{kind} (hex)"
        for skip in range(3):
            # Whole groups of three only: what stands before and after changes the rest.
            whole = secret[skip : skip + (len(secret) - skip) // 3 * 3]
            if len(whole) >= 9:
                self._patterns[base64.b64encode(whole)] = f"{kind} (base64)"

    def hits(self, content: bytes) -> Counter[str]:
        """Return how many of the secrets stand in the bytes, by kind."""
        return Counter(
            kind for pattern, kind in self._patterns.items() if pattern in content
        )

    def hits_in_folder(self, *folders: Path) -> dict[str, Counter[str]]:
        """Return what stands in files, or below folders, names included, by file."""
        found: dict[str, Counter[str]] = {}
        for folder in folders:
            for path in sorted((folder, *folder.rglob("*"))):
                content = str(path.name).encode()
                if path.is_file():
                    content += path.read_bytes()
                if hits := self.hits(content):
                    found[str(path)] = hits
        return found

    def hits_in_memory(self, pid: int) -> Counter[str]:
        """Return what stands in a process' writable memory; for root or its owner.

        As bytes and as strings of programs stand there: UTF-8 and UTF-16.
        """
        plain = [
            (pattern, kind)
            for pattern, kind in self._patterns.items()
            if "(utf-8)" in kind or "(utf-16-le)" in kind
        ]
        total: Counter[str] = Counter()
        for block in _memory(pid):
            total.update(kind for pattern, kind in plain if pattern in block)
        return total


def _memory(pid: int) -> Iterator[bytes]:
    maps = Path(f"/proc/{pid}/maps").read_text("ascii").splitlines()
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in maps:
            span, rights = line.split()[:2]
            if "w" not in rights:
                continue
            start, end = (int(part, 16) for part in span.split("-"))
            for at in range(start, end, _BLOCK):
                size = min(_BLOCK, end - at) + _OVERLAP
                try:
                    block = os.pread(memory.fileno(), size, at)
                except OSError:
                    break
                if block.count(0) < len(block):  # most of it was never touched
                    yield block


def questions(most: int = 40) -> list[str]:
    """Return sentences of the sample exam's paper that stand nowhere else."""
    # The manifest is open: what names the exam is no secret.
    shown = PACKAGE_PLAN + "".join(
        path.read_text("utf-8") for path in _TRANSLATIONS.rglob("*.toml")
    )
    found: dict[str, None] = {}
    for form in sorted(SAMPLE.glob("form-*.yaml")):
        for sentence in _CHINESE.findall(form.read_text("utf-8")):
            if sentence not in shown:
                found[sentence] = None
    every = list(found)
    return every[:: max(1, len(every) // most)]
