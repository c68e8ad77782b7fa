"""The one way from other threads to the interface thread."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot


class MainThread(QObject):
    """Runs callables on the thread that made it; `post` from any thread.

    The only QObject whose signal is emitted from other threads. What is posted runs in
    the order of posting; after `close` nothing runs any more.
    """

    _posted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._is_closed = False
        # Queued from this thread too: nothing that is posted runs inside its poster.
        self._posted.connect(self._on_posted, Qt.ConnectionType.QueuedConnection)

    def post(self, deliver: Callable[[], None]) -> None:
        """Run `deliver` on the interface thread, soon."""
        if not self._is_closed:
            self._posted.emit(deliver)

    def deliver_now(self) -> None:
        """Run what was posted so far, now; for this thread, when no loop runs any more."""
        QCoreApplication.sendPostedEvents(self)

    def close(self) -> None:
        """Drop whatever is still to come; the program ends."""
        self._is_closed = True

    @Slot(object)
    def _on_posted(self, deliver: Callable[[], None]) -> None:
        if not self._is_closed:
            deliver()
