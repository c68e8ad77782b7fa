"""What a seat says of itself every second or two, for the proctor's screen only.

Nothing is decided from it but what the console shows; the journal is the record. Pure.
"""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec

from question_bank.formats.canonical import canonical_bytes
from question_bank.formats.readiness import Readiness
from question_bank.formats.record import parse_json_record, to_plain

MOST_STATUS_BYTES = 16 * 1024
Count = Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]


class SeatState(StrEnum):
    """State words of the console: 未登录 已登录 试音 等待 考试中 锁屏 已交卷 已上传 异常."""

    IDLE = "idle"
    """Nobody has logged in."""
    CONFIRMING = "confirming"
    """Logged in; name and photo are being confirmed."""
    CHECKING = "checking"
    """Confirmed; reads the rules, tries headset and keyboard."""
    WAITING = "waiting"
    """Confirmed; waits for the start."""
    ANSWERING = "answering"
    LOCKED = "locked"
    HANDED_IN = "handed_in"
    """Handed in; entries may still be on their way."""
    DELIVERED = "delivered"
    """Handed in, and the server has everything."""
    NEEDS_RESUME_CODE = "needs_resume_code"
    """Has a sitting on its disk that it can't open without the room's secret."""
    TROUBLE = "trouble"
    """Cannot go on without help; `trouble` says why."""


class SeatStatus(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A seat as it sees itself.

    Attributes:
        trouble: Codes of what is wrong now (`JOURNAL_WRITE`, `PACKAGE_MISSING`,
            `OPENING_CODE_WRONG`, `JOURNAL_CONFLICT` …); empty when all is well.
        notices: Codes of what the proctor should see though the exam goes on
            (`FOCUS_LOST`, `SECOND_DISPLAY`, `MICROPHONE_SILENT`, `DISK_LOW`,
            `SCREEN_COVERED` …).
        challenge: Digits that stand on the seat's screen and wait for a code; or empty.
        data_class: Of the package whose sitting is here, such as `practice`; or empty.
        start_count: How often the seat was started, as its own disk remembers it.
        start_id: Drawn at this start; tells it from another one of the same number.
        readiness: What the seat last found out about its computer; None before.
        applied_order: Highest order number acted on; all below were too.
    """

    state: SeatState
    program_version: Annotated[str, msgspec.Meta(max_length=80)]
    sitting_uuid: UUID | None = None
    package_uuid: UUID | None = None
    package_ready: bool = False
    total_tasks: Count = 0
    answered_tasks: Count = 0
    marked_tasks: Count = 0
    current_task: Annotated[str, msgspec.Meta(max_length=80)] = ""
    time_used_ms: Count = 0
    time_left_ms: Count = 0
    saved_seq: Count = 0
    server_seq: Count = 0
    applied_order: Count = 0
    receipt_code: Annotated[str, msgspec.Meta(max_length=40)] = ""
    trouble: Annotated[
        tuple[Annotated[str, msgspec.Meta(max_length=80)], ...],
        msgspec.Meta(max_length=16),
    ] = ()
    help_called: bool = False
    notices: Annotated[
        tuple[Annotated[str, msgspec.Meta(max_length=80)], ...],
        msgspec.Meta(max_length=32),
    ] = ()
    challenge: Annotated[str, msgspec.Meta(max_length=20)] = ""
    data_class: Annotated[str, msgspec.Meta(max_length=20)] = ""
    start_count: Count = 0
    start_id: Count = 0
    readiness: Readiness | None = None


def seat_status_bytes(status: SeatStatus) -> bytes:
    """Return the status as JSON."""
    return canonical_bytes(to_plain(status))


def parse_seat_status(untrusted_bytes: bytes) -> SeatStatus:
    """Parse a status report.

    Raises:
        FormatError: not a status report.
    """
    return parse_json_record(
        untrusted_bytes, SeatStatus, name="status", most_bytes=MOST_STATUS_BYTES
    )
