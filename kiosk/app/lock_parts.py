"""Which lock this seat gets, out of its settings and where it runs."""

import os
import sys

from PySide6.QtWidgets import QWidget

from kiosk.app.machine_changes import lock_changes
from kiosk.clock import Clock
from kiosk.config import LOCK_AUTO, SeatConfig
from kiosk.lockdown.input_methods import session_input_methods
from kiosk.lockdown.linux_lock import LinuxLock, LockParts
from kiosk.lockdown.lock_changes import PutBack
from kiosk.lockdown.ports import LockMode, LockPort, NoLock
from kiosk.lockdown.unlock_challenge import LeaveKey
from kiosk.lockdown.windows_lock import WindowsLock
from kiosk.storage.seat_identity import SeatPairing


def lock_mode(config: SeatConfig) -> LockMode:
    """Return how much is locked.

    `auto`: a window is never locked, so that who tries things out stays free; the kiosk's
    own session always is; on Windows the whole screen is; elsewhere on Linux nothing.
    """
    if config.is_windowed:
        return LockMode.NONE
    if config.lock != LOCK_AUTO:
        return LockMode(config.lock)
    if session_input_methods(os.environ) is not None:
        return LockMode.SESSION
    return LockMode.WINDOW if sys.platform == "win32" else LockMode.NONE


def make_lock(config: SeatConfig, window: QWidget, clock: Clock) -> LockPort:
    """Return the lock of this seat; not engaged."""
    mode = lock_mode(config)
    if mode is LockMode.NONE:
        return NoLock()
    parts = LockParts(
        window=window,
        clock=clock,
        changes=lock_changes(config.data_folder),
        input_methods=session_input_methods(os.environ),
    )
    if sys.platform == "win32":
        return WindowsLock(parts)
    return LinuxLock(mode, parts)


def put_back_leftovers(config: SeatConfig) -> PutBack:
    """Put back what a lock that crashed left on this machine; not on the interface thread.

    A lock of somebody's desktop does so itself, before it changes anything.
    """
    if lock_mode(config) is LockMode.WINDOW:
        return PutBack()
    return lock_changes(config.data_folder).put_back()


def leave_key_of(pairing: SeatPairing) -> LeaveKey:
    """Return what codes for leaving are checked with; no code fits an empty key."""
    return LeaveKey(seat_uuid=pairing.seat_uuid, key=pairing.leave_key)
