"""Logging in on the screen: number and ID tail, then "is this you?", then the claim."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from kiosk.app.background import Background
from kiosk.app.server_lines import ServerLines
from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.log_in_view import (
    ConfirmView,
    LogInView,
    PackageStage,
    empty_field_problem,
    log_in_problem,
    package_line,
    server_line,
)
from kiosk.ui.presenters.message import Message
from kiosk.ui.presenters.people import PersonView, SeatPlaceView
from question_bank.errors import ExamRoomError
from question_bank.formats.seat_protocol import LogInAnswer, LogInStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class LogInSurroundings:
    """What stands around the log-in's fields."""

    place: SeatPlaceView
    session_name: str
    package_stage: PackageStage
    package_trouble: str
    is_server_silent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedSitting:
    """A sitting that this seat now holds.

    Attributes:
        after_order: Newest order of the room when it was claimed.
    """

    answer: LogInAnswer
    after_order: int


class LogInListener(Protocol):
    """Told on the interface thread."""

    def on_logged_in(self) -> bool:
        """Somebody logged in; whether their confirmation may be shown."""
        ...

    def on_not_me(self) -> None:
        """Somebody else's data: back to the log-in."""
        ...

    def on_claimed(self, claimed: ClaimedSitting) -> None:
        """The candidate confirmed and the server agreed."""
        ...


class LogInDesk:
    """One log-in after the other."""

    def __init__(
        self,
        window: MainWindow,
        background: Background,
        lines: ServerLines,
        surroundings: Callable[[], LogInSurroundings],
        listener: LogInListener,
    ) -> None:
        self._window = window
        self._background = background
        self._lines = lines
        self._surroundings = surroundings
        self._listener = listener
        self._answer: LogInAnswer | None = None
        self._problem: Message | None = None
        self._is_busy = False
        window.log_in.log_in_wanted.connect(self._on_wanted)
        window.confirm.confirmed.connect(self._on_confirmed)
        window.confirm.refused.connect(self._on_refused)

    @property
    def sitting_uuid(self) -> UUID | None:
        """Whose data are being confirmed; None while nobody's are."""
        return self._answer.sitting_uuid if self._answer is not None else None

    def show(self) -> None:
        """Show the log-in, empty."""
        self._window.log_in.show_empty_fields()
        self._answer = None
        self._problem = None
        self._is_busy = False
        self._window.header.show_place(self._surroundings().place, None)
        self.refresh()
        self._window.show_screen(self._window.log_in)

    def refresh(self) -> None:
        """Show the lines on package and server as they are now; fields stay."""
        around = self._surroundings()
        self._window.log_in.show_log_in(
            LogInView(
                seat=around.place,
                session_name=around.session_name,
                problem=self._problem,
                is_busy=self._is_busy,
                package=package_line(around.package_stage, code=around.package_trouble),
                server=server_line(is_silent=around.is_server_silent),
                is_server_silent=around.is_server_silent,
            )
        )

    def _on_wanted(self, admission_number: str, id_tail: str) -> None:
        if self._is_busy:
            return
        if not admission_number or not id_tail:
            self._problem = empty_field_problem()
            self.refresh()
            return
        self._is_busy = True
        self._problem = None
        self.refresh()

        def work() -> LogInAnswer:
            with self._lines.once() as client:
                return client.log_in(admission_number, id_tail)

        self._background.run(work, self._on_answer, self._on_log_in_failed)

    def _on_answer(self, answer: LogInAnswer) -> None:
        self._is_busy = False
        if answer.status is LogInStatus.HANDED_IN:
            self._problem = log_in_problem("SITTING_HANDED_IN")
            self.refresh()
            return
        if not self._listener.on_logged_in():
            return  # the seat has turned to something else meanwhile
        self._answer = answer
        self._show_confirm(None)
        self._window.show_screen(self._window.confirm)

    def _on_log_in_failed(self, error: ExamRoomError) -> None:
        self._is_busy = False
        self._problem = log_in_problem(error.code)
        self.refresh()

    def _on_refused(self) -> None:
        if not self._is_busy:
            self._listener.on_not_me()

    def _on_confirmed(self) -> None:
        answer = self._answer
        if self._is_busy or answer is None:
            return
        self._is_busy = True
        self._show_confirm(None)

        def work() -> ClaimedSitting:
            with self._lines.once() as client:
                newest = client.claim(answer.sitting_uuid)
            return ClaimedSitting(answer=answer, after_order=newest)

        self._background.run(work, self._on_claimed, self._on_claim_failed)

    def _on_claimed(self, claimed: ClaimedSitting) -> None:
        self._is_busy = False
        self._listener.on_claimed(claimed)

    def _on_claim_failed(self, error: ExamRoomError) -> None:
        self._is_busy = False
        self._show_confirm(log_in_problem(error.code))

    def _show_confirm(self, problem: Message | None) -> None:
        if self._answer is not None:
            self._window.confirm.show_confirm(
                ConfirmView(
                    seat=self._surroundings().place,
                    person=person_of(self._answer),
                    problem=problem,
                    is_busy=self._is_busy,
                )
            )


def person_of(answer: LogInAnswer) -> PersonView:
    """Return whom the log-in found, for the screens."""
    candidate = answer.candidate
    return PersonView(
        name=candidate.name,
        form_of_address=candidate.form_of_address,
        admission_number=candidate.admission_number,
        photo=candidate.photo,
    )
