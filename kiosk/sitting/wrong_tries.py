"""Wrong codes at a seat: each one makes the next wait longer. Pure.

Ten wrong tries take six minutes, a hundred an hour and a half; a slip of the fingers is
found by its check digit before and costs nothing.
"""

FIRST_WAIT_MS = 2000
LONGEST_WAIT_MS = 60_000
_MOST_DOUBLINGS = 10


def wait_after_ms(wrong_tries: int) -> int:
    """Return how long no further try is taken after so many wrong ones in a row."""
    if wrong_tries <= 0:
        return 0
    doublings = min(wrong_tries - 1, _MOST_DOUBLINGS)
    return min(LONGEST_WAIT_MS, FIRST_WAIT_MS << doublings)
