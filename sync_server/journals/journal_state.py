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
        turn: Set while a batch of this sitting is checked or written. Whoever ends the
            turn is not always the request: that can be cancelled while its entries are
            being written.
    """

    sitting_id: int
    sitting_uuid: SittingUuid
    head: JournalHead | None = None
    seats: set[int] = field(default_factory=set)
    turn: "asyncio.Future[None] | None" = None

    async def take_turn(self) -> None:
        """Return when no other batch of this sitting is under way, and be the one."""
        while self.turn is not None:
            await asyncio.wait({self.turn})
        self.turn = asyncio.get_running_loop().create_future()

    def end_turn(self) -> None:
        """Let the next batch of this sitting begin."""
        turn, self.turn = self.turn, None
        if turn is not None:
            turn.set_result(None)
