"""The seat's fonts hold every sign that its screens say: none comes from another font."""

import ast
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtGui import QFont, QRawFont
from PySide6.QtWidgets import QApplication

import kiosk.ui
from kiosk.ui.design_tokens import CODE_FONT_FAMILY, FONT_FAMILY
from kiosk.ui.fonts import missing_fonts
from kiosk.ui.texts import Language, load_texts


def words_in_code() -> Iterator[str]:
    """Yield every string of the interface's code that is no documentation."""
    for path in Path(kiosk.ui.__path__[0]).rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        documentation = {
            id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)
        }
        for node in ast.walk(tree):
            if not isinstance(node, ast.Constant) or id(node) in documentation:
                continue
            if isinstance(node.value, str):
                yield node.value


def test_the_fonts_have_every_character_of_every_text(
    application: QApplication,
) -> None:
    assert missing_fonts() == ()
    said = set("".join(words_in_code()))
    for language in Language:
        said |= set("".join(load_texts(language).templates.values()))
    raw = QRawFont.fromFont(QFont(FONT_FAMILY))

    lacking = {
        sign
        for sign in said
        if sign.isprintable() and not raw.supportsCharacter(ord(sign))
    }

    assert lacking == set()


def test_codes_are_read_in_a_font_whose_signs_are_equally_wide(
    application: QApplication,
) -> None:
    raw = QRawFont.fromFont(QFont(CODE_FONT_FAMILY))
    glyphs = raw.glyphIndexesForString("0O1I8BX4K7-9QFM")

    assert len({advance.x() for advance in raw.advancesForGlyphIndexes(glyphs)}) == 1
