"""What the lock changes on Windows, and how those values are read and set. No Qt here."""

import sys

from kiosk.lockdown.lock_changes import ChangeKind, Settings

_POLICIES = r"Software\Microsoft\Windows\CurrentVersion\Policies"
WINDOWS_CHANGES: tuple[tuple[ChangeKind, str, str], ...] = (
    (ChangeKind.TASKBAR, "Shell_TrayWnd", "hidden"),
    (ChangeKind.REGISTRY, rf"{_POLICIES}\System\DisableTaskMgr", "1"),
    (ChangeKind.REGISTRY, rf"{_POLICIES}\System\DisableLockWorkstation", "1"),
    (ChangeKind.REGISTRY, rf"{_POLICIES}\System\DisableChangePassword", "1"),
    (ChangeKind.REGISTRY, rf"{_POLICIES}\Explorer\NoLogoff", "1"),
    (ChangeKind.REGISTRY, rf"{_POLICIES}\Explorer\NoWinKeys", "1"),
)
"""What Ctrl+Alt+Del offers, and the taskbar; a plain account may not set the policies,
then the hook and assigned access stand alone."""


def windows_settings() -> dict[ChangeKind, Settings]:
    """Return how Windows' values are read and set; nothing on other systems."""
    if sys.platform == "win32":
        from kiosk.lockdown.windows_calls import (  # noqa: PLC0415 - only there
            Registry,
            Taskbar,
        )

        return {ChangeKind.REGISTRY: Registry(), ChangeKind.TASKBAR: Taskbar()}
    return {}
