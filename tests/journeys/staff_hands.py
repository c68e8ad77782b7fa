"""What the staff does at a seat: PIN, deeds, opening code. With the robot's own hands."""

from pathlib import Path

from tests.journeys.processes import wait_until
from tests.journeys.seat_process import SeatProcess

STAFF_KEYS = "Ctrl+Alt+P"


def wait_for_card(seat: SeatProcess, limit_s: float = 30) -> Path:
    """Wait until the room's sealed card lies on the seat's disk."""
    folder = seat.data_folder / "room-cards"

    def found() -> Path | None:
        return next(iter(folder.glob("*.card")), None) if folder.is_dir() else None

    return wait_until(f"{seat.name}: a room card", found, limit_s)


def admit(seat: SeatProcess, pin: str) -> None:
    """Open the staff's screen and type the PIN."""
    seat.do("keys", keys=STAFF_KEYS)
    seat.wait_screen("staff")
    seat.do("type", name="staff-pin", text=pin)
    seat.click("staff-submit")
    seat.wait("the deeds", lambda x: "staff-who" in x["texts"])


def do_deed(seat: SeatProcess, deed: str, *, is_asked_twice: bool = False) -> None:
    """Press a deed's button."""
    seat.click(f"staff-{deed}")
    if is_asked_twice:
        seat.click(f"staff-{deed}")


def leave_staff_screen(seat: SeatProcess) -> None:
    """Go back to where the seat was."""
    seat.click("staff-back")
    seat.wait("the seat's own screen", lambda x: x["screen"] != "staff")


def start_here(seat: SeatProcess, pin: str, opening_code: str) -> None:
    """Open and start at this seat, without a server."""
    admit(seat, pin)
    seat.wait("the start", lambda x: "staff-start" in x["enabled"], 30)
    do_deed(seat, "start")
    seat.wait_screen("opening_code")
    seat.do("type", name="opening-code", text=opening_code)
    seat.click("opening-submit")
    seat.wait_screen("staff", "exam", limit_s=30)
    if seat.shown["screen"] == "staff":
        leave_staff_screen(seat)
