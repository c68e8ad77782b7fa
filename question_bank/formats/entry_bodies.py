"""What the sealed bodies of journal entries say: one schema a kind and version.

Bodies are msgpack maps with exactly the fields below (docs/formats/journal.md).
Every kind that the product will ever write has its name here from the first day;
a kind without a body class yet is read as unknown and kept.
"""

from enum import StrEnum
from typing import Annotated

import msgspec

from question_bank.formats.body_base import BodyBase, Short
from question_bank.formats.journal_entry import Uint53
from question_bank.formats.record import parse_record, record_bytes
from question_bank.formats.sound_bodies import (
    PlayEnded,
    PlayStarted,
    RecordingChunk,
    RecordingEnded,
    RecordingStarted,
)
from question_bank.items.response import Response

LONGEST_NOTES = 20_000
"""Characters on the scratch pad."""


class EntryKind(StrEnum):
    """What happened. The value is the header's `kind`."""

    STARTED = "started"
    RESUMED = "resumed"
    TIME_TICKED = "time_ticked"
    ITEM_SHOWN = "item_shown"
    RESPONSE_SET = "response_set"
    MARK_SET = "mark_set"
    SCENE_PASSED = "scene_passed"
    SECTION_ENTERED = "section_entered"
    SECTION_PASSED = "section_passed"
    OPTION_STRUCK = "option_struck"
    NOTES_SET = "notes_set"
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
    OBSERVED = "observed"
    HELP_CALLED = "help_called"
    SCREEN_COVERED = "screen_covered"
    STAFF_ACTED = "staff_acted"
    WRITE_FAILED = "write_failed"
    HANDED_IN = "handed_in"


KEY_BEARING_KINDS = frozenset({EntryKind.STARTED, EntryKind.RESUMED})
"""Their headers carry the wraps of the body key that seals them and what follows."""


class Started(BodyBase, frozen=True, kw_only=True):
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


class Resumed(BodyBase, frozen=True, kw_only=True):
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


class TimeTicked(BodyBase, frozen=True, kw_only=True):
    """Nothing but time passed; written at least every 5 s while the clock runs."""

    boot_id: str
    boot_time_ms: Uint53


class ItemShown(BodyBase, frozen=True, kw_only=True):
    """The candidate went to a task (for a case also to its scene)."""

    task_id: Short


class ResponseSet(BodyBase, frozen=True, kw_only=True):
    """A response was entered, changed or taken back."""

    task_id: Short
    response: Response


class MarkSet(BodyBase, frozen=True, kw_only=True):
    """A task was marked for review, or the mark taken away."""

    task_id: Short
    is_marked: bool


class ScenePassed(BodyBase, frozen=True, kw_only=True):
    """A one-way scene was left for good."""

    item_id: Short
    scene_id: Short


class SectionEntered(BodyBase, frozen=True, kw_only=True):
    """The candidate came into a section; its own time runs while they are in it."""

    section_id: Short


class SectionEnd(StrEnum):
    """Why a section can't be entered again."""

    CANDIDATE = "candidate"
    """It goes one way only, and the candidate went on."""
    TIME_UP = "time_up"


class SectionPassed(BodyBase, frozen=True, kw_only=True):
    """A section was left for good."""

    section_id: Short
    reason: SectionEnd


class OptionStruck(BodyBase, frozen=True, kw_only=True):
    """An option was crossed out on the screen, or the line taken away; no answer."""

    task_id: Short
    option_id: Short
    is_struck: bool


class NotesSet(BodyBase, frozen=True, kw_only=True):
    """The scratch pad, whole; never marked."""

    text: Annotated[str, msgspec.Meta(max_length=LONGEST_NOTES)]


class FocusLost(BodyBase, frozen=True, kw_only=True):
    """Another window or program came before the exam.

    Attributes:
        what: What could be seen of it; maybe empty.
    """

    what: Annotated[str, msgspec.Meta(max_length=200)]


class FocusGained(BodyBase, frozen=True, kw_only=True):
    """The exam is before all others again, after `lost_ms`."""

    lost_ms: Uint53


class ClockJumped(BodyBase, frozen=True, kw_only=True):
    """The computer's wall clock was set; the exam clock went on as it was.

    Attributes:
        jump_ms: Forward (above 0) or back.
    """

    jump_ms: Annotated[int, msgspec.Meta(ge=-(2**53), le=2**53)]


class Observed(BodyBase, frozen=True, kw_only=True):
    """Something about the computer that the proctor should know.

    Attributes:
        what: A code, such as `SECOND_DISPLAY`, `REMOTE_SESSION`, `USB_ADDED`.
    """

    what: Short
    detail: Annotated[str, msgspec.Meta(max_length=400)]


class HelpCalled(BodyBase, frozen=True, kw_only=True):
    """The candidate called the proctor, or needs none any more."""

    is_called: bool


class ScreenCovered(BodyBase, frozen=True, kw_only=True):
    """The candidate covered the own screen, or came back; the clock goes on."""

    is_covered: bool


class StaffWay(StrEnum):
    """How somebody of the staff showed at the seat who they are."""

    PIN = "pin"
    """The room's PIN, typed at the seat."""
    CODE = "code"
    """A code from the console to a challenge on the seat."""


class StaffActed(BodyBase, frozen=True, kw_only=True):
    """Somebody of the staff acted at the seat itself; the act's own entry follows.

    Attributes:
        act: `lock`, `unlock`, `extend`, `release`, `hand_in`, `readmit`, `start`,
            `message`, `archive`, `leave` …
        note: The reason given; maybe empty.
    """

    act: Short
    way: StaffWay
    note: Annotated[str, msgspec.Meta(max_length=400)]


class Locked(BodyBase, frozen=True, kw_only=True):
    """The screen was locked and the clock stopped."""

    order_number: Uint53
    by: Short


class Unlocked(BodyBase, frozen=True, kw_only=True):
    """The screen was unlocked and the clock went on."""

    order_number: Uint53
    by: Short


class Extended(BodyBase, frozen=True, kw_only=True):
    """Time was added."""

    order_number: Uint53
    extra_ms: Uint53
    by: Short


class MessageShown(BodyBase, frozen=True, kw_only=True):
    """A message of the proctor was shown."""

    order_number: Uint53
    text: Annotated[str, msgspec.Meta(max_length=2000)]


class Released(BodyBase, frozen=True, kw_only=True):
    """The proctor moved the sitting away from this seat; it writes no more."""

    order_number: Uint53


class WriteFailed(BodyBase, frozen=True, kw_only=True):
    """The store refused writes for a while; written once it took them again."""

    reason: Short
    failed_ms: Uint53


class HandInReason(StrEnum):
    """Who or what ended the sitting."""

    CANDIDATE = "candidate"
    TIME_UP = "time_up"
    PROCTOR = "proctor"


class HandedIn(BodyBase, frozen=True, kw_only=True):
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
    | SectionEntered
    | SectionPassed
    | OptionStruck
    | NotesSet
    | FocusLost
    | FocusGained
    | ClockJumped
    | Observed
    | HelpCalled
    | ScreenCovered
    | StaffActed
    | PlayStarted
    | PlayEnded
    | RecordingStarted
    | RecordingChunk
    | RecordingEnded
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
    (EntryKind.SECTION_ENTERED, 1): SectionEntered,
    (EntryKind.SECTION_PASSED, 1): SectionPassed,
    (EntryKind.OPTION_STRUCK, 1): OptionStruck,
    (EntryKind.NOTES_SET, 1): NotesSet,
    (EntryKind.FOCUS_LOST, 1): FocusLost,
    (EntryKind.FOCUS_GAINED, 1): FocusGained,
    (EntryKind.CLOCK_JUMPED, 1): ClockJumped,
    (EntryKind.OBSERVED, 1): Observed,
    (EntryKind.HELP_CALLED, 1): HelpCalled,
    (EntryKind.SCREEN_COVERED, 1): ScreenCovered,
    (EntryKind.STAFF_ACTED, 1): StaffActed,
    (EntryKind.PLAY_STARTED, 1): PlayStarted,
    (EntryKind.PLAY_ENDED, 1): PlayEnded,
    (EntryKind.RECORDING_STARTED, 1): RecordingStarted,
    (EntryKind.RECORDING_CHUNK, 1): RecordingChunk,
    (EntryKind.RECORDING_ENDED, 1): RecordingEnded,
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
