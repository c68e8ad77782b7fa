"""Test vectors: read by the product and by a program that shares no line with it."""

import base64
import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from cryptography.exceptions import InvalidSignature, InvalidTag

from question_bank.formats.closing_record import parse_closing_record
from question_bank.formats.entry_bodies import BODY_TYPES, body_bytes, parse_body
from question_bank.formats.journal_entry import JournalHead, parse_journal_entry
from question_bank.formats.receipt import receipt_code
from question_bank.formats.spoken_code import parse_spoken_code
from question_bank.formats.sync_batch import parse_sync_batch, parse_sync_receipt
from question_bank.identifiers import RoomSessionUuid, SittingUuid
from question_bank.journal.chain import verify_chain
from question_bank.journal.sitting_record import fold
from question_bank.sealing.journal_reader import (
    key_opener,
    opened_entries,
    room_opener,
)
from question_bank.sealing.journal_seal import room_secret, verify_head
from question_bank.sealing.lock_keys import UnlockKey
from question_bank.sealing.signing_keys import VerifyKey
from tests.question_bank.journal import independent_verifier as auditor

GOLDEN = Path(__file__).parents[2] / "golden"
VECTORS: dict[str, Any] = json.loads((GOLDEN / "journal_v1.json").read_text("utf-8"))
SITTING = UUID(VECTORS["sitting"])
RAWS = [bytes.fromhex(entry["raw"]) for entry in VECTORS["entries"]]
BODIES = [bytes.fromhex(entry["body"]) for entry in VECTORS["entries"]]
HASHES = [bytes.fromhex(entry["hash"]) for entry in VECTORS["entries"]]
HEAD = JournalHead(len(RAWS), HASHES[-1])
SECRET = bytes.fromhex(VECTORS["room_secret"])


def of(name: str) -> bytes:
    return bytes.fromhex(VECTORS[name])


def auditors_opener(reader: str) -> auditor.OpenWraps:
    def open_wraps(wraps: Any) -> bytes:
        ((_, key_id, wrapped),) = [wrap for wrap in wraps if wrap[0] == reader]
        if reader == "room":
            assert key_id == auditor.room_key_id(SECRET)
            return auditor.open_room_wrap(wrapped, SITTING, SECRET)
        name = "organisation" if reader == "organisation" else "site_marking"
        private_key = of(f"{name}_private_key")
        return auditor.hpke_open(
            private_key, wrapped, auditor.wrap_info(reader, SITTING)
        )

    return open_wraps


def test_the_auditor_proves_the_chain_without_any_key() -> None:
    verified = auditor.verify(SITTING, RAWS)

    assert [entry.hash for entry in verified] == HASHES
    assert [entry.kind for entry in verified] == [e["kind"] for e in VECTORS["entries"]]


@pytest.mark.parametrize("reader", ["room", "organisation", "site"])
def test_the_auditor_opens_every_body_with_each_readers_key(reader: str) -> None:
    verified = auditor.verify(SITTING, RAWS, auditors_opener(reader))

    assert [entry.body for entry in verified] == [auditor.unpacked(b) for b in BODIES]
    texts = [e.body["response"] for e in verified if e.body and "response" in e.body]
    assert {"shape": "text", "text": "共情与倾听"} in texts


@pytest.mark.parametrize("reader", ["room", "organisation", "site"])
def test_the_product_reads_the_same(reader: str) -> None:
    sitting = SittingUuid(SITTING)
    entries = [parse_journal_entry(raw) for raw in RAWS]
    opener = {
        "room": room_opener(sitting, SECRET),
        "organisation": key_opener(sitting, UnlockKey(of("organisation_private_key"))),
        "site": key_opener(sitting, UnlockKey(of("site_marking_private_key"))),
    }[reader]

    assert verify_chain(sitting, entries) == HEAD
    opened = list(opened_entries(sitting, entries, opener))
    assert [body_bytes(body) for _, body in opened if body] == BODIES
    record = fold(opened)
    assert record.handed_in_seq == HEAD.seq
    assert record.extra_ms == 600_000


def test_the_vectors_hold_every_kind_that_has_a_body() -> None:
    seats = json.loads((GOLDEN / "journal_v1_seat.json").read_text("utf-8"))
    told = [*VECTORS["entries"], *seats["entries"]]

    assert {(entry["kind"], 1) for entry in told} == set(BODY_TYPES)
    for entry in told:
        plain = bytes.fromhex(entry["body"])
        body = parse_body(entry["kind"], 1, plain)
        assert body is not None
        assert body_bytes(body) == plain


def test_both_make_the_same_room_secret_from_the_resume_code() -> None:
    resume_secret = of("resume_secret")
    room_session = UUID(VECTORS["room_session"])

    assert auditor.spoken(resume_secret) == VECTORS["resume_code"]
    typed = parse_spoken_code(VECTORS["resume_code"], length_bytes=10, name="code")
    assert typed == resume_secret
    assert auditor.room_secret(resume_secret, room_session) == SECRET
    assert room_secret(resume_secret, RoomSessionUuid(room_session)) == SECRET


def test_both_read_the_batch_the_receipt_and_the_heads_signature() -> None:
    raw_batch = base64.b64decode(VECTORS["batch"])
    version, sitting, after_seq, after_hash, entries, signature = auditor.unpacked(
        raw_batch
    )
    batch = parse_sync_batch(raw_batch)

    assert (version, sitting, after_seq) == (1, SITTING.bytes, 0)
    assert after_hash == of("genesis_hash") == batch.after_hash
    assert entries == RAWS == list(batch.entries)
    public_key = of("seat_signing_public_key")
    auditor.verify_head(public_key, signature, SITTING, HEAD.seq, HEAD.hash)
    verify_head(SittingUuid(SITTING), HEAD, signature, VerifyKey(public_key))
    assert auditor.unpacked(of("receipt")) == [1, SITTING.bytes, HEAD.seq, HEAD.hash]
    assert parse_sync_receipt(of("receipt")).head == HEAD
    with pytest.raises(InvalidSignature):
        auditor.verify_head(public_key, signature, SITTING, HEAD.seq - 1, HEAD.hash)


def test_both_show_the_same_receipt_code() -> None:
    code = VECTORS["receipt_code"]

    assert auditor.receipt_code(SITTING, HEAD.seq, HEAD.hash) == code
    assert receipt_code(SittingUuid(SITTING), HEAD) == code


def test_both_believe_the_closing_record() -> None:
    record = VECTORS["closing_record"].encode()

    auditor.verify_closing_record(
        of("site_signing_public_key"), of("closing_signature"), record
    )
    assert parse_closing_record(record).last_hash == HEAD.hash.hex()
    with pytest.raises(InvalidSignature):
        auditor.verify_closing_record(
            of("site_signing_public_key"), of("closing_signature"), record + b" "
        )


@pytest.mark.parametrize("seq", range(1, len(RAWS) + 1))
def test_the_auditor_finds_a_changed_byte_in_every_entry(seq: int) -> None:
    for position in range(0, len(RAWS[seq - 1]), 97):
        changed = bytearray(RAWS[seq - 1])
        changed[position] ^= 1
        raws = [*RAWS[: seq - 1], bytes(changed), *RAWS[seq:]]

        try:
            verified = auditor.verify(SITTING, raws)
        except (ValueError, KeyError, TypeError):
            continue
        assert verified[-1].hash != HEAD.hash
        with pytest.raises((InvalidTag, ValueError, KeyError, TypeError)):
            auditor.verify(SITTING, raws, auditors_opener("room"))
