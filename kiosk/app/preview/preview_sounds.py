"""Sounds in the preview: played as a candidate hears them; nothing is recorded.

How often a sound was started is kept in memory, so that an author sees the limit too.
"""

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.app.seat_sound import SeatSound
from kiosk.app.sound_clips import ClipShelf
from kiosk.audio import ports
from kiosk.sitting.sound_rules import PlayPress, play_step
from kiosk.ui.item_views.sound_board import SoundBoard
from kiosk.ui.presenters.play_view import (
    PlayFacts,
    PlayTrouble,
    PlayView,
    play_view,
)
from kiosk.ui.presenters.take_view import TakeView, empty_view
from question_bank.formats.sound_bodies import PlayEnd, PlayEnded, PlayStarted
from question_bank.items.content import Sound
from question_bank.items.spoken_answer import SpokenAnswer
from question_bank.journal.sound_record import NO_SOUND, ClipPlace, after_sound

_ENDS = {
    ports.PlayEnd.FINISHED: PlayEnd.FINISHED,
    ports.PlayEnd.STOPPED: PlayEnd.STOPPED,
}
_TROUBLES = {
    ports.PlayEnd.DEVICE_LOST: PlayTrouble.DEVICE_LOST,
    ports.PlayEnd.NO_DEVICE: PlayTrouble.NO_DEVICE,
    ports.PlayEnd.UNREADABLE: PlayTrouble.UNREADABLE,
}


@dataclass(slots=True)
class _Play:
    clip: ClipPlace
    from_ms: int
    position_ms: int


class PreviewSounds:
    """Plays one sound at a time."""

    def __init__(
        self,
        board: SoundBoard,
        sound: SeatSound,
        clips: ClipShelf,
        on_recording_wanted: Callable[[], None],
    ) -> None:
        """Prepare.

        Args:
            on_recording_wanted: Called when something under a spoken task is pressed.
        """
        self._board = board
        self._sound = sound
        self._clips = clips
        self._record = NO_SOUND
        self._play: _Play | None = None
        self._troubles: dict[ClipPlace, PlayTrouble] = {}
        board.play_pressed.connect(self._on_press)
        board.take_pressed.connect(on_recording_wanted)
        board.take_source(self)
        sound.follow(board.plays_changed.emit)

    def start_again(self) -> None:
        """Forget what was heard."""
        self.stop()
        self._record = NO_SOUND
        self._troubles = {}
        self._board.plays_changed.emit()

    def stop(self) -> None:
        """Stop what plays: another task is on the screen."""
        if self._play is not None:
            self._sound.stop_playing()

    def play_view(self, place_id: str, block: Sound) -> PlayView:
        """Return what a sound shows."""
        clip, play = (place_id, str(block.media_name)), self._play
        facts = PlayFacts(
            most=block.most_plays or 0,
            length_ms=self._clips.length_ms(block.media_name),
            position_ms=play.position_ms if play and play.clip == clip else 0,
            trouble=self._troubles.get(clip),
        )
        return play_view(self._record, clip, facts)

    def take_view(self, task: SpokenAnswer) -> TakeView:
        """Return what a spoken task shows to who comes to it."""
        return empty_view(task)

    def _on_press(self, place_id: str, block: Sound) -> None:
        clip = (place_id, str(block.media_name))
        step = play_step(self._record, clip, block.most_plays or 0, is_recording=False)
        if step.press is PlayPress.PAUSE:
            self.stop()
        elif step.press is not PlayPress.NOTHING:
            self._troubles.pop(clip, None)
            self._clips.open(
                block.media_name, lambda sound: self._begin(clip, sound, step.from_ms)
            )

    def _begin(self, clip: ClipPlace, sound: bytes, from_ms: int) -> None:
        play = self._play = _Play(clip, from_ms, from_ms)
        self._sound.play(sound, from_ms, _Listener(self, play))

    def note_playing(self, play: _Play) -> None:
        """It is heard."""
        place_id, media_name = play.clip
        body = PlayStarted(
            place_id=place_id, media_name=media_name, from_ms=play.from_ms
        )
        self._record = after_sound(self._record, body, 0)
        self._board.plays_changed.emit()

    def note_position(self, play: _Play, position_ms: int) -> None:
        """It plays on."""
        play.position_ms = position_ms
        self._board.plays_changed.emit()

    def note_ended(self, play: _Play, position_ms: int, end: ports.PlayEnd) -> None:
        """It is over, or never began."""
        if play is self._play:
            self._play = None
        place_id, media_name = play.clip
        body = PlayEnded(
            place_id=place_id,
            media_name=media_name,
            position_ms=position_ms,
            reason=_ENDS.get(end, PlayEnd.DEVICE_LOST),
        )
        self._record = after_sound(self._record, body, 0)
        if end in _TROUBLES:
            self._troubles[play.clip] = _TROUBLES[end]
        self._board.plays_changed.emit()


class _Listener:
    def __init__(self, sounds: PreviewSounds, play: _Play) -> None:
        self._sounds = sounds
        self._play = play

    def on_playing(self) -> None:
        self._sounds.note_playing(self._play)

    def on_position(self, position_ms: int) -> None:
        self._sounds.note_position(self._play, position_ms)

    def on_play_ended(self, position_ms: int, end: ports.PlayEnd) -> None:
        self._sounds.note_ended(self._play, position_ms, end)
