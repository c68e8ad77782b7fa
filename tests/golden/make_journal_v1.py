"""Makes tests/golden/journal_v1.json: the test vectors of docs/formats/journal.md.

    python -m tests.golden.make_journal_v1

All keys are fixed and lie in the file. The room wraps' nonces are fixed too; the HPKE
wraps draw randomness of their own, so a new run gives other wraps, and with them other
hashes, that are just as good. The file is made once a format version and then kept: the
tests read it for ever. Bodies are sealed with deterministic nonces.
"""

import base64
import json
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kiosk.sitting.entry_draft import EntryDraft, header_of
from question_bank.formats.closing_record import (
    ClosingReason,
    ClosingRecord,
    closing_message,
    closing_record_bytes,
)
from question_bank.formats.entry_bodies import (
    Body,
    Extended,
    HandedIn,
    HandInReason,
    ItemShown,
    Locked,
    MarkSet,
    MessageShown,
    Released,
    ResponseSet,
    Resumed,
    ScenePassed,
    Started,
    TimeTicked,
    Unlocked,
    WriteFailed,
    body_bytes,
)
from question_bank.formats.journal_entry import (
    JournalHead,
    KeyWrap,
    WrapReader,
    empty_head,
    genesis_hash,
    head_after,
)
from question_bank.formats.receipt import receipt_code
from question_bank.formats.spoken_code import spoken_code
from question_bank.formats.sync_batch import (
    SyncBatch,
    SyncReceipt,
    head_message,
    sync_batch_bytes,
    sync_receipt_bytes,
)
from question_bank.identifiers import RoomSessionUuid, SittingUuid
from question_bank.items.response import (
    OptionsResponse,
    SpokenResponse,
    TextResponse,
    TruthResponse,
)
from question_bank.sealing.journal_seal import (
    room_key_id,
    room_secret,
    seal_entry,
    sign_head,
    wrap_for_reader,
)
from question_bank.sealing.lock_keys import UnlockKey
from question_bank.sealing.signing_keys import SigningKey

TARGET = Path(__file__).with_name("journal_v1.json")

SITTING = SittingUuid(UUID("0f1e2d3c-4b5a-4978-8796-a5b4c3d2e1f0"))
ROOM_SESSION = RoomSessionUuid(UUID("00112233-4455-4677-8899-aabbccddeeff"))
SEAT = "6a1d3f70-0000-4000-8000-000000000003"
NEXT_SEAT = "6a1d3f70-0000-4000-8000-000000000009"
PACKAGE = "ac4a6e00-0000-4000-8000-000000000001"

RESUME_SECRET = bytes(range(0x10, 0x1A))
BODY_KEYS = (bytes(range(0x20, 0x40)), bytes(range(0x40, 0x60)))
ROOM_NONCES = (bytes(range(0x60, 0x6C)), bytes(range(0x70, 0x7C)))
ORGANISATION = UnlockKey(bytes(range(96)))
MARKING = UnlockKey(bytes(range(96, 192)))
SEAT_KEY = SigningKey(bytes(range(0x80, 0xA0)))
SITE_KEY = SigningKey(bytes(range(0xA0, 0xC0)))

FIRST_SEAT: tuple[Body, ...] = (
    Started(
        seat_uuid=SEAT,
        package_uuid=PACKAGE,
        manifest_sha256=bytes(range(32)),
        form_code="A",
        duration_ms=7_200_000,
        program_version="1.0.0",
        order_number=2,
        boot_id="b1b1b1b1-0000-4000-8000-000000000001",
        boot_time_ms=1_000_000,
    ),
    ItemShown(task_id="t-01"),
    ResponseSet(task_id="t-01", response=OptionsResponse(option_ids=("o-1", "o-3"))),
    ResponseSet(task_id="t-02", response=TruthResponse(is_true=True)),
    ResponseSet(task_id="t-03", response=TextResponse(text="共情与倾听")),
    ResponseSet(task_id="t-04", response=SpokenResponse(take=2)),
    MarkSet(task_id="t-02", is_marked=True),
    ScenePassed(item_id="case-1", scene_id="s-1"),
    Locked(order_number=3, by="proctor"),
    Unlocked(order_number=4, by="proctor"),
    TimeTicked(boot_id="b1b1b1b1-0000-4000-8000-000000000001", boot_time_ms=1_090_000),
    Extended(order_number=5, extra_ms=600_000, by="proctor"),
    MessageShown(order_number=6, text="还有十分钟"),
    WriteFailed(reason="disk_full", failed_ms=2_500),
    Released(order_number=7),
)

SECOND_SEAT: tuple[Body, ...] = (
    Resumed(
        seat_uuid=NEXT_SEAT,
        previous_seat_uuid=SEAT,
        program_version="1.0.0",
        down_ms=45_000,
        down_source="wall",
        down_counted_ms=0,
        boot_id="b2b2b2b2-0000-4000-8000-000000000002",
        boot_time_ms=500_000,
    ),
    ResponseSet(task_id="t-02", response=TruthResponse(is_true=None)),
    HandedIn(
        reason=HandInReason.CANDIDATE,
        answered_tasks=3,
        unanswered_tasks=1,
        order_number=0,
    ),
)


def room_wrap(body_key: bytes, nonce: bytes, secret: bytes) -> KeyWrap:
    """Return the room's wrap with a fixed nonce; otherwise as the product makes it."""
    info = b"exam-room body key v1\0room\0" + SITTING.bytes
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret)
    sealed = AESGCM(key).encrypt(nonce, body_key, None)
    return KeyWrap(WrapReader.ROOM, room_key_id(secret), nonce + sealed)


def wraps(index: int, secret: bytes) -> tuple[KeyWrap, ...]:
    key = BODY_KEYS[index]
    organisation, site = ORGANISATION.lock_key, MARKING.lock_key
    return (
        room_wrap(key, ROOM_NONCES[index], secret),
        wrap_for_reader(WrapReader.ORGANISATION, key, SITTING, organisation),
        wrap_for_reader(WrapReader.SITE, key, SITTING, site),
    )


def entries(secret: bytes) -> tuple[list[dict[str, object]], list[bytes], JournalHead]:
    """Return the entries for the file, their raw bytes, and the head after them."""
    told: list[dict[str, object]] = []
    raws: list[bytes] = []
    head = empty_head(SITTING)
    for index, bodies in enumerate((FIRST_SEAT, SECOND_SEAT)):
        for body in bodies:
            begins = isinstance(body, Started | Resumed)
            draft = EntryDraft(
                body=body,
                time_used_ms=len(raws) * 10_000,
                wall_time_ms=1_795_309_200_000 + len(raws) * 10_000,
                wraps=wraps(index, secret) if begins else (),
            )
            header = header_of(draft, SITTING, head.seq + 1)
            plain = body_bytes(body)
            entry = seal_entry(header, head.hash, BODY_KEYS[index], plain)
            head = head_after(head, entry)
            raws.append(entry.raw)
            told.append(
                {
                    "seq": entry.seq,
                    "kind": header.kind,
                    "raw": entry.raw.hex(),
                    "body": plain.hex(),
                    "hash": head.hash.hex(),
                }
            )
    return told, raws, head


def main() -> None:
    """Write the file."""
    secret = room_secret(RESUME_SECRET, ROOM_SESSION)
    told, raws, head = entries(secret)
    signature = sign_head(SITTING, head, SEAT_KEY)
    batch = SyncBatch(
        sitting=SITTING.bytes,
        after_seq=0,
        after_hash=genesis_hash(SITTING),
        entries=tuple(raws),
        head_signature=signature,
    )
    receipt = SyncReceipt(sitting=SITTING.bytes, last_seq=head.seq, last_hash=head.hash)
    closing = closing_record_bytes(
        ClosingRecord(
            sitting_uuid=SITTING,
            last_seq=head.seq,
            last_hash=head.hash.hex(),
            reason=ClosingReason.TIME_UP,
            closed_utc=datetime(2026, 11, 22, 3, 0, tzinfo=UTC),
            by="site",
        )
    )
    vectors = {
        "format": "exam-room journal v1 test vectors",
        "sitting": str(SITTING),
        "genesis_hash": genesis_hash(SITTING).hex(),
        "room_session": str(ROOM_SESSION),
        "resume_secret": RESUME_SECRET.hex(),
        "resume_code": spoken_code(RESUME_SECRET),
        "room_secret": secret.hex(),
        "organisation_private_key": ORGANISATION.private_bytes().hex(),
        "organisation_public_key": ORGANISATION.lock_key.raw.hex(),
        "site_marking_private_key": MARKING.private_bytes().hex(),
        "site_marking_public_key": MARKING.lock_key.raw.hex(),
        "body_keys": [key.hex() for key in BODY_KEYS],
        "entries": told,
        "seat_signing_private_key": SEAT_KEY.private_bytes().hex(),
        "seat_signing_public_key": SEAT_KEY.verify_key.raw.hex(),
        "head_message": head_message(SITTING, head).hex(),
        "head_signature": signature.hex(),
        "batch": base64.b64encode(sync_batch_bytes(batch)).decode(),
        "receipt": sync_receipt_bytes(receipt).hex(),
        "receipt_code": receipt_code(SITTING, head),
        "closing_record": closing.decode(),
        "site_signing_public_key": SITE_KEY.verify_key.raw.hex(),
        "closing_signature": SITE_KEY.sign(closing_message(closing)).hex(),
    }
    TARGET.write_text(json.dumps(vectors, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
