"""Below the header when it is asked for: text size, theme, language, and what overflowed."""

from PySide6.QtCore import QMargins, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from kiosk.ui.design_tokens import TEXT_PERCENTS, Theme
from kiosk.ui.look import Look
from kiosk.ui.widgets.flow_row import FlowRow
from kiosk.ui.widgets.group import Group
from kiosk.ui.widgets.icons import Icon, show_icon
from kiosk.ui.widgets.roles import make_button, make_word, set_state


class DisplayStrip(QFrame):
    """Stays open while things are tried; Esc or its last button closes it.

    Signals:
        smaller_clicked, larger_clicked: The person wants the text a step smaller, larger.
        theme_chosen: The person wants a theme: a Theme.
        language_clicked: The person wants the other language.
        cover_clicked, sound_clicked, clock_clicked: As in the header, where that is full.
        closed: The strip was closed by the person.
    """

    smaller_clicked = Signal()
    larger_clicked = Signal()
    theme_chosen = Signal(object)
    language_clicked = Signal()
    cover_clicked = Signal()
    sound_clicked = Signal()
    clock_clicked = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("display-strip")
        self._look: Look | None = None
        self._flow = FlowRow(self)
        self._size_word = make_word(self)
        self._smaller = self._button("text-smaller")
        self._smaller.clicked.connect(self.smaller_clicked)
        self._size = make_word(self, "text-size")
        self._larger = self._button("text-larger")
        self._larger.clicked.connect(self.larger_clicked)
        self._theme_word = make_word(self)
        self._themes = {
            Theme.LIGHT: self._button("theme-light", "tab"),
            Theme.DARK: self._button("theme-dark", "tab"),
            Theme.CONTRAST: self._button("theme-contrast", "tab"),
        }
        for button in self._themes.values():
            button.setCheckable(True)
            button.clicked.connect(self._on_theme)
        self._language = self._button("language")
        self._language.clicked.connect(self.language_clicked)
        self._clock = self._button("menu-hide-clock")
        self._clock.clicked.connect(self.clock_clicked)
        self._cover = self._button("menu-cover-screen")
        self._cover.clicked.connect(self.cover_clicked)
        self._sound = self._button("menu-sound-settings")
        self._sound.clicked.connect(self.sound_clicked)
        self._close = self._button("display-close")
        self._close.clicked.connect(self._on_close)
        self._size_group = Group(
            self, self._size_word, self._smaller, self._size, self._larger
        )
        self._theme_group = Group(self, self._theme_word, *self._themes.values())
        for part in (
            self._size_group,
            self._theme_group,
            self._language,
            self._clock,
            self._cover,
            self._sound,
            self._close,
        ):
            self._flow.add(part)
        self._flow.stretch_after(self._sound)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._flow)
        self.show_overflow(clock="", has_cover=False, has_sound=False)
        self.hide()

    def open(self) -> None:
        """Show the strip, with the keyboard at its first button."""
        self.show()
        first = self._smaller if self._smaller.isEnabled() else self._larger
        first.setFocus()

    def show_overflow(self, *, clock: str, has_cover: bool, has_sound: bool) -> None:
        """Show what found no place in the header; `clock` is its button's word or empty."""
        self._clock.setText(clock)
        self._clock.setVisible(bool(clock))
        self._cover.setVisible(has_cover)
        self._sound.setVisible(has_sound)

    def show_look(self, look: Look) -> None:
        """Show everything in this look."""
        self._look = look
        pad = look.tight_gap
        self._flow.set_gaps(look.gap, QMargins(look.gap, pad, look.gap, pad))
        for group in (self._size_group, self._theme_group):
            group.set_gap(look.tight_gap)
        self._size_word.setText(look.text("display.size"))
        self._smaller.setText(look.text("header.smaller"))
        self._larger.setText(look.text("header.larger"))
        self._smaller.setAccessibleName(look.text("header.smaller_name"))
        self._larger.setAccessibleName(look.text("header.larger_name"))
        self._size.setText(look.text("header.size", percent=look.scale.percent))
        self._smaller.setEnabled(look.scale.percent > TEXT_PERCENTS[0])
        self._larger.setEnabled(look.scale.percent < TEXT_PERCENTS[-1])
        self._theme_word.setText(look.text("display.theme"))
        self._themes[Theme.LIGHT].setText(look.text("display.light"))
        self._themes[Theme.DARK].setText(look.text("display.dark"))
        self._themes[Theme.CONTRAST].setText(look.text("display.contrast"))
        for theme, button in self._themes.items():
            is_on = theme is look.palette.theme
            button.setChecked(is_on)
            set_state(button, "on", is_on)
        self._language.setText(look.text("header.other_language"))
        self._cover.setText(look.text("tools.cover"))
        self._cover.setAccessibleName(look.text("tools.cover_name"))
        self._sound.setText(look.text("tools.sound"))
        self._sound.setAccessibleName(look.text("tools.sound_name"))
        self._close.setText(look.text("display.close"))
        show_icon(self._cover, Icon.LOCK, look)
        show_icon(self._sound, Icon.SPEAKER, look)
        show_icon(self._close, Icon.CLOSE, look)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self._on_close()
            event.accept()
            return
        super().keyPressEvent(event)

    def _on_theme(self) -> None:
        pressed = self.sender()
        for theme, button in self._themes.items():
            if button is pressed:
                self.theme_chosen.emit(theme)

    def _on_close(self) -> None:
        self.hide()
        self.closed.emit()

    def _button(self, name: str, role: str = "tool") -> QPushButton:
        return make_button(self, role=role, name=name)
