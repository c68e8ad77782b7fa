"""Makes tests/golden/answer_archive_v1.answers and .json: docs/formats/answer-archive.md.

    python -m tests.golden.make_answer_archive_v1

Made once a format version and then kept; a new run draws another nonce.
"""

import base64
import json
from io import BytesIO
from pathlib import Path
from uuid import UUID

from question_bank.formats.answer_archive import ArchiveHeader
from question_bank.formats.entry_bodies import EntryKind
from question_bank.formats.journal_entry import (
    EntryHeader,
    header_bytes,
    make_entry,
)
from question_bank.identifiers import RoomSessionUuid, SittingUuid
from question_bank.sealing.archive_seal import seal_archive_kept, write_archive
from question_bank.sealing.signing_keys import SigningKey

FOLDER = Path(__file__).parent
SITTING = SittingUuid(UUID("5b0e6a52-91a7-4f0c-8a4e-0d2f5d6f7a01"))
ROOM = RoomSessionUuid(UUID("c7d4a3c8-2f64-4b0e-9d2a-6a0f3b9c5e02"))
ROOM_SECRET = bytes(range(32))
SIGNING_KEY = bytes(range(32, 64))
KEPT = b"what another seat must know"


def raw_entry(seq: int) -> bytes:
    """Return an entry whose body nobody opens here."""
    header = EntryHeader(
        format_version=1,
        sitting=SITTING.bytes,
        seq=seq,
        time_used_ms=seq * 1000,
        wall_time_ms=1_795_309_200_000 + seq * 1000,
        kind=EntryKind.RESPONSE_SET.value,
        kind_version=1,
        wraps=(),
    )
    return make_entry(header, header_bytes(header), bytes([seq]) * seq).raw


def main() -> None:
    """Write both files."""
    stream = BytesIO()
    header = ArchiveHeader(
        sitting_uuid=SITTING,
        room_session_uuid=ROOM,
        package_uuid=UUID("0d7d1c4e-52f8-4c56-8a55-11c1f6a6b703"),
        seat_uuid=UUID("9f6f1b4a-3a0e-4a53-b1b5-5d4d0c6a9e04"),
        session_code="2026-04-17-AM",
        seat_code="03",
        sealed_kept=seal_archive_kept(KEPT, ROOM_SECRET, SITTING, ROOM),
    )
    key = SigningKey(SIGNING_KEY)
    head = write_archive(stream, header, map(raw_entry, range(1, 6)), key)
    (FOLDER / "answer_archive_v1.answers").write_bytes(stream.getvalue())
    facts = {
        "room_secret": base64.b64encode(ROOM_SECRET).decode(),
        "seat_public_key": base64.b64encode(key.verify_key.raw).decode(),
        "kept": KEPT.decode(),
        "last_seq": head.seq,
        "last_hash": head.hash.hex(),
    }
    text = json.dumps(facts, indent=1)
    (FOLDER / "answer_archive_v1.json").write_text(f"{text}\n", "utf-8")


if __name__ == "__main__":
    main()
