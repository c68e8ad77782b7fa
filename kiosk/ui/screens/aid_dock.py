"""The place beside the tasks where scratch pad, calculator and earlier versions open."""

from types import MappingProxyType

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kiosk.ui.item_views.own_clipboard import OwnClipboard
from kiosk.ui.look import Look
from kiosk.ui.presenters.aids import Aid
from kiosk.ui.screens.calculator_panel import CalculatorPanel
from kiosk.ui.screens.notes_panel import NotesPanel
from kiosk.ui.screens.versions_panel import VersionsPanel
from kiosk.ui.widgets.icons import Icon, show_icon
from kiosk.ui.widgets.roles import make_button, make_label

_TITLES = MappingProxyType(
    {
        Aid.NOTES: "aids.notes",
        Aid.CALCULATOR: "aids.calculator",
    }
)


class AidDock(QFrame):
    """Shows one aid at a time; Escape puts it away.

    Attributes:
        notes, calculator, versions: The aids.

    Signals:
        closed: The aid was put away by the person.
    """

    closed = Signal()

    def __init__(self, parent: QWidget, clipboard: OwnClipboard) -> None:
        super().__init__(parent)
        self.setObjectName("aid-card")
        self._look: Look | None = None
        self._open: Aid | None = None
        self._title = make_label(self, role="strong", name="aid-title")
        self._close = make_button(self, role="tool", name="close-aid")
        self._close.clicked.connect(self.closed)
        self._inner = QWidget(self)
        self._inner.setObjectName("list-inner")
        self.notes = NotesPanel(self._inner, clipboard)
        self.calculator = CalculatorPanel(self._inner, clipboard)
        self.versions = VersionsPanel(self._inner)
        rows = QVBoxLayout(self._inner)
        rows.setContentsMargins(0, 0, 0, 0)
        for panel in (self.notes, self.calculator, self.versions):
            rows.addWidget(panel, 1)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._inner)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        self._column.addWidget(self._scroll, 1)
        shortcut = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.closed)
        self.hide()

    @property
    def open_aid(self) -> Aid | None:
        """Which aid is open."""
        return self._open

    def show_aid(self, aid: Aid | None) -> None:
        """Open an aid and let the keyboard be in it; None puts all away."""
        self._open = aid
        self.notes.setVisible(aid is Aid.NOTES)
        self.calculator.setVisible(aid is Aid.CALCULATOR)
        self.versions.setVisible(aid is Aid.VERSIONS)
        self.setVisible(aid is not None)
        self._render()

    def focus_first(self) -> None:
        """Let the keyboard be in the aid that is open."""
        match self._open:
            case Aid.NOTES:
                self.notes.focus_first()
            case Aid.CALCULATOR:
                self.calculator.focus_first()
            case Aid.VERSIONS:
                self.versions.focus_first()

    def forget(self) -> None:
        """Close, and drop what is in it: the sitting is over."""
        self.show_aid(None)
        self.notes.show_notes("")
        self.calculator.forget()
        self.versions.forget()

    def show_look(self, look: Look) -> None:
        """Show everything in this look."""
        self._look = look
        gap = look.gap
        self._column.setContentsMargins(gap, gap, gap, gap)
        self._column.setSpacing(look.tight_gap)
        self._close.setText(look.text("aids.close"))
        show_icon(self._close, Icon.CLOSE, look)
        for panel in (self.notes, self.calculator, self.versions):
            panel.show_look(look)
        self._render()

    def _render(self) -> None:
        if self._look is None or self._open is None:
            return
        if self._open is Aid.VERSIONS:
            number = self.versions.number
            self._title.setText(self._look.text("versions.title", number=number))
        else:
            self._title.setText(self._look.text(_TITLES[self._open]))
