"""Which program this is, for the server and the journal."""

from importlib.metadata import PackageNotFoundError, version

_FROM_SOURCE = "0.1.0"
"""What a checkout without an installed distribution says."""


def program_version() -> str:
    """Return the version of the installed distribution, such as `0.1.0`."""
    try:
        return version("exam-room")
    except PackageNotFoundError:
        return _FROM_SOURCE
