"""Content on the screen: text, lists, tables, pictures, and the place of a sound."""

from collections.abc import Callable
from typing import assert_never

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from kiosk.ui.design_tokens import PROSE_LINE_PERCENT
from kiosk.ui.look import Look
from kiosk.ui.presenters.content_html import list_html, runs_html, table_html
from kiosk.ui.widgets.picture import Picture, read_image
from kiosk.ui.widgets.roles import make_button, make_label
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
    """Blocks from top to bottom; made anew when the look changes."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._shown: tuple[tuple[Block, ...], Look] | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_content(
        self, content: tuple[Block, ...], media: MediaProvider, look: Look
    ) -> None:
        """Show the blocks; an empty content takes no room, the same one no work."""
        if (content, look) == self._shown:
            return
        self._shown = (content, look)
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._column.setSpacing(look.gap)
        for block in content:
            self._column.addWidget(self._made(block, media, look))
        self.setVisible(bool(content))

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
                return SoundPlace(self, block, look)
            case _:
                assert_never(block)

    def _rich(self, html: str) -> QLabel:
        label = make_label(self, role="content")
        label.setTextFormat(Qt.TextFormat.RichText)  # made from data, all text escaped
        label.setText(f'<div style="line-height: {PROSE_LINE_PERCENT}%">{html}</div>')
        return label

    def _picture(self, block: Image, media: MediaProvider, look: Look) -> QWidget:
        image = read_image(media(block.media_name))
        if image.isNull():
            label = make_label(self, role="problem")
            label.setText(look.text("content.no_picture", alt=block.alt_text))
            return label
        picture = Picture(self)
        picture.setAccessibleName(block.alt_text)
        picture.show_image(image, percent=look.scale.percent)
        return picture


class SoundPlace(QFrame):
    """Where a sound stands; this version of the program does not play it."""

    def __init__(self, parent: QWidget, block: Sound, look: Look) -> None:
        super().__init__(parent)
        self.setProperty("role", "sound")
        column = QVBoxLayout(self)
        column.setSpacing(look.gap)
        label = make_label(self)
        label.setText(look.text("content.sound", label=block.label))
        self._play: QPushButton = make_button(self, name=f"play-{block.media_name}")
        self._play.setText(look.text("content.play"))
        self._play.setEnabled(False)
        note = make_label(self, role="quiet")
        note.setText(look.text("content.sound_not_played"))
        column.addWidget(label)
        column.addWidget(self._play, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(note)
