"""Makes tests/golden/journal_v1_seat.json: vectors of the kinds that seats got later.

    python -m tests.golden.make_journal_v1_seat

Sections, sounds, takes, notes, news of the computer, staff at the seat. Keys and form are
those of `make_journal_v1.py`, whose file stays as it is: both are read for ever. As there,
a new run gives other HPKE wraps that are just as good.
"""

import base64
import io
import json
import math
import struct
from pathlib import Path

import soundfile

from kiosk.sitting.entry_draft import EntryDraft, header_of
from question_bank.formats.entry_bodies import (
    Body,
    ClockJumped,
    FocusGained,
    FocusLost,
    HandedIn,
    HandInReason,
    HelpCalled,
    ItemShown,
    Locked,
    NotesSet,
    Observed,
    OptionStruck,
    ResponseSet,
    Resumed,
    ScreenCovered,
    SectionEnd,
    SectionEntered,
    SectionPassed,
    StaffActed,
    StaffWay,
    Started,
    Unlocked,
    body_bytes,
)
from question_bank.formats.journal_entry import JournalHead, empty_head, head_after
from question_bank.formats.receipt import receipt_code
from question_bank.formats.sound_bodies import (
    ChunkCodec,
    PlayEnd,
    PlayEnded,
    PlayStarted,
    RecordingChunk,
    RecordingEnd,
    RecordingEnded,
    RecordingStarted,
)
from question_bank.formats.spoken_code import spoken_code
from question_bank.items.response import SpokenResponse, TextResponse
from question_bank.sealing.journal_seal import room_secret, seal_entry, sign_head
from tests.golden.make_journal_v1 import (
    BODY_KEYS,
    MARKING,
    NEXT_SEAT,
    ORGANISATION,
    PACKAGE,
    RESUME_SECRET,
    ROOM_SESSION,
    SEAT,
    SEAT_KEY,
    SITTING,
    wraps,
)

TARGET = Path(__file__).with_name("journal_v1_seat.json")
RATE_HZ = 16_000
SAMPLES = tuple(
    round(9_000 * math.sin(2 * math.pi * 440 * at / RATE_HZ)) for at in range(1_600)
)
"""A tenth of a second of a'."""


def pcm(samples: tuple[int, ...]) -> bytes:
    return struct.pack(f"<{len(samples)}h", *samples)


def flac(samples: tuple[int, ...]) -> bytes:
    stream = io.BytesIO()
    with soundfile.SoundFile(
        stream, "w", RATE_HZ, 1, subtype="PCM_16", format="FLAC"
    ) as file:
        file.buffer_write(pcm(samples), dtype="int16")
    return stream.getvalue()


def chunk(
    take: int, index: int, codec: ChunkCodec, audio: bytes, dropped: int = 0
) -> RecordingChunk:
    return RecordingChunk(
        task_id="t-09",
        take=take,
        index=index,
        codec=codec,
        frames=len(SAMPLES),
        dropped_frames=dropped,
        audio=audio,
    )


def begun(take: int) -> RecordingStarted:
    return RecordingStarted(
        task_id="t-09",
        take=take,
        sample_rate_hz=RATE_HZ,
        device_name="USB 耳机麦克风",
    )


def bodies() -> tuple[tuple[Body, ...], tuple[Body, ...]]:
    """Return what happened at the first seat, and at the second."""
    clip = {"place_id": "t-08", "media_name": "clip-1.wav"}
    first: tuple[Body, ...] = (
        Started(
            seat_uuid=SEAT,
            package_uuid=PACKAGE,
            manifest_sha256=bytes(range(32)),
            form_code="A",
            duration_ms=7_200_000,
            program_version="1.1.0",
            order_number=0,
            boot_id="b1b1b1b1-0000-4000-8000-000000000001",
            boot_time_ms=1_000_000,
        ),
        StaffActed(act="start", way=StaffWay.PIN, note="服务器未通"),
        SectionEntered(section_id="sec-1"),
        ItemShown(task_id="t-01"),
        OptionStruck(task_id="t-01", option_id="o-2", is_struck=True),
        OptionStruck(task_id="t-01", option_id="o-4", is_struck=True),
        OptionStruck(task_id="t-01", option_id="o-4", is_struck=False),
        NotesSet(text="先排除乙"),
        ResponseSet(task_id="t-03", response=TextResponse(text="共情")),
        ResponseSet(task_id="t-03", response=TextResponse(text="倾听")),
        SectionPassed(section_id="sec-1", reason=SectionEnd.TIME_UP),
        SectionEntered(section_id="sec-2"),
        PlayStarted(**clip, from_ms=0),
        PlayEnded(**clip, position_ms=4_000, reason=PlayEnd.DEVICE_LOST),
        PlayStarted(**clip, from_ms=4_000),
        PlayEnded(**clip, position_ms=9_000, reason=PlayEnd.FINISHED),
        begun(1),
        chunk(1, 0, ChunkCodec.FLAC, flac(SAMPLES)),
        chunk(1, 1, ChunkCodec.PCM_S16LE, pcm(SAMPLES), dropped=160),
        RecordingEnded(
            task_id="t-09",
            take=1,
            frames=2 * len(SAMPLES),
            dropped_frames=160,
            reason=RecordingEnd.STOPPED,
            findings=("TOO_SHORT",),
        ),
        ResponseSet(task_id="t-09", response=SpokenResponse(take=1)),
        FocusLost(what="notepad"),
        FocusGained(lost_ms=1_200),
        ClockJumped(jump_ms=-31_536_000_000),
        Observed(what="USB_ADDED", detail="046d:c52b"),
        HelpCalled(is_called=True),
        HelpCalled(is_called=False),
        ScreenCovered(is_covered=True),
        ScreenCovered(is_covered=False),
        begun(2),
        chunk(2, 0, ChunkCodec.FLAC, flac(SAMPLES)),
    )
    second: tuple[Body, ...] = (
        Resumed(
            seat_uuid=NEXT_SEAT,
            previous_seat_uuid=SEAT,
            program_version="1.1.0",
            down_ms=900_000,
            down_source="wall",
            down_counted_ms=0,
            boot_id="b2b2b2b2-0000-4000-8000-000000000002",
            boot_time_ms=500_000,
        ),
        Locked(order_number=0, by="reentry"),
        StaffActed(act="readmit", way=StaffWay.CODE, note=""),
        Unlocked(order_number=0, by="code"),
        HandedIn(
            reason=HandInReason.TIME_UP,
            answered_tasks=2,
            unanswered_tasks=4,
            order_number=0,
        ),
    )
    return first, second


def entries(secret: bytes) -> tuple[list[dict[str, object]], JournalHead]:
    """Return the entries for the file, and the head after them."""
    told: list[dict[str, object]] = []
    head = empty_head(SITTING)
    for index, of_seat in enumerate(bodies()):
        for body in of_seat:
            begins = isinstance(body, Started | Resumed)
            draft = EntryDraft(
                body=body,
                time_used_ms=head.seq * 10_000,
                wall_time_ms=1_795_309_200_000 + head.seq * 10_000,
                wraps=wraps(index, secret) if begins else (),
            )
            header = header_of(draft, SITTING, head.seq + 1)
            plain = body_bytes(body)
            entry = seal_entry(header, head.hash, BODY_KEYS[index], plain)
            head = head_after(head, entry)
            told.append(
                {
                    "seq": entry.seq,
                    "kind": header.kind,
                    "raw": entry.raw.hex(),
                    "body": plain.hex(),
                    "hash": head.hash.hex(),
                }
            )
    return told, head


def main() -> None:
    """Write the file."""
    secret = room_secret(RESUME_SECRET, ROOM_SESSION)
    told, head = entries(secret)
    vectors = {
        "format": "exam-room journal v1 test vectors: kinds of the full seat",
        "sitting": str(SITTING),
        "room_session": str(ROOM_SESSION),
        "resume_secret": RESUME_SECRET.hex(),
        "resume_code": spoken_code(RESUME_SECRET),
        "room_secret": secret.hex(),
        "organisation_private_key": ORGANISATION.private_bytes().hex(),
        "site_marking_private_key": MARKING.private_bytes().hex(),
        "body_keys": [key.hex() for key in BODY_KEYS],
        "entries": told,
        "seat_signing_public_key": SEAT_KEY.verify_key.raw.hex(),
        "head_signature": sign_head(SITTING, head, SEAT_KEY).hex(),
        "receipt_code": receipt_code(SITTING, head),
        "take_1_samples": base64.b64encode(pcm(SAMPLES + SAMPLES)).decode(),
    }
    TARGET.write_text(json.dumps(vectors, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
