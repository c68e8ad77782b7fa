"""A seat as seen from outside: a kiosk process that can be clicked, read and killed.

    seat = SeatProcess(keeper, "seat-01", data_folder, "127.0.0.1:8443")
    seat.start(); seat.wait_screen("log_in"); seat.log_in(person)
    seat.go_to("a-s1"); seat.choose("b"); seat.kill(); seat.start()

`seat.ledger` is the outside ledger: task → response that the screen showed as saved; it
lives here, so no kill of the seat can touch it. `seat.shown` is the latest screen.
"""

import itertools
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.journeys.people import Person
from tests.journeys.processes import JourneyError, ProcessKeeper, wait_until

Response = dict[str, Any]
COMMAND_LIMIT_S = 20.0
SAVED_HERE = "本机已存"


def seat_environment() -> dict[str, str]:
    """Return what a seat's process needs: a screen, or Qt's offscreen one."""
    has_screen = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    asked = os.environ.get("QT_QPA_PLATFORM")
    platform = {} if asked or has_screen else {"QT_QPA_PLATFORM": "offscreen"}
    return {"LC_ALL": "C.UTF-8", **platform}


class SeatProcess:
    """One seat. Its data folder outlives the process. For one thread at a time.

    Attributes:
        environment: Added to the process's own at each start, such as a setting.
        prefix: Words before the command, such as those that lead into a namespace.
    """

    def __init__(
        self, keeper: ProcessKeeper, name: str, data_folder: Path, server: str
    ) -> None:
        self.name = name
        self.data_folder = data_folder
        self.shown: dict[str, Any] = {}
        self.ledger: dict[str, Response] = {}
        self.saved_count = 0
        self.environment: dict[str, str] = {}
        self.prefix: tuple[str, ...] = ()
        self._keeper = keeper
        self._server = server
        self._child: subprocess.Popen[str] | None = None
        self._answers: dict[int, str | None] = {}
        self._ids = itertools.count(1)
        self._news = threading.Condition()

    # ------------------------------------------------------------ the process

    def start(self) -> None:
        """Start the process; it may have run before in the same folder."""
        self.shown = {}
        module = "tests.journeys.robot_seat"
        words = ("--server", self._server, "--computer-name", self.name)
        self._child = self._keeper.start(
            self.name,
            *(*self.prefix, sys.executable, "-m", module),
            *("--data", self.data_folder, *words),
            environment={**seat_environment(), **self.environment},
            has_pipes=True,
        )
        threading.Thread(target=self._read, args=(self._child,), daemon=True).start()

    def kill(self) -> None:
        """SIGKILL, as a power cut of this computer would end it."""
        assert self._child is not None
        os.killpg(self._child.pid, signal.SIGKILL)
        self._child.wait(COMMAND_LIMIT_S)

    def stop(self) -> None:
        """Let the program end by itself."""
        if self._child is None or self._child.poll() is not None:
            return
        assert self._child.stdin is not None
        self._child.stdin.close()
        try:
            self._child.wait(COMMAND_LIMIT_S)
        except subprocess.TimeoutExpired:
            self._keeper.kill(self._child)

    @property
    def is_running(self) -> bool:
        """Whether the process lives."""
        return self._child is not None and self._child.poll() is None

    def _read(self, child: subprocess.Popen[str]) -> None:
        assert child.stdout is not None
        for line in child.stdout:
            if not line.startswith("{"):
                continue
            try:
                event = json.loads(line)
            except json.JSONDecodeError:
                continue  # cut short by a kill
            with self._news:
                self._take(event)
                self._news.notify_all()

    def _take(self, event: dict[str, Any]) -> None:
        match event["event"]:
            case "shown":
                self.shown = event["shown"]
            case "saved":
                self.ledger[event["task"]] = event["response"]
                self.saved_count += 1
            case "done":
                self._answers[event["id"]] = None
            case "failed":
                self._answers[event["id"]] = event["why"]

    # ------------------------------------------------------------ seeing

    def text(self, name: str) -> str:
        """Return what a named widget says; "" when it is not on the screen."""
        return str(self.shown.get("texts", {}).get(name, ""))

    def wait(
        self,
        what: str,
        condition: Callable[[dict[str, Any]], Any],
        limit_s: float = 20.0,
    ) -> None:
        """Wait until the screen fulfils `condition`.

        Raises:
            JourneyError: it did not, or the program ended.
        """
        deadline_s = time.monotonic() + limit_s
        with self._news:
            while not (self.shown and condition(self.shown)):
                if not self.is_running:
                    raise JourneyError(f"{self.name} ended; waited for {what}")
                left_s = deadline_s - time.monotonic()
                if left_s <= 0:
                    raise JourneyError(
                        self._told(f"not within {limit_s:.0f} s: {what}")
                    )
                self._news.wait(min(left_s, 0.5))

    def wait_screen(self, *screens: str, limit_s: float = 20.0) -> str:
        """Wait until one of the screens stands there and return which."""
        words = " or ".join(screens)
        self.wait(words, lambda now: now["screen"] in screens, limit_s)
        return str(self.shown["screen"])

    def wait_text(self, name: str, part: str, limit_s: float = 20.0) -> None:
        """Wait until a named widget's text contains `part`."""

        def is_there(now: dict[str, Any]) -> bool:
            return part in now["texts"].get(name, "")

        self.wait(f"{name} says {part!r}", is_there, limit_s)

    def _told(self, words: str) -> str:
        log = self._keeper.logs / f"{self.name}.log"
        return f"{self.name}: {words}\n  screen: {self.shown}\n  log: {log}"

    # ------------------------------------------------------------ acting

    def do(self, deed: str, **details: str) -> None:
        """Let the robot do something and wait until it was done.

        Raises:
            JourneyError: it could not; says why.
        """
        child = self._child
        assert child is not None
        assert child.stdin is not None
        number = next(self._ids)
        try:
            child.stdin.write(json.dumps({"id": number, "do": deed, **details}) + "\n")
            child.stdin.flush()
        except OSError as error:
            raise JourneyError(self._told("the program has ended")) from error
        deadline_s = time.monotonic() + COMMAND_LIMIT_S
        with self._news:
            while number not in self._answers:
                if time.monotonic() > deadline_s or not self.is_running:
                    raise JourneyError(self._told(f"no answer to {deed} {details}"))
                self._news.wait(0.5)
            why = self._answers.pop(number)
        if why is not None:
            raise JourneyError(self._told(why))

    def click(self, name: str) -> None:
        """Click a named widget."""
        self.do("click", name=name)

    def grab(self, path: Path) -> None:
        """Take a picture of the window."""
        self.do("grab", path=str(path))

    def pairing_code(self) -> str:
        """Ask the server to be a seat; return the code on the screen."""
        if self.wait_screen("pairing", "pairing_code") == "pairing":
            if "pair-start" in self.shown["enabled"]:
                self.click("pair-start")
            self.wait_screen("pairing_code")
        return self.text("pair-code")

    def log_in(self, person: Person) -> None:
        """Log in, up to the question whether this is you."""
        self.wait_screen("log_in")
        self.do("type", name="admission-number", text=person.admission_number)
        self.do("type", name="admission-number-again", text=person.admission_number)
        self.do("type", name="id-tail", text=person.id_tail)
        self.click("log-in")
        self.wait_screen("confirm")

    def pass_checks(self) -> str:
        """Read the rules and try the keyboard, up to the wait; return the screen then.

        Raises:
            JourneyError: a check does not let this candidate through.
        """
        while True:
            screen = self.wait_screen("rules", "input_check", "waiting", "exam")
            if screen == "rules":
                self.click("rules-read")
            elif screen == "input_check":
                sentence = self.text("input-sentence")
                self.do("compose", name="input-field", text=sentence)
                self.wait("the keyboard check", lambda x: "input-next" in x["enabled"])
                self.click("input-next")
            else:
                return screen
            self._wait_other_screen(screen)

    def _wait_other_screen(self, old: str) -> None:
        self.wait("the next step", lambda now: now["screen"] != old)

    def go_to(self, task: str) -> None:
        """Go to a task by the list."""
        if self.shown["current"] != task:
            self.click(f"list-{task}")
            self.wait(f"task {task}", lambda now: now["current"] == task)

    def choose(self, *options: str) -> None:
        """Press options of the task that is shown."""
        for option in options:
            self.click(f"option-{option}")

    def judge(self, *, is_true: bool) -> None:
        """Judge the statement that is shown."""
        self.click("truth-true" if is_true else "truth-false")

    def write(self, text: str) -> None:
        """Enter text through an input method, after what stands there."""
        self.do("compose", name="text-answer", text=text)

    def hand_in(self) -> str:
        """Hand in with both confirmations; return the receipt code."""
        self.click("hand-in")
        self.wait_screen("hand_in")
        self.click("hand-in-confirm-1")
        self.click("hand-in-confirm-2")
        return self.receipt()

    def receipt(self, limit_s: float = 20.0) -> str:
        """Wait for the receipt and return its code."""
        self.wait_screen("receipt", limit_s=limit_s)
        self.wait("a receipt code", lambda now: now["texts"]["receipt-code"], limit_s)
        return self.text("receipt-code")


def wait_all_saved(seat: SeatProcess, limit_s: float = 20.0) -> None:
    """Wait until the screen says that all is saved and the ledger holds what it shows."""

    def is_there() -> bool:
        now = seat.shown
        is_saved = SAVED_HERE in now["texts"].get("saved-here", "")
        is_empty = not any(value for value in (now["response"] or {}).values())
        known = seat.ledger.get(now["current"])
        return is_saved and (known == now["response"] or (is_empty and known is None))

    wait_until(f"{seat.name}: saved", is_there, limit_s)
