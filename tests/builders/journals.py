"""Valid journals of any length, for tests that are about what is done with them."""

from collections.abc import Sequence
from uuid import UUID

from kiosk.sitting.entry_draft import EntryDraft, header_of
from question_bank.formats.entry_bodies import (
    Body,
    ResponseSet,
    Resumed,
    Started,
    TimeTicked,
    body_bytes,
)
from question_bank.formats.journal_entry import (
    JournalEntry,
    KeyWrap,
    empty_head,
    head_after,
)
from question_bank.identifiers import SittingUuid
from question_bank.items.response import TextResponse
from question_bank.sealing.journal_seal import seal_entry, wrap_for_room

SITTING = SittingUuid(UUID("5177e0de-0000-4000-8000-000000000001"))
OTHER_SITTING = SittingUuid(UUID("5177e0de-0000-4000-8000-000000000002"))
SEAT = UUID("5ea70000-0000-4000-8000-000000000001")
PACKAGE = UUID("ac4a6e00-0000-4000-8000-000000000001")
ROOM_SECRET = bytes(range(32))
BODY_KEY = bytes(range(100, 132))
DURATION_MS = 7_200_000


def a_started(*, order_number: int = 1, boot_time_ms: int = 1_000_000) -> Started:
    return Started(
        seat_uuid=str(SEAT),
        package_uuid=str(PACKAGE),
        manifest_sha256=bytes(32),
        form_code="A",
        duration_ms=DURATION_MS,
        program_version="0.1.0",
        order_number=order_number,
        boot_id="boot-1",
        boot_time_ms=boot_time_ms,
    )


def a_resumed(**changes: object) -> Resumed:
    fields: dict[str, object] = {
        "seat_uuid": str(SEAT),
        "previous_seat_uuid": str(SEAT),
        "program_version": "0.1.0",
        "down_ms": 0,
        "down_source": "boottime",
        "down_counted_ms": 0,
        "boot_id": "boot-1",
        "boot_time_ms": 1_000_000,
    }
    return Resumed(**{**fields, **changes})  # type: ignore[arg-type]


def a_text(text: str, task_id: str = "t1") -> ResponseSet:
    return ResponseSet(task_id=task_id, response=TextResponse(text=text))


def a_draft(
    body: Body, *, time_used_ms: int = 0, wraps: tuple[KeyWrap, ...] = ()
) -> EntryDraft:
    return EntryDraft(
        body=body,
        time_used_ms=time_used_ms,
        wall_time_ms=1_795_309_200_000 + time_used_ms,
        wraps=wraps,
    )


def room_wrap(
    sitting: SittingUuid = SITTING, body_key: bytes = BODY_KEY
) -> tuple[KeyWrap, ...]:
    return (wrap_for_room(body_key, sitting, ROOM_SECRET),)


def a_journal(
    length: int, *, sitting: SittingUuid = SITTING, word: str = "answer"
) -> list[JournalEntry]:
    """A started sitting whose candidate typed on."""
    bodies: list[Body] = [a_started()]
    bodies += [
        a_text(f"{word} {seq}") if seq % 3 else TimeTicked(boot_id="b", boot_time_ms=1)
        for seq in range(2, length + 1)
    ]
    return sealed(bodies[:length], sitting=sitting)


def sealed(
    bodies: Sequence[Body],
    *,
    sitting: SittingUuid = SITTING,
    body_key: bytes = BODY_KEY,
) -> list[JournalEntry]:
    """The bodies as one chained journal, 1 s of exam time apart."""
    head = empty_head(sitting)
    entries: list[JournalEntry] = []
    for index, body in enumerate(bodies):
        begins = isinstance(body, Started | Resumed)
        wraps = room_wrap(sitting, body_key) if begins else ()
        draft = a_draft(body, time_used_ms=index * 1000, wraps=wraps)
        header = header_of(draft, sitting, head.seq + 1)
        entry = seal_entry(header, head.hash, body_key, body_bytes(body))
        entries.append(entry)
        head = head_after(head, entry)
    return entries
