"""Bodies of the entries on sounds that were played and answers that were spoken. Pure."""

from enum import StrEnum
from typing import Annotated

import msgspec

from question_bank.formats.body_base import BodyBase, Short
from question_bank.formats.journal_entry import Uint53

MOST_CHUNK_BYTES = 200 * 1024
"""Of one chunk's coded samples; one second of 16 kHz mono takes at most 32,000."""

SampleRate = Annotated[int, msgspec.Meta(ge=8_000, le=192_000)]
TakeNumber = Annotated[int, msgspec.Meta(ge=1, le=1000)]


class PlayEnd(StrEnum):
    """Why a sound stopped."""

    FINISHED = "finished"
    STOPPED = "stopped"
    """By the candidate, who may go on from there."""
    LEFT = "left"
    """The candidate went to another task."""
    INTERRUPTED = "interrupted"
    """A lock, a hand-in or a move."""
    DEVICE_LOST = "device_lost"
    UNREADABLE = "unreadable"


class RecordingEnd(StrEnum):
    """Why a take ended."""

    STOPPED = "stopped"
    """By the candidate."""
    TIME_UP = "time_up"
    """The task's longest recording, or the exam's time."""
    INTERRUPTED = "interrupted"
    """A lock, a move, a crash: it costs no try."""
    DEVICE_LOST = "device_lost"
    """The microphone went away: it costs no try."""


class ChunkCodec(StrEnum):
    """How a chunk's samples are coded; both are lossless."""

    FLAC = "flac"
    """A whole FLAC stream of its own."""
    PCM_S16LE = "pcm_s16le"


class PlayStarted(BodyBase, frozen=True, kw_only=True):
    """A sound began to play.

    Attributes:
        place_id: Where it stands: task, scene, item or section id.
        from_ms: 0 for a play of its own; else it goes on where it was broken off,
            which costs no play.
    """

    place_id: Short
    media_name: Short
    from_ms: Uint53


class PlayEnded(BodyBase, frozen=True, kw_only=True):
    """It ended, at `position_ms` of the sound."""

    place_id: Short
    media_name: Short
    position_ms: Uint53
    reason: PlayEnd


class RecordingStarted(BodyBase, frozen=True, kw_only=True):
    """A take began; samples are mono, signed 16 bit.

    Attributes:
        take: From 1 in its task.
        device_name: The microphone, as the system calls it.
    """

    task_id: Short
    take: TakeNumber
    sample_rate_hz: SampleRate
    device_name: Annotated[str, msgspec.Meta(max_length=200)]


class RecordingChunk(BodyBase, frozen=True, kw_only=True):
    """Some of what was spoken, at least once a second.

    Attributes:
        index: From 0 in its take, without gaps.
        frames: Samples in `audio`.
        dropped_frames: Samples that the device or the program lost before these.
    """

    task_id: Short
    take: TakeNumber
    index: Uint53
    codec: ChunkCodec
    frames: Uint53
    dropped_frames: Uint53
    audio: Annotated[bytes, msgspec.Meta(max_length=MOST_CHUNK_BYTES)]


class RecordingEnded(BodyBase, frozen=True, kw_only=True):
    """A take ended.

    Attributes:
        findings: Codes of what the check of the take found, such as `SILENT`.
    """

    task_id: Short
    take: TakeNumber
    frames: Uint53
    dropped_frames: Uint53
    reason: RecordingEnd
    findings: Annotated[tuple[Short, ...], msgspec.Meta(max_length=16)]


SoundBody = PlayStarted | PlayEnded | RecordingStarted | RecordingChunk | RecordingEnded
