"""What a person sees who starts the program a second time: one sentence, then it goes away.

The first program's window is neither covered nor robbed of the keyboard.
"""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from kiosk.ui.fonts import set_up_application
from kiosk.ui.look import Look
from kiosk.ui.presenters.trouble_view import trouble_view
from kiosk.ui.screens.plain_screens import TroubleScreen
from kiosk.ui.style_sheet import style_sheet
from kiosk.ui.texts import Language, load_texts

SHOWN_MS = 6_000
WIDTH, HEIGHT = 720, 420


class AlreadyRunningNotice(QWidget):
    """A small window that takes no focus."""

    def __init__(self, code: str) -> None:
        super().__init__(None, Qt.WindowType.Tool)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        look = Look(texts=load_texts(Language.CHINESE))
        self.setStyleSheet(style_sheet(look))
        screen = TroubleScreen(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(screen)
        screen.show_trouble(trouble_view(code))
        screen.show_look(look)
        self.setWindowTitle(look.text("trouble.running"))
        self.resize(WIDTH, HEIGHT)


def show_already_running(code: str, shown_ms: int = SHOWN_MS) -> None:
    """Show the sentence for a while; returns when it is gone."""
    application = QApplication([])
    set_up_application(application)
    notice = AlreadyRunningNotice(code)
    notice.show()
    QTimer.singleShot(shown_ms, application.quit)
    application.exec()
