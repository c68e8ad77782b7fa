"""A `Player` over sound cards. One worker; the card's callback only empties a ring."""

from functools import partial

from kiosk.audio.playback import Playback, volume_gain
from kiosk.audio.playing import Playing
from kiosk.audio.ports import PlayEnd, PlayerListener, SoundDevices
from kiosk.audio.sound_cards import SoundCards
from kiosk.audio.sound_devices import chosen_device
from kiosk.audio.worker import Worker
from kiosk.clock import Clock

WARM_S = 180.0
"""How long an output stays open, silent, after the last sound."""

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
        self._warm_until_s = 0.0
        self._worker = Worker("sound-player", self._tick)

    def warm_up(self) -> None:
        """Open the output, silent."""
        self._worker.post(self._warm_up)

    def cool_down(self) -> None:
        """Close the output, if nothing plays."""
        self._worker.post(self._cool_down)

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

        def last_deed() -> None:
            self._end(PlayEnd.STOPPED)
            self._close()

        self._worker.close(last_deed)

    def _warm_up(self) -> None:
        self._warm_until_s = self._clock.boottime_s() + WARM_S
        try:
            self._open()
        except OSError:
            return  # `play` says it

    def _cool_down(self) -> None:
        if self._playing is None:
            self._close()

    def _set_gain(self, gain: float) -> None:
        self._gain = gain
        if self._playback:
            self._playback.gain = gain

    def _use_output(self, device_id: str | None) -> None:
        self._device_id = device_id
        before = self._playback
        if before is None:
            return
        try:
            playback = self._open()
        except OSError:
            self._end(PlayEnd.DEVICE_LOST)
            return
        if self._playing and playback is not before:
            self._playing.go_on_at(playback.rate_hz, before.latency_s)
            playback.source = self._playing.ring

    def _on_devices(self, devices: SoundDevices) -> None:
        if self._playback and self._playback.device.device_id not in {
            device.device_id for device in devices.outputs
        }:
            self._end(PlayEnd.DEVICE_LOST)
            self._close()

    def _play(self, sound: bytes, from_ms: int, listener: PlayerListener) -> None:
        self._end(PlayEnd.STOPPED)
        try:
            playback = self._open()
        except OSError:
            listener.on_play_ended(from_ms, PlayEnd.NO_DEVICE)
            return
        try:
            self._playing = Playing(sound, from_ms, playback.rate_hz)
        except ValueError:
            listener.on_play_ended(from_ms, PlayEnd.UNREADABLE)
            return
        self._listener, self._told_at_s = listener, None
        playback.source = self._playing.ring

    def _open(self) -> Playback:
        """Return a running output of the device to be used now."""
        device = chosen_device(self._cards.devices().outputs, self._device_id)
        if self._playback and (
            self._playback.is_lost()
            or device is None
            or device.device_id != self._playback.device.device_id
        ):
            self._close()
        if self._playback is None:
            self._playback = self._cards.open_playback(self._device_id)
            self._playback.gain = self._gain
        return self._playback

    def _close(self) -> None:
        if self._playback:
            self._cards.close(self._playback)
            self._playback = None

    def _tick(self) -> bool:
        playback = self._playback
        if playback is None:
            return False
        if self._playing and self._listener:
            self._tend(playback, self._playing, self._listener)
        elif playback.is_lost() or self._clock.boottime_s() > self._warm_until_s:
            self._close()
        return self._playback is not None

    def _tend(
        self, playback: Playback, playing: Playing, listener: PlayerListener
    ) -> None:
        if playback.is_lost():
            self._end(PlayEnd.DEVICE_LOST)
            self._close()
            return
        playing.feed()
        self._tell_position(playback, playing, listener)
        if playing.has_ended(self._clock.boottime_s(), playback.latency_s):
            self._end(PlayEnd.UNREADABLE if playing.was_damaged else PlayEnd.FINISHED)

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
        if playing is None or listener is None:
            return
        latency_s = 0.0  # of what was played to its end nothing is on its way
        if self._playback:
            self._playback.source = None
            if end is not PlayEnd.FINISHED:
                latency_s = self._playback.latency_s
        self._warm_until_s = self._clock.boottime_s() + WARM_S
        listener.on_play_ended(playing.position_ms(latency_s), end)
