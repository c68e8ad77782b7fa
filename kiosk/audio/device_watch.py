"""Hears of microphones and headphones that come and go."""

import sys
import threading
from collections.abc import Callable
from pathlib import Path

from kiosk.audio.ports import NO_DEVICES, DevicesListener, SoundDevices
from kiosk.audio.sound_cards import SoundCards
from kiosk.audio.sound_server import SoundServer, Subscription

SERVED_LOOK_S = 10.0
"""Beside a sound server, which tells of changes itself; in case it forgets."""

UNSERVED_LOOK_S = 1.0
"""Without one: for a server that comes back, or a card in ALSA's list."""

ANEW_EACH_LOOKS = 5
"""Where nothing tells of changes (Windows) the library is started anew so seldom, and
only while no stream is open."""

ALSA_CARDS = Path("/proc/asound/cards")


class DeviceWatch:
    """A `Devices`, with a thread of its own that looks."""

    def __init__(
        self, cards: SoundCards, server: SoundServer, release: Callable[[], None]
    ) -> None:
        """Start looking.

        Args:
            release: Closes streams that are only kept warm, so that the library can be
                started anew.
        """
        self._cards = cards
        self._release = release
        self._server = server
        self._found = NO_DEVICES
        self._has_looked = False
        self._listeners: list[DevicesListener] = []
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._is_closing = False
        self._subscription: Subscription | None = None
        self._alsa_cards = b""
        self._wants_anew = False
        self._looks = 0
        self._thread = threading.Thread(
            target=self._run, name="sound-devices", daemon=True
        )
        self._thread.start()

    def devices(self) -> SoundDevices:
        """Return what was found last; empty until the first look is done."""
        return self._found

    def watch(self, listener: DevicesListener) -> None:
        """Tell of each change from now on, on the watch's thread, and once what is there."""
        with self._lock:
            self._listeners.append(listener)
            if self._has_looked:
                listener.on_devices(self._found)

    def look_soon(self) -> None:
        """Look now rather than later: something was lost. For any thread."""
        self._wake.set()

    def close(self) -> None:
        """End the thread; waits for a look that is under way, 3 s at most."""
        self._is_closing = True
        self._wake.set()
        self._thread.join(3.0)

    def _run(self) -> None:
        while not self._is_closing:
            self._subscribe()
            is_alive = self._subscription is not None
            anew = self._may_show_more_anew()
            self._tell(self._cards.look(anew=anew, is_alive=is_alive))
            is_told = self._cards.is_served() and is_alive
            self._wake.wait(SERVED_LOOK_S if is_told else UNSERVED_LOOK_S)
            self._wake.clear()
        if self._subscription:
            self._subscription.close()

    def _subscribe(self) -> None:
        if self._subscription and not self._subscription.is_alive():
            self._subscription = None
        if self._subscription is None and self._server.devices() is not None:
            self._subscription = self._server.subscribe(self._wake.set)

    def _may_show_more_anew(self) -> bool:
        self._looks += 1
        if self._cards.is_served():
            return False
        if sys.platform == "win32":
            return self._looks % ANEW_EACH_LOOKS == 0
        before, self._alsa_cards = self._alsa_cards, _alsa_cards()
        if self._has_looked and before != self._alsa_cards:
            self._wants_anew = True
        if not self._wants_anew:
            return False
        if self._cards.has_streams():
            self._release()
            return False
        self._wants_anew = False
        return True

    def _tell(self, found: SoundDevices) -> None:
        with self._lock:
            is_news = found != self._found or not self._has_looked
            self._found, self._has_looked = found, True
            if is_news:
                for listener in self._listeners:
                    listener.on_devices(found)


def _alsa_cards() -> bytes:
    try:
        return ALSA_CARDS.read_bytes()
    except OSError:
        return b""
