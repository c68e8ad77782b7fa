"""Keys that lead out of an exam, as a table for every system. Pure.

Typing keys, the ways through an exam (Tab, Escape, arrows, F1) and those of input
methods (Ctrl+Space, Shift) are never in it.

Source:
    X11 keysyms: X.Org xorgproto, keysymdef.h and XF86keysym.h. Windows virtual keys:
    learn.microsoft.com, "Virtual-Key Codes".
"""

import string
from dataclasses import dataclass
from enum import IntFlag

from kiosk.lockdown.ports import Observation, ObservationCode


class Held(IntFlag):
    """Modifier keys that are down."""

    NONE = 0
    SHIFT = 1
    CTRL = 2
    ALT = 4
    SUPER = 8


OWN_KEYS = ("Ctrl+Alt+U", "Ctrl+Alt+P", "Ctrl+Alt+N", "Ctrl+Alt+J")
"""Lead to the screens for leaving and for staff, to scratch pad and calculator; never held back."""

_FUNCTION_KEYS = 12
_WORDS = (
    (Held.CTRL, "Ctrl"),
    (Held.ALT, "Alt"),
    (Held.SHIFT, "Shift"),
    (Held.SUPER, "Super"),
)
_MOST_LAUNCH_KEYS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class ForbiddenKey:
    """One key, alone or with modifiers.

    Attributes:
        name: The key alone, as people call it.
        keysym: X11; 0 where the key has none.
        virtual_key: Windows; 0 where the key has none.
        held: Modifiers that must be down; more of them may be.
        in_any_case: Forbidden with whatever modifiers, and with none.
    """

    name: str
    keysym: int
    virtual_key: int
    held: Held = Held.NONE
    in_any_case: bool = False

    def is_meant(self, held: Held) -> bool:
        """Return whether the key with these modifiers is forbidden."""
        return self.in_any_case or held & self.held == self.held


def _both(held: Held, name: str, keysym: int, virtual_key: int) -> ForbiddenKey:
    return ForbiddenKey(name=name, keysym=keysym, virtual_key=virtual_key, held=held)


def _always(name: str, keysym: int, virtual_key: int) -> ForbiddenKey:
    return ForbiddenKey(
        name=name, keysym=keysym, virtual_key=virtual_key, in_any_case=True
    )


def _with_alt() -> tuple[ForbiddenKey, ...]:
    named = (("Tab", 0xFF09, 0x09), ("Esc", 0xFF1B, 0x1B), ("Space", 0x20, 0x20))
    functions = (
        (f"F{number}", 0xFFBD + number, 0x6F + number)
        for number in range(1, _FUNCTION_KEYS + 1)
    )
    return tuple(_both(Held.ALT, *key) for key in (*named, *functions))


def _with_ctrl_alt() -> tuple[ForbiddenKey, ...]:
    held = Held.CTRL | Held.ALT
    named = (
        ("Delete", 0xFFFF, 0x2E),
        ("Backspace", 0xFF08, 0x08),
        ("Enter", 0xFF0D, 0x0D),
        ("Left", 0xFF51, 0x25),
        ("Up", 0xFF52, 0x26),
        ("Right", 0xFF53, 0x27),
        ("Down", 0xFF54, 0x28),
    )
    letters = (
        (letter, ord(letter.lower()), ord(letter))
        for letter in string.ascii_uppercase + string.digits
        if f"Ctrl+Alt+{letter}" not in OWN_KEYS
    )
    return tuple(_both(held, *key) for key in (*named, *letters))


def _with_ctrl() -> tuple[ForbiddenKey, ...]:
    return (_both(Held.CTRL, "Esc", 0xFF1B, 0x1B),)


_MEDIA = (
    ("Mail", 0x1008FF19, 0xB4),
    ("WWW", 0x1008FF2E, 0),
    ("Home page", 0x1008FF18, 0xAC),
    ("Search", 0x1008FF1B, 0xAA),
    ("Calculator", 0x1008FF1D, 0xB7),
    ("Explorer", 0x1008FF5D, 0xB6),
    ("My computer", 0x1008FF33, 0xB6),
    ("Terminal", 0x1008FF80, 0),
    ("Display", 0x1008FF59, 0),
    ("Screen saver", 0x1008FF2D, 0),
    ("Sleep", 0x1008FF2F, 0x5F),
    ("Suspend", 0x1008FFA7, 0),
    ("Power", 0x1008FF2A, 0),
    ("Browser", 0x1008FF30, 0xAB),
    ("Log out", 0x1008FF61, 0),
)

_PRINT_SCREEN = _always("PrintScreen", 0xFF61, 0x2C)
_SYSTEM_REQUEST = _always("SysRq", 0xFF15, 0)
_SCREENSHOT_KEYS = frozenset({_PRINT_SCREEN.name, _SYSTEM_REQUEST.name})

FORBIDDEN_KEYS: tuple[ForbiddenKey, ...] = (
    _PRINT_SCREEN,
    _SYSTEM_REQUEST,
    _always("Super", 0xFFEB, 0x5B),
    _always("Super (right)", 0xFFEC, 0x5C),
    _always("Menu", 0xFF67, 0x5D),
    *_with_alt(),
    *_with_ctrl_alt(),
    *_with_ctrl(),
    *(_always(*key) for key in _MEDIA),
    *(
        _always(f"Launch {number:X}", 0x1008FF40 + number, 0)
        for number in range(_MOST_LAUNCH_KEYS)
    ),
)
"""First match counts."""


def observation_of(key: ForbiddenKey, held: Held = Held.NONE) -> Observation:
    """Return what is journalled when the key was held back, such as `Ctrl+Alt+F2`."""
    is_picture = key.name in _SCREENSHOT_KEYS
    code = ObservationCode.FORBIDDEN_KEY
    if is_picture:
        code = ObservationCode.PRINT_SCREEN
    words = [word for part, word in _WORDS if part in held and word != key.name]
    return Observation(code=code, detail="+".join((*words, key.name)))


def forbidden_by_virtual_key(virtual_key: int, held: Held) -> ForbiddenKey | None:
    """Return what a Windows key with these modifiers is, if it is forbidden."""
    for key in FORBIDDEN_KEYS:
        if key.virtual_key == virtual_key != 0 and key.is_meant(held):
            return key
    return None


def forbidden_by_keysym(keysym: int, held: Held) -> ForbiddenKey | None:
    """Return what an X11 key with these modifiers is, if it is forbidden."""
    for key in FORBIDDEN_KEYS:
        if key.keysym == keysym != 0 and key.is_meant(held):
            return key
    return None
