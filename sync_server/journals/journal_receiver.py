"""Taking batches in: right of the seat, signature, chain, commit, and only then a receipt.

Never opens a body. Batches of one sitting go one after another, those of different
sittings together. Lives on the event loop's thread; reads of the store go to threads.
"""

import asyncio
from collections.abc import Mapping
from typing import Protocol
from uuid import UUID

from question_bank.errors import ExamRoomError, FormatError
from question_bank.formats.journal_entry import (
    JournalHead,
    entry_hash,
    genesis_hash,
)
from question_bank.formats.sync_batch import (
    MOST_BATCH_BYTES,
    SyncBatch,
    SyncReceipt,
    parse_sync_batch,
)
from question_bank.identifiers import SittingUuid
from question_bank.journal.chain import (
    ChainBrokenError,
    Extension,
    JournalConflictError,
    JournalGapError,
    extend_chain,
)
from question_bank.sealing.errors import SignatureInvalidError
from question_bank.sealing.signing_keys import VerifyKey
from sync_server.errors import SittingNotOfSeatError
from sync_server.journals.entry_writer import EntryWriter, NewEntry, WriteJob
from sync_server.journals.journal_state import JournalState
from sync_server.journals.refusals import Refusal, Refusals
from sync_server.keys.head_check import check_head_signature

EVIDENCE = (
    FormatError,
    ChainBrokenError,
    JournalConflictError,
    SignatureInvalidError,
    SittingNotOfSeatError,
)
"""A gap is none: it is how a restored server learns what it lacks."""

UNFITTING = (FormatError, ChainBrokenError, JournalConflictError, JournalGapError)
"""What the chain's rules say; told only to a seat that signed what it sent."""


class Sender(Protocol):
    """The seat that brings a batch."""

    @property
    def seat_id(self) -> int:
        """Its row number."""
        ...

    @property
    def seat_uuid(self) -> UUID:
        """Its name in records."""
        ...

    @property
    def verify_key(self) -> VerifyKey:
        """Its key."""
        ...


class JournalRows(Protocol):
    """What the receiver asks its store."""

    def head(self, sitting_id: int, sitting_uuid: SittingUuid) -> JournalHead:
        """Return the durable end of a journal."""
        ...

    def hashes(self, sitting_id: int, first: int, last: int) -> Mapping[int, bytes]:
        """Return the chain's hashes at entries `first … last` that are known."""
        ...


class SittingRows(Protocol):
    """What the receiver asks of sittings."""

    def sitting_id(self, sitting_uuid: SittingUuid) -> int | None:
        """Return a sitting's row number."""
        ...

    def has_held(self, sitting_id: int, seat_id: int) -> bool:
        """Return whether the seat holds the sitting or did so before."""
        ...


class Bringers(Protocol):
    """Seats that went on while no server answered; nobody logged in there, as known here."""

    def may_bring(self, sitting_id: int, seat_id: int) -> bool:
        """Return whether such a seat may bring entries of the sitting."""
        ...

    def let_bring(
        self, sitting_id: int, sitting_uuid: SittingUuid, seat_id: int
    ) -> None:
        """Let such a seat hold the sitting: it brings what follows.

        SittingNotOfSeatError while another seat has it under way.
        """
        ...


class JournalReceiver:
    """Receives journals; what it acknowledged is durable."""

    def __init__(
        self,
        journals: JournalRows,
        sittings: SittingRows,
        writer: EntryWriter,
        refusals: Refusals,
        bringers: Bringers | None = None,
    ) -> None:
        self._bringers = bringers
        self._journals = journals
        self._sittings = sittings
        self._writer = writer
        self._refusals = refusals
        self._states: dict[SittingUuid, JournalState] = {}

    async def receive(
        self, seat: Sender, sitting_uuid: SittingUuid, untrusted_body: bytes
    ) -> SyncReceipt:
        """Take one batch in; safe to send again.

        Raises:
            FormatError: not a batch, or of another sitting than the address says.
            SittingNotOfSeatError: the seat never held this sitting, or would go on with
                one that another seat has under way.
            SignatureInvalidError: not signed by this seat, whatever else is wrong with it.
            ChainBrokenError, JournalGapError, JournalConflictError: the chain's rules.
            StorageFullError, StorageFailedError, BusyError: nothing was taken; again.
        """
        if len(untrusted_body) > MOST_BATCH_BYTES:
            raise FormatError("batch", f"{len(untrusted_body)} bytes")
        batch = parse_sync_batch(untrusted_body)
        if batch.sitting != sitting_uuid.bytes:
            raise FormatError("batch.sitting", "another sitting than the address says")
        state = await self._state(sitting_uuid)
        try:
            if seat.seat_id not in state.seats:
                await self._check_right(state, seat)
            head = await self._take_in(state, seat, batch)
        except EVIDENCE as error:
            refusal = Refusal(
                sitting_id=state.sitting_id,
                sitting_uuid=sitting_uuid,
                seat_id=seat.seat_id,
                seat_uuid=seat.seat_uuid,
                code=error.code,
                seq=getattr(error, "seq", batch.after_seq + 1),
                body=untrusted_body,
            )
            await asyncio.to_thread(self._refusals.keep, refusal)
            raise
        return SyncReceipt(
            sitting=batch.sitting, last_seq=head.seq, last_hash=head.hash
        )

    async def _state(self, sitting_uuid: SittingUuid) -> JournalState:
        if (state := self._states.get(sitting_uuid)) is not None:
            return state
        sitting_id = await asyncio.to_thread(self._sittings.sitting_id, sitting_uuid)
        if sitting_id is None:
            raise SittingNotOfSeatError("there is no such sitting here")
        return self._states.setdefault(
            sitting_uuid, JournalState(sitting_id=sitting_id, sitting_uuid=sitting_uuid)
        )

    async def _check_right(self, state: JournalState, seat: Sender) -> None:
        sitting_id, seat_id = state.sitting_id, seat.seat_id
        if await asyncio.to_thread(self._sittings.has_held, sitting_id, seat_id):
            state.seats.add(seat_id)
        elif self._bringers is None or not await asyncio.to_thread(
            self._bringers.may_bring, sitting_id, seat_id
        ):
            raise SittingNotOfSeatError("this seat never held the sitting")

    async def _let_bring(self, state: JournalState, seat: Sender) -> None:
        """What a bringer repeats or contradicts needs no right; what it adds does."""
        assert self._bringers is not None  # else `_check_right` has refused it
        await asyncio.to_thread(
            self._bringers.let_bring, state.sitting_id, state.sitting_uuid, seat.seat_id
        )
        state.seats.add(seat.seat_id)

    async def _take_in(
        self, state: JournalState, seat: Sender, batch: SyncBatch
    ) -> JournalHead:
        """Return the durable head once the batch is in."""
        await state.turn.acquire()
        try:
            known = await self._head(state)
            extension = await self._signed_extension(state, known, seat, batch)
            if not extension.entries:
                state.turn.release()
                return known
            if seat.seat_id not in state.seats:
                await self._let_bring(state, seat)
            durable = self._submit(state, seat, batch, extension)
        except BaseException:
            state.turn.release()
            raise
        return await durable  # the turn is the writer's to end from here on

    async def _head(self, state: JournalState) -> JournalHead:
        if state.head is None:
            state.head = await asyncio.to_thread(
                self._journals.head, state.sitting_id, state.sitting_uuid
            )
        return state.head

    async def _signed_extension(
        self, state: JournalState, known: JournalHead, seat: Sender, batch: SyncBatch
    ) -> Extension:
        """Return what the batch adds; its signature is checked once, and before all else.

        The chain's rules work the batch's head out anyway: it is hashed a second time
        only when they refuse it.
        """
        try:
            extension = await self._extension(state, known, batch)
        except UNFITTING:
            _check_signature(seat, batch, _head_as_sent(batch))
            raise
        _check_signature(seat, batch, extension.batch_head)
        return extension

    async def _extension(
        self, state: JournalState, known: JournalHead, batch: SyncBatch
    ) -> Extension:
        hashes = {known.seq: known.hash}
        if batch.after_seq < known.seq:
            hashes[0] = genesis_hash(state.sitting_uuid)
            last = min(known.seq, batch.after_seq + len(batch.entries))
            hashes |= await asyncio.to_thread(
                self._journals.hashes, state.sitting_id, batch.after_seq, last
            )
        return extend_chain(
            state.sitting_uuid,
            known,
            hashes.__getitem__,
            JournalHead(batch.after_seq, batch.after_hash),
            batch.entries,
        )

    def _submit(
        self, state: JournalState, seat: Sender, batch: SyncBatch, extension: Extension
    ) -> "asyncio.Future[JournalHead]":
        """Hand the new entries to the writer; its end advances the head, ends the turn."""
        durable: asyncio.Future[JournalHead] = (
            asyncio.get_running_loop().create_future()
        )

        def settle(error: ExamRoomError | None) -> None:
            state.head = extension.head if error is None else None
            state.turn.release()
            if durable.done():
                return  # the request was cancelled; the entries are in all the same
            if error is None:
                durable.set_result(extension.head)
            else:
                durable.set_exception(error)

        self._writer.submit(
            WriteJob(
                entries=_new_entries(state.sitting_id, seat.seat_id, batch, extension),
                size_bytes=sum(len(entry.raw) for entry, _ in extension.entries),
                settle=settle,
            )
        )
        return durable


def _check_signature(seat: Sender, batch: SyncBatch, head: JournalHead) -> None:
    check_head_signature(
        seat.verify_key, batch.head_signature, batch.sitting_uuid, head
    )


def _head_as_sent(batch: SyncBatch) -> JournalHead:
    """Return the batch's own head as its sender reckons it, whatever the entries are."""
    found = batch.after_hash
    for raw in batch.entries:
        found = entry_hash(found, raw)
    return JournalHead(batch.after_seq + len(batch.entries), found)


def _new_entries(
    sitting_id: int, seat_id: int, batch: SyncBatch, extension: Extension
) -> tuple[NewEntry, ...]:
    last = extension.head.seq
    return tuple(
        NewEntry(
            sitting_id=sitting_id,
            seq=entry.seq,
            kind=entry.header.kind,
            time_used_ms=entry.header.time_used_ms,
            hash=hash_after,
            entry=entry.raw,
            seat_id=seat_id,
            head_signature=batch.head_signature if entry.seq == last else None,
        )
        for entry, hash_after in extension.entries
    )
