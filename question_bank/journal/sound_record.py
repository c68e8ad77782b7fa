"""What a journal says of sounds played and answers spoken: one part of the fold. Pure.

A play counts when it begins at 0 and not when it goes on where it was broken off, so
that neither a crash nor a pulled headset costs anybody a play, and none wins one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from question_bank.formats.sound_bodies import (
    PlayEnd,
    PlayEnded,
    PlayStarted,
    RecordingChunk,
    RecordingEnd,
    RecordingEnded,
    RecordingStarted,
    SoundBody,
)

ClipPlace = tuple[str, str]
"""(place id, media name): one sound where it stands in the form."""

COSTING_ENDS = frozenset({RecordingEnd.STOPPED, RecordingEnd.TIME_UP})
"""Ends of a take that use up one of the candidate's tries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Playing:
    """A sound that plays now.

    Attributes:
        from_ms: Where in the sound it began.
        since_ms: Exam time used when it began.
    """

    clip: ClipPlace
    from_ms: int
    since_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """One recording of a spoken answer.

    Attributes:
        take: From 1 in its task.
        chunks: How many there are; their indices are 0 … chunks - 1.
        reason: None while it runs.
    """

    task_id: str
    take: int
    sample_rate_hz: int
    device_name: str
    chunks: int = 0
    frames: int = 0
    dropped_frames: int = 0
    reason: RecordingEnd | None = None
    findings: tuple[str, ...] = ()

    @property
    def length_ms(self) -> int:
        """How long it is, in ms."""
        return self.frames * 1000 // self.sample_rate_hz


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundRecord:
    """Sounds and takes of a sitting after some entries.

    Attributes:
        plays: How often each sound was started from its beginning.
        broken_off_at_ms: Where each sound stopped that was not heard to its end.
        playing: The sound that plays now; one at a time.
        takes: (task id, take) → take, in the order in which they began.
    """

    plays: Mapping[ClipPlace, int] = field(default_factory=lambda: MappingProxyType({}))
    broken_off_at_ms: Mapping[ClipPlace, int] = field(
        default_factory=lambda: MappingProxyType({})
    )
    playing: Playing | None = None
    takes: Mapping[tuple[str, int], Take] = field(
        default_factory=lambda: MappingProxyType({})
    )

    def takes_of(self, task_id: str) -> tuple[Take, ...]:
        """Return a task's takes, the oldest first."""
        return tuple(take for take in self.takes.values() if take.task_id == task_id)

    def costing_takes(self, task_id: str) -> int:
        """Return how many of a task's takes used up a try; one that runs does."""
        return sum(
            take.reason is None or take.reason in COSTING_ENDS
            for take in self.takes_of(task_id)
        )

    def running_take(self) -> Take | None:
        """Return the take that is being recorded; None when none is."""
        running = (take for take in self.takes.values() if take.reason is None)
        return next(running, None)


NO_SOUND = SoundRecord()
"""Before the first sound."""


def after_sound(record: SoundRecord, body: SoundBody, time_used_ms: int) -> SoundRecord:
    """Return the record after one more entry on sound."""
    match body:
        case PlayStarted():
            return _after_play_started(record, body, time_used_ms)
        case PlayEnded():
            return _after_play_ended(record, body)
        case RecordingStarted():
            begun = Take(
                task_id=body.task_id,
                take=body.take,
                sample_rate_hz=body.sample_rate_hz,
                device_name=body.device_name,
            )
            return _with_take(record, begun)
        case RecordingChunk():
            return _after_chunk(record, body)
        case RecordingEnded():
            take = record.takes.get((body.task_id, body.take))
            if take is None or take.reason is not None:
                return record
            ended = replace(take, reason=body.reason, findings=body.findings)
            dropped = max(take.dropped_frames, body.dropped_frames)
            return _with_take(record, replace(ended, dropped_frames=dropped))


def after_interruption(record: SoundRecord, time_used_ms: int) -> SoundRecord:
    """Return the record after a crash, a restart or a move: nothing plays or records.

    Args:
        time_used_ms: Of the last entry before it: what is certain to have been heard.
    """
    playing = record.playing
    if playing is not None:
        heard_ms = playing.from_ms + max(0, time_used_ms - playing.since_ms)
        record = replace(
            record,
            playing=None,
            broken_off_at_ms=_with(record.broken_off_at_ms, playing.clip, heard_ms),
        )
    running = record.running_take()
    if running is not None:
        ended = replace(running, reason=RecordingEnd.INTERRUPTED)
        record = _with_take(record, ended)
    return record


def _after_play_started(
    record: SoundRecord, body: PlayStarted, time_used_ms: int
) -> SoundRecord:
    clip = (body.place_id, body.media_name)
    playing = Playing(clip=clip, from_ms=body.from_ms, since_ms=time_used_ms)
    plays = record.plays
    if body.from_ms == 0:
        plays = _with(plays, clip, plays.get(clip, 0) + 1)
    broken_off = _without(record.broken_off_at_ms, clip)
    return replace(record, plays=plays, playing=playing, broken_off_at_ms=broken_off)


def _after_play_ended(record: SoundRecord, body: PlayEnded) -> SoundRecord:
    clip = (body.place_id, body.media_name)
    if record.playing is None or record.playing.clip != clip:
        return record
    broken_off = _without(record.broken_off_at_ms, clip)
    if body.reason is not PlayEnd.FINISHED:
        broken_off = _with(broken_off, clip, body.position_ms)
    return replace(record, playing=None, broken_off_at_ms=broken_off)


def _after_chunk(record: SoundRecord, body: RecordingChunk) -> SoundRecord:
    take = record.takes.get((body.task_id, body.take))
    if take is None or body.index != take.chunks:
        return record
    return _with_take(
        record,
        replace(
            take,
            chunks=take.chunks + 1,
            frames=take.frames + body.frames,
            dropped_frames=take.dropped_frames + body.dropped_frames,
        ),
    )


def _with_take(record: SoundRecord, take: Take) -> SoundRecord:
    takes = {**record.takes, (take.task_id, take.take): take}
    return replace(record, takes=MappingProxyType(takes))


def _with(
    found: Mapping[ClipPlace, int], clip: ClipPlace, value: int
) -> Mapping[ClipPlace, int]:
    return MappingProxyType({**found, clip: value})


def _without(
    found: Mapping[ClipPlace, int], clip: ClipPlace
) -> Mapping[ClipPlace, int]:
    return MappingProxyType({key: at for key, at in found.items() if key != clip})
