"""Logging in on the screen: number and ID tail, then "is this you?", then the claim."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from kiosk.app.background import Background
from kiosk.app.server_lines import ServerLines
from kiosk.errors import ServerRefusedError, ServerUnreachableError
from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.log_in_view import (
    ID_TAIL_LENGTH,
    ConfirmView,
    LogInView,
    PackageStage,
    TypedLogIn,
    field_at_fault,
    log_in_problem,
    package_line,
    server_line,
)
from kiosk.ui.presenters.message import Message
from kiosk.ui.presenters.people import PersonView, SeatPlaceView
from kiosk.ui.presenters.typed_number import number_problem, plain_typed
from question_bank.errors import ExamRoomError
from question_bank.formats.room_card import CardSitting, RoomCard
from question_bank.formats.seat_protocol import (
    CandidateView,
    LogInAnswer,
    LogInStatus,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogInSurroundings:
    """What stands around the log-in's fields.

    Attributes:
        card: Of the room, once the staff's PIN opened it: it answers for a dead server.
        newest_order: Of the room, as far as this seat knows.
    """

    place: SeatPlaceView
    session_name: str
    package_stage: PackageStage
    package_trouble: str
    is_server_silent: bool
    id_tail_length: int = ID_TAIL_LENGTH
    card: RoomCard | None = None
    newest_order: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedSitting:
    """A sitting that this seat now holds.

    Attributes:
        after_order: Newest order of the room when it was claimed.
        id_tail: As typed.
        is_by_card: The server was silent: the room's card said who this is.
    """

    answer: LogInAnswer
    after_order: int
    id_tail: str = ""
    is_by_card: bool = False


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
        self._typed = TypedLogIn(number="", again="", id_tail="")
        self._is_by_card = False
        self._problem: Message | None = None
        self._is_busy = False
        window.log_in.log_in_wanted.connect(self._on_wanted)
        window.log_in.paste_tried.connect(self._on_paste)
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
                id_tail_length=around.id_tail_length,
                problem=self._problem,
                at_fault=field_at_fault(self._problem),
                is_busy=self._is_busy,
                package=package_line(around.package_stage, code=around.package_trouble),
                server=server_line(is_silent=around.is_server_silent),
                is_server_silent=around.is_server_silent,
            )
        )

    def _on_wanted(self, typed: TypedLogIn) -> None:
        if self._is_busy:
            return
        self._typed = typed
        self._problem = number_problem(
            typed.number,
            typed.again,
            typed.id_tail,
            is_scanned=typed.is_scanned,
            tail_length=self._surroundings().id_tail_length,
        )
        if self._problem is not None:
            self.refresh()
            return
        self._is_busy = True
        self.refresh()
        number, id_tail = self._numbers()

        def work() -> LogInAnswer:
            with self._lines.once() as client:
                return client.log_in(number, id_tail)

        self._background.run(work, self._on_answer, self._on_log_in_failed)

    def _numbers(self) -> tuple[str, str]:
        typed = self._typed
        return plain_typed(typed.number), plain_typed(typed.id_tail).upper()

    def _on_paste(self) -> None:
        self._problem = log_in_problem("NO_PASTE")
        self.refresh()

    def _on_answer(self, answer: LogInAnswer, *, is_by_card: bool = False) -> None:
        self._is_busy = False
        if answer.status is LogInStatus.HANDED_IN:
            self._problem = log_in_problem("SITTING_HANDED_IN")
            self.refresh()
            return
        if not self._listener.on_logged_in():
            return  # the seat has turned to something else meanwhile
        self._answer = answer
        self._is_by_card = is_by_card
        self._show_confirm(None)
        self._window.show_screen(self._window.confirm)

    def _on_log_in_failed(self, error: ExamRoomError) -> None:
        self._is_busy = False
        card = self._surroundings().card
        if not is_silence(error) or card is None:
            self._problem = log_in_problem(error.code)
            self.refresh()
            return
        number, id_tail = self._numbers()
        found = card.sitting_of(number, id_tail)
        if found is None:
            self._problem = log_in_problem("NOT_ON_CARD")
            self.refresh()
        else:
            self._on_answer(answer_of_card(found), is_by_card=True)

    def _on_refused(self) -> None:
        if not self._is_busy:
            self._listener.on_not_me()

    def _on_confirmed(self) -> None:
        answer = self._answer
        if self._is_busy or answer is None:
            return
        self._is_busy = True
        self._show_confirm(None)
        number, id_tail = self._numbers()
        is_by_card = self._is_by_card

        def work() -> ClaimedSitting:
            with self._lines.once() as client:
                # Who logged in by card is not yet known to a server that is back.
                found = client.log_in(number, id_tail) if is_by_card else answer
                newest = client.claim(found.sitting_uuid)
            return ClaimedSitting(answer=found, after_order=newest, id_tail=id_tail)

        self._background.run(work, self._on_claimed, self._on_claim_failed)

    def _on_claimed(self, claimed: ClaimedSitting) -> None:
        self._is_busy = False
        self._listener.on_claimed(claimed)

    def _on_claim_failed(self, error: ExamRoomError) -> None:
        self._is_busy = False
        around, answer = self._surroundings(), self._answer
        if not is_silence(error) or around.card is None or answer is None:
            self._show_confirm(log_in_problem(error.code))
            return
        # The card says that the candidate sits in this room; the claim is made later.
        claimed = ClaimedSitting(
            answer=answer,
            after_order=around.newest_order,
            id_tail=self._numbers()[1],
            is_by_card=True,
        )
        self._listener.on_claimed(claimed)

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


def is_silence(error: ExamRoomError) -> bool:
    """Whether the server did not answer, or could not: not where it said no."""
    if isinstance(error, ServerRefusedError):
        return error.status >= 500  # noqa: PLR2004 - HTTP's class of server errors
    return isinstance(error, ServerUnreachableError)


def answer_of_card(found: CardSitting) -> LogInAnswer:
    """Return what the server would have answered, from the room's card."""
    return LogInAnswer(
        sitting_uuid=found.sitting_uuid,
        candidate=CandidateView(
            name=found.name,
            form_of_address=found.form_of_address,
            admission_number=found.admission_number,
            photo=found.photo,
            photo_media_type=found.photo_media_type,
        ),
        form_code=found.form_code,
        extra_time_ms=found.extra_time_ms,
        status=LogInStatus.NEW,
        head=None,
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
