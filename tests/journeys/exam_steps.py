"""The events of the exam day, each with what must hold right after it.

Every function raises JourneyError with what differed.
"""

import re
import time

from tests.journeys.candidates import Candidate
from tests.journeys.exam_room import ExamRoom, together
from tests.journeys.processes import JourneyError, wait_until
from tests.journeys.seat_process import SeatProcess

SERVER_HAS_ALL = "服务器已收"
SERVER_HAS_RECEIPT = "服务器已收到全部"
CLOCK = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{2})")
PERSISTED_EVERY_S = 5
"""Exam time may go back this far in a crash, in the candidate's favour."""

CLOCK_SLACK_S = 2
EXTENSION_MS = 15_000


def require(holds: object, what: str) -> None:
    """Raise when something that must hold does not.

    Raises:
        JourneyError: says what.
    """
    if not holds:
        raise JourneyError(what)


def seconds_left(seat: SeatProcess) -> int:
    """Return the exam clock of the screen in seconds.

    Raises:
        JourneyError: there is no clock on the screen.
    """
    found = CLOCK.search(seat.text("clock"))
    if found is None:
        raise JourneyError(f"{seat.name} shows no clock: {seat.text('clock')!r}")
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds


def require_answers_there(candidate: Candidate) -> None:
    """Visit every task that was ever shown as saved and compare what stands there.

    Raises:
        JourneyError: a saved answer is not what it was.
    """
    seat = candidate.seat
    back = seat.shown["current"]
    for task_id, response in candidate.seen_saved.items():
        seat.go_to(task_id)
        found = seat.shown["response"]
        require(
            found == response,
            f"{seat.name} {task_id}: was shown as saved {response}, now {found}",
        )
    seat.go_to(back)


def crash_and_restart(room: ExamRoom, candidate: Candidate) -> str:
    """SIGKILL a seat in the exam and start it again: same item, same time, all answers."""
    seat = candidate.seat
    candidate.wait_saved()
    item, left_s = seat.shown["current"], seconds_left(seat)
    seat.kill()
    began_s = time.monotonic()
    seat.start()
    seat.wait_screen("exam", limit_s=30)
    took_s = time.monotonic() - began_s
    now = seat.shown["current"]
    require(now == item, f"{seat.name} was at {item}, came back at {now}")
    now_left_s = seconds_left(seat)
    least, most = left_s - CLOCK_SLACK_S, left_s + PERSISTED_EVERY_S + CLOCK_SLACK_S
    require(
        least <= now_left_s <= most,
        f"{seat.name} had {left_s} s left, came back with {now_left_s} s",
    )
    room.picture(seat, "08-back-after-crash")
    require_answers_there(candidate)
    return f"{took_s:.1f} s, {item}, {left_s} → {now_left_s} s"


def resume_by_code(room: ExamRoom, candidate: Candidate, resume_code: str) -> str:
    """SIGKILL a seat while the server is dead; the proctor's code brings it back."""
    seat = candidate.seat
    candidate.wait_saved()
    item, left_s = seat.shown["current"], seconds_left(seat)
    seat.kill()
    seat.start()
    seat.wait_screen("resume_code", limit_s=30)
    room.picture(seat, "20-resume-code")
    seat.do("type", name="resume-code", text=resume_code)
    seat.click("resume-submit")
    seat.wait_screen("exam", limit_s=15)
    now_left_s = seconds_left(seat)
    require(seat.shown["current"] == item, f"{seat.name} came back elsewhere")
    require(
        abs(now_left_s - left_s) <= PERSISTED_EVERY_S + CLOCK_SLACK_S,
        f"{seat.name} had {left_s} s left, came back with {now_left_s} s",
    )
    require_answers_there(candidate)
    return f"{item}, {left_s} → {now_left_s} s"


def move(room: ExamRoom, candidate: Candidate, spare: SeatProcess) -> str:
    """SIGKILL a seat for good; its candidate goes on at the spare one."""
    old = candidate.seat
    candidate.wait_saved()
    old.wait_text("saved-server", SERVER_HAS_ALL)
    item = old.shown["current"]
    old.kill()
    began_s = time.monotonic()
    number = candidate.person.admission_number
    room.staff.order("release", room.staff.live()[number]["sitting_uuid"])
    room.log_in(spare, candidate.person)
    spare.wait_screen("exam", limit_s=30)
    candidate.sit_elsewhere(spare)
    took_s = time.monotonic() - began_s
    now = spare.shown["current"]
    require(now == item, f"was at {item}, goes on at {spare.name} at {now}")
    require_answers_there(candidate)
    return f"{took_s:.1f} s, {old.name} → {spare.name}, {item}"


def extend(room: ExamRoom, candidate: Candidate) -> str:
    """Extend one sitting; its clock goes up within a second or two."""
    seat = candidate.seat
    before_s = seconds_left(seat)
    number = candidate.person.admission_number
    sitting_uuid = room.staff.live()[number]["sitting_uuid"]
    room.staff.order("extend", sitting_uuid, EXTENSION_MS)
    least_s = before_s + EXTENSION_MS // 1000 - 5
    wait_until(
        f"{seat.name}: a clock of {least_s} s or more",
        lambda: seconds_left(seat) >= least_s,
        5,
    )
    return f"{before_s} → {seconds_left(seat)} s"


def lock_and_unlock(room: ExamRoom, candidate: Candidate) -> str:
    """Lock one seat: no content, the clock stands; unlock it again."""
    seat = candidate.seat
    sitting = room.staff.live()[candidate.person.admission_number]["sitting_uuid"]
    before_s = seconds_left(seat)
    room.staff.order("lock", sitting)
    seat.wait_screen("locked", limit_s=5)
    room.picture(seat, "09-locked")
    time.sleep(2)  # so that a clock that went on would be seen
    room.staff.order("unlock", sitting)
    seat.wait_screen("exam", limit_s=5)
    after_s = seconds_left(seat)
    require(after_s >= before_s - 2, f"the clock went on under a lock: {after_s} s")
    return f"{before_s} → {after_s} s"


def require_delivered(candidates: list[Candidate], limit_s: float = 60) -> None:
    """Wait until every screen says that the server has all.

    Raises:
        JourneyError: one does not.
    """

    def wait(candidate: Candidate) -> None:
        seat = candidate.seat
        seat.wait_screen("receipt", limit_s=limit_s)
        seat.wait("delivered", _is_delivered, limit_s)

    together(wait, candidates)


def _is_delivered(shown: dict[str, dict[str, str]]) -> bool:
    return SERVER_HAS_RECEIPT in shown["texts"].get("receipt-delivery", "")
