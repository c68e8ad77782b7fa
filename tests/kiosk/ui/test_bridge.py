from threading import Thread, current_thread, main_thread

from PySide6.QtCore import QObject, Slot
from pytestqt.qtbot import QtBot

from kiosk.ui.bridge import Bridge


class Listener(QObject):
    """Notes on which thread it was called."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[tuple[int, bytes, bool]] = []

    @Slot(int, bytes)
    def on_saved(self, seq: int, head: bytes) -> None:
        self.heard.append((seq, head, current_thread() is main_thread()))


def test_a_signal_of_another_thread_arrives_on_the_main_one(qtbot: QtBot) -> None:
    bridge, listener = Bridge(), Listener()
    bridge.saved.connect(listener.on_saved)

    writer = Thread(target=bridge.saved.emit, args=(7, b"\x01" * 32))
    writer.start()
    writer.join()
    qtbot.waitUntil(lambda: bool(listener.heard), timeout=1000)

    assert listener.heard == [(7, b"\x01" * 32, True)]
