"""The one place where sounds and takes on the screen meet what plays and records.

A sound stands deep in rows, panels and cards that need not know of it: it finds its
board, and the id of the place where it stands, among its parents.
"""

from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from kiosk.ui.presenters.play_view import UNHEARD, PlayView
from kiosk.ui.presenters.take_view import TakeView, empty_view
from question_bank.items.content import Sound
from question_bank.items.spoken_answer import SpokenAnswer

PLACE_ID = "place_id"
"""Property of a widget in which everything stands at one place of the form: the id of a
task, a scene, an item or a section."""


class SoundSource(Protocol):
    """Knows what a sitting's sounds and takes look like now."""

    def play_view(self, place_id: str, block: Sound) -> PlayView:
        """Return what a sound shows."""
        ...

    def take_view(self, task: SpokenAnswer) -> TakeView:
        """Return what a spoken task shows."""
        ...


class SoundBoard(QObject):
    """Of one screen.

    Signals:
        play_pressed: A sound's button: place id, the Sound.
        take_pressed: A spoken task's button: task id, TakeAct.
        plays_changed, takes_changed: Whoever shows any asks for its view anew.
        level_changed: How loud the microphone hears, in [0, 1].
    """

    play_pressed = Signal(str, object)
    take_pressed = Signal(str, object)
    plays_changed = Signal()
    takes_changed = Signal()
    level_changed = Signal(float)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._source: SoundSource | None = None

    def take_source(self, source: SoundSource | None) -> None:
        """Take whom to ask; None: nothing can be played."""
        self._source = source
        self.plays_changed.emit()
        self.takes_changed.emit()

    @property
    def is_seen(self) -> bool:
        """Whether its screen is up, and no other one instead."""
        screen = self.parent()
        return isinstance(screen, QWidget) and screen.isVisible()

    def play_view(self, place_id: str, block: Sound) -> PlayView:
        """Return what a sound shows now."""
        if self._source is None:
            return UNHEARD
        return self._source.play_view(place_id, block)

    def take_view(self, task: SpokenAnswer) -> TakeView:
        """Return what a spoken task shows now."""
        if self._source is None:
            return empty_view(task)
        return self._source.take_view(task)


def board_above(widget: QWidget) -> SoundBoard | None:
    """Return the board of the screen in which a widget stands; None: it has none."""
    above: QWidget | None = widget
    while above is not None:
        board = getattr(above, "sounds", None)
        if isinstance(board, SoundBoard):
            return board
        above = above.parentWidget()
    return None


def place_above(widget: QWidget) -> str:
    """Return the id of the place in which a widget stands; empty: of none."""
    above: QWidget | None = widget
    while above is not None:
        place_id = above.property(PLACE_ID)
        if isinstance(place_id, str) and place_id:
            return place_id
        above = above.parentWidget()
    return ""
