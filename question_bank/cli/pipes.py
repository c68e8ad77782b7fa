"""Ending quietly when whoever read a command's output has gone, as `| head` does.

Source:
    Python library reference, "Note on SIGPIPE".
"""

import os
import sys
from collections.abc import Callable

READER_GONE = 1
"""Not 0: not everything was shown."""


def without_pipe_traces(run: Callable[[], int]) -> int:
    """Return what `run` returns; READER_GONE without a word if nobody reads any more."""
    try:
        try:
            return run()
        finally:
            sys.stdout.flush()  # here, not when the interpreter ends; --help exits
    except BrokenPipeError:
        _write_nowhere()
        return READER_GONE


def _write_nowhere() -> None:
    """Let the interpreter's last flush fail no more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
