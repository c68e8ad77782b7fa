"""The audit log's chain: what a record's hash covers, and checking a whole log. Pure."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from question_bank.formats.canonical import canonical_bytes
from sync_server.audit.errors import AuditBrokenError

_DOMAIN = b"exam-room audit record v1\0"
START = bytes(32)
"""The hash before the first record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRecord:
    """One act.

    Attributes:
        number: From 1 without gaps.
        actor: Account name, `seat:<uuid>` or `command` (somebody at the server itself).
        action: Such as `room.extend`.
        subject: Identifier of what it was done to.
        details_json: Canonical JSON; never answers, keys, ID numbers.
    """

    number: int
    made_utc: str
    actor: str
    action: str
    subject: str
    details_json: str
    previous_hash: bytes
    hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What is to be recorded."""

    actor: str
    action: str
    subject: str = ""
    details: Mapping[str, object] | None = None


def next_record(
    number: int, previous_hash: bytes, made_utc: str, act: Act
) -> AuditRecord:
    """Return the record of `act` that follows `previous_hash`."""
    details_json = canonical_bytes(dict(act.details or {})).decode()
    parts = (number, made_utc, act.actor, act.action, act.subject, details_json)
    return AuditRecord(
        number=number,
        made_utc=made_utc,
        actor=act.actor,
        action=act.action,
        subject=act.subject,
        details_json=details_json,
        previous_hash=previous_hash,
        hash=_record_hash(previous_hash, parts),
    )


def verify_chain(records: Iterable[AuditRecord]) -> tuple[int, bytes]:
    """Return (number, hash) of the last record; (0, START) for an empty log.

    A cut at the end leaves a shorter chain that holds: compare the result with a head
    that was noted elsewhere.

    Raises:
        AuditBrokenError: a record was changed, left out or put elsewhere.
    """
    number, head = 0, START
    for record in records:
        parts = (
            record.number,
            record.made_utc,
            record.actor,
            record.action,
            record.subject,
            record.details_json,
        )
        if record.number != number + 1:
            raise AuditBrokenError(f"record {record.number} follows record {number}")
        if record.previous_hash != head or record.hash != _record_hash(head, parts):
            raise AuditBrokenError(f"record {record.number} was altered")
        number, head = record.number, record.hash
    return number, head


def _record_hash(previous_hash: bytes, parts: tuple[int | str, ...]) -> bytes:
    return hashlib.sha256(
        _DOMAIN + previous_hash + canonical_bytes(list(parts))
    ).digest()
