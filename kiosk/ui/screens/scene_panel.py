"""The case beside its tasks: stem, the row of scenes, the scene (rows 24, 25).

The stem stands above the scenes and does not scroll away with them; where room is dear
it can be folded, and one press brings it back.
"""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kiosk.ui.item_views.content_widget import ContentWidget, MediaProvider, no_media
from kiosk.ui.item_views.sound_board import PLACE_ID
from kiosk.ui.look import Look
from kiosk.ui.presenters.case_view import CaseView, SceneTabView
from kiosk.ui.widgets.flow_row import FlowRow
from kiosk.ui.widgets.roles import make_button, make_label, set_state, show_text

MOST_STEM_PERCENT = 40
"""Of the panel's height; a longer stem scrolls by itself."""


class ScenePanel(QFrame):
    """Shows a case; a button a scene, named `scene-<scene_id>`.

    What a scene holds is made once a sitting, as tasks are: going back costs nothing.

    Signals:
        scene_wanted: The candidate wants to look at a scene: its id.
        zoom_wanted: A picture is to be shown large: a PictureView.
    """

    scene_wanted = Signal(str)
    zoom_wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("scene-card")
        self._media: MediaProvider = no_media
        self._look: Look | None = None
        self._view: CaseView | None = None
        self._folded: set[str] = set()
        self._made: dict[tuple[str, str], ContentWidget] = {}
        self._content: ContentWidget | None = None
        self._buttons: dict[str, QPushButton] = {}
        self._title = make_label(self, role="line", name="case-title")
        self._fold = make_button(self, role="tool", name="fold-stem")
        self._fold.clicked.connect(self._turn_stem)
        self._stem_inner = QWidget(self)
        self._stem_inner.setObjectName("scene-inner")
        self._stem = ContentWidget(self._stem_inner)
        self._stem.zoom_wanted.connect(self.zoom_wanted)
        self._stem_rows = QVBoxLayout(self._stem_inner)
        self._stem_rows.addWidget(self._stem)
        self._stem_scroll = _scroll(self, self._stem_inner, "stem-scroll")
        self._inner = QWidget(self)
        self._inner.setObjectName("scene-inner")
        self._tabs = FlowRow(self)
        self._rule = make_label(self, role="quiet", name="scene-rule")
        self._scene_title = make_label(self, role="strong", name="scene-title")
        self._rows = QVBoxLayout(self._inner)
        for widget in (self._rule, self._tabs, self._scene_title):
            self._rows.addWidget(widget)
        self._rows.addStretch(1)
        self._scroll = _scroll(self, self._inner, "scene-scroll")
        self._head = QHBoxLayout()
        self._head.addWidget(self._title, 1)
        self._head.addWidget(self._fold, 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(2, 2, 2, 2)
        self._column.addLayout(self._head)
        self._column.addWidget(self._stem_scroll)
        self._column.addWidget(self._scroll, 1)

    def take_media(self, media: MediaProvider) -> None:
        """Take where pictures come from, before a case is shown."""
        self._media = media

    def focus_reading(self) -> None:
        """Let the arrow keys scroll the case."""
        self._scroll.setFocus()

    def show_case(self, view: CaseView) -> None:
        """Show a case; its reading position stays while the scene does."""
        if view == self._view:
            return
        before = self._view
        self._view = view
        self._render()
        if before is None or before.item_id != view.item_id:
            self._stem_scroll.verticalScrollBar().setValue(0)
        if before is None or _scene(before) != _scene(view):
            self._scroll.verticalScrollBar().setValue(0)

    def forget(self) -> None:
        """Drop everything: the sitting is over."""
        self._view = None
        self._folded = set()
        self._show_made(None)
        for made in self._made.values():
            made.deleteLater()
        self._made = {}

    def show_look(self, look: Look) -> None:
        """Show everything in this look."""
        self._look = look
        gap, wide = look.gap, look.wide_gap
        self._head.setContentsMargins(wide, gap, wide, 0)
        self._stem_rows.setContentsMargins(wide, look.tight_gap, wide, gap)
        self._rows.setSpacing(gap)
        self._rows.setContentsMargins(wide, gap, wide, gap)
        self._tabs.set_gaps(gap // 2)
        self._scroll.setAccessibleName(look.text("case.pane"))
        self._stem_scroll.setAccessibleName(look.text("case.stem"))
        self._render()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the stem what it needs, and no more than its part."""
        super().resizeEvent(event)
        self._place_stem()

    def _render(self) -> None:
        if self._view is None or self._look is None:
            return
        view, look = self._view, self._look
        self._title.setText(look.text("case.title", title=view.title))
        self._stem.setProperty(PLACE_ID, view.item_id)
        self._stem.show_content(view.stem, self._media, look)
        is_folded = view.item_id in self._folded
        key = "case.stem_show" if is_folded else "case.stem_hide"
        self._fold.setText(look.text(key))
        self._fold.setVisible(bool(view.stem))
        self._stem_scroll.setVisible(bool(view.stem) and not is_folded)
        has_tabs = len(view.tabs) > 1
        rule = "case.one_way_rule" if view.is_one_way else "case.free_rule"
        show_text(self._rule, look.text(rule) if has_tabs else "")
        self._show_tabs(view.tabs if has_tabs else (), look)
        self._scene_title.setText(view.scene_title)
        made = self._of(view)
        made.show_content(view.content, self._media, look)
        self._show_made(made)
        self._place_stem()
        QTimer.singleShot(0, self, self._place_stem)  # once new words have a height

    def _of(self, view: CaseView) -> ContentWidget:
        made = self._made.get(_scene(view))
        if made is None:
            made = ContentWidget(self._inner)
            made.setProperty(PLACE_ID, view.scene_id)
            made.zoom_wanted.connect(self.zoom_wanted)
            made.hide()
            self._rows.insertWidget(self._rows.count() - 1, made)
            self._made[_scene(view)] = made
        return made

    def _show_made(self, made: ContentWidget | None) -> None:
        if self._content is not None and self._content is not made:
            self._content.hide()
        self._content = made
        if made is not None and self._view is not None:
            made.setVisible(bool(self._view.content))

    def _place_stem(self) -> None:
        """Make the stem's part as high as it is, or as high as it may be."""
        if self._stem_scroll.isHidden():
            return
        edges = self._column.contentsMargins()
        scroll = self._stem_scroll
        ring = scroll.height() - scroll.viewport().height()
        width = self.width() - edges.left() - edges.right() - 2 - ring
        wanted = self._stem_rows.heightForWidth(width) + 2 + ring
        most = self.height() * MOST_STEM_PERCENT // 100
        self._stem_scroll.setMaximumHeight(max(1, min(wanted, most)))

    def _turn_stem(self) -> None:
        if self._view is not None:
            self._folded ^= {self._view.item_id}
            self._render()

    def _show_tabs(self, tabs: tuple[SceneTabView, ...], look: Look) -> None:
        if [tab.scene_id for tab in tabs] != list(self._buttons):
            self._tabs.clear()
            self._buttons = {tab.scene_id: self._made_tab(tab) for tab in tabs}
        for tab in tabs:
            button = self._buttons[tab.scene_id]
            key = "case.scene_named" if tab.title else "case.scene"
            values = {"title": tab.title} if tab.title else {}
            button.setText(look.text(key, number=tab.number, **values))
            button.setEnabled(tab.is_open)
            set_state(button, "on", tab.is_shown)
        self._tabs.setVisible(bool(tabs))

    def _made_tab(self, tab: SceneTabView) -> QPushButton:
        button = make_button(self._tabs, role="tab", name=f"scene-{tab.scene_id}")
        button.setProperty("scene_id", tab.scene_id)
        button.clicked.connect(self._on_tab)
        self._tabs.add(button)
        return button

    def _on_tab(self) -> None:
        pressed = self.sender()
        if pressed is not None:
            self.scene_wanted.emit(str(pressed.property("scene_id")))


def _scene(view: CaseView) -> tuple[str, str]:
    return view.item_id, view.scene_id


def _scroll(parent: QWidget, inner: QWidget, name: str) -> QScrollArea:
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setWidget(inner)
    area.setObjectName(name)
    area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # arrows scroll it
    return area
