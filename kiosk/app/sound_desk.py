"""Playing the sounds of a running sitting: presses in, entries and views out.

Lives on the interface thread. What a play costs is `kiosk.sitting.sound_rules`; how often
a sound was heard stands in the journal, so that the limit outlives crashes and moves.
"""

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.app.notices import NoticeBoard
from kiosk.app.seat_sound import SeatSound
from kiosk.app.sitting_hand import SittingHand
from kiosk.app.sound_clips import ClipShelf
from kiosk.audio import ports
from kiosk.sitting.sitting import Sitting
from kiosk.sitting.sound_rules import PlayPress, most_plays, play_step
from kiosk.ui.presenters.play_view import (
    PlayFacts,
    PlayTrouble,
    PlayView,
    play_view,
)
from question_bank.formats.package_policies import Policies
from question_bank.formats.sound_bodies import PlayEnd, PlayEnded, PlayStarted
from question_bank.items.content import Sound
from question_bank.journal.sound_record import NO_SOUND, ClipPlace, SoundRecord

_ENDS = {
    ports.PlayEnd.FINISHED: PlayEnd.FINISHED,
    ports.PlayEnd.DEVICE_LOST: PlayEnd.DEVICE_LOST,
    ports.PlayEnd.NO_DEVICE: PlayEnd.DEVICE_LOST,
    ports.PlayEnd.UNREADABLE: PlayEnd.UNREADABLE,
}
_TROUBLES = {
    ports.PlayEnd.DEVICE_LOST: PlayTrouble.DEVICE_LOST,
    ports.PlayEnd.NO_DEVICE: PlayTrouble.NO_DEVICE,
    ports.PlayEnd.UNREADABLE: PlayTrouble.UNREADABLE,
}
_OF_DEVICES = frozenset({PlayTrouble.DEVICE_LOST, PlayTrouble.NO_DEVICE})


@dataclass(slots=True, kw_only=True)
class _Play:
    """One press that plays.

    Attributes:
        sitting: In whose journal it stands.
        has_begun: Its first frames were given to the device and it is in the journal.
        end: What an end that nobody's device or file caused is to be called.
    """

    sitting: Sitting
    clip: ClipPlace
    from_ms: int
    position_ms: int
    has_begun: bool = False
    end: PlayEnd = PlayEnd.STOPPED


class SoundDesk:
    """Plays one sound at a time.

    Args (of the constructor):
        is_recording: Whether a take runs: nothing plays meanwhile.
        on_change: Called when views have changed.
    """

    def __init__(
        self,
        sound: SeatSound,
        hand: SittingHand,
        notices: NoticeBoard,
        is_recording: Callable[[], bool],
        on_change: Callable[[], None],
    ) -> None:
        self._sound = sound
        self._hand = hand
        self._notices = notices
        self._is_recording = is_recording
        self._on_change = on_change
        self._clips: ClipShelf | None = None
        self._policies: Policies | None = None
        self._play: _Play | None = None
        self._opening: ClipPlace | None = None
        self._troubles: dict[ClipPlace, PlayTrouble] = {}
        sound.follow(self._on_devices)

    @property
    def is_playing(self) -> bool:
        """Whether the end of a sound is still to be told."""
        return self._play is not None

    @property
    def playing(self) -> ClipPlace | None:
        """The sound that plays or opens now."""
        return self._play.clip if self._play is not None else self._opening

    def begin(self, clips: ClipShelf, policies: Policies) -> None:
        """Play the sounds of this sitting from now on."""
        self.end()
        self._clips, self._policies = clips, policies

    def end(self) -> None:
        """Forget the sitting."""
        self.stop(PlayEnd.INTERRUPTED)
        self._clips = self._policies = self._play = self._opening = None
        self._troubles = {}

    def stop(self, end: PlayEnd) -> None:
        """Stop what plays; its end is told and written soon."""
        self._opening = None
        if self._play is not None:
            self._play.end = end
            self._sound.stop_playing()

    def view(self, place_id: str, block: Sound) -> PlayView:
        """Return what a sound shows."""
        clip = (place_id, str(block.media_name))
        policies, clips, play = self._policies, self._clips, self._play
        is_ours = play is not None and play.clip == clip
        facts = PlayFacts(
            most=most_plays(block, policies) if policies is not None else 0,
            length_ms=clips.length_ms(block.media_name) if clips is not None else 0,
            position_ms=play.position_ms if play is not None and is_ours else 0,
            is_recording=self._is_recording(),
            is_opening=self._opening == clip
            or (play is not None and is_ours and not play.has_begun),
            trouble=self._troubles.get(clip),
        )
        return play_view(self._record(), clip, facts)

    def press(self, place_id: str, block: Sound) -> None:
        """Do what a press on a sound's button does now."""
        clips, policies = self._clips, self._policies
        sitting = self._hand.sitting
        if clips is None or policies is None or sitting is None:
            return
        if not sitting.is_answering:
            return
        clip = (place_id, str(block.media_name))
        step = play_step(
            self._record(),
            clip,
            most_plays(block, policies),
            is_recording=self._is_recording(),
        )
        if step.press is PlayPress.PAUSE:
            self.stop(PlayEnd.STOPPED)
        elif step.press is not PlayPress.NOTHING and self._opening != clip:
            self._troubles.pop(clip, None)
            self._opening = clip
            clips.open(
                block.media_name,
                lambda sound: self._sound.when_ready(
                    lambda: self._begin_play(clip, sound, step.from_ms)
                ),
            )
        self._on_change()

    def _begin_play(self, clip: ClipPlace, sound: bytes, from_ms: int) -> None:
        if self._opening != clip:
            return  # it took a while to open, and the candidate went elsewhere
        self._opening = None
        sitting = self._hand.sitting
        if sitting is None or self._is_recording():
            return
        play = _Play(sitting=sitting, clip=clip, from_ms=from_ms, position_ms=from_ms)
        self._play = play
        self._sound.play(sound, from_ms, _Listener(self, play))
        self._on_change()

    # ------------------------------------------------------------ from the engine

    def note_playing(self, play: _Play) -> None:
        """The first frames were given to the device: the play counts."""
        sitting = self._hand.sitting
        if sitting is None or play is not self._play:
            return
        place_id, media_name = play.clip
        body = PlayStarted(
            place_id=place_id, media_name=media_name, from_ms=play.from_ms
        )
        drafts = sitting.note(body, self._hand.now())
        if not drafts:  # locked while it opened
            self._sound.stop_playing()
            return
        play.has_begun = True
        self._hand.submit(drafts)
        self._on_change()

    def note_position(self, play: _Play, position_ms: int) -> None:
        """It plays on."""
        play.position_ms = position_ms
        if play is self._play:
            self._on_change()

    def note_ended(self, play: _Play, position_ms: int, end: ports.PlayEnd) -> None:
        """It is over, or never began."""
        if play is self._play:
            self._play = None
        place_id, media_name = play.clip
        sitting = self._hand.sitting
        if sitting is play.sitting and play.has_begun:
            body = PlayEnded(
                place_id=place_id,
                media_name=media_name,
                position_ms=position_ms,
                reason=_ENDS.get(end, play.end),
            )
            self._hand.submit(play.sitting.observe(body, self._hand.now()))
        if end in _TROUBLES and self._policies is not None:
            self._troubles[play.clip] = _TROUBLES[end]
            self._notices.happened(
                "SOUND_UNREADABLE"
                if end is ports.PlayEnd.UNREADABLE
                else "HEADPHONES_LOST"
            )
        self._on_change()

    def _on_devices(self) -> None:
        """Whoever plugs headphones in need not read on that there are none."""
        if self._sound.devices.outputs:
            self._troubles = {
                clip: trouble
                for clip, trouble in self._troubles.items()
                if trouble not in _OF_DEVICES
            }
        self._on_change()

    def _record(self) -> SoundRecord:
        sitting = self._hand.sitting
        return sitting.record.sound if sitting is not None else NO_SOUND


class _Listener:
    """Says of which play the engine's news are."""

    def __init__(self, desk: SoundDesk, play: _Play) -> None:
        self._desk = desk
        self._play = play

    def on_playing(self) -> None:
        self._desk.note_playing(self._play)

    def on_position(self, position_ms: int) -> None:
        self._desk.note_position(self._play, position_ms)

    def on_play_ended(self, position_ms: int, end: ports.PlayEnd) -> None:
        self._desk.note_ended(self._play, position_ms, end)
