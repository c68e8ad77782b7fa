"""The case beside its tasks: stem, the row of scenes, the scene (rows 24, 25)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from kiosk.ui.item_views.content_widget import ContentWidget, MediaProvider, no_media
from kiosk.ui.item_views.sound_board import PLACE_ID
from kiosk.ui.look import Look
from kiosk.ui.presenters.case_view import CaseView, SceneTabView
from kiosk.ui.widgets.flow_row import FlowRow
from kiosk.ui.widgets.roles import make_button, make_label, set_state, show_text


class ScenePanel(QFrame):
    """Shows a case; a button a scene, named `scene-<scene_id>`.

    Signals:
        scene_wanted: The candidate wants to look at a scene: its id.
    """

    scene_wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("scene-card")
        self._media: MediaProvider = no_media
        self._look: Look | None = None
        self._view: CaseView | None = None
        self._inner = QWidget(self)
        self._inner.setObjectName("scene-inner")
        self._title = make_label(self, role="line", name="case-title")
        self._stem = ContentWidget(self)
        self._tabs = FlowRow(self)
        self._rule = make_label(self, role="quiet", name="scene-rule")
        self._scene_title = make_label(self, role="strong", name="scene-title")
        self._content = ContentWidget(self)
        self._rows = QVBoxLayout(self._inner)
        for widget in (
            self._title,
            self._stem,
            self._rule,
            self._tabs,
            self._scene_title,
            self._content,
        ):
            self._rows.addWidget(widget)
        self._rows.addStretch(1)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self._inner)
        self._scroll.setObjectName("scene-scroll")
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # arrows scroll it
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 2, 2, 2)
        column.addWidget(self._scroll)

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
        is_other = self._view is None or (self._view.item_id, self._view.scene_id) != (
            view.item_id,
            view.scene_id,
        )
        self._view = view
        self._render()
        if is_other:
            self._scroll.verticalScrollBar().setValue(0)

    def show_look(self, look: Look) -> None:
        """Show everything in this look."""
        self._look = look
        self._rows.setSpacing(look.gap)
        wide = look.wide_gap
        self._rows.setContentsMargins(wide, look.gap, wide, look.gap)
        self._tabs.set_gaps(look.gap // 2)
        self._scroll.setAccessibleName(look.text("case.pane"))
        self._render()

    def _render(self) -> None:
        if self._view is None or self._look is None:
            return
        view, look = self._view, self._look
        self._title.setText(look.text("case.title", title=view.title))
        self._stem.setProperty(PLACE_ID, view.item_id)
        self._content.setProperty(PLACE_ID, view.scene_id)
        self._stem.show_content(view.stem, self._media, look)
        has_tabs = len(view.tabs) > 1
        rule = "case.one_way_rule" if view.is_one_way else "case.free_rule"
        show_text(self._rule, look.text(rule) if has_tabs else "")
        self._show_tabs(view.tabs if has_tabs else (), look)
        self._scene_title.setText(view.scene_title)
        self._content.show_content(view.content, self._media, look)

    def _show_tabs(self, tabs: tuple[SceneTabView, ...], look: Look) -> None:
        had_focus = [w.objectName() for w in self._tabs.widgets if w.hasFocus()]
        self._tabs.clear()
        for tab in tabs:
            button = make_button(self._tabs, role="tab", name=f"scene-{tab.scene_id}")
            key = "case.scene_named" if tab.title else "case.scene"
            values = {"title": tab.title} if tab.title else {}
            button.setText(look.text(key, number=tab.number, **values))
            button.setEnabled(tab.is_open)
            button.setProperty("scene_id", tab.scene_id)
            set_state(button, "on", tab.is_shown)
            button.clicked.connect(self._on_tab)
            self._tabs.add(button)
            if button.objectName() in had_focus:
                button.setFocus()
        self._tabs.setVisible(bool(tabs))

    def _on_tab(self) -> None:
        pressed = self.sender()
        if pressed is not None:
            self.scene_wanted.emit(str(pressed.property("scene_id")))
