"""Power cuts, simulated: what a disk may hold if the power fails at any moment.

A program runs with `write_recorder.c` preloaded, which logs every write, truncation,
creation, deletion, renaming and sync of the files below one folder, and what the program
acknowledged. `rebuild_after_cut` then cuts that log anywhere and builds one of the states
in which the disk may be found:

* what was synced stays; of the writes since a file's last sync each survives with p = 0.5,
  and 30 % of those are torn at a 512-byte boundary;
* a file counts as created once it was synced (or its folder); a deletion or a renaming
  whose folder was not synced comes undone with p = 0.5.

With `fail_at` the n-th call fails with EIO; of a file whose sync failed nothing that waited
is ever written, though the program reads it back (as Linux does).

Limits: no disk lies about its cache, and nothing written through shared memory is seen.

    library = build_recorder(folder)
    environment = recorded_environment(library, watched, log, ledger_descriptor)
    subprocess.run([...], env=environment, pass_fds=[ledger_descriptor])
    events = read_log(log)
    acknowledged = rebuild_after_cut(events, cut, rng, rebuilt_folder)
"""

import os
import random
import shutil
import struct
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

SECTOR_BYTES = 512
SURVIVES = 0.5
TORN = 0.3

_SOURCE = Path(__file__).with_suffix(".c")
_HEAD = struct.Struct("<cHHQI")


@dataclass(frozen=True, slots=True)
class Event:
    """One record of the log; see write_recorder.c for the kinds."""

    kind: str
    path: str
    second_path: str
    offset: int
    data: bytes


def build_recorder(folder: Path) -> Path:
    """Compile the library into `folder` and return its path; needs a C compiler."""
    library = folder / "write_recorder.so"
    compiler = os.environ.get("CC", "cc")
    options = ["-shared", "-fPIC", "-O2", "-Wall", "-o", str(library)]
    subprocess.run([compiler, *options, str(_SOURCE), "-ldl", "-lpthread"], check=True)
    return library


def recorded_environment(
    library: Path,
    watched: Path,
    log: Path,
    ledger_descriptor: int | None,
    *,
    fail_at: int = 0,
    fails_on: bool = False,
) -> Mapping[str, str]:
    """Return this process's environment with the recorder added.

    Args:
        fail_at: Number of the call that fails, from 1; 0: none.
        fails_on: Whether all calls after it fail too.
    """
    environment = {
        **os.environ,
        "LD_PRELOAD": str(library),
        "RECORDER_FOLDER": str(watched.resolve()),
        "RECORDER_LOG": str(log.resolve()),
    }
    if ledger_descriptor is not None:
        environment["RECORDER_LEDGER"] = str(ledger_descriptor)
    if fail_at:
        environment["RECORDER_FAIL_AT"] = str(fail_at)
    if fails_on:
        environment["RECORDER_FAIL_ON"] = "1"
    return environment


def read_log(log: Path) -> list[Event]:
    """Return the log's records; a last one that is not whole is left out."""
    content = log.read_bytes()
    events: list[Event] = []
    at = 0
    while at + _HEAD.size <= len(content):
        kind, path_length, second_length, offset, length = _HEAD.unpack_from(
            content, at
        )
        at += _HEAD.size
        ends = (at + path_length, at + path_length + second_length)
        end = ends[1] + length
        if end > len(content):
            break
        path, second = content[at : ends[0]], content[ends[0] : ends[1]]
        events.append(
            Event(
                kind.decode(),
                path.decode(),
                second.decode(),
                offset,
                content[ends[1] : end],
            )
        )
        at = end
    return events


@dataclass(slots=True)
class _File:
    """A file's content: what is synced, and what is on its way."""

    synced: bytearray = field(default_factory=bytearray)
    waiting: list[Event] = field(default_factory=list)

    def happen(self, event: Event) -> None:
        if event.kind == "F":
            self.waiting.clear()
        else:
            self.waiting.append(event)

    def sync(self) -> None:
        for event in self.waiting:
            _apply(self.synced, event, event.data)
        self.waiting.clear()

    def found_after_cut(self, rng: random.Random, survives: float) -> bytes:
        content = bytearray(self.synced)
        for event in self.waiting:
            if rng.random() >= survives:
                continue
            data = event.data
            if event.kind == "W" and rng.random() < TORN:
                sectors = len(data) // SECTOR_BYTES
                data = data[: rng.randint(0, sectors) * SECTOR_BYTES]
            _apply(content, event, data)
        return bytes(content)


def _apply(content: bytearray, event: Event, data: bytes) -> None:
    if event.kind == "T":
        if len(content) > event.offset:
            del content[event.offset :]
        else:
            content.extend(bytes(event.offset - len(content)))
    elif data:
        if len(content) < event.offset:
            content.extend(bytes(event.offset - len(content)))
        content[event.offset : event.offset + len(data)] = data


@dataclass(slots=True)
class _Disk:
    """Names and files; `names` as the program sees them, `synced_names` for sure."""

    names: dict[str, _File] = field(default_factory=dict)
    synced_names: dict[str, _File] = field(default_factory=dict)
    waiting: list[tuple[Event, _File]] = field(default_factory=list)
    acknowledged: list[bytes] = field(default_factory=list)

    def happen(self, event: Event) -> None:
        match event.kind:
            case "A":
                self.acknowledged.append(event.data)
            case "C":
                self.names[event.path] = _File()
                self.waiting.append((event, self.names[event.path]))
            case "W" | "T" | "F":
                self._file(event.path).happen(event)
            case "S":
                self._file(event.path).sync()
                self.synced_names[event.path] = self._file(event.path)
            case "U":
                self.waiting.append((event, self.names.pop(event.path, _File())))
            case "R":
                file = self.names.pop(event.path, _File())
                self.names[event.second_path] = file
                self.waiting.append((event, file))
            case "D":
                self._sync_folder(event.path)

    def names_after_cut(self, rng: random.Random, survives: float) -> dict[str, _File]:
        found = dict(self.synced_names)
        for event, file in self.waiting:
            if rng.random() < survives:
                _rename(found, event, file)
        return found

    def _file(self, path: str) -> _File:
        # A file that was there before the log began.
        return self.names.setdefault(path, _File())

    def _sync_folder(self, folder: str) -> None:
        still_waiting: list[tuple[Event, _File]] = []
        for event, file in self.waiting:
            parent = str(PurePosixPath(event.path).parent)
            if parent == (folder or "."):
                _rename(self.synced_names, event, file)
            else:
                still_waiting.append((event, file))
        self.waiting = still_waiting


def _rename(names: dict[str, _File], event: Event, file: _File) -> None:
    match event.kind:
        case "C":
            names[event.path] = file
        case "U":
            if names.get(event.path) is file:
                del names[event.path]
        case "R":
            names.pop(event.path, None)
            names[event.second_path] = file


def rebuild_after_cut(
    log: Sequence[Event],
    cut: int,
    rng: random.Random,
    folder: Path,
    *,
    survives: float = SURVIVES,
) -> list[bytes]:
    """Build in `folder` what a disk may hold if the power failed before event `cut`.

    Args:
        log: From `read_log`; it begins with an empty folder.
        cut: 0 … len(log).
        rng: Decides which unsynced writes survive.
        folder: Made anew.
        survives: How likely an unsynced write is there.

    Returns:
        What had been acknowledged by then, a write to the ledger each.
    """
    disk = _Disk()
    for event in log[:cut]:
        disk.happen(event)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for path, file in disk.names_after_cut(rng, survives).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.found_after_cut(rng, survives))
    return disk.acknowledged
