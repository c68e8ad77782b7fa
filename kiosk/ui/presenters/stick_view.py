"""A stick in the hand of the staff: answers onto it, or a sitting back from it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kiosk.ui.presenters.message import Message, message


class StickAct(StrEnum):
    """What the stick is for."""

    EXPORT = "export"
    """The answers of who sits here are written to it."""
    TAKE = "take"
    """A candidate goes on here from it."""


class StickStage(StrEnum):
    """How far it is."""

    NO_STICK = "no_stick"
    CHOOSING = "choosing"
    BUSY = "busy"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class StickView:
    """What the screen shows.

    Attributes:
        rows: What can be chosen, from top to bottom; chosen by index.
        status: One sentence; None while the rows say enough.
    """

    act: StickAct
    stage: StickStage
    title: Message
    explanation: Message
    rows: tuple[Message, ...] = ()
    status: Message | None = None

    @property
    def is_problem(self) -> bool:
        """Whether the status is bad news."""
        return self.stage is StickStage.FAILED


def stick_row(name: str, free_bytes: int) -> Message:
    """Return the line of a stick."""
    free_mb = free_bytes // (1024 * 1024)
    return message("stick.row", name=name, free_mb=free_mb)


def archive_row(name: str, admission_number: str, seat_code: str) -> Message:
    """Return the line of a sitting on a stick."""
    return message("stick.sitting", name=name, number=admission_number, seat=seat_code)


def choosing_view(act: StickAct, rows: Sequence[Message]) -> StickView:
    """Return the view while sticks are looked for and chosen."""
    found = bool(rows)
    missing = "stick.no_stick" if act is StickAct.EXPORT else "stick.no_sitting"
    return _view(
        act,
        StickStage.CHOOSING if found else StickStage.NO_STICK,
        rows=tuple(rows),
        status=None if found else message(missing),
    )


def busy_view(act: StickAct) -> StickView:
    """Return the view while the stick works."""
    writing = act is StickAct.EXPORT
    status = message("stick.writing") if writing else message("stick.reading")
    return _view(act, StickStage.BUSY, status=status)


def written_view(file_name: str, entries: int) -> StickView:
    """Return the view once the answers are on the stick and were read back."""
    status = message("stick.written", file=file_name, entries=entries)
    return _view(StickAct.EXPORT, StickStage.DONE, status=status)


def failed_view(act: StickAct, code: str, rows: Sequence[Message]) -> StickView:
    """Return the view after it went wrong; the rows can be chosen again."""
    return _view(act, StickStage.FAILED, rows=tuple(rows), status=_problem(act, code))


def _problem(act: StickAct, code: str) -> Message:
    if act is StickAct.EXPORT:
        return message("stick.not_written", code=code)
    if code == "PACKAGE_MISSING":
        return message("stick.no_package")
    return message("stick.not_taken", code=code)


def _view(
    act: StickAct,
    stage: StickStage,
    *,
    rows: tuple[Message, ...] = (),
    status: Message | None = None,
) -> StickView:
    writing = act is StickAct.EXPORT
    return StickView(
        act=act,
        stage=stage,
        title=message("stick.export_title") if writing else message("stick.take_title"),
        explanation=message("stick.export_text")
        if writing
        else message("stick.take_text"),
        rows=rows,
        status=status,
    )
