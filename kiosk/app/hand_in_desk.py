"""The check before the hand-in, and the hand-in that the candidate confirmed twice."""

from collections.abc import Callable

from kiosk.app.sitting_hand import SittingHand
from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.hand_in_view import HandInView, hand_in_view
from kiosk.ui.presenters.question_list import question_list
from kiosk.ui.presenters.reach import tasks_ahead
from kiosk.ui.presenters.unheard import unheard_tasks
from question_bank.formats.form import Form, tasks_of
from question_bank.items.spoken_answer import SpokenAnswer


class HandInDesk:
    """Shows what is open, and hands in. For the interface thread.

    Args (of the constructor):
        settle: Ends what plays and records, then calls what it is given.
        on_handed_in: Called when the sitting was handed in.
    """

    def __init__(
        self,
        window: MainWindow,
        hand: SittingHand,
        settle: Callable[[Callable[[], None]], None],
        on_handed_in: Callable[[], None],
    ) -> None:
        self._window = window
        self._hand = hand
        self._on_handed_in = on_handed_in
        self._form: Form | None = None
        self._spoken: frozenset[str] = frozenset()
        window.hand_in.hand_in_confirmed.connect(lambda: settle(self._hand_in))

    def begin(self, form: Form) -> None:
        """Follow the sitting that the hand has."""
        self._form = form
        spoken = (p.task for p in tasks_of(form) if isinstance(p.task, SpokenAnswer))
        self._spoken = frozenset(task.task_id for task in spoken)

    def show(self) -> None:
        """Bring the check up."""
        view = self._view()
        if view is not None:
            self._window.hand_in.show_hand_in(view)
            self._window.show_screen(self._window.hand_in)

    def follow(self) -> None:
        """Show the same counts later, if the check is on the screen."""
        if self._window.shown_screen() is not self._window.hand_in:
            return
        view = self._view()
        if view is not None:
            self._window.hand_in.show_opens_in(view)

    def _hand_in(self) -> None:
        sitting = self._hand.sitting
        now = self._hand.now()
        if sitting is None or sitting.hand_in_opens_in_ms(now):
            return
        self._hand.submit(sitting.hand_in(now))
        self._on_handed_in()

    def _view(self) -> HandInView | None:
        sitting = self._hand.sitting
        if sitting is None or self._form is None:
            return None
        record = sitting.record
        return hand_in_view(
            question_list(self._form, record, sitting.responses()),
            sitting.hand_in_opens_in_ms(self._hand.now()),
            unheard_tasks(self._form, record.sound),
            self._spoken,
            tasks_ahead(self._form, record),
        )
