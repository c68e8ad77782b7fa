"""Beside the exam in an author's preview: key, 解析, rubric, figures of the task."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from kiosk.ui.item_views.content_widget import ContentWidget, MediaProvider, no_media
from kiosk.ui.look import Look
from kiosk.ui.presenters.preview_view import KeyPart
from kiosk.ui.widgets.roles import make_label


class PreviewPanel(QFrame):
    """Shows the parts one below the other; made anew when they or the look change."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("scene-card")  # the style sheet's card
        self._look: Look | None = None
        self._parts: tuple[KeyPart, ...] = ()
        self._media: MediaProvider = no_media
        self._inner = QWidget(self)
        self._inner.setObjectName("scene-inner")
        self._rows = QVBoxLayout(self._inner)
        self._scroll = QScrollArea(self)
        self._scroll.setObjectName("scene-scroll")
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self._inner)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 2, 2, 2)
        column.addWidget(self._scroll)

    def take_media(self, media: MediaProvider) -> None:
        """Take where pictures come from."""
        self._media = media

    def show_parts(self, parts: tuple[KeyPart, ...]) -> None:
        """Show these parts, from the top."""
        if parts == self._parts:
            return
        self._parts = parts
        self._render()
        self._scroll.verticalScrollBar().setValue(0)

    def show_look(self, look: Look) -> None:
        """Show everything in this look."""
        self._look = look
        self._scroll.setAccessibleName(look.text("preview.panel"))
        self._render()

    def _render(self) -> None:
        look = self._look
        if look is None:
            return
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._rows.setSpacing(look.gap // 2)
        for part in self._parts:
            self._add_part(part, look)
        self._rows.addStretch(1)

    def _add_part(self, part: KeyPart, look: Look) -> None:
        heading = make_label(self._inner, role="strong")
        heading.setText(look.say(part.heading))
        self._rows.addWidget(heading)
        for line in part.lines:
            label = make_label(self._inner, role="text")
            label.setText(line if isinstance(line, str) else look.say(line))
            self._rows.addWidget(label)
        if part.content:
            content = ContentWidget(self._inner)
            content.show_content(part.content, self._media, look)
            self._rows.addWidget(content)
        self._rows.addSpacing(look.gap)
