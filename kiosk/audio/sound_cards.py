"""What is plugged in, and the only door to it.

Beside a sound server a stream is bound to the device by name, by the variables that
libpulse reads when a stream is opened: left to the default it would be moved to another
microphone without a word when its own is pulled.
"""

import os
import threading
from collections.abc import Callable

from kiosk.audio.capture import Capture
from kiosk.audio.playback import CHANNELS, Playback
from kiosk.audio.ports import SAMPLE_RATE_HZ, SoundDevice, SoundDevices
from kiosk.audio.sound_devices import (
    SERVER_PREFIX,
    CardDevice,
    card_device_id,
    card_devices,
    chosen_device,
)
from kiosk.audio.sound_library import (
    DeviceBusyError,
    NoDeviceError,
    SoundLibrary,
    Stream,
    StreamShape,
)
from kiosk.audio.sound_server import SoundServer
from kiosk.clock import Clock

INPUT_LATENCY_S = 0.1
"""At 40 callbacks a second; "low" loses sound on a busy machine."""

OUTPUT_LATENCY_S = 0.2
"""A busy machine leaves no gap, and a sound begins at once all the same: decision 0302."""

PLAYBACK_HZ = 48_000

SERVER_CARDS = ("pulse", "default")
"""PortAudio's names for a sound server as a whole."""


class SoundCards:
    """Lists devices, opens and closes streams, one call at a time. For any thread."""

    def __init__(
        self, clock: Clock, library: SoundLibrary, server: SoundServer
    ) -> None:
        self._clock = clock
        self._library = library
        self._server = server
        self._lock = threading.Lock()
        self._streams: dict[int, Stream] = {}  # by identity of the user
        self._devices: SoundDevices | None = None

    def devices(self) -> SoundDevices:
        """Return what was found last; looks if nobody has."""
        found = self._devices
        return self.look() if found is None else found

    def look(self, *, anew: bool = False, is_alive: bool = False) -> SoundDevices:
        """Return what is there now.

        Args:
            is_alive: The sound server is known to be; then its silence is that of a busy
                machine, and what was found last holds.
            anew: Start the library anew, without which it sees no new card; left out
                while a stream is open.
        """
        with self._lock:
            if anew:
                self._start_anew()
            found = self._server.devices()
            if found is None and is_alive and self._devices is not None:
                return self._devices
            if found is not None and self._server_card() is None:
                self._start_anew()  # the server came up after the library
            if found is None or self._server_card() is None:
                is_dead = self._server.is_asked() and self._server_card() is not None
                found = card_devices(self._library.cards(), has_default=not is_dead)
            self._devices = found
            return found

    def is_served(self) -> bool:
        """Return whether a sound server has the devices, as of the last look."""
        found = self._devices
        return found is not None and any(
            device.device_id.startswith(SERVER_PREFIX)
            for device in (*found.inputs, *found.outputs)
        )

    def has_streams(self) -> bool:
        """Return whether anything is open, so that the library can't start anew."""
        return bool(self._streams)

    def open_capture(self, device_id: str | None) -> Capture:
        """Open a microphone and let it run.

        Raises:
            NoDeviceError: there is none.
            DeviceBusyError: none of its rates opens.
        """
        device = chosen_device(self.devices().inputs, device_id)
        if device is None:
            raise NoDeviceError("no microphone")
        with self._lock:
            card = self._card_of(device)
            for rate_hz, channels in _ways(card, SAMPLE_RATE_HZ):
                capture = Capture(device, rate_hz, self._clock)
                shape = _shape(card, rate_hz, channels, INPUT_LATENCY_S)
                if self._opened(capture, shape, "InputStream"):
                    return capture
        raise DeviceBusyError(device.device_id)

    def open_playback(
        self, device_id: str | None, prepare: Callable[[Playback], None]
    ) -> Playback:
        """Open an output and let it run.

        Args:
            prepare: Gives it what to play, at its rate, before the device takes its first
                frames: the card's buffers begin with the sound, not with silence.

        Raises:
            NoDeviceError: there is none.
            DeviceBusyError: none of its rates opens.
            Exception: what `prepare` raises; nothing stays open.
        """
        device = chosen_device(self.devices().outputs, device_id)
        if device is None:
            raise NoDeviceError("no output")
        with self._lock:
            card = self._card_of(device)
            for rate_hz in dict.fromkeys((PLAYBACK_HZ, card.default_rate_hz)):
                playback = Playback(device, rate_hz, self._clock)
                prepare(playback)
                shape = _shape(card, rate_hz, CHANNELS, OUTPUT_LATENCY_S)
                stream = self._opened(playback, shape, "OutputStream")
                if stream:
                    playback.latency_s = float(stream.latency)
                    return playback
        raise DeviceBusyError(device.device_id)

    def close(self, user: Capture | Playback) -> None:
        """Close what was opened; nothing if it is closed already."""
        with self._lock:
            stream = self._streams.pop(id(user), None)
            if stream:
                self._library.close_stream(stream)

    def _opened(
        self, user: Capture | Playback, shape: StreamShape, kind: str
    ) -> Stream | None:
        device_id = user.device.device_id
        if device_id.startswith(SERVER_PREFIX):
            variable = "PULSE_SOURCE" if isinstance(user, Capture) else "PULSE_SINK"
            os.environ[variable] = device_id.removeprefix(SERVER_PREFIX)
        try:
            stream = self._library.open_stream(user, shape, kind)
        except DeviceBusyError:
            return None
        self._streams[id(user)] = stream
        return stream

    def _start_anew(self) -> None:
        if not self._streams:
            self._library.start_anew()

    def _server_card(self) -> CardDevice | None:
        cards = {
            card.name: card for card in self._library.cards() if card.host_api == "ALSA"
        }
        found = [cards[name] for name in SERVER_CARDS if name in cards]
        return next(iter(found), None)

    def _card_of(self, device: SoundDevice) -> CardDevice:
        if device.device_id.startswith(SERVER_PREFIX):
            served = self._server_card()
            if served is None:
                raise NoDeviceError("the sound server is not reached")
            return served
        for card in self._library.cards():
            if card_device_id(card) == device.device_id:
                return card
        raise NoDeviceError(device.device_id)


def _ways(card: CardDevice, wanted_hz: int) -> tuple[tuple[int, int], ...]:
    """Return (rate, channels) to try: as wanted, then as the device likes it."""
    ways = ((wanted_hz, 1), (card.default_rate_hz, 1), (card.default_rate_hz, 2))
    fitting = [way for way in ways if way[1] <= card.input_channels]
    return tuple(dict.fromkeys(fitting))


def _shape(
    card: CardDevice, rate_hz: int, channels: int, latency_s: float
) -> StreamShape:
    return StreamShape(
        card_index=card.index, rate_hz=rate_hz, channels=channels, latency_s=latency_s
    )
