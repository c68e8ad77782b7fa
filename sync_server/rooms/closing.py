"""Closing sittings whose seat is silent: when, and the server's signed word on it. Pure.

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
from question_bank.identifiers import SittingUuid
from question_bank.sealing.signing_keys import SigningKey
from sync_server.rooms.room_session import RoomSession


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSitting:
    """A sitting that began and has no end.

    Attributes:
        last_hash: The chain's hash at `last_seq`; None while the server has no entry.
    """

    sitting_id: int
    sitting_uuid: SittingUuid
    last_seq: int
    last_hash: bytes | None


KEEP_FOR_MISSING = timedelta(hours=24)
"""How long a closed room's secrets wait for seats that died with answers on their disk.

Afterwards the resume code on the proctor's sheet still opens them.
"""


def closing_reason(
    room: RoomSession, now: datetime, grace: timedelta
) -> ClosingReason | None:
    """Return why the room's unfinished sittings are closed now; None: they go on.

    Args:
        grace: How long after the close living seats may take to hand in by themselves.
    """
    if room.closed_utc is not None:
        return ClosingReason.ROOM_CLOSED if now - room.closed_utc >= grace else None
    if room.hard_end_utc is not None and now >= room.hard_end_utc + grace:
        return ClosingReason.TIME_UP
    return None


def may_forget(room: RoomSession, now: datetime, missing: int) -> bool:
    """Return whether a room's secrets have done their work.

    Args:
        missing: Sittings that began here and whose hand-in is not here.
    """
    if room.closed_utc is None or room.secrets_forgotten:
        return False
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
