"""What the server keeps in memory of one sitting's journal while entries come in."""

import asyncio
from dataclasses import dataclass, field

from question_bank.formats.journal_entry import JournalHead
from question_bank.identifiers import SittingUuid


@dataclass(slots=True, kw_only=True)
class JournalState:
    """One sitting; lives on the loop's thread.

    Attributes:
        head: The durable end; None: read it from the store before the next batch.
        seats: Row numbers of seats known to have held the sitting.
        turn: Held while a batch of this sitting is checked or written; first come first
            served. It is not always the request that lets go: that can be cancelled
            while its entries are being written.
    """

    sitting_id: int
    sitting_uuid: SittingUuid
    head: JournalHead | None = None
    seats: set[int] = field(default_factory=set)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
