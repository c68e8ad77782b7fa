"""What a lock changes on somebody's machine, and how all of it is put back.

Each change is kept durably before it is made. What was kept is put back at the end, by
`exam-kiosk restore`, and at the next start; again does nothing. A value that somebody
else changed meanwhile is theirs and stays. The kiosk's own session changes nothing on
the machine and keeps nothing here.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Protocol

import msgspec

from question_bank.errors import FormatError
from question_bank.formats.canonical import canonical_bytes
from question_bank.formats.record import parse_json_record, to_plain

_log = logging.getLogger(__name__)

RECORD_NAME = "lock-changes.json"
"""In the seat's data folder."""
_MOST_BYTES = 256 * 1024


class ChangeKind(StrEnum):
    """Where a value lives."""

    GSETTING = "gsetting"
    """A desktop setting; the target is `schema key`."""
    REGISTRY = "registry"
    """A value below HKEY_CURRENT_USER; the target is the path with the name."""
    TASKBAR = "taskbar"
    """Windows' taskbar: `shown` or `hidden`."""


class Change(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One value, as it was and as the lock set it.

    Attributes:
        before: None: there was none.
    """

    kind: ChangeKind
    target: Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
    before: Annotated[str, msgspec.Meta(max_length=4000)] | None
    after: Annotated[str, msgspec.Meta(max_length=4000)]


class ChangeRecord(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """The file: every change that is not put back yet, oldest first."""

    format_version: Annotated[int, msgspec.Meta(ge=1, le=1)] = 1
    changes: tuple[Change, ...] = ()


class RecordFile(Protocol):
    """Where the record is kept; durable on return."""

    def load(self) -> bytes:
        """Return what was kept; empty when nothing ever was."""
        ...

    def save(self, content: bytes) -> None:
        """Replace what is kept."""
        ...


class Settings(Protocol):
    """Values of one kind on this machine."""

    def read(self, target: str) -> str | None:
        """Return a value; None when there is none.

        Raises:
            OSError: it cannot be read here.
        """
        ...

    def write(self, target: str, value: str | None) -> None:
        """Set a value; None takes it away.

        Raises:
            OSError: it cannot be set here.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PutBack:
    """What became of the kept changes.

    Attributes:
        done: Targets that are as they were.
        left: Targets that somebody else has changed; they stay.
        failed: Targets that could not be put back; they stay kept for the next time.
    """

    done: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()


class LockChanges:
    """Makes changes and puts them back. For one thread at a time."""

    def __init__(
        self, file: RecordFile, settings: Mapping[ChangeKind, Settings]
    ) -> None:
        self._file = file
        self._settings = settings

    def kept(self) -> tuple[Change, ...]:
        """Return what is not put back yet, oldest first.

        Raises:
            SeatStorageError: the disk refused.
        """
        raw = self._file.load()
        if not raw:
            return ()
        try:
            record = parse_json_record(
                raw, ChangeRecord, name="lock-changes", most_bytes=_MOST_BYTES
            )
        except FormatError as error:
            # Written whole or not at all: only a stranger's hand leaves this.
            _log.warning("the record of changes is not readable: %s", error)
            return ()
        return record.changes

    def make(self, kind: ChangeKind, target: str, value: str) -> bool:
        """Set one value, kept first; False when this machine has no such value.

        Raises:
            SeatStorageError: it could not be kept; nothing was changed.
        """
        settings = self._settings.get(kind)
        if settings is None:
            return False
        try:
            before = settings.read(target)
        except OSError:
            return False
        if before == value:
            return True
        change = Change(kind=kind, target=target, before=before, after=value)
        self._save((*self.kept(), change))
        try:
            settings.write(target, value)
        except OSError as error:
            _log.warning("%s cannot be set: %s", target, error)
            self.put_back(only=lambda kept: kept == change)
            return False
        return True

    def put_back(self, only: Callable[[Change], bool] | None = None) -> PutBack:
        """Put back what is kept, the newest first; again does nothing."""
        kept = list(self.kept())
        done: list[str] = []
        left: list[str] = []
        failed: list[str] = []
        for change in reversed(tuple(kept)):
            if only is not None and not only(change):
                continue
            try:
                is_ours = self._undo(change)
            except OSError as error:
                _log.warning("%s cannot be put back: %s", change.target, error)
                failed.append(change.target)
                continue
            kept.remove(change)
            (done if is_ours else left).append(change.target)
            self._save(tuple(kept))
        return PutBack(done=tuple(done), left=tuple(left), failed=tuple(failed))

    def _undo(self, change: Change) -> bool:
        """Put one value back; False when somebody else has set it since."""
        settings = self._settings.get(change.kind)
        if settings is None:
            raise OSError(f"this system has no {change.kind}")
        now = settings.read(change.target)
        if now == change.before:
            return True
        if now != change.after:
            return False
        settings.write(change.target, change.before)
        return True

    def _save(self, changes: tuple[Change, ...]) -> None:
        self._file.save(canonical_bytes(to_plain(ChangeRecord(changes=changes))))
