"""The headset check: hear a sound, speak, hear oneself, and say that it is clear.

Lives on the interface thread. Who calls it decides what comes before and after.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from kiosk.app.seat_sound import SeatSound
from kiosk.ui.main_window import MainWindow


class HeadsetOutcome(StrEnum):
    """How the check ended."""

    CLEAR = "clear"
    """The candidate heard the sound and their own voice."""
    UNSOLVED = "unsolved"
    """It is not clear; the candidate goes on and the proctor was asked to come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadsetResult:
    """What the check found.

    Attributes:
        tries: How often the candidate recorded, at least 0.
        input_id, input_name: The microphone; empty when there is none.
        output_name: The headphones; empty when there are none.
        findings: Codes of what the check of the last recording found, such as `silent`.
    """

    outcome: HeadsetOutcome
    tries: int
    input_id: str
    input_name: str
    output_name: str
    findings: tuple[str, ...] = ()


class HeadsetDesk:
    """Shows the check; one at a time."""

    def __init__(
        self, window: MainWindow, sound: SeatSound, on_help: Callable[[], None]
    ) -> None:
        """Prepare.

        Args:
            on_help: Called when the candidate wants the proctor to come.
        """
        self._window = window
        self._sound = sound
        self._on_help = on_help

    def show(self, on_done: Callable[[HeadsetResult], None]) -> None:
        """Bring the check up; `on_done` is called once, on the interface thread."""
        raise NotImplementedError

    def close(self) -> None:
        """End the check without a result; nothing plays or records after it."""
