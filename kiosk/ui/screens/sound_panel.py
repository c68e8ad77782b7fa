"""Below the header when it is asked for: volume, headphones, microphone (row 35)."""

from PySide6.QtCore import QMargins, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from kiosk.ui.look import Look
from kiosk.ui.presenters.sound_settings_view import SoundSettingsView
from kiosk.ui.widgets.flow_row import FlowRow
from kiosk.ui.widgets.icons import Icon, show_icon
from kiosk.ui.widgets.roles import make_button, make_label
from kiosk.ui.widgets.sound_settings import SoundSettings

MOST_PERCENT = 26
"""Of the window's height: large text scrolls rather than hide the task."""


class SoundPanel(QFrame):
    """Stays open while things are tried; Esc or its last button closes it.

    Attributes:
        settings: What can be set.

    Signals:
        try_wanted: The person wants to hear something.
        closed: The panel was closed by the person.
    """

    try_wanted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("display-strip")
        self._inner = QWidget(self)
        self._inner.setObjectName("sound-inner")
        self.settings = SoundSettings(self._inner)
        self._try = make_button(self, role="tool", name="sound-try")
        self._try.clicked.connect(self.try_wanted)
        self._close = make_button(self, role="tool", name="sound-close")
        self._close.clicked.connect(self.close_panel)
        self._note = make_label(self, role="quiet", name="sound-note")
        self._row = FlowRow(self._inner)
        self._row.add(self._try)
        self._row.add(self._close)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidget(self._inner)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)
        self._column = QVBoxLayout(self._inner)
        self._column.addWidget(self.settings)
        self._column.addWidget(self._row)
        self._column.addWidget(self._note)
        self.hide()

    def open(self) -> None:
        """Show the panel, with the keyboard at the volume."""
        self.show()
        self._fit()
        self.settings.focus_volume()

    def close_panel(self) -> None:
        """Close it, as the person does."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def show_settings(self, view: SoundSettingsView, *, is_recording: bool) -> None:
        """Show what is set; while a take runs nothing can be tried."""
        self.settings.show_settings(view)
        self._try.setEnabled(not is_recording)
        self._note.setVisible(is_recording)
        self._fit()

    def show_look(self, look: Look) -> None:
        """Show everything in this look."""
        pad = look.tight_gap
        self._column.setContentsMargins(QMargins(look.gap, pad, look.gap, pad))
        self._column.setSpacing(look.tight_gap)
        self._row.set_gaps(look.gap)
        self.settings.show_look(look)
        self.setAccessibleName(look.text("sound_panel.title"))
        self._try.setText(look.text("sound_panel.try"))
        self._close.setText(look.text("sound_panel.close"))
        self._note.setText(look.text("sound_panel.input_note"))
        show_icon(self._try, Icon.PLAY, look)
        show_icon(self._close, Icon.CLOSE, look)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as high as the rows need, and never hide the task: then it scrolls."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        layout = self._inner.layout()
        assert layout is not None
        wanted = layout.heightForWidth(self._scroll.viewport().width())
        most = self.window().height() * MOST_PERCENT // 100
        self.setFixedHeight(min(wanted + 2 * self._column.spacing(), most))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
            event.accept()
            return
        super().keyPressEvent(event)
