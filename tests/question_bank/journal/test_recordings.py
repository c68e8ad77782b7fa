"""Takes read back out of opened entries."""

from itertools import count

from question_bank.formats.entry_bodies import Body
from question_bank.formats.journal_entry import EntryHeader
from question_bank.formats.sound_bodies import (
    ChunkCodec,
    RecordingChunk,
    RecordingEnd,
    RecordingEnded,
    RecordingStarted,
)
from question_bank.journal.recordings import recording_of, recordings_of
from question_bank.journal.sitting_record import OpenedEntry
from tests.builders.journals import a_resumed


def opened(*bodies: Body) -> list[OpenedEntry]:
    seqs = count(1)
    return [
        (
            EntryHeader(
                format_version=1,
                sitting=bytes(16),
                seq=next(seqs),
                time_used_ms=0,
                wall_time_ms=0,
                kind="any",
                kind_version=1,
                wraps=(),
            ),
            body,
        )
        for body in bodies
    ]


def begun(task_id: str, take: int) -> RecordingStarted:
    return RecordingStarted(
        task_id=task_id, take=take, sample_rate_hz=16_000, device_name="耳麦"
    )


def piece(task_id: str, take: int, index: int, frames: int = 8_000) -> RecordingChunk:
    return RecordingChunk(
        task_id=task_id,
        take=take,
        index=index,
        codec=ChunkCodec.FLAC,
        frames=frames,
        dropped_frames=0,
        audio=f"{task_id} {take} {index}".encode(),
    )


def done(task_id: str, take: int) -> RecordingEnded:
    return RecordingEnded(
        task_id=task_id,
        take=take,
        frames=16_000,
        dropped_frames=0,
        reason=RecordingEnd.STOPPED,
        findings=("too_quiet",),
    )


def test_takes_of_several_tasks_are_told_apart() -> None:
    entries = opened(
        begun("a", 1),
        piece("a", 1, 0),
        piece("a", 1, 1),
        done("a", 1),
        begun("b", 1),
        piece("b", 1, 0),
        done("b", 1),
    )

    first, second = recordings_of(entries)

    assert [chunk.audio for chunk in first.chunks] == [b"a 1 0", b"a 1 1"]
    assert first.length_ms == 1_000
    assert first.findings == ("too_quiet",)
    assert [chunk.audio for chunk in second.chunks] == [b"b 1 0"]


def test_one_take_is_read_without_the_others() -> None:
    entries = opened(begun("a", 1), piece("a", 1, 0), begun("a", 2), piece("a", 2, 0))

    found = recording_of(entries, "a", 2)

    assert found is not None
    assert [chunk.audio for chunk in found.chunks] == [b"a 2 0"]
    assert recording_of(entries, "a", 3) is None


def test_a_crash_ends_the_take_and_what_was_spoken_stays() -> None:
    entries = opened(begun("a", 1), piece("a", 1, 0), a_resumed(), piece("a", 1, 1))

    (found,) = recordings_of(entries)

    assert found.reason is RecordingEnd.INTERRUPTED


def test_a_chunk_out_of_its_order_is_no_part_of_the_take() -> None:
    entries = opened(
        begun("a", 1),
        piece("a", 1, 0),
        piece("a", 1, 2),
        piece("a", 1, 0),
        piece("z", 1, 0),
    )

    (found,) = recordings_of(entries)

    assert [chunk.index for chunk in found.chunks] == [0]
    assert found.reason is None
