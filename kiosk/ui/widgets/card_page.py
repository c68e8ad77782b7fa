"""A page with one column in the middle that scrolls when the text is large."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kiosk.ui.look import Look
from kiosk.ui.widgets.sight import bring_into_sight


class CardPage(QScrollArea):
    """One card; what the page says stands in `column`, from top to bottom.

    What belongs together is put in by `add_group`: little air within, more between. A
    group of which nothing is shown takes no room.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._groups: list[QVBoxLayout] = []
        self._fields: list[QVBoxLayout] = []
        self._ground = QWidget(self)
        self._ground.setObjectName("ground")
        self._card = QFrame(self._ground)
        self._card.setObjectName("card")
        self.column = QVBoxLayout(self._card)
        self._row = QHBoxLayout(self._ground)
        self._row.addStretch(1)
        self._row.addWidget(self._card, 100, Qt.AlignmentFlag.AlignVCenter)
        self._row.addStretch(1)
        self.setWidget(self._ground)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow)

    def add_group(self, *parts: QWidget | QLayout) -> None:
        """Add what belongs together at the end of the page."""
        group = QVBoxLayout()
        for part in parts:
            if isinstance(part, QWidget):
                group.addWidget(part)
            else:
                group.addLayout(part)
        self._groups.append(group)
        self.column.addLayout(group)

    def add_field(self, label: QWidget, *parts: QWidget) -> None:
        """Add a field close below its label."""
        self.add_group(label, *parts)
        self._fields.append(self._groups[-1])

    def bring_into_sight(self, *parts: QWidget) -> None:
        """Scroll until these are seen; where not all find room, rather the later ones."""
        bring_into_sight(*parts)

    def show_look(self, look: Look) -> None:
        """Take width and gaps from the look."""
        wide, far, gap = look.wide_gap, look.far_gap, look.gap
        self._row.setContentsMargins(gap, gap, gap, gap)
        self.column.setContentsMargins(far, wide, far, wide)
        self.column.setSpacing(wide if self._groups else gap)
        for group in self._groups:
            group.setSpacing(look.tight_gap if group in self._fields else gap)
        self._card.setMaximumWidth(look.scale.px(look.sizes.column))

    def _follow(self, old: QWidget | None, focused: QWidget | None) -> None:
        """Bring what the keyboard came to into sight, on a page that is higher.

        What a mouse is pressing stays below it, or the press would be lost.
        """
        del old
        if QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            return
        if focused is not None and self._card.isAncestorOf(focused):
            self.ensureWidgetVisible(focused, 0, focused.height())
