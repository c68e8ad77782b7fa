"""How long a request may wait: what the caller asks for, within the server's limit."""

import math

from question_bank.errors import FormatError


def patience_s(untrusted_wait_s: float, longest_s: float) -> float:
    """Return how long to wait, from 0 to `longest_s`.

    Raises:
        FormatError: not a number; a comparison with it would never end a wait.
    """
    if math.isnan(untrusted_wait_s):
        raise FormatError("wait_s", "not a number of seconds")
    return max(0.0, min(untrusted_wait_s, longest_s))
