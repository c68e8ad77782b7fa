"""Where commands get a blueprint from: one that ships, by its name, or a file."""

from importlib.resources import files
from pathlib import Path

from question_bank.cli.files import read_small_file

SHIPPED = ("junior", "intermediate", "senior")


def read_blueprint(name: str) -> bytes:
    """Return a blueprint's bytes: one that ships, or a file.

    Raises:
        FileProblemError: the file cannot be read.
    """
    if name in SHIPPED:
        folder = files("question_bank.samples") / "blueprints"
        return (folder / f"{name}.toml").read_bytes()
    return read_small_file(Path(name))
