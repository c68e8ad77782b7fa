"""One sitting on a score sheet. Pure."""

from dataclasses import dataclass
from enum import Enum

from question_bank.formats.entry_bodies import HandInReason
from question_bank.journal.sitting_record import SittingRecord
from question_bank.scoring.score_sitting import ScoreSheet


class SittingEnd(Enum):
    """How a sitting stands: (zh, en)."""

    ABSENT = ("缺考", "absent")
    HANDED_IN = ("已交卷", "handed in")
    TIME_UP = ("到时自动交卷", "time up")
    COLLECTED = ("系统收卷", "collected")
    COLLECTED_LATE = ("系统收卷后补传", "collected, more delivered afterwards")
    RUNNING = ("未结束", "not ended")
    UNREADABLE = ("作答日志异常", "journal broken")


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingResult:
    """A candidate's line.

    Attributes:
        sheet: None when there is nothing to score.
        problem: Code of what is wrong with the journal; "" when nothing.
        receipt_code: Equal to the seat's; "" before the hand-in.
        late_entries: Beyond the server's closing record and received after it.
        late_not_counted: Those of them beyond the allowed time.
    """

    sitting_uuid: str
    admission_number: str
    name: str
    room_code: str
    seat_code: str
    form_code: str
    end: SittingEnd
    sheet: ScoreSheet | None = None
    last_seq: int = 0
    last_hash: bytes = bytes(32)
    receipt_code: str = ""
    problem: str = ""
    late_entries: int = 0
    late_not_counted: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionResults:
    """All lines of a session and what they rest on."""

    session_code: str
    session_name: str
    data_class: str
    manifest_sha256: bytes
    engine_version: str
    made_utc: str
    made_by: str
    sittings: tuple[SittingResult, ...]


def sitting_end(
    record: SittingRecord, *, was_closed: bool, has_late: bool = False
) -> SittingEnd:
    """Return how a sitting stands from its journal and the server's closing record.

    Args:
        has_late: Whether entries came after the server had closed the sitting: a person
            is to look at it, however the journal says that it ended.
    """
    if record.started is None:
        return SittingEnd.ABSENT
    if has_late:
        return SittingEnd.COLLECTED_LATE
    if record.handed_in is not None:
        match record.handed_in.reason:
            case HandInReason.CANDIDATE:
                return SittingEnd.HANDED_IN
            case HandInReason.TIME_UP:
                return SittingEnd.TIME_UP
            case HandInReason.PROCTOR:
                return SittingEnd.COLLECTED
    return SittingEnd.COLLECTED if was_closed else SittingEnd.RUNNING
