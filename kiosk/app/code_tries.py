"""How long a wrong code makes people wait, on the screen. For the interface thread."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from kiosk.sitting.wrong_tries import wait_after_ms


class CodeTries:
    """Wrong tries in a row at one screen.

    Attributes:
        wrong_in_row: How many, since the last right one.
    """

    def __init__(self, parent: QObject, on_over: Callable[[], None]) -> None:
        """Prepare; `on_over` is called when the next try may be made."""
        self.wrong_in_row = 0
        self._timer = QTimer(parent)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(on_over)

    @property
    def wait_ms(self) -> int:
        """Time until the next try may be made; 0: now."""
        return max(0, self._timer.remainingTime())

    def note_wrong(self) -> int:
        """Count one more; return how long to wait."""
        self.wrong_in_row += 1
        wait_ms = wait_after_ms(self.wrong_in_row)
        self._timer.start(wait_ms)
        return wait_ms

    def note_right(self) -> None:
        """Begin anew."""
        self.wrong_in_row = 0
        self._timer.stop()
