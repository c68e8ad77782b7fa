"""Content on the screen: text, lists, tables, pictures, and the place of a sound."""

from collections.abc import Callable
from typing import assert_never

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from kiosk.ui.design_tokens import PROSE_LINE_PERCENT
from kiosk.ui.item_views.rich_text import RichText
from kiosk.ui.item_views.sound_board import place_above
from kiosk.ui.item_views.sound_widget import SoundWidget
from kiosk.ui.item_views.zoomable_picture import PictureView, ZoomablePicture
from kiosk.ui.look import Look
from kiosk.ui.presenters.content_html import list_html, runs_html, table_html
from kiosk.ui.widgets.picture import read_image
from kiosk.ui.widgets.roles import make_label, set_state
from question_bank.identifiers import MediaName
from question_bank.items.content import (
    Block,
    BulletList,
    Image,
    Paragraph,
    Sound,
    Table,
)

MediaProvider = Callable[[MediaName], bytes]
"""Gives the bytes of a medium of the opened package; empty when it has none."""


def no_media(name: MediaName) -> bytes:
    """Give nothing; for a screen without a package."""
    del name
    return b""


class ContentWidget(QWidget):
    """Blocks from top to bottom; made anew when the look changes.

    Args (of the constructor):
        is_pressed_to_zoom: Whether pressing a picture shows it large; in an option it
            chooses, and only the button below it shows it large.

    Signals:
        zoom_wanted: A picture is to be shown large: a PictureView.
    """

    zoom_wanted = Signal(object)

    def __init__(self, parent: QWidget, *, is_pressed_to_zoom: bool = True) -> None:
        super().__init__(parent)
        self._is_pressed_to_zoom = is_pressed_to_zoom
        self._is_struck = False
        self._shown: tuple[tuple[Block, ...], Look, str] | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_content(
        self, content: tuple[Block, ...], media: MediaProvider, look: Look
    ) -> None:
        """Show the blocks; an empty content takes no room, the same one no work."""
        shown = (content, look, place_above(self))
        if shown == self._shown:
            return
        self._shown = shown
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._column.setSpacing(look.gap)
        for block in content:
            self._column.addWidget(self._made(block, media, look))
        self.setVisible(bool(content))
        if self._is_struck:
            self._strike()

    def show_struck(self, *, is_struck: bool) -> None:
        """Draw a line through the words, or none."""
        if is_struck != self._is_struck:
            self._is_struck = is_struck
            self._strike()

    def _strike(self) -> None:
        for label in self.findChildren(QLabel):
            font = label.font()
            font.setStrikeOut(self._is_struck)
            label.setFont(font)
            set_state(label, "struck", self._is_struck)

    def _made(self, block: Block, media: MediaProvider, look: Look) -> QWidget:
        match block:
            case Paragraph():
                return self._rich(runs_html(block.runs))
            case BulletList():
                return self._rich(list_html(block))
            case Table():
                return self._rich(
                    table_html(
                        block,
                        padding_px=look.scale.room(6),
                        edge=look.palette.edge,
                        header_ground=look.palette.ground,
                    )
                )
            case Image():
                return self._picture(block, media, look)
            case Sound():
                return SoundWidget(self, block, look)
            case _:
                assert_never(block)

    def _rich(self, html: str) -> QLabel:
        prose = f'<div style="line-height: {PROSE_LINE_PERCENT}%">{html}</div>'
        return RichText(self, prose)

    def _picture(self, block: Image, media: MediaProvider, look: Look) -> QWidget:
        image = read_image(media(block.media_name))
        if image.isNull():
            label = make_label(self, role="problem")
            label.setText(look.text("content.no_picture", alt=block.alt_text))
            return label
        picture = ZoomablePicture(
            self,
            PictureView(image=image, alt_text=block.alt_text),
            is_pressed_to_zoom=self._is_pressed_to_zoom,
        )
        picture.zoom_wanted.connect(self.zoom_wanted)
        picture.show_look(look)
        return picture
