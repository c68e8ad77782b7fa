"""Earlier versions of a typed answer: look at one, put it back (row 12)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget

from kiosk.ui.look import Look
from kiosk.ui.presenters.versions_view import VersionsView
from kiosk.ui.widgets.roles import make_button, make_label, make_prose, set_state

LIST_HEIGHT, PREVIEW_HEIGHT = 110, 110
"""Pixels at 100 %, at the least."""


class VersionsPanel(QWidget):
    """A button a version, the newest first, named `version-<index>`.

    Signals:
        restore_wanted: A version is to come back: task id, its text.
    """

    restore_wanted = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._view: VersionsView | None = None
        self._at = 0
        self._buttons: list[QPushButton] = []
        self._rule = make_label(self, role="quiet", name="versions-rule")
        self._list, self._inner = _scroll(self, "versions-list")
        self._rows = QVBoxLayout(self._inner)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._preview, ground = _scroll(self, "versions-preview")
        self._text = make_prose(ground, name="version-text")
        column = QVBoxLayout(ground)
        column.addWidget(self._text)
        column.addStretch(1)
        self._restore = make_button(self, name="restore-version")
        self._restore.clicked.connect(self._on_restore)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._list, 1)
        self._column.addWidget(self._preview, 1)
        self._column.addWidget(self._rule)
        self._column.addWidget(self._restore)

    @property
    def number(self) -> int:
        """Number of the task whose versions are shown; 0 for none."""
        return self._view.number if self._view is not None else 0

    def show_versions(self, view: VersionsView) -> None:
        """Show the versions, the newest open."""
        self._view = view
        self._at = 0
        self._build()

    def forget(self) -> None:
        """Drop the texts."""
        self._view = None
        self._text.setText("")
        self._build()

    def focus_first(self) -> None:
        """Let the keyboard be at the newest version."""
        if self._buttons:
            self._buttons[0].setFocus()

    def show_look(self, look: Look) -> None:
        """Show everything in this look."""
        self._look = look
        for layout in (self._column, self._rows):
            layout.setSpacing(look.tight_gap)
        self._list.setAccessibleName(look.text("versions.list"))
        self._preview.setAccessibleName(look.text("versions.preview"))
        self._list.setMinimumHeight(look.scale.room(LIST_HEIGHT))
        self._preview.setMinimumHeight(look.scale.room(PREVIEW_HEIGHT))
        self._restore.setText(look.text("versions.restore"))
        self._build()

    def _build(self) -> None:
        had_focus = any(button.hasFocus() for button in self._buttons)
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._buttons = []
        if self._look is None or self._view is None:
            return
        for index, version in enumerate(self._view.versions):
            button = make_button(self._inner, role="tab", name=f"version-{index}")
            button.setText(self._look.say(version.label))
            button.setProperty("index", index)
            button.clicked.connect(self._on_choice)
            self._rows.addWidget(button)
            self._buttons.append(button)
        self._rows.addStretch(1)
        self._render()
        if had_focus:
            self.focus_first()

    def _on_choice(self) -> None:
        pressed = self.sender()
        if pressed is not None:
            self._at = int(pressed.property("index"))
            self._render()

    def _render(self) -> None:
        if self._look is None or self._view is None:
            return
        look, versions = self._look, self._view.versions
        rule = "versions.rule" if versions else "versions.none"
        self._rule.setText(look.text(rule))
        self._text.setText(versions[self._at].text if versions else "")
        self._restore.setVisible(bool(versions))
        self._list.setVisible(bool(versions))
        self._preview.setVisible(bool(versions))
        for index, button in enumerate(self._buttons):
            set_state(button, "on", index == self._at)

    def _on_restore(self) -> None:
        if self._view is not None and self._view.versions:
            text = self._view.versions[self._at].text
            self.restore_wanted.emit(self._view.task_id, text)


def _scroll(parent: QWidget, name: str) -> tuple[QScrollArea, QWidget]:
    area = QScrollArea(parent)
    area.setObjectName(name)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # arrows scroll it
    inner = QWidget(area)
    inner.setObjectName("list-inner")
    area.setWidget(inner)
    return area, inner
