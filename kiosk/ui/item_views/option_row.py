"""One option as a row: button, letter, content. The whole row can be pressed.

It can be crossed out by its small button, by the right mouse button, and by X or Delete
while the keyboard is at it. A struck option can still be chosen.
"""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from kiosk.ui.item_views.choice_signs import RoundSign, SquareSign
from kiosk.ui.item_views.content_widget import ContentWidget, MediaProvider
from kiosk.ui.look import Look
from kiosk.ui.widgets.icons import Icon, show_icon
from kiosk.ui.widgets.roles import make_button, make_label, set_state
from question_bank.items.content import Block, plain_text

STRIKE_KEYS = frozenset({Qt.Key.Key_X, Qt.Key.Key_Delete})


class OptionRow(QFrame):
    """Shows whether its button is on and whether the keyboard is at it.

    Signals:
        strike_wanted: The option is to be crossed out, or the line to be taken away.
        zoom_wanted: A picture is to be shown large: a PictureView.
    """

    strike_wanted = Signal()
    zoom_wanted = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        button: RoundSign | SquareSign,
        letter: str,
        *,
        can_strike: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "option")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._button = button
        self._letter = letter
        self._can_strike = can_strike
        self._is_struck = False
        self._words = ""
        self._look: Look | None = None
        button.setParent(self)
        button.installEventFilter(self)
        button.toggled.connect(self._show_state)  # looks only; the answer is `clicked`
        self._row = QHBoxLayout(self)
        self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        if letter:
            label = make_label(self, role="letter")
            label.setText(letter)
            label.setWordWrap(False)
            self._row.addWidget(label, 0, Qt.AlignmentFlag.AlignVCenter)
        self._content = ContentWidget(self, is_pressed_to_zoom=False)
        self._content.zoom_wanted.connect(self.zoom_wanted)
        self._row.addWidget(self._content, 1)
        self._strike = make_button(self, role="tool", name=f"strike-{letter}")
        self._strike.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard has X
        self._strike.setVisible(can_strike)
        self._strike.clicked.connect(self.strike_wanted)
        self._row.addWidget(self._strike, 0, Qt.AlignmentFlag.AlignVCenter)

    @property
    def is_struck(self) -> bool:
        """Whether the option is crossed out."""
        return self._is_struck

    def show_content(
        self, content: tuple[Block, ...], media: MediaProvider, look: Look
    ) -> None:
        """Show what the option says."""
        self._look = look
        self._row.setSpacing(look.gap)
        self._button.show_look(look)
        self._content.show_content(content, media, look)
        self._words = f"{self._letter} {plain_text(content)}".strip()
        if self._can_strike:
            show_icon(self._strike, Icon.STRIKE, look)
            self._button.setAccessibleDescription(look.text("option.strike_hint"))
        self._render()

    def show_struck(self, *, is_struck: bool) -> None:
        """Show the line through the option, or none."""
        if is_struck != self._is_struck:
            self._is_struck = is_struck
            self._render()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Press the button when the row is pressed beside it; right: cross out."""
        event.accept()
        if not self.rect().contains(event.position().toPoint()):
            return
        if not self._button.isEnabled():
            return
        if event.button() == Qt.MouseButton.RightButton:
            self._want_strike()
        elif event.button() == Qt.MouseButton.LeftButton:
            self._button.setFocus(Qt.FocusReason.MouseFocusReason)
            self._button.click()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the keyboard's way over the button."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            set_state(self, "focused", event.type() == QEvent.Type.FocusIn)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            is_plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if is_plain and event.key() in STRIKE_KEYS and self._can_strike:
                self._want_strike()
                return True
        return super().eventFilter(watched, event)

    def _want_strike(self) -> None:
        if self._strike.isEnabled() and self._can_strike:
            self.strike_wanted.emit()

    def _show_state(self) -> None:
        is_chosen = self._button.isChecked()
        set_state(self, "chosen", is_chosen)
        self._strike.setEnabled(not is_chosen)

    def _render(self) -> None:
        self._content.show_struck(is_struck=self._is_struck)
        set_state(self, "struck", self._is_struck)
        if self._look is None:
            return
        look, words = self._look, self._words
        if self._is_struck:
            words = look.text("option.struck", option=words)
        self._button.setAccessibleName(words)
        key = "option.unstrike" if self._is_struck else "option.strike"
        said = look.text(key, letter=self._letter)
        self._strike.setAccessibleName(said)
        self._strike.setToolTip(said)
        set_state(self._strike, "on", self._is_struck)
