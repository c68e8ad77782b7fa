"""Closing sittings whose seat is silent: when, and the server's signed word on it. Pure.

At the session's hard end the room is closed by an order, as a proctor would, so that
living seats hand in by themselves. Only sittings of silent seats are closed by a record.
Entries that a seat made in time and brings later are still taken in: the record says
only how the sitting stood here.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from question_bank.formats.closing_record import (
    ClosingReason,
    ClosingRecord,
    closing_message,
    closing_record_bytes,
)
from question_bank.formats.journal_entry import genesis_hash
from question_bank.formats.seat_protocol import RoomSessionState
from question_bank.identifiers import SittingUuid
from question_bank.sealing.signing_keys import SigningKey
from sync_server.clock import Clock
from sync_server.rooms.room_session import RoomSession


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSitting:
    """A sitting that began and has no end.

    Attributes:
        last_hash: The chain's hash at `last_seq`; None while the server has no entry.
        holder_seat_id: The seat that holds it now.
    """

    sitting_id: int
    sitting_uuid: SittingUuid
    last_seq: int
    last_hash: bytes | None
    holder_seat_id: int | None


KEEP_FOR_MISSING = timedelta(hours=24)
"""How long a closed room's secrets wait for seats that died with answers on their disk.

Afterwards the resume code on the proctor's sheet still opens them.
"""


class SteadyTime:
    """The time that ends exams: never ahead of what really passed since it was made.

    The wall clock alone may jump ahead (a time server, a person) and would end every
    exam. Going on from the moment of the start by the monotonic clock, and taking the
    earlier of both, an end can only come late by such a jump, and a proctor can close.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._start_utc = clock.utc_now()
        self._start_s = clock.monotonic_s()

    def utc_now(self) -> datetime:
        """Return the earlier of the wall clock and the start plus what passed since."""
        passed = timedelta(seconds=self._clock.monotonic_s() - self._start_s)
        return min(self._clock.utc_now(), self._start_utc + passed)


def is_over(
    room: RoomSession,
    now: datetime,
    longest_extension: timedelta,
    *,
    has_begun: bool = False,
) -> bool:
    """Return whether the server has to close the room itself: its hard end has passed.

    Args:
        longest_extension: What proctors added to any of its sittings; they meant it.
        has_begun: Sittings began in the room, maybe while no server answered.
    """
    under_way = {RoomSessionState.OPENED, RoomSessionState.STARTED}
    if has_begun:
        under_way.add(RoomSessionState.PLANNED)
    return (
        room.state in under_way
        and room.hard_end_utc is not None
        and now >= room.hard_end_utc + longest_extension
    )


def closing_reason(
    room: RoomSession, closed_for: timedelta, grace: timedelta
) -> ClosingReason | None:
    """Return why the room's unfinished sittings are closed now; None: they go on.

    Args:
        closed_for: How long the server has seen the room closed, by no wall clock.
        grace: How long after the close living seats may take to hand in by themselves.
    """
    if room.closed_utc is None or closed_for < grace:
        return None
    is_time_up = room.hard_end_utc is not None and room.closed_utc >= room.hard_end_utc
    return ClosingReason.TIME_UP if is_time_up else ClosingReason.ROOM_CLOSED


def may_forget(room: RoomSession, now: datetime, missing: int) -> bool:
    """Return whether a room's secrets have done their work.

    Args:
        missing: Sittings that began here and whose hand-in is not here.
    """
    if room.secrets_forgotten:
        return False
    if room.state is RoomSessionState.PLANNED:  # never opened: nothing was begun
        has_secrets = room.resume_secret_sealed or room.opening_code_sealed
        hard_end = room.hard_end_utc
        is_past = hard_end is not None and now - hard_end >= KEEP_FOR_MISSING
        return bool(has_secrets) and is_past
    if room.closed_utc is None:
        return False  # an open room is closed at its hard end
    return missing == 0 or now - room.closed_utc >= KEEP_FOR_MISSING


def closing_record(
    sitting: OpenSitting,
    reason: ClosingReason,
    now: datetime,
    by: str,
    signing_key: SigningKey,
) -> tuple[bytes, bytes]:
    """Return (record, the site's signature) for a sitting as it stands here."""
    record = closing_record_bytes(
        ClosingRecord(
            sitting_uuid=sitting.sitting_uuid,
            last_seq=sitting.last_seq,
            last_hash=(sitting.last_hash or genesis_hash(sitting.sitting_uuid)).hex(),
            reason=reason,
            closed_utc=now,
            by=by,
        )
    )
    return record, signing_key.sign(closing_message(record))
