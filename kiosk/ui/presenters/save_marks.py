"""The two save marks, each driven by what was acknowledged and never by intent. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.ui.presenters.message import Message, message

SILENT_AFTER_MS = 15_000
"""Age of the server's last word from which something unsent is called unreachable.

Three of the journal's own entries, which come at least every 5 s, went unanswered.
"""


class LocalMark(StrEnum):
    """This computer's own disk."""

    SAVED = "saved"
    SAVING = "saving"
    NOT_SAVED = "not_saved"


class ServerMark(StrEnum):
    """The server's copy."""

    RECEIVED = "received"
    WAITING = "waiting"
    UNREACHABLE = "unreachable"
    """Told calmly and without a count: a candidate has nothing to do about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveMarksView:
    """What stands beside the clock; the state is in words, not in colour alone."""

    local: LocalMark
    local_text: Message
    server: ServerMark
    server_text: Message


def save_marks(
    *,
    saved_seq: int,
    pending: int,
    server_seq: int,
    failing: bool,
    server_age_ms: int,
) -> SaveMarksView:
    """Return both marks.

    Args:
        saved_seq: Seq up to which the store has everything durable. Give the last one
            that holds something of the candidate's, or the server's mark flickers with
            every tick of the clock.
        pending: Entries handed to the writer, or texts typed, that are not durable.
        server_seq: Seq of the last receipt.
        failing: Whether the writer's last try failed.
        server_age_ms: Time since the server's last word.
    """
    local = _local(pending, failing=failing)
    waiting = max(0, saved_seq - server_seq)
    server = _server(waiting, server_age_ms)
    return SaveMarksView(
        local=local,
        local_text=_local_text(local),
        server=server,
        server_text=_server_text(server, waiting),
    )


def _local(pending: int, *, failing: bool) -> LocalMark:
    if failing:
        return LocalMark.NOT_SAVED
    return LocalMark.SAVING if pending else LocalMark.SAVED


def _server(waiting: int, server_age_ms: int) -> ServerMark:
    if not waiting:
        return ServerMark.RECEIVED
    if server_age_ms >= SILENT_AFTER_MS:
        return ServerMark.UNREACHABLE
    return ServerMark.WAITING


def _local_text(mark: LocalMark) -> Message:
    match mark:
        case LocalMark.SAVED:
            return message("saves.local_saved")
        case LocalMark.SAVING:
            return message("saves.local_saving")
        case LocalMark.NOT_SAVED:
            return message("saves.local_not_saved")


def _server_text(mark: ServerMark, waiting: int) -> Message:
    match mark:
        case ServerMark.RECEIVED:
            return message("saves.server_received")
        case ServerMark.WAITING:
            return message("saves.server_waiting", entries=waiting)
        case ServerMark.UNREACHABLE:
            return message("saves.server_away")
