"""From "this is me" to the wait: rules, headset, keyboard, in the order of `check_steps`.

Lives on the interface thread. There is no journal yet: what was read and tried is handed
on and becomes entries right after the start.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QTimer

from kiosk.app.headset_desk import HeadsetDesk, HeadsetOutcome, HeadsetResult
from kiosk.clock import Clock, moment
from kiosk.sitting.acts import SeatNews
from kiosk.sitting.check_steps import (
    CheckNeeds,
    CheckStep,
    StartOffer,
    check_needs,
    forced_in_ms,
    next_step,
    start_offer,
    steps_of,
)
from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.input_check_view import InputCheckPage
from kiosk.ui.presenters.message import Message, message
from kiosk.ui.presenters.rules_view import StepView, rules_view
from question_bank.formats.entry_bodies import Observed
from question_bank.formats.exam_package import Manifest

LOOK_MS = 500
_MINUTE_MS = 60_000
_MOST_DETAIL = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSurroundings:
    """What the checks look at while they run.

    Attributes:
        manifest: None while the package is on its way.
        is_startable: The room has started for this candidate, and all is here for it.
    """

    manifest: Manifest | None
    is_startable: bool


class CheckListener(Protocol):
    """Told on the interface thread."""

    def on_checked(self, news: tuple[SeatNews, ...]) -> None:
        """All is read and tried, or the start went before it; entries for the journal."""
        ...

    def on_help_wanted(self, notice: str) -> None:
        """Something does not work: the proctor is to come; the code says what for."""
        ...


class CheckDesk:
    """One candidate's checks at a time."""

    def __init__(
        self,
        window: MainWindow,
        headset: HeadsetDesk,
        clock: Clock,
        surroundings: Callable[[], CheckSurroundings],
        listener: CheckListener,
    ) -> None:
        self._window = window
        self._headset = headset
        self._clock = clock
        self._surroundings = surroundings
        self._listener = listener
        self._is_under_way = False
        self._extra_time_ms = 0
        self._step: CheckStep | None = None
        self._done: frozenset[CheckStep] = frozenset()
        self._news: tuple[SeatNews, ...] = ()
        self._startable_since_ms: int | None = None
        self._timer = QTimer(window)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        window.rules.was_read.connect(self._on_read)
        window.input_check.passed.connect(self._on_typed)
        window.input_check.skipped.connect(self._on_skipped)
        window.start_strip.start_wanted.connect(self._finish)

    @property
    def is_under_way(self) -> bool:
        """Whether somebody is at the checks."""
        return self._is_under_way

    def begin(self, extra_time_ms: int) -> None:
        """Show the first step to who confirmed."""
        self._is_under_way = True
        self._extra_time_ms = extra_time_ms
        self._done, self._news = frozenset(), ()
        self._startable_since_ms = None
        self._timer.start()
        self._go_on()
        self.look()

    def show(self) -> None:
        """Bring the present step up again."""
        if self._is_under_way:
            self._show(self._step)

    def end(self) -> None:
        """Forget who was at the checks."""
        self._timer.stop()
        if self._step is CheckStep.HEADSET:
            self._headset.close()
        self._is_under_way = False
        self._step = None
        self._window.start_strip.show_start(None)

    def look(self) -> None:
        """See whether the room has started meanwhile."""
        if not self._is_under_way:
            return
        now_ms = moment(self._clock).boottime_ms
        if not self._surroundings().is_startable:
            self._startable_since_ms = None
        elif self._startable_since_ms is None:
            self._startable_since_ms = now_ms
        since_ms = self._startable_since_ms
        startable_ms = None if since_ms is None else now_ms - since_ms
        offer = start_offer(startable_ms)
        if offer is StartOffer.FORCED:
            self._finish()
            return
        words = None if startable_ms is None else strip_words(startable_ms)
        self._window.start_strip.show_start(words)

    # ------------------------------------------------------------ steps

    @property
    def _needs(self) -> CheckNeeds:
        return check_needs(self._surroundings().manifest)

    def _go_on(self) -> None:
        self._step = next_step(self._needs, self._done)
        if self._step is None:
            self._finish()
        else:
            self._show(self._step)

    def _show(self, step: CheckStep | None) -> None:
        window = self._window
        match step:
            case CheckStep.RULES:
                manifest = self._surroundings().manifest
                view = rules_view(self._place(step), manifest, self._extra_time_ms)
                window.show_screen(window.rules)
                window.rules.show_rules(view)
            case CheckStep.HEADSET:
                window.headset_check.show_place(self._place(step))
                self._headset.show(self._on_headset)
            case CheckStep.INPUT:
                window.show_screen(window.input_check)
                window.input_check.show_check(InputCheckPage(step=self._place(step)))
            case None:
                pass

    def _place(self, step: CheckStep) -> StepView:
        steps = steps_of(self._needs)
        number = steps.index(step) + 1 if step in steps else len(steps)
        return StepView(number=number, all_steps=len(steps))

    def _on_read(self) -> None:
        self._pass(CheckStep.RULES, Observed(what="RULES_READ", detail=""))

    def _on_headset(self, result: HeadsetResult) -> None:
        is_clear = result.outcome is HeadsetOutcome.CLEAR
        what = "HEADSET_CLEAR" if is_clear else "HEADSET_UNSOLVED"
        if not is_clear:
            self._listener.on_help_wanted(what)
        words = (result.input_name, result.output_name, *result.findings)
        detail = "; ".join(word for word in words if word)[:_MOST_DETAIL]
        self._pass(CheckStep.HEADSET, Observed(what=what, detail=detail))

    def _on_typed(self) -> None:
        self._pass(CheckStep.INPUT, Observed(what="INPUT_CHECKED", detail=""))

    def _on_skipped(self) -> None:
        if self._step is CheckStep.INPUT:
            self._listener.on_help_wanted("INPUT_UNSOLVED")
            self._pass(CheckStep.INPUT, Observed(what="INPUT_UNSOLVED", detail=""))

    def _pass(self, step: CheckStep, news: SeatNews) -> None:
        if self._step is step:
            self._done |= {step}
            self._news = (*self._news, news)
            self._go_on()

    def _finish(self) -> None:
        if self._is_under_way:
            news = self._news
            self.end()
            self._listener.on_checked(news)


def strip_words(startable_for_ms: int) -> Message:
    """Return what the strip says of a start that waits for the candidate."""
    minutes = forced_in_ms(startable_for_ms) // _MINUTE_MS
    if not minutes:
        return message("start.begun_soon")
    return message("start.begun", minutes=minutes)
