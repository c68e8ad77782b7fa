"""One take, from the beep to its check. Lives on the interface thread.

Every piece becomes an entry as soon as the recorder has it; the take itself is nowhere
kept in memory.
"""

from typing import Protocol

from PySide6.QtCore import QTimer

from kiosk.app.notices import NoticeBoard
from kiosk.app.seat_sound import SeatSound
from kiosk.app.sitting_hand import SittingHand
from kiosk.app.sound_notices import MICROPHONE_LOST, MICROPHONE_SILENT
from kiosk.app.take_entries import TakeEntries
from kiosk.audio.level import Level, next_meter
from kiosk.audio.ports import PlayEnd, RecordEnd, TakeChunk, TakeEnd
from kiosk.audio.tones import beep
from kiosk.audio.voice_watch import VoiceWatch
from kiosk.sitting.sitting import Sitting
from kiosk.sitting.sound_rules import longest_take_ms
from kiosk.ui.presenters.take_view import Ear, TakePhase, TakeTrouble
from question_bank.formats.sound_bodies import RecordingEnd
from question_bank.items.spoken_answer import SpokenAnswer

BEEP_WITHIN_MS = 1_200
"""A beep that has not ended by then is not waited for: without headphones people still
speak."""

LAST_CALL_MS = 350
"""Of the exam's or section's time: a take that its own length has not ended is ended."""

_TROUBLES = {
    RecordEnd.BUSY: TakeTrouble.BUSY,
    RecordEnd.NO_DEVICE: TakeTrouble.NO_DEVICE,
    RecordEnd.DEVICE_LOST: TakeTrouble.NO_DEVICE,
}
_ENDS = {
    RecordEnd.TIME_UP: RecordingEnd.TIME_UP,
    RecordEnd.DEVICE_LOST: RecordingEnd.DEVICE_LOST,
    RecordEnd.NO_DEVICE: RecordingEnd.DEVICE_LOST,
    RecordEnd.BUSY: RecordingEnd.DEVICE_LOST,
}


class TakeOwner(Protocol):
    """Told how a take goes."""

    def on_take_changed(self) -> None:
        """Phase or ear are other than before."""
        ...

    def on_take_level(self, meter: float) -> None:
        """So loud it is, in [0, 1]."""
        ...

    def on_take_over(self, take: "RunningTake", trouble: TakeTrouble | None) -> None:
        """It ended, and everything is written; or it never began, and why."""
        ...


class RunningTake:
    """Beeps, records, ends. A listener of player and recorder.

    Attributes:
        phase: STARTING, RECORDING or ENDING.
        most_ms: Its greatest length.
        ear: How the microphone hears.
        device_name: The microphone.
    """

    def __init__(
        self,
        task: SpokenAnswer,
        sitting: Sitting,
        sound: SeatSound,
        hand: SittingHand,
        notices: NoticeBoard,
        owner: TakeOwner,
    ) -> None:
        self.task = task
        self._sitting = sitting
        self._sound = sound
        self._hand = hand
        self._notices = notices
        self._owner = owner
        self.phase = TakePhase.STARTING
        self.most_ms = 0
        self.ear = Ear.LISTENING
        self.device_name = ""
        self._entries = TakeEntries(sitting, hand, task.task_id, self.device_name)
        self._end = RecordingEnd.STOPPED
        self._watch = VoiceWatch()
        self._since_ms = 0
        self._meter = 0.0
        self._level_ms = 0
        self._is_asked = False
        self._is_cancelled = False

    @property
    def recorded_ms(self) -> int:
        """Time since the first sample was kept; 0 before."""
        if self.phase is TakePhase.STARTING:
            return 0
        return self._hand.now().boottime_ms - self._since_ms

    def start(self) -> None:
        """Beep, then record."""
        self._sound.when_ready(self._beep)

    def _beep(self) -> None:
        if self._is_cancelled:
            return
        device = self._sound.input
        self._entries.device_name = self.device_name = device.name if device else ""
        self._sound.warm_up()
        self._sound.play(beep(), 0, self)
        QTimer.singleShot(BEEP_WITHIN_MS, self._record)

    def cancel(self) -> None:
        """Forget a take that has not begun; nothing of it is written."""
        self._is_cancelled = True
        self._sound.stop_playing()
        if self._is_asked:
            self._sound.stop_recording()

    def stop(self, end: RecordingEnd) -> None:
        """End it; its last piece and its end come soon.

        Args:
            end: What it is to be called, unless the device or its length ends it.
        """
        if self.phase is TakePhase.RECORDING:
            self._end = end
            self.phase = TakePhase.ENDING
            self._sound.stop_recording()
            self._owner.on_take_changed()

    def end_in_time(self) -> None:
        """End it before the exam's time or the section's does; asked often."""
        now, sitting = self._hand.now(), self._sitting
        left_ms, section_ms = sitting.left_ms(now), sitting.section_left_ms(now)
        if min(left_ms, left_ms if section_ms is None else section_ms) < LAST_CALL_MS:
            self.stop(RecordingEnd.TIME_UP)

    # ------------------------------------------------------------ from the player

    def on_playing(self) -> None:
        """The beep's end is what counts."""

    def on_position(self, position_ms: int) -> None:
        """The beep's end is what counts."""

    def on_play_ended(self, position_ms: int, end: PlayEnd) -> None:
        """The beep is over, heard or not: whoever hears none may still speak."""
        del position_ms, end
        self._record()

    def _record(self) -> None:
        if self._is_asked or self._is_cancelled:
            return
        self._is_asked = True
        now, sitting = self._hand.now(), self._sitting
        self.most_ms = longest_take_ms(
            self.task.answer_s, sitting.left_ms(now), sitting.section_left_ms(now)
        )
        if self.most_ms and sitting.is_answering:
            self._sound.record(self.most_ms, self)
        else:
            self._owner.on_take_over(self, TakeTrouble.NO_TIME)

    # ------------------------------------------------------------ from the recorder

    def on_recording(self) -> None:
        """The first sample was kept: the candidate may speak."""
        if self._is_cancelled:
            return
        if not self._entries.begin():  # locked while the beep sounded
            self._sound.stop_recording()
            return
        self.phase = TakePhase.RECORDING
        self._since_ms = self._hand.now().boottime_ms
        self._owner.on_take_changed()

    def on_level(self, level: Level) -> None:
        """So loud is the newest piece."""
        if self.phase is not TakePhase.RECORDING:
            return
        at_ms = self.recorded_ms
        self._meter = next_meter(self._meter, level, (at_ms - self._level_ms) / 1000)
        self._level_ms = at_ms
        self._owner.on_take_level(self._meter)
        ear = Ear(self._watch.next_hearing(level, at_ms).value)
        if ear is not self.ear:
            self.ear = ear
            is_silent = ear in {Ear.UNHEARD, Ear.DEAD}
            self._notices.stands(MICROPHONE_SILENT, is_so=is_silent)
            self._owner.on_take_changed()

    def on_chunk(self, chunk: TakeChunk) -> None:
        """Another piece is here: make it durable."""
        self._entries.add(chunk)

    def on_recording_ended(self, end: TakeEnd) -> None:
        """The take is over; what its check finds is told at once."""
        self._notices.stands(MICROPHONE_SILENT, is_so=False)
        trouble = None
        if self._entries.has_begun:
            reason = _ENDS.get(end.reason, self._end)
            checked = self._sound.checked_input
            for notice in self._entries.end(end, reason, checked):
                self._notices.happened(notice)
        elif not self._is_cancelled:
            trouble = _TROUBLES.get(end.reason)
        if end.reason in _TROUBLES and not self._is_cancelled:
            self._notices.happened(MICROPHONE_LOST)
        self._owner.on_take_over(self, trouble)
