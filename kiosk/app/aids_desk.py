"""What a candidate has at hand: crossing out, scratch pad, earlier versions (rows 12, 38)."""

from kiosk.app.sitting_hand import SittingHand
from kiosk.ui.presenters.aids import AidsView
from kiosk.ui.presenters.versions_view import versions_view
from kiosk.ui.screens.exam_screen import ExamScreen
from question_bank.formats.entry_bodies import OptionStruck
from question_bank.formats.form import Form, tasks_by_id
from question_bank.formats.package_policies import Policies
from question_bank.items.response import TextResponse


class AidsDesk:
    """Carries these acts into the sitting. For the interface thread."""

    def __init__(self, screen: ExamScreen, hand: SittingHand) -> None:
        self._screen = screen
        self._hand = hand
        self._numbers: dict[str, int] = {}
        screen.option_struck.connect(self._on_struck)
        screen.notes_edited.connect(self._on_notes)
        screen.versions_wanted.connect(self._on_versions)
        screen.restore_wanted.connect(self._on_restore)

    def begin(self, form: Form, policies: Policies) -> None:
        """Offer what the session's rules give, with the notes of before."""
        places = tasks_by_id(form)
        self._numbers = {task_id: place.number for task_id, place in places.items()}
        sitting = self._hand.sitting
        notes = sitting.record.notes if sitting is not None else ""
        aids = AidsView(
            has_notes=policies.has_notes, has_calculator=policies.has_calculator
        )
        self._screen.show_aids(aids, notes)

    def _on_struck(self, task_id: str, option_id: str, is_struck: bool) -> None:
        sitting = self._hand.sitting
        if sitting is None:
            return
        act = OptionStruck(task_id=task_id, option_id=option_id, is_struck=is_struck)
        self._hand.submit(sitting.note(act, self._hand.now()))
        self._hand.refresh()

    def _on_notes(self, text: str) -> None:
        sitting = self._hand.sitting
        if sitting is not None:
            self._hand.submit(sitting.enter_notes(text, self._hand.now()))

    def _on_versions(self, task_id: str) -> None:
        sitting = self._hand.sitting
        if sitting is None:
            return
        self._write_typed()
        present = sitting.response(task_id)
        self._screen.show_versions(
            versions_view(
                task_id,
                self._numbers[task_id],
                sitting.record.earlier_texts.get(task_id, ()),
                present.text if isinstance(present, TextResponse) else "",
            )
        )

    def _on_restore(self, task_id: str, text: str) -> None:
        sitting = self._hand.sitting
        if sitting is None or not sitting.is_reachable(task_id):
            return
        self._write_typed()  # so that what stands there now becomes a version
        self._screen.restore_text(text)  # which comes back as a text that is typed
        self._write_typed()
        self._hand.refresh()

    def _write_typed(self) -> None:
        sitting = self._hand.sitting
        self._screen.finish_typing()
        if sitting is not None:
            self._hand.submit(sitting.write_typed(self._hand.now()))
