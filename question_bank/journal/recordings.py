"""The spoken answers of an opened journal, with their sound. Pure.

For whoever plays or marks a take: the seat for the candidate's own ears, markers later.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from question_bank.formats.entry_bodies import Resumed
from question_bank.formats.sound_bodies import (
    RecordingChunk,
    RecordingEnd,
    RecordingEnded,
    RecordingStarted,
)
from question_bank.journal.sitting_record import OpenedEntry

TakeName = tuple[str, int]
"""(task id, take)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """One take with its sound: mono, signed 16 bit.

    Attributes:
        take: From 1 in its task.
        chunks: Their indices are 0 … without gaps; each decodes alone.
        reason: How it ended; None: the journal ends while it runs.
        findings: Codes of what the seat found wrong with it.
    """

    task_id: str
    take: int
    sample_rate_hz: int
    device_name: str
    chunks: tuple[RecordingChunk, ...] = ()
    reason: RecordingEnd | None = None
    findings: tuple[str, ...] = ()

    @property
    def frames(self) -> int:
        """Samples in all chunks."""
        return sum(chunk.frames for chunk in self.chunks)

    @property
    def length_ms(self) -> int:
        """How long it is."""
        return self.frames * 1000 // self.sample_rate_hz


def recordings_of(entries: Iterable[OpenedEntry]) -> tuple[Recording, ...]:
    """Return every take, in the order in which they began.

    Args:
        entries: Of a journal from entry 1, as `opened_entries` gives them.
    """
    return tuple(_taken_in(entries, None).values())


def recording_of(
    entries: Iterable[OpenedEntry], task_id: str, take: int
) -> Recording | None:
    """Return one take, and keep no sound of the others; None if it never began."""
    wanted = (task_id, take)
    return _taken_in(entries, wanted).get(wanted)


def _taken_in(
    entries: Iterable[OpenedEntry], wanted: TakeName | None
) -> dict[TakeName, Recording]:
    found: dict[TakeName, Recording] = {}
    chunks: dict[TakeName, list[RecordingChunk]] = {}
    for _header, body in entries:
        match body:
            case RecordingStarted() if wanted in (None, (body.task_id, body.take)):
                name = (body.task_id, body.take)
                found[name] = Recording(
                    task_id=body.task_id,
                    take=body.take,
                    sample_rate_hz=body.sample_rate_hz,
                    device_name=body.device_name,
                )
                chunks[name] = []
            case RecordingChunk():
                kept = chunks.get((body.task_id, body.take))
                if kept is not None and body.index == len(kept):
                    kept.append(body)
            case RecordingEnded():
                _end(found, body)
            case Resumed():
                _break_off(found)
    return {
        name: replace(taken, chunks=tuple(chunks[name]))
        for name, taken in found.items()
    }


def _end(found: dict[TakeName, Recording], body: RecordingEnded) -> None:
    name = (body.task_id, body.take)
    taken = found.get(name)
    if taken is not None and taken.reason is None:
        found[name] = replace(taken, reason=body.reason, findings=body.findings)


def _break_off(found: dict[TakeName, Recording]) -> None:
    """After a crash or a move nothing records any more."""
    for name, taken in found.items():
        if taken.reason is None:
            found[name] = replace(taken, reason=RecordingEnd.INTERRUPTED)
