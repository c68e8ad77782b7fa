"""What the sealed bodies of journal entries say: one schema a kind and version.

Bodies are msgpack maps with exactly the fields below (docs/formats/journal.md).
Every kind that the product will ever write has its name here from the first day;
a kind without a body class yet is read as unknown and kept.
"""

from enum import StrEnum
from typing import Annotated

import msgspec

from question_bank.formats.journal_entry import Uint53
from question_bank.formats.record import parse_record, record_bytes
from question_bank.items.response import Response

Short = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]


class EntryKind(StrEnum):
    """What happened. The value is the header's `kind`."""

    STARTED = "started"
    RESUMED = "resumed"
    TIME_TICKED = "time_ticked"
    ITEM_SHOWN = "item_shown"
    RESPONSE_SET = "response_set"
    MARK_SET = "mark_set"
    SCENE_PASSED = "scene_passed"
    SECTION_PASSED = "section_passed"
    PLAY_STARTED = "play_started"
    PLAY_ENDED = "play_ended"
    RECORDING_STARTED = "recording_started"
    RECORDING_CHUNK = "recording_chunk"
    RECORDING_ENDED = "recording_ended"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    EXTENDED = "extended"
    MESSAGE_SHOWN = "message_shown"
    RELEASED = "released"
    FOCUS_LOST = "focus_lost"
    FOCUS_GAINED = "focus_gained"
    CLOCK_JUMPED = "clock_jumped"
    HELP_CALLED = "help_called"
    WRITE_FAILED = "write_failed"
    HANDED_IN = "handed_in"


KEY_BEARING_KINDS = frozenset({EntryKind.STARTED, EntryKind.RESUMED})
"""Their headers carry the wraps of the body key that seals them and what follows."""


class _Body(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of all bodies: immutable, no unknown fields."""


class Started(_Body, frozen=True, kw_only=True):
    """The sitting began on this seat."""

    seat_uuid: str
    package_uuid: str
    manifest_sha256: bytes
    form_code: Short
    duration_ms: Uint53
    program_version: Short
    order_number: Uint53
    boot_id: str
    boot_time_ms: Uint53


class Resumed(_Body, frozen=True, kw_only=True):
    """The sitting went on: after a crash, a restart, or at another seat.

    Attributes:
        down_ms: Time since the last entry as well as it could be measured.
        down_source: `boottime` (same boot), `wall` (another boot or seat).
        down_counted_ms: What of it the session's policy added to the time used.
        discarded_after: Highest seq this seat knows of; the entry follows it.
    """

    seat_uuid: str
    previous_seat_uuid: str
    program_version: Short
    down_ms: Uint53
    down_source: Short
    down_counted_ms: Uint53
    boot_id: str
    boot_time_ms: Uint53


class TimeTicked(_Body, frozen=True, kw_only=True):
    """Nothing but time passed; written at least every 5 s while the clock runs."""

    boot_id: str
    boot_time_ms: Uint53


class ItemShown(_Body, frozen=True, kw_only=True):
    """The candidate went to a task (for a case also to its scene)."""

    task_id: Short


class ResponseSet(_Body, frozen=True, kw_only=True):
    """A response was entered, changed or taken back."""

    task_id: Short
    response: Response


class MarkSet(_Body, frozen=True, kw_only=True):
    """A task was marked for review, or the mark taken away."""

    task_id: Short
    is_marked: bool


class ScenePassed(_Body, frozen=True, kw_only=True):
    """A one-way scene was left for good."""

    item_id: Short
    scene_id: Short


class Locked(_Body, frozen=True, kw_only=True):
    """The screen was locked and the clock stopped."""

    order_number: Uint53
    by: Short


class Unlocked(_Body, frozen=True, kw_only=True):
    """The screen was unlocked and the clock went on."""

    order_number: Uint53
    by: Short


class Extended(_Body, frozen=True, kw_only=True):
    """Time was added."""

    order_number: Uint53
    extra_ms: Uint53
    by: Short


class MessageShown(_Body, frozen=True, kw_only=True):
    """A message of the proctor was shown."""

    order_number: Uint53
    text: Annotated[str, msgspec.Meta(max_length=2000)]


class Released(_Body, frozen=True, kw_only=True):
    """The proctor moved the sitting away from this seat; it writes no more."""

    order_number: Uint53


class WriteFailed(_Body, frozen=True, kw_only=True):
    """The store refused writes for a while; written once it took them again."""

    reason: Short
    failed_ms: Uint53


class HandInReason(StrEnum):
    """Who or what ended the sitting."""

    CANDIDATE = "candidate"
    TIME_UP = "time_up"
    PROCTOR = "proctor"


class HandedIn(_Body, frozen=True, kw_only=True):
    """The end of the sitting; no entry of the candidate's follows."""

    reason: HandInReason
    answered_tasks: Uint53
    unanswered_tasks: Uint53
    order_number: Uint53


Body = (
    Started
    | Resumed
    | TimeTicked
    | ItemShown
    | ResponseSet
    | MarkSet
    | ScenePassed
    | Locked
    | Unlocked
    | Extended
    | MessageShown
    | Released
    | WriteFailed
    | HandedIn
)

BODY_TYPES: dict[tuple[str, int], type[Body]] = {
    (EntryKind.STARTED, 1): Started,
    (EntryKind.RESUMED, 1): Resumed,
    (EntryKind.TIME_TICKED, 1): TimeTicked,
    (EntryKind.ITEM_SHOWN, 1): ItemShown,
    (EntryKind.RESPONSE_SET, 1): ResponseSet,
    (EntryKind.MARK_SET, 1): MarkSet,
    (EntryKind.SCENE_PASSED, 1): ScenePassed,
    (EntryKind.LOCKED, 1): Locked,
    (EntryKind.UNLOCKED, 1): Unlocked,
    (EntryKind.EXTENDED, 1): Extended,
    (EntryKind.MESSAGE_SHOWN, 1): MessageShown,
    (EntryKind.RELEASED, 1): Released,
    (EntryKind.WRITE_FAILED, 1): WriteFailed,
    (EntryKind.HANDED_IN, 1): HandedIn,
}
"""Which body a (kind, version) has. Read-only: built once, here."""

KIND_OF_BODY: dict[type[Body], tuple[str, int]] = {
    body: key for key, body in BODY_TYPES.items()
}


def body_bytes(body: Body) -> bytes:
    """Return the msgpack map of a body."""
    return record_bytes(body)


def parse_body(kind: str, kind_version: int, untrusted_bytes: bytes) -> Body | None:
    """Parse an opened body; None for a kind or version that this program doesn't know.

    Raises:
        FormatError: a known kind whose fields are wrong.
    """
    body_type = BODY_TYPES.get((kind, kind_version))
    if body_type is None:
        return None
    return parse_record(untrusted_bytes, body_type, name=f"entry.{kind}")
