"""The first entry of a sitting, and who may open what follows it.

No clock and no disk here; the wraps' randomness is the seals' own.
"""

from dataclasses import dataclass

from kiosk.clock import Moment
from kiosk.sitting.entry_draft import EntryDraft
from question_bank.formats.entry_bodies import Started
from question_bank.formats.journal_entry import KeyWrap, WrapReader
from question_bank.identifiers import SittingUuid
from question_bank.sealing.journal_seal import wrap_for_reader, wrap_for_room
from question_bank.sealing.lock_keys import LockKey


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalReaders:
    """Who may read a sitting's bodies.

    Attributes:
        room_secret: This seat after a crash, another one after a move.
        organisation: The organisation's key for answers, from the manifest.
        site: The site's marking key; only where the plan lets the site score.
    """

    room_secret: bytes
    organisation: LockKey
    site: LockKey | None


def wraps_for(
    readers: JournalReaders, body_key: bytes, sitting_uuid: SittingUuid
) -> tuple[KeyWrap, ...]:
    """Return the body key's wraps, for the header of `started` or `resumed`."""
    wraps = [
        wrap_for_room(body_key, sitting_uuid, readers.room_secret),
        wrap_for_reader(
            WrapReader.ORGANISATION, body_key, sitting_uuid, readers.organisation
        ),
    ]
    if readers.site is not None:
        wraps.append(
            wrap_for_reader(WrapReader.SITE, body_key, sitting_uuid, readers.site)
        )
    return tuple(wraps)


def started_draft(
    started: Started, wraps: tuple[KeyWrap, ...], now: Moment
) -> EntryDraft:
    """Return the draft of entry 1; exam time begins with it.

    Args:
        started: Its `boot_id` and `boot_time_ms` are of `now`.
    """
    return EntryDraft(
        body=started, time_used_ms=0, wall_time_ms=now.wall_time_ms, wraps=wraps
    )
