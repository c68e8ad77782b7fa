"""Asking for a passphrase: from a file for scripts, else from the keyboard, twice."""

import getpass
from pathlib import Path

from question_bank.errors import FormatError

LEAST_CHARACTERS = 8
MOST_FILE_BYTES = 4096


def new_passphrase(file: Path | None, what: str) -> str:
    """Return a new passphrase.

    Raises:
        FormatError: too short, or the two differ.
    """
    if file is not None:
        found = known_passphrase(file, what)
    else:
        found = getpass.getpass(f"{what}: ")
        if getpass.getpass(f"{what}（再输一遍 / again）: ") != found:
            raise FormatError("passphrase", "the two are not the same")
    if len(found) < LEAST_CHARACTERS:
        raise FormatError(
            "passphrase", f"{len(found)} characters, at least {LEAST_CHARACTERS}"
        )
    return found


def known_passphrase(file: Path | None, what: str) -> str:
    """Return a passphrase that exists already: a file's first line, or typed.

    Raises:
        FormatError: the file cannot be read.
    """
    if file is None:
        return getpass.getpass(f"{what}: ")
    try:
        lines = file.read_bytes()[:MOST_FILE_BYTES].decode("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise FormatError(str(file), f"no readable passphrase file: {error}") from error
    return lines[0] if lines else ""
