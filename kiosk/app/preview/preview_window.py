"""The preview's window: the exam screen as candidates get it, and what only authors see."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from kiosk.app.background import Background
from kiosk.app.main_thread import MainThread
from kiosk.app.preview.preview_desk import PreviewDesk, PreviewForm
from kiosk.app.preview.preview_sounds import PreviewSounds
from kiosk.app.seat_sound import SeatSound, SoundEngine
from kiosk.app.sound_clips import ClipShelf
from kiosk.clock import SystemClock
from kiosk.ui.look import Look
from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.preview_view import KeyPart
from kiosk.ui.screens.preview_panel import PreviewPanel
from kiosk.ui.style_sheet import style_sheet
from kiosk.ui.widgets.roles import make_button, make_label
from question_bank.formats.form import media_of

IMAGE_ENDINGS = (".png", ".jpg")
"""All other media are sounds."""

PANEL_WIDTH = 340
"""Pixels at normal text size: some twenty characters a line."""


class PreviewWindow(QMainWindow):
    """Holds a whole kiosk window, so that nothing of it is drawn differently."""

    def __init__(self, preview: PreviewForm, look: Look) -> None:
        super().__init__()
        self._preview = preview
        self._seat = MainWindow(look)
        self._seat.setWindowFlags(Qt.WindowType.Widget)
        self._strip = QFrame(self)
        self._strip.setProperty("role", "banner")
        self._strip.setProperty("tone", "warn")
        self._note = make_label(self._strip, role="strong", name="preview-note")
        self._again = make_button(self._strip, role="tool", name="preview-again")
        self._key = make_button(self._strip, role="tool", name="preview-key")
        self._key.setCheckable(True)
        self._key.setChecked(True)
        self._row = QHBoxLayout(self._strip)
        self._row.addWidget(self._note, 1)
        self._row.addWidget(self._again)
        self._row.addWidget(self._key)
        self._panel = PreviewPanel(self)
        self._panel.take_media(preview.media)
        self._build()
        self._key.toggled.connect(self._turn_key)
        self._seat.look_changed.connect(self._show_look)
        self.desk = PreviewDesk(
            self._seat.exam, preview, self._show_key, self._refuse_hand_in
        )
        main_thread = MainThread()
        self._background = Background(main_thread)
        self.sound = SeatSound(main_thread)
        self._sounds = self._made_sounds()
        self._again.clicked.connect(self._sounds.start_again)
        self._again.clicked.connect(self.desk.start)
        shortcut = QShortcut(QKeySequence("F2"), self)
        shortcut.activated.connect(self._key.toggle)
        self._show_look(look)
        self._seat.show_screen(self._seat.exam)
        self.desk.start()

    def _build(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        split.addWidget(self._seat)
        split.addWidget(self._panel)
        split.setStretchFactor(0, 1)
        middle = QWidget(self)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._strip)
        column.addWidget(split, 1)
        self.setCentralWidget(middle)

    def show_key(self, *, is_shown: bool) -> None:
        """Show or hide what candidates never see."""
        self._key.setChecked(is_shown)

    def _show_key(self, parts: tuple[KeyPart, ...]) -> None:
        self._panel.show_parts(parts)

    def _made_sounds(self) -> PreviewSounds:
        board, preview = self._seat.exam.sounds, self._preview
        clips = ClipShelf(self._background, preview.media, board.plays_changed.emit)
        names = media_of(preview.form)
        clips.keep(name for name in names if not name.endswith(IMAGE_ENDINGS))
        return PreviewSounds(board, self.sound, clips, self._refuse_recording)

    def load_sound(self) -> None:
        """Load the sound engine, behind the window."""

        def load() -> SoundEngine:
            from kiosk.audio.sound_engine import open_sound  # noqa: PLC0415 - slow

            return open_sound(SystemClock())

        self._background.run(load, self.sound.take_engine, lambda _: None)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """End the sound with the window."""
        self.sound.close()
        self._background.stop()
        super().closeEvent(event)

    def _refuse_recording(self) -> None:
        self._seat.show_message(self._seat.look.text("preview.no_recording"))

    def _refuse_hand_in(self) -> None:
        self._seat.show_message(self._seat.look.text("preview.no_hand_in"))

    def _show_look(self, look: Look) -> None:
        self.setStyleSheet(style_sheet(look))
        name = self._preview.name
        self.setWindowTitle(look.text("preview.title", name=name))
        self._note.setText(look.text("preview.note"))
        self._again.setText(look.text("preview.again"))
        self._say_key(look)
        pad = look.gap // 2
        self._row.setContentsMargins(look.gap, pad, look.gap, pad)
        self._row.setSpacing(look.gap)
        self._panel.show_look(look)
        self._panel.setMinimumWidth(look.scale.px(PANEL_WIDTH))

    def _turn_key(self, is_shown: bool) -> None:
        self._panel.setVisible(is_shown)
        self._say_key(self._seat.look)

    def _say_key(self, look: Look) -> None:
        is_shown = self._key.isChecked()
        self._key.setText(
            look.text("preview.hide_key" if is_shown else "preview.show_key")
        )
