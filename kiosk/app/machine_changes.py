"""What keeps and puts back the lock's changes: without Qt, for when nothing else works."""

from pathlib import Path

from kiosk.lockdown.desktop_settings import GSettings
from kiosk.lockdown.lock_changes import (
    RECORD_NAME,
    ChangeKind,
    LockChanges,
    Settings,
)
from kiosk.lockdown.windows_changes import windows_settings
from kiosk.storage.small_file import SmallFile


def lock_changes(data_folder: Path) -> LockChanges:
    """Return the changes that are kept in a seat's data folder."""
    settings: dict[ChangeKind, Settings] = {ChangeKind.GSETTING: GSettings()}
    settings |= windows_settings()
    return LockChanges(SmallFile(data_folder / RECORD_NAME), settings)
