"""One line that says how far a long work is; only where a person is looking."""

import sys
from collections.abc import Callable

from question_bank.cli.language import Language

LEAST_BYTES_TOLD = 32 * 1024 * 1024
"""Smaller work is done before a person reads the line."""


def progress_line(total_bytes: int, language: Language) -> Callable[[int], None]:
    """Return what to tell how many bytes are done; silent into files and pipes."""
    if total_bytes < LEAST_BYTES_TOLD or not sys.stderr.isatty():
        return lambda _done_bytes: None
    told = [-1]

    def tell(done_bytes: int) -> None:
        percent = done_bytes * 100 // total_bytes
        if percent == told[0]:
            return
        told[0] = percent
        end = "\n" if percent == 100 else ""  # noqa: PLR2004 - all of it
        label = language.say("已处理", "done")
        print(f"\r{label} {percent} %", end=end, file=sys.stderr, flush=True)

    return tell
