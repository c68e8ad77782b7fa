"""The seat's later kinds: the same bytes for the product, the auditor and a sound library."""

import base64
import io
import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import soundfile

from question_bank.formats.entry_bodies import HandInReason, body_bytes
from question_bank.formats.journal_entry import JournalHead, parse_journal_entry
from question_bank.formats.sound_bodies import RecordingEnd
from question_bank.identifiers import SittingUuid
from question_bank.items.response import SpokenResponse, TextResponse
from question_bank.journal.chain import verify_chain
from question_bank.journal.sitting_record import SittingRecord, fold
from question_bank.sealing.journal_reader import (
    key_opener,
    opened_entries,
    room_opener,
)
from question_bank.sealing.lock_keys import UnlockKey
from tests.question_bank.journal import independent_verifier as auditor

GOLDEN = Path(__file__).parents[2] / "golden"
VECTORS: dict[str, Any] = json.loads(
    (GOLDEN / "journal_v1_seat.json").read_text("utf-8")
)
SITTING = UUID(VECTORS["sitting"])
RAWS = [bytes.fromhex(entry["raw"]) for entry in VECTORS["entries"]]
BODIES = [bytes.fromhex(entry["body"]) for entry in VECTORS["entries"]]
HEAD = JournalHead(len(RAWS), bytes.fromhex(VECTORS["entries"][-1]["hash"]))
SECRET = bytes.fromhex(VECTORS["room_secret"])


def folded() -> SittingRecord:
    sitting = SittingUuid(SITTING)
    entries = [parse_journal_entry(raw) for raw in RAWS]
    return fold(opened_entries(sitting, entries, room_opener(sitting, SECRET)))


def by_the_auditor() -> list[dict[str, Any]]:
    def open_wraps(wraps: Any) -> bytes:
        ((_, _, wrapped),) = [wrap for wrap in wraps if wrap[0] == "room"]
        return auditor.open_room_wrap(wrapped, SITTING, SECRET)

    verified = auditor.verify(SITTING, RAWS, open_wraps)
    assert [entry.hash.hex() for entry in verified] == [
        entry["hash"] for entry in VECTORS["entries"]
    ]
    return [{"kind": entry.kind, **(entry.body or {})} for entry in verified]


def test_the_auditor_reads_what_the_file_tells() -> None:
    told = [
        {"kind": entry["kind"], **auditor.unpacked(plain)}
        for entry, plain in zip(VECTORS["entries"], BODIES, strict=True)
    ]

    assert by_the_auditor() == told
    auditor.verify_head(
        bytes.fromhex(VECTORS["seat_signing_public_key"]),
        bytes.fromhex(VECTORS["head_signature"]),
        SITTING,
        HEAD.seq,
        HEAD.hash,
    )
    code = VECTORS["receipt_code"]
    assert auditor.receipt_code(SITTING, HEAD.seq, HEAD.hash) == code


@pytest.mark.parametrize("reader", ["room", "organisation", "site_marking"])
def test_the_product_reads_the_same_with_each_key(reader: str) -> None:
    sitting = SittingUuid(SITTING)
    entries = [parse_journal_entry(raw) for raw in RAWS]
    opener = (
        room_opener(sitting, SECRET)
        if reader == "room"
        else key_opener(
            sitting, UnlockKey(bytes.fromhex(VECTORS[f"{reader}_private_key"]))
        )
    )

    assert verify_chain(sitting, entries) == HEAD
    opened = list(opened_entries(sitting, entries, opener))
    assert [body_bytes(body) for _, body in opened if body] == BODIES


def test_the_takes_hold_what_was_spoken() -> None:
    samples = b""
    for entry in by_the_auditor():
        if entry["kind"] != "recording_chunk" or entry["take"] != 1:
            continue
        audio = entry["audio"]
        if entry["codec"] == "flac":
            sound, rate_hz = soundfile.read(io.BytesIO(audio), dtype="int16")
            assert rate_hz == 16_000
            audio = sound.tobytes()
        samples += audio

    assert samples == base64.b64decode(VECTORS["take_1_samples"])


def test_the_fold_says_how_the_sitting_stands() -> None:
    record = folded()

    assert record.responses == {
        "t-03": TextResponse(text="倾听"),
        "t-09": SpokenResponse(take=1),
    }
    assert record.struck == {("t-01", "o-2")}
    assert record.notes == "先排除乙"
    assert [text.text for text in record.earlier_texts["t-03"]] == ["共情"]
    assert record.sections.passed == {"sec-1"}
    assert record.sections.current == "sec-2"
    assert record.sections.used_before_ms == {"sec-1": 80_000}
    assert record.sound.plays == {("t-08", "clip-1.wav"): 1}
    assert record.sound.broken_off_at_ms == {}
    assert not record.help_called
    assert not record.is_covered
    assert not record.is_locked
    assert record.handed_in is not None
    assert record.handed_in.reason is HandInReason.TIME_UP
    assert record.started is not None
    assert record.started.order_number == 0


def test_the_fold_tells_each_take() -> None:
    first, second = folded().sound.takes_of("t-09")

    assert (first.reason, first.frames, first.dropped_frames) == (
        RecordingEnd.STOPPED,
        3_200,
        160,
    )
    assert first.findings == ("TOO_SHORT",)
    assert (second.reason, second.chunks) == (RecordingEnd.INTERRUPTED, 1)
    assert folded().sound.costing_takes("t-09") == 1
