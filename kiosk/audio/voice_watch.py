"""Says "we cannot hear you" while there is still time, and takes it back. Pure.

Told each level of a take with the time since recording began; a microphone is judged by
its samples only.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.audio.level import Level
from kiosk.audio.take_check import SPEECH_FLOOR_DBFS

DEAD_AFTER_MS = 1_000
"""Constant samples for this long: muted or dead. A living microphone's noise moves the
last bit within milliseconds; gates of headsets open within a second."""

UNHEARD_AFTER_MS = 2_800
"""No voice since the beginning for this long; features.md row 32 allows 3 s, and levels
come 15 times a second. Who thinks before the first word is reminded, no more."""

VOICE_LEAST_MS = 150
"""So much audible sound within VOICE_WINDOW_MS is a voice: a syllable, not a click."""

VOICE_WINDOW_MS = 1_000


class Hearing(StrEnum):
    """What to tell the candidate."""

    LISTENING = "listening"
    HEARD = "heard"
    UNHEARD = "unheard"
    DEAD = "dead"


@dataclass(slots=True)
class VoiceWatch:
    """One take's ear; make a new one for each take.

    LISTENING until a voice came (HEARD) or time ran out: DEAD for samples that never
    move, UNHEARD for a microphone that lives but hears no voice. Both are taken back by
    a voice. After a voice only DEAD is said again: a pause in speech is no fault, a
    microphone that dies is.
    """

    hearing: Hearing = Hearing.LISTENING
    _last_ms: int = 0
    _moved_ms: int = 0
    _audible: list[tuple[int, int]] = field(default_factory=list)

    def next_hearing(self, level: Level, at_ms: int) -> Hearing:
        """Return what to tell after one more level.

        Args:
            at_ms: End of the piece, since recording began; never goes back.
        """
        length_ms = max(0, at_ms - self._last_ms)
        self._last_ms = max(at_ms, self._last_ms)
        if not level.is_constant:
            self._moved_ms = self._last_ms
        if level.rms_dbfs > SPEECH_FLOOR_DBFS and not level.is_constant:
            self._audible.append((self._last_ms, length_ms))
        since_ms = self._last_ms - VOICE_WINDOW_MS
        self._audible = [piece for piece in self._audible if piece[0] > since_ms]
        self.hearing = self._judge()
        return self.hearing

    def _judge(self) -> Hearing:
        if self._last_ms - self._moved_ms >= DEAD_AFTER_MS:
            return Hearing.DEAD
        if sum(length for _, length in self._audible) >= VOICE_LEAST_MS:
            return Hearing.HEARD
        if self.hearing is Hearing.DEAD:  # it lives again: the voice must come anew
            return Hearing.UNHEARD
        if self.hearing is Hearing.LISTENING and self._last_ms >= UNHEARD_AFTER_MS:
            return Hearing.UNHEARD
        return self.hearing
