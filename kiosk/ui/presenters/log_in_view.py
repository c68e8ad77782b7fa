"""Logging in and waiting: lines on package and server, and errors in plain words. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from kiosk.ui.presenters.message import Message, message
from kiosk.ui.presenters.people import PersonView, SeatPlaceView

ID_TAIL_LENGTH = 6
"""Characters of the ID number asked for, until a package's policy says otherwise."""

_PROBLEMS = MappingProxyType(
    {
        "LOG_IN_REFUSED": message("log_in.refused"),
        "SITTING_AT_ANOTHER_SEAT": message("log_in.another_seat"),
        "TOO_MANY_TRIES": message("log_in.too_many_tries"),
        "SERVER_UNREACHABLE": message("log_in.unreachable"),
        "NOT_ON_CARD": message("log_in.refused_card"),
        "NO_PASTE": message("log_in.no_paste"),
        "ROOM_CLOSED": message("log_in.room_closed"),
        "SITTING_CLOSED": message("log_in.handed_in"),
        "SITTING_HANDED_IN": message("log_in.handed_in"),
        "LATE_ENTRY": message("log_in.late"),
    }
)

_AT_FAULT = MappingProxyType(
    {
        "log_in.type_again": "admission-number-again",
        "log_in.differs": "admission-number-again",
        "log_in.tail_short": "id-tail",
    }
)


class PackageStage(StrEnum):
    """What of the exam package is on this computer."""

    NONE = "none"
    FETCHING = "fetching"
    SEALED = "sealed"
    """All here, checked, still closed."""
    OPENED = "opened"
    FAILED = "failed"


class WaitingStage(StrEnum):
    """What a candidate who confirmed waits for."""

    FOR_PACKAGE = "for_package"
    FOR_OPENING = "for_opening"
    FOR_START = "for_start"
    RESUMING = "resuming"
    """A sitting that began before goes on in a moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedLogIn:
    """What stands in the fields of the log-in, as typed.

    Attributes:
        again: The admission number once more; not asked for after a scan.
        is_scanned: A scanner read the admission number.
    """

    number: str
    again: str
    id_tail: str
    is_scanned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LogInView:
    """What the log-in screen shows.

    Attributes:
        session_name: The session (场次); empty when none is planned.
        problem: What was wrong with the last try.
        is_busy: The server is being asked.
        at_fault: Name of the field that `problem` is about; empty for none.
        package, server: State lines; `is_server_silent`: whether that is bad news.
    """

    seat: SeatPlaceView
    session_name: str = ""
    id_tail_length: int = ID_TAIL_LENGTH
    problem: Message | None = None
    is_busy: bool = False
    at_fault: str = ""
    package: Message
    server: Message
    is_server_silent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmView:
    """What the confirmation shows; `problem`: why confirming did not go through."""

    seat: SeatPlaceView
    person: PersonView
    problem: Message | None = None
    is_busy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingView:
    """What the waiting screen shows.

    Attributes:
        stage: What is waited for.
        minutes: Time allowed, once known; None before.
        tasks: Tasks in the form, once known; None before.
    """

    seat: SeatPlaceView
    person: PersonView
    stage: WaitingStage
    minutes: int | None = None
    tasks: int | None = None


def log_in_problem(code: str) -> Message:
    """Return what a candidate is told about a refused or failed try."""
    return _PROBLEMS.get(code) or message("log_in.failed", code=code)


def field_at_fault(problem: Message | None) -> str:
    """Return the name of the field that a problem is about; empty for none."""
    return _AT_FAULT.get(problem.key, "") if problem is not None else ""


def package_line(stage: PackageStage, *, percent: int = 0, code: str = "") -> Message:
    """Return the line on the exam package.

    Args:
        percent: How much has come, 0 to 100; for FETCHING.
        code: Error code; for FAILED.
    """
    match stage:
        case PackageStage.NONE:
            return message("package.none")
        case PackageStage.FETCHING:
            return message("package.fetching", percent=percent)
        case PackageStage.SEALED:
            return message("package.sealed")
        case PackageStage.OPENED:
            return message("package.opened")
        case PackageStage.FAILED:
            return message("package.failed", code=code)


def server_line(*, is_silent: bool) -> Message:
    """Return the line on the server: whether its last answer is fresh."""
    return message("server.silent") if is_silent else message("server.answers")
