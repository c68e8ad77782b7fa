"""A batch of journal entries on its way from a seat to a server, and the answer.

Batch: msgpack array `[1, sitting, after_seq, after_hash, [entry bytes …], signature]`.
The signature is the seat's Ed25519 over `head_message` of the chain's end after the
batch. Receipt: msgpack array `[1, sitting, last_seq, last_hash]`: how far the server's
durable copy goes. Pure: bytes in, values out.
"""

from typing import Annotated
from uuid import UUID

import msgspec

from question_bank.errors import FormatError
from question_bank.formats.journal_entry import Bytes16, JournalHead, Uint53
from question_bank.formats.record import parse_record, record_bytes
from question_bank.identifiers import SittingUuid

MOST_BATCH_ENTRIES = 500
MOST_BATCH_BYTES = 4 * 1024 * 1024

_HEAD_DOMAIN = b"exam-room journal head v1\0"

Hash = Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]
Signature = Annotated[bytes, msgspec.Meta(min_length=64, max_length=64)]


class SyncBatch(msgspec.Struct, frozen=True, array_like=True, kw_only=True):
    """Entries that follow one another in one sitting's journal.

    Attributes:
        after_seq: Sequence number before the first entry; 0 for the journal's start.
        after_hash: The chain's hash at `after_seq`.
        entries: Raw entries `after_seq + 1 …`, at least one.
        head_signature: The seat's signature over the head after the last entry.
    """

    format_version: Annotated[int, msgspec.Meta(ge=1, le=1)] = 1
    sitting: Bytes16
    after_seq: Uint53
    after_hash: Hash
    entries: Annotated[
        tuple[bytes, ...], msgspec.Meta(min_length=1, max_length=MOST_BATCH_ENTRIES)
    ]
    head_signature: Signature

    @property
    def sitting_uuid(self) -> SittingUuid:
        """The sitting whose entries these are."""
        return SittingUuid(UUID(bytes=self.sitting))


class SyncReceipt(msgspec.Struct, frozen=True, array_like=True, kw_only=True):
    """How far the server's durable copy of a journal goes."""

    format_version: Annotated[int, msgspec.Meta(ge=1, le=1)] = 1
    sitting: Bytes16
    last_seq: Uint53
    last_hash: Hash

    @property
    def head(self) -> JournalHead:
        """The receipt as a chain head."""
        return JournalHead(self.last_seq, self.last_hash)


def head_message(sitting_uuid: SittingUuid, head: JournalHead) -> bytes:
    r"""Return the bytes that a seat signs for a chain head.

    b"exam-room journal head v1\0" + sitting (16) + seq (8, big-endian) + hash (32).
    """
    return _HEAD_DOMAIN + sitting_uuid.bytes + head.seq.to_bytes(8, "big") + head.hash


def sync_batch_bytes(batch: SyncBatch) -> bytes:
    """Return the batch's msgpack."""
    return record_bytes(batch)


def parse_sync_batch(untrusted_bytes: bytes) -> SyncBatch:
    """Parse a batch; its entries are still raw.

    Raises:
        FormatError: not a batch, or larger than MOST_BATCH_BYTES.
    """
    if len(untrusted_bytes) > MOST_BATCH_BYTES:
        raise FormatError(
            "batch", f"{len(untrusted_bytes)} bytes, at most {MOST_BATCH_BYTES}"
        )
    return parse_record(untrusted_bytes, SyncBatch, name="batch")


def sync_receipt_bytes(receipt: SyncReceipt) -> bytes:
    """Return the receipt's msgpack."""
    return record_bytes(receipt)


def parse_sync_receipt(untrusted_bytes: bytes) -> SyncReceipt:
    """Parse a receipt.

    Raises:
        FormatError: not a receipt.
    """
    return parse_record(untrusted_bytes, SyncReceipt, name="receipt")
