"""What a person changes of the look: text size, theme, language; by strip or by keys."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from kiosk.ui.design_tokens import Theme
from kiosk.ui.look import Look
from kiosk.ui.screens.display_strip import DisplayStrip
from kiosk.ui.texts import load_texts

_LARGER = ("Ctrl++", "Ctrl+=")
_SMALLER = ("Ctrl+-",)


class DisplayControl(QObject):
    """Turns what a person does into the next look; keeps none itself.

    Signals:
        look_wanted: The person wants this Look.
    """

    look_wanted = Signal(object)

    def __init__(
        self, window: QWidget, strip: DisplayStrip, look: Callable[[], Look]
    ) -> None:
        super().__init__(window)
        self._look = look
        strip.smaller_clicked.connect(self._shrink)
        strip.larger_clicked.connect(self._grow)
        strip.language_clicked.connect(self._change_language)
        strip.theme_chosen.connect(self._change_theme)
        for keys, act in ((_LARGER, self._grow), (_SMALLER, self._shrink)):
            for key in keys:
                shortcut = QShortcut(QKeySequence(key), window)
                shortcut.activated.connect(act)

    def _change_language(self) -> None:
        look = self._look()
        self.look_wanted.emit(look.with_texts(load_texts(look.texts.language.other)))

    def _change_theme(self, theme: Theme) -> None:
        self.look_wanted.emit(self._look().with_theme(theme))

    def _shrink(self) -> None:
        look = self._look()
        self.look_wanted.emit(look.with_scale(look.scale.smaller))

    def _grow(self) -> None:
        look = self._look()
        self.look_wanted.emit(look.with_scale(look.scale.larger))
