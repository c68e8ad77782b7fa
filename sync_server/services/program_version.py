"""Which version of the program this is."""

from importlib.metadata import version


def program_version() -> str:
    """Return the distribution's version."""
    return version("exam-room")
