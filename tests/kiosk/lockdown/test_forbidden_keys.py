"""Which keys are held back, and which never."""

import pytest

from kiosk.lockdown.forbidden_keys import (
    FORBIDDEN_KEYS,
    Held,
    forbidden_by_keysym,
    forbidden_by_virtual_key,
    observation_of,
)
from kiosk.lockdown.ports import LONGEST_DETAIL, ObservationCode

CTRL_ALT = Held.CTRL | Held.ALT

WAYS_OUT = (
    ("Alt+Tab", 0xFF09, 0x09, Held.ALT),
    ("Alt+Shift+Tab", 0xFF09, 0x09, Held.ALT | Held.SHIFT),
    ("Alt+F4", 0xFFC1, 0x73, Held.ALT),
    ("Alt+Esc", 0xFF1B, 0x1B, Held.ALT),
    ("Alt+Space", 0x20, 0x20, Held.ALT),
    ("Super", 0xFFEB, 0x5B, Held.NONE),
    ("Super (right)", 0xFFEC, 0x5C, Held.NONE),
    ("Menu", 0xFF67, 0x5D, Held.NONE),
    ("PrintScreen", 0xFF61, 0x2C, Held.NONE),
    ("Alt+PrintScreen", 0xFF61, 0x2C, Held.ALT),
    ("Ctrl+Esc", 0xFF1B, 0x1B, Held.CTRL),
    ("Ctrl+Shift+Esc", 0xFF1B, 0x1B, Held.CTRL | Held.SHIFT),
    ("Ctrl+Alt+Delete", 0xFFFF, 0x2E, CTRL_ALT),
    ("Ctrl+Alt+Backspace", 0xFF08, 0x08, CTRL_ALT),
    ("Ctrl+Alt+T", ord("t"), ord("T"), CTRL_ALT),
    ("Ctrl+Alt+F2", 0xFFBF, 0x71, CTRL_ALT),
)

NEEDED = (
    ("typing", ord("a"), ord("A"), Held.NONE),
    ("capitals", ord("a"), ord("A"), Held.SHIFT),
    ("copy", ord("c"), ord("C"), Held.CTRL),
    ("Tab", 0xFF09, 0x09, Held.NONE),
    ("back through fields", 0xFF09, 0x09, Held.SHIFT),
    ("Esc", 0xFF1B, 0x1B, Held.NONE),
    ("the input method's switch", 0x20, 0x20, Held.CTRL),
    ("its Shift", 0xFFE1, 0x10, Held.SHIFT),
    ("leaving", ord("u"), ord("U"), CTRL_ALT),
    ("staff", ord("p"), ord("P"), CTRL_ALT),
    ("arrows", 0xFF53, 0x27, Held.NONE),
    ("text size", ord("="), 0xBB, Held.CTRL),
)


@pytest.mark.parametrize(("name", "keysym", "virtual_key", "held"), WAYS_OUT)
def test_a_key_that_leads_out_is_held_back_on_both_systems(
    name: str, keysym: int, virtual_key: int, held: Held
) -> None:
    for key in (
        forbidden_by_keysym(keysym, held),
        forbidden_by_virtual_key(virtual_key, held),
    ):
        assert key is not None
        assert observation_of(key, held).detail == name


@pytest.mark.parametrize(("name", "keysym", "virtual_key", "held"), NEEDED)
def test_a_key_that_an_exam_needs_is_not(
    name: str, keysym: int, virtual_key: int, held: Held
) -> None:
    assert forbidden_by_keysym(keysym, held) is None
    assert forbidden_by_virtual_key(virtual_key, held) is None


def test_a_key_that_a_system_does_not_have_never_matches() -> None:
    assert forbidden_by_keysym(0, CTRL_ALT) is None
    assert forbidden_by_virtual_key(0, CTRL_ALT) is None


def test_keys_for_pictures_have_a_code_of_their_own() -> None:
    pictures = {
        key.name
        for key in FORBIDDEN_KEYS
        if observation_of(key).code is ObservationCode.PRINT_SCREEN
    }

    assert pictures == {"PrintScreen", "SysRq"}
    assert all(
        len(observation_of(key).detail) < LONGEST_DETAIL for key in FORBIDDEN_KEYS
    )
