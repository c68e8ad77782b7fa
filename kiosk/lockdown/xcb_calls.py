"""The few calls of libxcb that a lock needs, through ctypes. One connection, one thread.

libxcb and not Xlib: an error is a value here, not the end of the process. No binding
is added for it: Qt brings the library itself.

Source:
    X Window System Protocol, X11 release 7 (GrabKey, GetKeyboardMapping,
    ConfigureWindow, SetInputFocus, events); xcb/xproto.h.
"""

import ctypes
import ctypes.util
import sys
from collections.abc import Sequence
from dataclasses import dataclass

KEY_PRESS = 2
MAP_NOTIFY = 19
CONFIGURE_NOTIFY = 22
ANY_MODIFIER = 0x8000

_EVENT_MASK = 0x800
_SUBSTRUCTURE_NOTIFY = 1 << 19
_STACK_MODE = 1 << 6
_BELOW = 1
_ASYNC = 1
_ATOM_WM_CLASS = 67
_ATOM_STRING = 31
_CLASS_WORDS = 32


class _Cookie(ctypes.Structure):
    _fields_ = (("sequence", ctypes.c_uint),)


class _ScreenIterator(ctypes.Structure):
    _fields_ = (
        ("data", ctypes.POINTER(ctypes.c_uint32)),
        ("rem", ctypes.c_int),
        ("index", ctypes.c_int),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class XEvent:
    """What the thread wants to know of an event.

    Attributes:
        kind: KEY_PRESS, MAP_NOTIFY, CONFIGURE_NOTIFY or another number.
        keycode: Of a key press; else 0.
        state: Modifiers of a key press.
        window: Whom a notification is about; else 0.
        above: The window right below it, of CONFIGURE_NOTIFY; 0 is the bottom.
        is_popup: Override-redirect: menus, tooltips, lists of candidates.
    """

    kind: int
    keycode: int = 0
    state: int = 0
    window: int = 0
    above: int = 0
    is_popup: bool = False


class XConnection:
    """A connection of its own to the display.

    Attributes:
        root: The display's root window.
        file_descriptor: Readable when an event waits.

    Raises:
        OSError: no libxcb, or no display answers.
    """

    def __init__(self, display: str | None) -> None:
        name = ctypes.util.find_library("xcb") or "libxcb.so.1"
        self._xcb = ctypes.CDLL(name)
        _declare(self._xcb)
        self._libc = ctypes.CDLL(None)
        self._libc.free.argtypes = [ctypes.c_void_p]
        asked = display.encode() if display is not None else None
        self._connection = self._xcb.xcb_connect(asked, None)
        if self._xcb.xcb_connection_has_error(self._connection):
            self._xcb.xcb_disconnect(self._connection)
            raise OSError("no X display answers")
        setup = self._xcb.xcb_get_setup(self._connection)
        bytes_of_setup = ctypes.string_at(setup, 40)
        self._resource_mask = int.from_bytes(bytes_of_setup[16:20], sys.byteorder)
        self._first_keycode, self._last_keycode = bytes_of_setup[34], bytes_of_setup[35]
        self.root = int(self._xcb.xcb_setup_roots_iterator(setup).data[0])
        self.file_descriptor = int(self._xcb.xcb_get_file_descriptor(self._connection))

    def keysyms(self) -> dict[int, tuple[int, ...]]:
        """Return keycode → keysyms of the keyboard, unshifted first."""
        count = self._last_keycode - self._first_keycode + 1
        cookie = self._xcb.xcb_get_keyboard_mapping(
            self._connection, self._first_keycode, count
        )
        reply = self._xcb.xcb_get_keyboard_mapping_reply(self._connection, cookie, None)
        if not reply:
            return {}
        width = ctypes.string_at(reply, 2)[1]
        symbols = self._xcb.xcb_get_keyboard_mapping_keysyms(reply)
        table = {
            self._first_keycode + row: tuple(
                int(symbols[row * width + column]) for column in range(width)
            )
            for row in range(count)
        }
        self._libc.free(reply)
        return table

    def grab_key(self, keycode: int, modifiers: int) -> bool:
        """Take a key for this connection, wherever the focus is; False if refused."""
        cookie = self._xcb.xcb_grab_key_checked(
            self._connection, 0, self.root, modifiers, keycode, _ASYNC, _ASYNC
        )
        return self._is_done(cookie)

    def watch_windows(self) -> None:
        """Ask to be told of every window at the top that appears or moves."""
        values = (ctypes.c_uint32 * 1)(_SUBSTRUCTURE_NOTIFY)
        self._xcb.xcb_change_window_attributes(
            self._connection, self.root, _EVENT_MASK, values
        )
        self.flush()

    def lower(self, window: int) -> None:
        """Put a window below all others."""
        values = (ctypes.c_uint32 * 1)(_BELOW)
        self._xcb.xcb_configure_window(self._connection, window, _STACK_MODE, values)

    def focus(self, window: int) -> None:
        """Give a window the keyboard."""
        self._xcb.xcb_set_input_focus(self._connection, 1, window, 0)

    def flush(self) -> None:
        """Send what was asked so far."""
        self._xcb.xcb_flush(self._connection)

    def is_same_client(self, window: int, other: int) -> bool:
        """Return whether one program made both windows."""
        mask = ~self._resource_mask & 0xFFFFFFFF
        return window & mask == other & mask

    def class_of(self, window: int) -> str:
        """Return a window's WM_CLASS, its two words joined; "" when it has none."""
        cookie = self._xcb.xcb_get_property(
            self._connection, 0, window, _ATOM_WM_CLASS, _ATOM_STRING, 0, _CLASS_WORDS
        )
        reply = self._xcb.xcb_get_property_reply(self._connection, cookie, None)
        if not reply:
            return ""
        length = self._xcb.xcb_get_property_value_length(reply)
        value = self._xcb.xcb_get_property_value(reply)
        text = ctypes.string_at(value, length).decode("latin-1")
        self._libc.free(reply)
        return " ".join(text.split("\0")).strip()

    def next_event(self) -> XEvent | None:
        """Return the next event that came; None when none waits.

        Raises:
            OSError: the display is gone.
        """
        pointer = self._xcb.xcb_poll_for_event(self._connection)
        if not pointer:
            if self._xcb.xcb_connection_has_error(self._connection):
                raise OSError("the X display is gone")
            return None
        raw = ctypes.string_at(pointer, 32)
        self._libc.free(pointer)
        return _event(raw)

    def close(self) -> None:
        """Give every key back and leave; what was grabbed goes with the connection."""
        self._xcb.xcb_disconnect(self._connection)

    def _is_done(self, cookie: _Cookie) -> bool:
        error = self._xcb.xcb_request_check(self._connection, cookie)
        if not error:
            return True
        self._libc.free(error)
        return False


def _event(raw: bytes) -> XEvent:
    kind = raw[0] & 0x7F
    if kind == KEY_PRESS:
        state = int.from_bytes(raw[28:30], sys.byteorder)
        return XEvent(kind=kind, keycode=raw[1], state=state)
    if kind == MAP_NOTIFY:
        window = int.from_bytes(raw[8:12], sys.byteorder)
        return XEvent(kind=kind, window=window, is_popup=bool(raw[12]))
    if kind == CONFIGURE_NOTIFY:
        window = int.from_bytes(raw[8:12], sys.byteorder)
        above = int.from_bytes(raw[12:16], sys.byteorder)
        return XEvent(kind=kind, window=window, above=above, is_popup=bool(raw[26]))
    return XEvent(kind=kind)


def _declare(xcb: ctypes.CDLL) -> None:
    """Say what each call takes and gives; pointers are 64 bits wide."""
    pointer, byte, word, long = (
        ctypes.c_void_p,
        ctypes.c_uint8,
        ctypes.c_uint16,
        ctypes.c_uint32,
    )
    longs = ctypes.POINTER(ctypes.c_uint32)
    table: Sequence[tuple[str, object, list[object]]] = (
        ("xcb_connect", pointer, [ctypes.c_char_p, ctypes.POINTER(ctypes.c_int)]),
        ("xcb_connection_has_error", ctypes.c_int, [pointer]),
        ("xcb_disconnect", None, [pointer]),
        ("xcb_get_setup", pointer, [pointer]),
        ("xcb_setup_roots_iterator", _ScreenIterator, [pointer]),
        ("xcb_get_file_descriptor", ctypes.c_int, [pointer]),
        ("xcb_flush", ctypes.c_int, [pointer]),
        ("xcb_poll_for_event", pointer, [pointer]),
        ("xcb_request_check", pointer, [pointer, _Cookie]),
        ("xcb_get_keyboard_mapping", _Cookie, [pointer, byte, byte]),
        ("xcb_get_keyboard_mapping_reply", pointer, [pointer, _Cookie, pointer]),
        ("xcb_get_keyboard_mapping_keysyms", longs, [pointer]),
        (
            "xcb_grab_key_checked",
            _Cookie,
            [pointer, byte, long, word, byte, byte, byte],
        ),
        ("xcb_change_window_attributes", _Cookie, [pointer, long, long, longs]),
        ("xcb_configure_window", _Cookie, [pointer, long, word, longs]),
        ("xcb_set_input_focus", _Cookie, [pointer, byte, long, long]),
        (
            "xcb_get_property",
            _Cookie,
            [pointer, byte, long, long, long, long, long],
        ),
        ("xcb_get_property_reply", pointer, [pointer, _Cookie, pointer]),
        ("xcb_get_property_value", pointer, [pointer]),
        ("xcb_get_property_value_length", ctypes.c_int, [pointer]),
    )
    for name, gives, takes in table:
        call = getattr(xcb, name)
        call.restype = gives
        call.argtypes = takes
