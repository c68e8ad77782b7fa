"""Focus and displays, as Qt sees them. For the interface thread.

Other displays are covered by plain windows, not switched off: a cover goes with the
program, however it ends.
"""

from collections import deque

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.clock import Clock
from kiosk.lockdown.ports import Observation, ObservationCode

_MOST_WAITING = 200
_COVER_STYLE = "background: #10202c;"


class ScreenWatch(QObject):
    """Takes focus back, covers other displays, lets nothing be dropped in."""

    def __init__(self, window: QWidget, clock: Clock, *, fits_window: bool) -> None:
        """Take the window to protect.

        Args:
            fits_window: Keep the window as large as its display; a session without a
                window manager has nobody else to do it.
        """
        super().__init__(window)
        self._window = window
        self._clock = clock
        self._fits_window = fits_window
        self._seen: deque[Observation] = deque(maxlen=_MOST_WAITING)
        self._lost_s: float | None = None
        self._covers: dict[QScreen, QWidget] = {}
        self._is_on = False

    def start(self) -> None:
        """Begin."""
        application = _application()
        self._is_on = True
        application.installEventFilter(self)
        application.screenAdded.connect(self._displays_changed)
        application.screenRemoved.connect(self._displays_changed)
        application.primaryScreenChanged.connect(self._displays_changed)
        self._displays_changed()

    def stop(self) -> None:
        """End; the covers go."""
        if not self._is_on:
            return
        self._is_on = False
        application = _application()
        application.removeEventFilter(self)
        application.screenAdded.disconnect(self._displays_changed)
        application.screenRemoved.disconnect(self._displays_changed)
        application.primaryScreenChanged.disconnect(self._displays_changed)
        for cover in self._covers.values():
            cover.close()
            cover.deleteLater()
        self._covers.clear()

    def seen(self) -> tuple[Observation, ...]:
        """Return what happened since the last call."""
        taken = tuple(self._seen)
        self._seen.clear()
        return taken

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Note focus; let nothing be dragged in from other programs."""
        kind = event.type()
        if kind == QEvent.Type.ApplicationStateChange:
            self._note_focus()
        elif kind in {QEvent.Type.DragEnter, QEvent.Type.Drop}:
            source = getattr(event, "source", None)
            return source is not None and source() is None
        return super().eventFilter(watched, event)

    def _note_focus(self) -> None:
        state = QGuiApplication.applicationState()
        now_s = self._clock.boottime_s()
        if state == Qt.ApplicationState.ApplicationActive:
            if self._lost_s is not None:
                lost_ms = round((now_s - self._lost_s) * 1000)
                self._lost_s = None
                self._seen.append(
                    Observation(
                        code=ObservationCode.FOCUS_GAINED, duration_ms=max(0, lost_ms)
                    )
                )
        elif self._lost_s is None and self._window.isVisible():
            self._lost_s = now_s
            self._seen.append(Observation(code=ObservationCode.FOCUS_LOST))
            self._take_back()

    def _take_back(self) -> None:
        self._window.raise_()
        self._window.activateWindow()

    def _displays_changed(self, *_: object) -> None:
        """Cover what is not the exam's own display, but nothing that shows the same."""
        own = QGuiApplication.primaryScreen()
        if self._fits_window:
            self._window.setGeometry(own.geometry())
        others = [
            screen
            for screen in QGuiApplication.screens()
            if not screen.geometry().intersects(own.geometry())
        ]
        for screen in [each for each in self._covers if each not in others]:
            self._covers.pop(screen).deleteLater()
        for screen in others:
            if screen not in self._covers:
                self._covers[screen] = _cover(screen)
                detail = f"{screen.size().width()}x{screen.size().height()}"
                self._seen.append(
                    Observation(code=ObservationCode.SECOND_DISPLAY, detail=detail)
                )


def _cover(screen: QScreen) -> QWidget:
    cover = QWidget(None, Qt.WindowType.FramelessWindowHint | Qt.WindowType.Tool)
    cover.setObjectName("display-cover")
    cover.setStyleSheet(_COVER_STYLE)
    cover.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    cover.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    cover.setGeometry(screen.geometry())
    cover.show()
    return cover


def _application() -> QApplication:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    return application
