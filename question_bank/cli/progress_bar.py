"""A bar that says how far a long work is; on stderr, only where a person is looking."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm

Tell = Callable[[int, int], None]
"""Hears (done, of how many)."""


@contextmanager
def progress_bar(label: str) -> Iterator[Tell]:
    """Give what to tell how far the work is; silent into files and pipes."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    with tqdm(desc=label, file=sys.stderr, dynamic_ncols=True, leave=False) as bar:

        def tell(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield tell
