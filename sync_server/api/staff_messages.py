"""Bodies and answers of the staff API, as JSON."""

from typing import Annotated
from uuid import UUID

import msgspec

from question_bank.formats.order import LONGEST_EXTENSION_MS, OrderKind
from sync_server.accounts.roles import Role

Line = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class SignInBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Name and password."""

    name: Line
    password: Line


class SignedInAnswer(msgspec.Struct, frozen=True):
    """The session's token, for `Authorization: Bearer`."""

    token: str
    name: str
    role: Role
    rights: list[str]


class PackageView(msgspec.Struct, frozen=True):
    """A loaded package."""

    package_uuid: UUID
    revision: int
    session_code: str
    session_name: str
    data_class: str
    forms: list[str]
    manifest_sha256: str
    state: str
    loaded_utc: str
    loaded_by: str
    opens_utc: str
    closes_utc: str
    duration_ms: int
    site_scores: bool


class SessionView(msgspec.Struct, frozen=True):
    """A session (场次) with the package that is for it."""

    session_uuid: str
    session_code: str
    name: str
    data_class: str
    package_uuid: UUID | None


class PublisherView(msgspec.Struct, frozen=True):
    """A publisher's key."""

    key_id: str
    name: str
    trusted_utc: str
    revoked_utc: str | None


class InstalledCard(msgspec.Struct, frozen=True):
    """A publisher card that was installed; compare the fingerprint by telephone."""

    organisation_name: str
    version: int
    fingerprint: str


class RosterAnswer(msgspec.Struct, frozen=True):
    """What came of a roster: a line for each finding, in Chinese and English."""

    is_good: bool
    imported: bool
    rows: int
    photos: int
    added: int
    changed: int
    unchanged: int
    findings: list[dict[str, object]]


class RoomBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A room's name."""

    name: Line


class RoomView(msgspec.Struct, frozen=True):
    """A room (考场)."""

    room_code: str
    name: str


class RoomSessionRow(msgspec.Struct, frozen=True):
    """A room in a session."""

    room_session_uuid: UUID
    room_code: str
    room_name: str
    session_code: str
    session_name: str
    data_class: str
    state: str
    sittings: int
    handed_in: int
    newest_order: int


class LiveSeatView(msgspec.Struct, frozen=True):
    """A line of a room's live state; `state` is one of the console's state words.

    `readiness` is good, warning, bad or unknown; empty before the seat looked.
    """

    state: str
    state_zh: str
    is_problem: bool
    seat_code: str
    planned_seat_code: str
    seat_uuid: str
    sitting_uuid: str
    admission_number: str
    name: str
    form_code: str
    answered_tasks: int
    total_tasks: int
    time_left_ms: int | None
    extra_ms: int
    saved_seq: int
    server_seq: int
    silent_s: float | None
    package_ready: bool
    receipt_code: str
    help_called: bool
    trouble: tuple[str, ...]
    notices: tuple[str, ...]
    challenge: str
    data_class: str
    readiness: str


class LiveRoomView(msgspec.Struct, frozen=True):
    """A room as it is now, problem seats first."""

    room: RoomSessionRow
    lines: list[LiveSeatView]


class OpeningBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The opening code as it was typed."""

    opening_code: Line


class OrderBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An order; the same `request_uuid` again gives the same order."""

    kind: OrderKind
    sitting_uuid: UUID | None = None
    extra_ms: Annotated[int, msgspec.Meta(ge=0, le=LONGEST_EXTENSION_MS)] = 0
    text: Annotated[str, msgspec.Meta(max_length=2000)] = ""
    request_uuid: UUID | None = None


class OrderAnswer(msgspec.Struct, frozen=True):
    """The order that was given."""

    number: int
    kind: OrderKind


class ResumeCodeAnswer(msgspec.Struct, frozen=True):
    """The codes of the proctor's sheet; the PIN is digits only."""

    resume_code: str
    pin: str


class StaffCodeBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The challenge that a seat shows."""

    challenge: Line


class StaffCodeAnswer(msgspec.Struct, frozen=True):
    """The code that answers it."""

    code: str


class PairingView(msgspec.Struct, frozen=True):
    """A computer that asks to be a seat; `code` is compared with its screen."""

    pairing_uuid: UUID
    code: str
    computer_name: str
    program_version: str
    address: str
    asked_utc: str


class ApprovalBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The place that a computer gets."""

    room_code: Line
    seat_code: Line


class SeatViewRow(msgspec.Struct, frozen=True):
    """A paired computer."""

    seat_uuid: UUID
    seat_code: str
    room_code: str
    computer_name: str
    program_version: str
    paired_utc: str
    revoked_utc: str | None


class ScoreBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What unlocks the scores; the code only if no room holds it any more."""

    passphrase: Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
    opening_code: Annotated[str, msgspec.Meta(max_length=200)] = ""


class SittingScoreView(msgspec.Struct, frozen=True):
    """A sitting's objective points, exact, as text such as `3/2`.

    Attributes:
        late_entries: What came after the server had closed the sitting.
        late_not_counted: Those of them beyond the allowed time.
    """

    sitting_uuid: str
    admission_number: str
    form_code: str
    status: str
    objective_points: str
    of_objective_points: str
    awaiting_points: str
    task_points: dict[str, str]
    receipt_code: str
    last_seq: int
    problem: str
    late_entries: int
    late_not_counted: int


class ScoresAnswer(msgspec.Struct, frozen=True):
    """A session's scores and what they rest on."""

    session_code: str
    manifest_sha256: str
    engine_version: str
    sittings: list[SittingScoreView]


class AuditView(msgspec.Struct, frozen=True):
    """A record of the audit log."""

    number: int
    made_utc: str
    actor: str
    action: str
    subject: str
    details_json: str
    hash: str


class OverviewAnswer(msgspec.Struct, frozen=True):
    """The site at a glance; `disk` is ample, low or reserved."""

    site_name: str
    program_version: str
    disk: str
    sessions: list[SessionView]
    rooms: list[RoomSessionRow]
