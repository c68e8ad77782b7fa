"""An auditor at the end of the day: journals proved and read without the product's code.

The reader was written from docs/formats/journal.md; here the organisation's answer key
is unlocked and the last response of each task is read.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from tests.journeys.answer_plans import Response
from tests.journeys.processes import JourneyError
from tests.question_bank.journal.independent_verifier import (
    Verified,
    hpke_open,
    receipt_code,
    unpacked,
    verify,
    wrap_info,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditedJournal:
    """What a journal proves.

    Attributes:
        responses: Task → the last response that was recorded.
        receipt_code: Worked out from the hand-in entry; "" without one.
        reason: Who or what handed in; "" without a hand-in.
        kinds: The kinds of all entries, in order.
        is_time_monotonic: Whether exam time never went back.
    """

    entries: int
    responses: Mapping[str, Response]
    receipt_code: str
    reason: str
    kinds: tuple[str, ...]
    is_time_monotonic: bool


def organisation_key(file: Path, passphrase: str) -> bytes:
    """Return the organisation's answer key out of its file under a passphrase."""
    record = json.loads(file.read_text("utf-8"))
    key = Argon2id(
        salt=base64.b64decode(record["salt"]),
        length=32,
        iterations=record["passes"],
        lanes=record["lanes"],
        memory_cost=record["memory_kib"],
    ).derive(passphrase.encode())
    nonce, sealed = (base64.b64decode(record[name]) for name in ("nonce", "sealed"))
    return AESGCM(key).decrypt(nonce, sealed, record["purpose"].encode())


def audit(journal: Path, sitting_uuid: str, answer_key: bytes) -> AuditedJournal:
    """Prove a journal from entry 1 to its end and read it.

    Raises:
        JourneyError: something in it is not as the format page says.
    """
    sitting = UUID(sitting_uuid)

    def open_wraps(wraps: Sequence[tuple[str, bytes, bytes]]) -> bytes:
        found = next(
            wrapped for reader, _, wrapped in wraps if reader == "organisation"
        )
        return hpke_open(answer_key, found, wrap_info("organisation", sitting))

    try:
        raws = unpacked(journal.read_bytes())
        entries = verify(sitting, raws, open_wraps)
    except Exception as error:
        raise JourneyError(f"{journal.name} proves nothing: {error!r}") from error
    used = [entry.time_used_ms for entry in entries]
    handed_in = [entry for entry in entries if entry.kind == "handed_in"]
    last = handed_in[-1] if handed_in else None
    return AuditedJournal(
        entries=len(entries),
        responses=_last_responses(entries),
        receipt_code=receipt_code(sitting, last.seq, last.hash) if last else "",
        reason=str((last.body or {})["reason"]) if last else "",
        kinds=tuple(entry.kind for entry in entries),
        is_time_monotonic=used == sorted(used),
    )


def _last_responses(entries: Sequence[Verified]) -> dict[str, Response]:
    found: dict[str, Response] = {}
    for entry in entries:
        if entry.kind == "response_set" and entry.body is not None:
            found[entry.body["task_id"]] = _plain(entry.body["response"])
    return found


def _plain(response: Mapping[str, Any]) -> Response:
    match response["shape"]:
        case "options":
            return {"options": sorted(response["option_ids"])}
        case "truth":
            return {"truth": response["is_true"]}
        case "text":
            return {"text": response["text"]}
    return dict(response)
