"""The preview as a program of its own: a window to walk through, or a picture on disk."""

import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import (
    QMessageLogContext,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication

from kiosk.app.preview.preview_desk import PreviewForm
from kiosk.app.preview.preview_window import PreviewWindow
from kiosk.errors import PictureNotWrittenError
from kiosk.ui.design_tokens import TextScale
from kiosk.ui.fonts import set_up_application
from kiosk.ui.look import Look
from kiosk.ui.texts import Language, load_texts


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewOptions:
    """How it is to look.

    Attributes:
        task_id: Where to begin; None: at the first task.
        hides_key: Whether the panel with the key begins hidden, as for a candidate.
    """

    language: Language
    text_percent: int
    width: int
    height: int
    task_id: str | None = None
    hides_key: bool = False


def show_preview(preview: PreviewForm, options: PreviewOptions) -> int:
    """Show the window until it is closed; return the program's exit status."""
    application = _application()
    window = _window(preview, options)
    window.show()
    QTimer.singleShot(0, window.load_sound)
    return application.exec()


def save_picture(preview: PreviewForm, options: PreviewOptions, path: Path) -> None:
    """Write what the window shows as a picture; no screen is needed for it.

    Raises:
        PictureNotWrittenError: the file cannot be written.
    """
    application = _application()
    qInstallMessageHandler(_no_words)  # the platform without a screen talks of sizes
    window = _window(preview, options)
    window.show()
    for _ in range(3):  # sizes settle: labels that wrap, then what stands below them
        application.processEvents()
    if not window.grab().save(str(path)):
        raise PictureNotWrittenError(path)
    window.close()


def _no_words(_kind: QtMsgType, _context: QMessageLogContext, _text: str) -> None:
    """Say nothing of what Qt says."""


def _window(preview: PreviewForm, options: PreviewOptions) -> PreviewWindow:
    look = Look(
        texts=load_texts(options.language),
        scale=TextScale(percent=options.text_percent),
    )
    window = PreviewWindow(preview, look)
    window.resize(options.width, options.height)
    window.show_key(is_shown=not options.hides_key)
    if options.task_id is not None:
        window.desk.open_at(options.task_id)
    return window


def _application() -> QApplication:
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    application = QApplication(sys.argv[:1])
    set_up_application(application)
    return application
