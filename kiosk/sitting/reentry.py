"""When somebody who was away needs the staff to go on (rows 47, 48). Pure."""

from question_bank.formats.entry_bodies import Body, Resumed
from question_bank.formats.package_policies import Policies


def reentry_gap_ms(first: Body, policies: Policies) -> int:
    """Return the gap after which nobody goes on by themselves; 0: there is none.

    A move to another seat is none: the staff made it.

    Args:
        first: The entry that the sitting began or went on with at this seat.
    """
    if not isinstance(first, Resumed) or not policies.reentry_gap_ms:
        return 0
    if first.previous_seat_uuid != first.seat_uuid:
        return 0
    return first.down_ms if first.down_ms > policies.reentry_gap_ms else 0
