"""The font by name, and whether it is there."""

from PySide6.QtCore import QLocale
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from kiosk.ui.design_tokens import CODE_FONT_FAMILY, FONT_FAMILY

_STYLE = "Fusion"


def missing_fonts() -> tuple[str, ...]:
    """Return the font families that the screens need and the system lacks.

    Without them Chinese is boxes, so a seat says so before anybody logs in.
    """
    families = set(QFontDatabase.families())
    return tuple(
        name for name in (FONT_FAMILY, CODE_FONT_FAMILY) if name not in families
    )


def set_up_application(application: QApplication) -> None:
    """Set locale, style and font; once, before any widget is made."""
    # The locale decides which glyph forms a fallback font shows.
    QLocale.setDefault(QLocale("zh_CN"))
    if application.style().name().casefold() != _STYLE.casefold():
        application.setStyle(_STYLE)  # again would draw every widget there is anew
    if application.font().family() != FONT_FAMILY:
        application.setFont(QFont(FONT_FAMILY))
