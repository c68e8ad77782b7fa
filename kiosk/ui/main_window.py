"""The one window of a seat: header, banners, and the screens in a stack."""

from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from kiosk.ui.display_control import DisplayControl
from kiosk.ui.look import Look
from kiosk.ui.presenters.code_entry import CodePurpose
from kiosk.ui.presenters.message import Message
from kiosk.ui.screens.banner import Banner
from kiosk.ui.screens.code_entry_screen import CodeEntryScreen
from kiosk.ui.screens.confirm_screen import ConfirmScreen
from kiosk.ui.screens.covered_screen import CoveredScreen
from kiosk.ui.screens.exam_screen import ExamScreen
from kiosk.ui.screens.hand_in_screen import HandInScreen
from kiosk.ui.screens.header import Header
from kiosk.ui.screens.headset_check_screen import HeadsetCheckScreen
from kiosk.ui.screens.input_check_screen import InputCheckScreen
from kiosk.ui.screens.log_in_screen import LogInScreen
from kiosk.ui.screens.pairing_screen import PairingScreen
from kiosk.ui.screens.plain_screens import LockedScreen, TroubleScreen
from kiosk.ui.screens.readiness_screen import ReadinessScreen
from kiosk.ui.screens.receipt_screen import ReceiptScreen
from kiosk.ui.screens.reentry_screen import ReentryScreen
from kiosk.ui.screens.rules_screen import RulesScreen
from kiosk.ui.screens.sound_panel import SoundPanel
from kiosk.ui.screens.staff_screen import StaffScreen
from kiosk.ui.screens.start_strip import StartStrip
from kiosk.ui.screens.stick_screen import StickScreen
from kiosk.ui.screens.waiting_screen import WaitingScreen
from kiosk.ui.style_sheet import style_sheet
from kiosk.ui.texts import Language, load_texts


class Part(Protocol):
    """Whatever follows the look."""

    def show_look(self, look: Look) -> None:
        """Show everything in this look."""


class MainWindow(QMainWindow):
    """Owns every screen; knows none of the rules by which they follow one another.

    Language, theme and text size change here at any time, in every screen at once; all
    sizes follow the window's, so that a large screen does not look empty.

    Attributes:
        header: Who, save marks, clock, tools; its strip has text size, theme, language.
        sound_panel: Volume and devices, below the header when asked for.
        start_strip: The exam has begun while somebody is still at the checks.
        pairing, log_in, confirm, rules, headset_check, input_check, waiting, exam,
            hand_in, receipt, locked, covered, reentry, resume_code, opening_code, staff,
            stick, trouble: The screens.

    Signals:
        message_acknowledged: The candidate read the proctor's message.
        look_changed: Language, theme or text scale was changed: a Look.
        close_wanted: Somebody tried to close the window; it stays open.
    """

    message_acknowledged = Signal()
    look_changed = Signal(object)
    close_wanted = Signal()

    def __init__(self, look: Look | None = None) -> None:
        super().__init__()
        self._may_close = False
        self._save_failure: Message | None = None
        self._time_warning: Message | None = None
        self._message = ""
        self.header = Header(self)
        self._display = DisplayControl(self, self.header.strip, lambda: self.look)
        self._display.look_wanted.connect(self.change_look)
        self._failing = Banner(self, "save-failure", "bad", can_acknowledge=False)
        self._warning = Banner(self, "time-warning", "warn", can_acknowledge=True)
        self._proctor = Banner(self, "proctor-message", "calm", can_acknowledge=True)
        self.start_strip = StartStrip(self)
        self.sound_panel = SoundPanel(self)
        self.sound_panel.closed.connect(self.header.setFocus)
        self._stack = QStackedWidget(self)
        self.pairing = PairingScreen(self._stack)
        self.log_in = LogInScreen(self._stack)
        self.confirm = ConfirmScreen(self._stack)
        self.rules = RulesScreen(self._stack)
        self.headset_check = HeadsetCheckScreen(self._stack)
        self.input_check = InputCheckScreen(self._stack)
        self.waiting = WaitingScreen(self._stack)
        self.exam = ExamScreen(self._stack)
        self.hand_in = HandInScreen(self._stack)
        self.receipt = ReceiptScreen(self._stack)
        self.locked = LockedScreen(self._stack)
        self.resume_code = CodeEntryScreen(self._stack, CodePurpose.RESUME)
        self.opening_code = CodeEntryScreen(self._stack, CodePurpose.OPENING)
        self.covered = CoveredScreen(self._stack)
        self.reentry = ReentryScreen(self._stack)
        self.staff = StaffScreen(self._stack)
        self.readiness = ReadinessScreen(self._stack)
        self.stick = StickScreen(self._stack)
        self.trouble = TroubleScreen(self._stack)
        self._build()
        self._usual = look or Look(texts=load_texts(Language.CHINESE))
        self.look = self._usual
        self.show_look(self.look)

    def show_screen(self, screen: QWidget) -> None:
        """Show one of the screens and nothing of the others.

        Raises:
            ValueError: not one of this window's screens: a bug.
        """
        if self._stack.indexOf(screen) < 0:
            raise ValueError(f"{screen!r} is not a screen of this window")
        self._stack.setCurrentWidget(screen)
        focused: QWidget | None = self.focusWidget()  # the stub forgets None
        if focused is None or self.header.isAncestorOf(focused):
            screen.setFocus()  # a key pressed in vain must not change the language

    def shown_screen(self) -> QWidget | None:
        """Return the screen that is shown."""
        return self._stack.currentWidget()

    def show_message(self, text: str) -> None:
        """Show a message of the proctor's until it is read; empty takes it away.

        One that comes before the last was read stands below it.
        """
        unread = self._message if not self._proctor.isHidden() else ""
        self._message = f"{unread}\n{text}" if unread and text else text
        self._render_banners()

    def show_time_warning(self, warning: Message | None) -> None:
        """Show how much time is left until it is read; None takes it away."""
        self._time_warning = warning
        self._render_banners()

    def show_save_failure(self, failure: Message | None) -> None:
        """Say that answers are not on this disk; None once they all are."""
        self._save_failure = failure
        self._render_banners()

    def show_look(self, look: Look) -> None:
        """Show every screen in this look; what was typed stays."""
        self.look = look
        self.setStyleSheet(style_sheet(look))
        self.setWindowTitle(look.text("header.product"))
        for part in self._parts:
            part.show_look(look)
        self._render_banners()

    def change_look(self, look: Look) -> None:
        """Show every screen in another look, and tell that it is another."""
        if look != self.look:
            self.show_look(look)
            self.look_changed.emit(look)

    def show_usual_look(self) -> None:
        """Show the look that the window began with: for the next candidate."""
        scale = self._usual.scale.on_screen(self.width(), self.height())
        self.change_look(self._usual.with_scale(scale))
        self.header.strip.hide()

    def allow_close(self) -> None:
        """Let the next attempt to close succeed: the program ends."""
        self._may_close = True

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stay open unless the program ends."""
        if self._may_close:
            event.accept()
            return
        event.ignore()
        self.close_wanted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let all sizes follow the window's."""
        super().resizeEvent(event)
        scale = self.look.scale.on_screen(self.width(), self.height())
        if scale != self.look.scale:
            self.change_look(self.look.with_scale(scale))

    def _build(self) -> None:
        screens: tuple[QWidget, ...] = (
            self.pairing,
            self.log_in,
            self.confirm,
            self.rules,
            self.headset_check,
            self.input_check,
            self.waiting,
            self.exam,
            self.hand_in,
            self.receipt,
            self.locked,
            self.covered,
            self.reentry,
            self.resume_code,
            self.opening_code,
            self.staff,
            self.readiness,
            self.stick,
            self.trouble,
        )
        for screen in screens:
            self._stack.addWidget(screen)
        middle = QWidget(self)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (
            self.header,
            self.header.strip,
            self.sound_panel,
            self._failing,
            self._warning,
            self._proctor,
            self.start_strip,
        ):
            column.addWidget(part)
        column.addWidget(self._stack, 1)
        self.setCentralWidget(middle)
        self.exam.take_keys_from(middle)
        self._proctor.acknowledged.connect(self._on_message_read)
        self._warning.acknowledged.connect(self._on_warning_read)

    @property
    def _parts(self) -> tuple[Part, ...]:
        return (
            self.header,
            self.sound_panel,
            self._failing,
            self._warning,
            self._proctor,
            self.start_strip,
            self.pairing,
            self.log_in,
            self.confirm,
            self.rules,
            self.headset_check,
            self.input_check,
            self.waiting,
            self.exam,
            self.hand_in,
            self.receipt,
            self.locked,
            self.covered,
            self.reentry,
            self.resume_code,
            self.opening_code,
            self.staff,
            self.readiness,
            self.stick,
            self.trouble,
        )

    def _render_banners(self) -> None:
        say = self.look.say
        has_failure = self._save_failure is not None
        title = self.look.text("banner.not_saved") if has_failure else ""
        self._failing.show_words(title, say(self._save_failure))
        self._warning.show_words("", say(self._time_warning))
        title = self.look.text("banner.proctor") if self._message else ""
        self._proctor.show_words(title, self._message)

    def _on_message_read(self) -> None:
        self._message = ""
        self.message_acknowledged.emit()

    def _on_warning_read(self) -> None:
        self._time_warning = None
