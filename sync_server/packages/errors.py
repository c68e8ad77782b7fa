"""What an admin is told about packages and opening codes.

SyncServerError
├── PackageInUseError           a room is already opened with the session's package
├── PackageMissingError         the session has no package
└── DiskReserveError            loading would eat into the answers' reserve
"""

from sync_server.errors import SyncServerError


class PackageInUseError(SyncServerError):
    """The session's package can't be replaced: a room was opened with it."""

    code = "PACKAGE_IN_USE"
    advice = "Close the rooms of this session first; a running exam keeps its package."


class PackageMissingError(SyncServerError):
    """The session has no package to open."""

    code = "PACKAGE_MISSING"
    advice = "Load this session's exam package first."


class DiskReserveError(SyncServerError):
    """Loading would leave too little room for answers."""

    code = "DISK_RESERVE"
    advice = "Make room on the server's disk, then load the exam package again."
