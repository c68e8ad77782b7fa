"""What the controller and its desks work with."""

from dataclasses import dataclass

from kiosk.app.background import Background
from kiosk.app.lock_desk import LockDesk
from kiosk.app.main_thread import MainThread
from kiosk.app.seat_parts import SeatParts
from kiosk.app.seat_sound import SeatSound
from kiosk.app.server_lines import ServerLines
from kiosk.ui.main_window import MainWindow


@dataclass(frozen=True, slots=True, kw_only=True)
class ControllerParts:
    """One paired seat's window, identity, lines and threads."""

    window: MainWindow
    seat: SeatParts
    lines: ServerLines
    background: Background
    main_thread: MainThread
    lock: LockDesk
    sound: SeatSound
