"""What playing and recording cost, and what counts. Pure: a fold's facts in, answers out.

Source:
    docs/architecture.md, "The seat in full": plays and takes; decision 0350 for which
    take counts.
"""

from dataclasses import dataclass
from enum import StrEnum

from question_bank.formats.package_policies import Policies
from question_bank.items.content import Sound
from question_bank.items.spoken_answer import SpokenAnswer
from question_bank.journal.sound_record import (
    COSTING_ENDS,
    ClipPlace,
    SoundRecord,
    Take,
)

TAKE_MARGIN_MS = 500
"""A take ends so long before the exam's time does, that its last piece is an entry."""

LEAST_TAKE_MS = 1_000
"""With less time left than this for a take, none is begun."""

EARLY_STOP_MS = 5_000
"""Who stops a take that is shorter is asked once: it may be a slip of the hand."""


class PlayPress(StrEnum):
    """What a press on a sound's button does."""

    START = "start"
    """From the beginning; it costs a play."""
    GO_ON = "go_on"
    """From where it was broken off; it costs nothing."""
    PAUSE = "pause"
    """It plays now."""
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayStep:
    """A press's effect; `from_ms` is where the sound begins."""

    press: PlayPress
    from_ms: int = 0


def most_plays(block: Sound, policies: Policies) -> int:
    """Return how often a sound may be started; 0: no limit."""
    if block.most_plays is not None:
        return block.most_plays
    return policies.default_plays


def plays_left(sound: SoundRecord, clip: ClipPlace, most: int) -> int | None:
    """Return how often it may still be started; None: no limit."""
    return max(0, most - sound.plays.get(clip, 0)) if most else None


def play_step(
    sound: SoundRecord, clip: ClipPlace, most: int, *, is_recording: bool
) -> PlayStep:
    """Return what a press on a sound does now.

    Args:
        most: As `most_plays` says.
        is_recording: A take runs, or its beep sounds: nothing plays meanwhile.
    """
    if sound.playing is not None and sound.playing.clip == clip:
        return PlayStep(press=PlayPress.PAUSE)
    if is_recording:
        return PlayStep(press=PlayPress.NOTHING)
    broken_off_ms = sound.broken_off_at_ms.get(clip)
    if broken_off_ms is not None:
        # A play of its own begins at 0; what was broken off there goes on at 1.
        return PlayStep(press=PlayPress.GO_ON, from_ms=max(1, broken_off_ms))
    if plays_left(sound, clip, most) == 0:
        return PlayStep(press=PlayPress.NOTHING)
    return PlayStep(press=PlayPress.START)


def most_takes(task: SpokenAnswer, policies: Policies) -> int:
    """Return how often a spoken answer may be recorded, at least 1."""
    if task.most_takes is not None:
        return task.most_takes
    return 1 + policies.default_retakes


def takes_left(sound: SoundRecord, task_id: str, most: int) -> int:
    """Return how often it may still be recorded; broken-off takes cost nothing."""
    return max(0, most - sound.costing_takes(task_id))


def next_take(sound: SoundRecord, task_id: str) -> int:
    """Return the number of the next take, from 1, never one that was used."""
    return 1 + max((take.take for take in sound.takes_of(task_id)), default=0)


def longest_take_ms(answer_s: int, left_ms: int, section_left_ms: int | None) -> int:
    """Return how long a take that begins now may get; 0: there is no time for one.

    Args:
        answer_s: The task's own limit.
        left_ms: Exam time left.
        section_left_ms: Time left in the section; None: it has no limit of its own.
    """
    ends_in_ms = left_ms if section_left_ms is None else min(left_ms, section_left_ms)
    longest_ms = min(answer_s * 1000, ends_in_ms - TAKE_MARGIN_MS)
    return longest_ms if longest_ms >= LEAST_TAKE_MS else 0


def is_whole(take: Take) -> bool:
    """Whether a take ended as it should: by the candidate or by its time."""
    return take.reason in COSTING_ENDS


def counting_take(sound: SoundRecord, task_id: str) -> Take | None:
    """Return the take that is the answer now; None before anything was recorded.

    The newest whole one; where there is none, the newest of those that were broken off
    or still run.
    """
    heard = [take for take in sound.takes_of(task_id) if take.frames]
    whole = [take for take in heard if is_whole(take)]
    return next(reversed(whole or heard), None)
