"""Keeps how the candidate set the screen: through a restart, not for the next one."""

import logging

from kiosk.app.background import Background
from kiosk.storage.display_choice import DisplayChoice, DisplayChoiceStore
from kiosk.ui.design_tokens import TEXT_PERCENTS, TextScale, Theme
from kiosk.ui.look import Look
from kiosk.ui.main_window import MainWindow
from kiosk.ui.texts import Language, load_texts
from question_bank.errors import ExamRoomError

_log = logging.getLogger(__name__)


class DisplayKeeper:
    """Saves each change off the interface thread, the newest last. For that thread."""

    def __init__(
        self, window: MainWindow, store: DisplayChoiceStore, background: Background
    ) -> None:
        self._window = window
        self._store = store
        self._background = background
        self._unsaved: DisplayChoice | None = None
        self._is_busy = False

    def begin(self, *, goes_on: bool) -> None:
        """Begin to keep; show the last choice if a sitting of this disk goes on.

        Without one the last choice was somebody else's.
        """
        if goes_on and (choice := self._store.load()) is not None:
            self._show(choice)
        elif not goes_on:
            self._background.run(self._store.forget, _nothing, _not_kept)
        self._window.look_changed.connect(self._on_changed)

    def _show(self, choice: DisplayChoice) -> None:
        try:
            language, theme = Language(choice.language), Theme(choice.theme)
        except ValueError:
            return  # of another version of the program
        if choice.text_percent not in TEXT_PERCENTS:
            return
        look = self._window.look
        scale = TextScale(choice.text_percent, look.scale.screen_percent)
        chosen = look.with_texts(load_texts(language)).with_theme(theme)
        self._window.change_look(chosen.with_scale(scale))

    def _on_changed(self, look: Look) -> None:
        self._unsaved = DisplayChoice(
            language=str(look.texts.language),
            theme=str(look.palette.theme),
            text_percent=look.scale.percent,
        )
        if not self._is_busy:
            self._save()

    def _save(self) -> None:
        choice, self._unsaved = self._unsaved, None
        if choice is None:
            return
        self._is_busy = True
        self._background.run(
            lambda: self._store.save(choice), self._on_saved, self._on_failed
        )

    def _on_saved(self, _: None) -> None:
        self._is_busy = False
        self._save()

    def _on_failed(self, error: ExamRoomError) -> None:
        _not_kept(error)
        self._on_saved(None)


def _nothing(_: None) -> None:
    """There is nothing to do about it."""


def _not_kept(error: ExamRoomError) -> None:
    _log.info("display choice is not kept: %s", error.code)
