"""A thread that holds keys back from an X display and keeps other windows below.

Everything it takes is tied to its own connection: when the program dies, however, the
display gives all of it back by itself. Nothing has to be put back.
"""

import logging
import select
import threading
from collections import deque
from collections.abc import Mapping

from kiosk.lockdown.forbidden_keys import (
    FORBIDDEN_KEYS,
    ForbiddenKey,
    Held,
    forbidden_by_keysym,
    observation_of,
)
from kiosk.lockdown.ports import Observation, ObservationCode
from kiosk.lockdown.xcb_calls import (
    ANY_MODIFIER,
    CONFIGURE_NOTIFY,
    KEY_PRESS,
    MAP_NOTIFY,
    XConnection,
    XEvent,
)

_log = logging.getLogger(__name__)

_CAPS_LOCK, _NUM_LOCK = 0x02, 0x10
_HARMLESS = (0, _CAPS_LOCK, _NUM_LOCK, _CAPS_LOCK | _NUM_LOCK)
"""Locks that may be on while a forbidden key is pressed; a grab names all exactly."""

_BITS = ((Held.SHIFT, 0x01), (Held.CTRL, 0x04), (Held.ALT, 0x08), (Held.SUPER, 0x40))
_OF_THE_INPUT_METHOD = ("ibus", "fcitx")
_ROUND_S = 0.2
_MOST_WAITING = 200


class X11Guard:
    """Holds FORBIDDEN_KEYS back, and keeps windows of others below one of ours.

    `seen` may be called from any thread.
    """

    def __init__(self, own_window: int, *, keeps_on_top: bool) -> None:
        """Take the X id of the window to protect."""
        self._own_window = own_window
        self._keeps_on_top = keeps_on_top
        self._seen: deque[Observation] = deque(maxlen=_MOST_WAITING)
        self._told_windows: set[int] = set()
        self._keysyms: Mapping[int, tuple[int, ...]] = {}
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self.refused_keys: tuple[str, ...] = ()

    def start(self) -> bool:
        """Grab the keys and begin; False when there is no X display to guard."""
        try:
            connection = XConnection(None)
        except OSError as error:
            _log.warning("keys cannot be held back: %s", error)
            return False
        self._keysyms = connection.keysyms()
        self.refused_keys = self._grab(connection)
        connection.watch_windows()
        self._thread = threading.Thread(
            target=self._run, args=(connection,), name="x11-guard", daemon=True
        )
        self._thread.start()
        return True

    def stop(self) -> None:
        """Give everything back; again does nothing."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(timeout=2)
            self._thread = None

    def seen(self) -> tuple[Observation, ...]:
        """Return what was held back since the last call."""
        taken = []
        while self._seen:
            taken.append(self._seen.popleft())
        return tuple(taken)

    def _grab(self, connection: XConnection) -> tuple[str, ...]:
        """Grab what this keyboard has; return the names that somebody else holds."""
        refused = []
        for key in FORBIDDEN_KEYS:
            for keycode, modifiers in grabs_of(key, self._keysyms):
                if not connection.grab_key(keycode, modifiers):
                    refused.append(key.name)
                    break
        return tuple(refused)

    def _run(self, connection: XConnection) -> None:
        try:
            while not self._stopping.is_set():
                select.select([connection.file_descriptor], [], [], _ROUND_S)
                event = connection.next_event()
                while event is not None:
                    self._take(connection, event)
                    event = connection.next_event()
        except OSError as error:
            _log.info("the guard ends: %s", error)
        finally:
            connection.close()

    def _take(self, connection: XConnection, event: XEvent) -> None:
        if event.kind == KEY_PRESS:
            self._note_key(event)
        elif event.kind in {MAP_NOTIFY, CONFIGURE_NOTIFY} and self._keeps_on_top:
            self._keep_below(connection, event)

    def _note_key(self, event: XEvent) -> None:
        held = Held.NONE
        for modifier, bit in _BITS:
            if event.state & bit:
                held |= modifier
        for keysym in self._keysyms.get(event.keycode, ()):
            key = forbidden_by_keysym(keysym, held)
            if key is not None:
                self._seen.append(observation_of(key, held))
                return

    def _keep_below(self, connection: XConnection, event: XEvent) -> None:
        window = event.window
        if connection.is_same_client(window, self._own_window):
            return
        if event.kind == CONFIGURE_NOTIFY and event.above == 0:
            return  # it lies at the bottom
        name = connection.class_of(window)
        if event.is_popup and any(each in name for each in _OF_THE_INPUT_METHOD):
            return  # the list of candidates is meant to be seen
        if event.kind == CONFIGURE_NOTIFY and window not in self._told_windows:
            return  # not on the screen yet
        connection.lower(window)
        connection.focus(self._own_window)
        connection.flush()
        if window not in self._told_windows:
            self._told_windows.add(window)
            word = name.split(" ")[-1][:60]
            self._seen.append(
                Observation(code=ObservationCode.FOREIGN_WINDOW, detail=word)
            )


def grabs_of(
    key: ForbiddenKey, keysyms: Mapping[int, tuple[int, ...]]
) -> list[tuple[int, int]]:
    """Return keycode and modifiers of every grab that a key needs on this keyboard."""
    codes = [code for code, symbols in keysyms.items() if key.keysym in symbols]
    if key.in_any_case:
        return [(code, ANY_MODIFIER) for code in codes]
    needed = sum(bit for modifier, bit in _BITS if modifier in key.held)
    more = (0, 0x01, 0x04, 0x08, 0x05, 0x09, 0x0C, 0x0D)  # of Shift, Ctrl and Alt
    wanted = {needed | other | lock for other in more for lock in _HARMLESS}
    return [(code, modifiers) for code in codes for modifiers in sorted(wanted)]
