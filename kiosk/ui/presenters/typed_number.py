"""Numbers typed by nervous people: twice, or by a scanner; compared in plain words. Pure."""

import unicodedata
from dataclasses import dataclass, field
from itertools import pairwise

from kiosk.ui.presenters.message import Message, message

LEAST_SCANNED = 6
"""Characters: a shorter burst may be a fast pair of hands."""
MOST_SCAN_GAP_MS = 40
"""Between two keys; a scanner sends one every 1 to 20 ms, the fastest typist every 60."""


@dataclass(frozen=True, slots=True)
class KeyTimes:
    """When the keys of one field came; whether a scanner sent them."""

    at_ms: tuple[int, ...] = field(default=())

    def after(self, at_ms: int) -> "KeyTimes":
        """One more character; a pause before it begins anew."""
        return KeyTimes((*self.at_ms, at_ms))

    def is_scan(self, typed: str, enter_at_ms: int) -> bool:
        """Return whether all of `typed` came in one burst that ended with Enter.

        Times of 0 are of events that no keyboard made: never a scan.
        """
        times = (*self.at_ms, enter_at_ms)
        if len(typed) < LEAST_SCANNED or len(self.at_ms) != len(typed):
            return False
        if 0 in times:
            return False
        gaps = [b - a for a, b in pairwise(times)]
        return all(0 <= gap <= MOST_SCAN_GAP_MS for gap in gaps)


def plain_typed(text: str) -> str:
    """Return a typed number as it is meant: half width, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def first_difference(one: str, other: str) -> int | None:
    """Return the place from 1 at which two numbers differ; None: they are the same."""
    one, other = plain_typed(one).upper(), plain_typed(other).upper()
    for place, (a, b) in enumerate(zip(one, other, strict=False), start=1):
        if a != b:
            return place
    return None if len(one) == len(other) else min(len(one), len(other)) + 1


def number_problem(
    number: str, again: str, id_tail: str, *, is_scanned: bool, tail_length: int
) -> Message | None:
    """Return what is to be told before anybody is asked; None: it may be sent."""
    number, id_tail = plain_typed(number), plain_typed(id_tail)
    if not number or not id_tail:
        return message("log_in.field_empty")
    if not is_scanned:
        if not plain_typed(again):
            return message("log_in.type_again")
        place = first_difference(number, again)
        if place is not None:
            return message("log_in.differs", place=place)
    if len(id_tail) < tail_length:
        return message("log_in.tail_short", characters=tail_length)
    return None
