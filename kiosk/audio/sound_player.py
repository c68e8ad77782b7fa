"""A `Player` over sound cards. One worker; the card's callback only empties a ring.

An output is opened for each sound and closed after it. So the card's buffers begin with
the sound itself and may be long; an output kept open would first play out the silence in
them (decision 0302).
"""

from functools import partial

from kiosk.audio.playback import Playback, volume_gain
from kiosk.audio.playing import Playing
from kiosk.audio.ports import PlayEnd, PlayerListener, SoundDevices
from kiosk.audio.sound_cards import SoundCards
from kiosk.audio.worker import Worker
from kiosk.clock import Clock

POSITION_EACH_S = 0.2


class SoundPlayer:
    """Plays one sound at a time; calls for any thread, listeners on the worker."""

    def __init__(self, cards: SoundCards, clock: Clock) -> None:
        self._cards = cards
        self._clock = clock
        self._playback: Playback | None = None
        self._playing: Playing | None = None
        self._listener: PlayerListener | None = None
        self._told_at_s: float | None = None
        self._device_id: str | None = None
        self._gain = 1.0
        self._worker = Worker("sound-player", self._tick)

    def warm_up(self) -> None:
        """Load the library and open the output once, silent."""
        self._worker.post(self._warm_up)

    def play(self, sound: bytes, from_ms: int, listener: PlayerListener) -> None:
        """Play a FLAC, WAV or Ogg from a place in it."""
        self._worker.post(partial(self._play, sound, from_ms, listener))

    def stop(self) -> None:
        """End what plays."""
        self._worker.post(partial(self._end, PlayEnd.STOPPED))

    def set_volume(self, percent: int) -> None:
        """Set the volume, 0 to 100."""
        self._worker.post(partial(self._set_gain, volume_gain(percent)))

    def use_output(self, device_id: str | None) -> None:
        """Play here from now on, also what plays already."""
        self._worker.post(partial(self._use_output, device_id))

    def on_devices(self, devices: SoundDevices) -> None:
        """Take in what is plugged in: a `DevicesListener`."""
        self._worker.post(partial(self._on_devices, devices))

    def close(self) -> None:
        """End what plays, close the output, end the worker."""
        self._worker.close(partial(self._end, PlayEnd.STOPPED))

    def _warm_up(self) -> None:
        if self._playback:
            return
        try:
            self._cards.close(self._cards.open_playback(self._device_id, _silent))
        except OSError:
            return  # `play` says it

    def _set_gain(self, gain: float) -> None:
        self._gain = gain
        if self._playback:
            self._playback.gain = gain

    def _use_output(self, device_id: str | None) -> None:
        self._device_id = device_id
        playing, before = self._playing, self._playback
        if playing is None or before is None:
            return

        def go_on(playback: Playback) -> None:
            playing.go_on_at(playback.rate_hz, before.latency_s)
            self._give(playback, playing)

        self._close()
        try:
            self._playback = self._cards.open_playback(device_id, go_on)
        except OSError:
            self._end(PlayEnd.DEVICE_LOST)

    def _on_devices(self, devices: SoundDevices) -> None:
        if self._playback and self._playback.device.device_id not in {
            device.device_id for device in devices.outputs
        }:
            self._end(PlayEnd.DEVICE_LOST)

    def _play(self, sound: bytes, from_ms: int, listener: PlayerListener) -> None:
        self._end(PlayEnd.STOPPED)

        def begin(playback: Playback) -> None:
            self._playing = Playing(sound, from_ms, playback.rate_hz)
            self._give(playback, self._playing)

        try:
            self._playback = self._cards.open_playback(self._device_id, begin)
        except OSError:
            self._playing = None
            listener.on_play_ended(from_ms, PlayEnd.NO_DEVICE)
        except ValueError:
            listener.on_play_ended(from_ms, PlayEnd.UNREADABLE)
        else:
            self._listener, self._told_at_s = listener, None

    def _give(self, playback: Playback, playing: Playing) -> None:
        playback.source, playback.gain = playing.ring, self._gain

    def _close(self) -> None:
        if self._playback:
            self._cards.close(self._playback)
            self._playback = None

    def _tick(self) -> bool:
        playback, playing, listener = self._playback, self._playing, self._listener
        if playback is None or playing is None or listener is None:
            return False
        if playback.is_lost():
            self._end(PlayEnd.DEVICE_LOST)
            return False
        playing.feed()
        self._tell_position(playback, playing, listener)
        if playing.has_ended(self._clock.boottime_s(), playback.latency_s):
            self._end(PlayEnd.UNREADABLE if playing.was_damaged else PlayEnd.FINISHED)
        return self._playback is not None

    def _tell_position(
        self, playback: Playback, playing: Playing, listener: PlayerListener
    ) -> None:
        if not playing.given_frames:
            return
        now_s = self._clock.boottime_s()
        if self._told_at_s is None:
            listener.on_playing()
        elif now_s - self._told_at_s < POSITION_EACH_S:
            return
        self._told_at_s = now_s
        listener.on_position(playing.position_ms(playback.latency_s))

    def _end(self, end: PlayEnd) -> None:
        playing, self._playing = self._playing, None
        listener, self._listener = self._listener, None
        latency_s = 0.0  # of what was played to its end nothing is on its way
        if self._playback and end is not PlayEnd.FINISHED:
            latency_s = self._playback.latency_s
        if end is PlayEnd.STOPPED:
            self._close()  # silence first; a lost device may take its time in closing
        if playing and listener:
            if end is PlayEnd.FINISHED and self._told_at_s is None:
                listener.on_playing()  # it was begun at its very end: heard all the same
            listener.on_play_ended(playing.position_ms(latency_s), end)
        self._close()


def _silent(playback: Playback) -> None:
    playback.source = None
