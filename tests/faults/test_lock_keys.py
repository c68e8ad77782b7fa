"""S15: what a candidate can press, plug and start in the locked session, and what comes of it.

Real display, session, input methods, window and lock; a second program of another owner
that wants to be in front. Prints a table.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.clock import SystemClock
from tests.builders.locked_sessions import SIZE, LockedSession, lacking
from tests.journeys.processes import wait_until

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(bool(lacking()), reason=f"no {', '.join(lacking())}"),
]

SEEN_WITHIN_S = 2.0
KEYS = (
    ("alt+Tab", "Alt+Tab"),
    ("alt+shift+Tab", "Alt+Shift+Tab"),
    ("alt+F4", "Alt+F4"),
    ("alt+Escape", "Alt+Esc"),
    ("alt+space", "Alt+Space"),
    ("alt+F2", "Alt+F2"),
    ("super", "Super"),
    ("super+d", "Super"),
    ("super+l", "Super"),
    ("super+Tab", "Super"),
    ("Menu", "Menu"),
    ("ctrl+Escape", "Ctrl+Esc"),
    ("ctrl+shift+Escape", "Ctrl+Shift+Esc"),
    ("ctrl+alt+Delete", "Ctrl+Alt+Delete"),
    ("ctrl+alt+BackSpace", "Ctrl+Alt+Backspace"),
    ("ctrl+alt+t", "Ctrl+Alt+T"),
    ("ctrl+alt+l", "Ctrl+Alt+L"),
    ("ctrl+alt+Right", "Ctrl+Alt+Right"),
    ("ctrl+alt+F1", "Ctrl+Alt+F1"),
    ("ctrl+alt+F2", "Ctrl+Alt+F2"),
    ("ctrl+alt+F7", "Ctrl+Alt+F7"),
    ("Print", "PrintScreen"),
    ("alt+Print", "Alt+PrintScreen"),
    ("ctrl+Print", "Ctrl+PrintScreen"),
    ("shift+Print", "Shift+PrintScreen"),
    ("XF86Calculator", "Calculator"),
    ("XF86WWW", "WWW"),
    ("XF86Mail", "Mail"),
    ("XF86Sleep", "Sleep"),
)

# Another program that comes to the front again and again.
OTHER_PROGRAM = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel
application = QApplication(["notes-of-the-neighbour"])
label = QLabel("answers")
label.setGeometry(200, 150, 500, 400)
label.show()
timer = QTimer()
timer.timeout.connect(lambda: (label.raise_(), label.activateWindow()))
timer.start(300)
application.exec()
"""


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LockedSession]:
    session = LockedSession(tmp_path_factory.mktemp("session"))
    try:
        session.wait_typing()
        yield session
    finally:
        session.close()


def top(session: LockedSession) -> int:
    """Return the highest window that is larger than a helper of a toolkit."""
    return next(
        window
        for window, name, size in session.windows()
        if min(size) > 20 and "ibus" not in name
    )


def is_in_front(session: LockedSession) -> bool:
    state = session.state()
    return (
        bool(state["is_active"])
        and tuple(state["size"]) == SIZE
        and top(session) == state["window"]
    )


def wait_seen(session: LockedSession, code: str, detail: str, since: int) -> float:
    """Return when it was seen, on the boot clock; only what came after `since` counts."""
    told = wait_until(
        f"{code} {detail}",
        lambda: [
            each
            for each in session.state()["seen"][since:]
            if each[1] == code and (not detail or each[2] == detail)
        ],
        10,
    )
    return float(told[0][0])


def test_every_key_that_leads_out_is_held_back_and_told(
    session: LockedSession,
) -> None:
    clock = SystemClock()
    session.tell("clear")
    print(f"\n{'S15 key':<22}{'told as':<24}{'after':>8}  in front")
    slowest = 0.0
    for keys, name in KEYS:
        since, began = len(session.state()["seen"]), clock.boottime_s()
        session.press(keys)
        code = "PRINT_SCREEN" if "PrintScreen" in name else "FORBIDDEN_KEY"
        after = wait_seen(session, code, name, since) - began
        slowest = max(slowest, after)
        front = is_in_front(session)
        print(f"{keys:<22}{name:<24}{after:>6.2f} s  {'yes' if front else 'NO'}")
        assert front
        assert after < SEEN_WITHIN_S
    session.type("wenzi")
    session.press("space")
    wait_until("typing goes on", lambda: session.state()["text"])
    print(f"S15: {len(KEYS)} keys, 0 led out, slowest told after {slowest:.2f} s")


def test_another_programs_window_never_comes_before_the_exam(
    session: LockedSession,
) -> None:
    clock = SystemClock()
    since, began = len(session.state()["seen"]), clock.boottime_s()
    other = subprocess.Popen(
        [sys.executable, "-c", OTHER_PROGRAM],
        env=session.environment,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_seen(session, "FOREIGN_WINDOW", "", since)
        for _ in range(5):
            wait_until("the exam is in front", lambda: is_in_front(session), 3)
            session.tell("clear")
            session.type("nihao")
            session.press("space")  # the struggle for the keyboard may cut words
            wait_until("something is typed", lambda: session.state()["text"])
    finally:
        other.terminate()
        other.wait(10)
    session.press("Escape")
    session.tell("clear")
    session.type("nihao")
    wait_until("the list is shown", session.candidate_list)
    session.press("space")
    wait_until("typed", lambda: session.state()["text"] == "你好")
    lost = [
        each
        for each in session.state()["seen"][since:]
        if each[1] in {"FOCUS_LOST", "FOCUS_GAINED", "FOREIGN_WINDOW"}
    ]
    print(f"\nS15: another window, {clock.boottime_s() - began:.0f} s: told {lost}")


def test_a_second_display_is_covered_and_told(session: LockedSession) -> None:
    since = len(session.state()["seen"])
    left, right = "LEFT 700/185x768/200+0+0 screen", "RIGHT 666/176x768/200+700+0 none"
    for words in (left, right):
        subprocess.run(
            ["xrandr", "--setmonitor", *words.split()],
            env=session.environment,
            check=True,
            timeout=20,
        )
    wait_seen(session, "SECOND_DISPLAY", "", since)
    sizes = [size for _, name, size in session.windows() if "ibus" not in name]
    for name in ("RIGHT", "LEFT"):
        subprocess.run(
            ["xrandr", "--delmonitor", name],
            env=session.environment,
            check=True,
            timeout=20,
        )

    assert len([size for size in sizes if min(size) > 100]) == 2
    wait_until("one display again", lambda: is_in_front(session))
    print(f"\nS15: two displays: windows {sizes}")


def test_input_methods_that_are_killed_come_back_and_it_is_told(
    session: LockedSession,
) -> None:
    since = len(session.state()["seen"])
    (bus,) = (session.session_folder() / "config/ibus/bus").glob("*")
    daemon = next(
        line.partition("=")[2]
        for line in bus.read_text("utf-8").splitlines()
        if line.startswith("IBUS_DAEMON_PID")
    )
    subprocess.run(["kill", "-9", daemon], check=True)
    began = SystemClock().boottime_s()
    told_s = wait_seen(session, "INPUT_METHOD_LOST", "", since) - began
    wait_until("pinyin is back", session.has_pinyin, 30)
    back_s = SystemClock().boottime_s() - began
    session.tell("elsewhere")
    session.tell("back")
    session.tell("clear")
    session.type("nihao")
    wait_until("the list is shown", session.candidate_list)
    session.press("space")

    wait_until("typed", lambda: session.state()["text"] == "你好")
    print(f"\nibus killed: told after {told_s:.1f} s, pinyin back after {back_s:.1f} s")


def test_a_kiosk_that_crashes_is_back_and_locked_again(session: LockedSession) -> None:
    clock = SystemClock()
    pauses = []
    for _ in range(3):
        pid = session.state()["pid"]
        began = clock.boottime_s()
        subprocess.run(["kill", "-9", str(pid)], check=True)
        wait_until(
            "another kiosk is in front",
            lambda: session.state()["pid"] != pid and is_in_front(session),  # noqa: B023 - called in this turn
            20,
        )
        pauses.append(clock.boottime_s() - began)
        since = len(session.state()["seen"])
        session.press("alt+F4")
        wait_seen(session, "FORBIDDEN_KEY", "Alt+F4", since)
    print(f"\ncrash → back in front: {', '.join(f'{s:.2f} s' for s in pauses)}")
    assert min(pauses) < 3


def test_led_out_the_session_ends_and_leaves_nothing(tmp_path: Path) -> None:
    session = LockedSession(tmp_path / "s")
    try:
        session.wait_typing()
        (session.folder / "command").write_text("leave", "utf-8")
        status = session.session.wait(20)
        left = list(session.runtime.glob("exam-kiosk-session.*"))
    finally:
        session.close()

    assert status == 77
    assert left == []


def test_the_whole_program_crashes_comes_back_and_is_led_out(tmp_path: Path) -> None:
    clock = SystemClock()
    program = Path(sys.executable).with_name("exam-kiosk")
    data = ("--data", str(tmp_path / "seat"))
    session = LockedSession(tmp_path / "s", (str(program), "run", *data))

    def kiosk() -> int | None:
        found = [
            window
            for window, name, size in session.windows()
            if "exam-kiosk" in name and size == SIZE
        ]
        return found[0] if found else None

    try:
        wait_until("the kiosk is there", kiosk, 30)
        children = subprocess.run(
            [
                *("pgrep", "--parent", str(session.session.pid)),
                *("--full", "python.*exam-kiosk run"),
            ],
            capture_output=True,
            check=True,
            text=True,
        ).stdout.split()
        began = clock.boottime_s()
        subprocess.run(["kill", "-9", *children], check=True)
        wait_until("it is gone", lambda: kiosk() is None)
        wait_until("the kiosk is back", kiosk, 30)
        back_s = clock.boottime_s() - began

        def leave() -> bool:
            session.press("ctrl+alt+u")
            session.press("Tab", "Return")
            return session.session.poll() is not None

        wait_until("led out", leave, 30)
    finally:
        session.close()

    print(f"\nexam-kiosk run: killed, back after {back_s:.2f} s")
    assert session.session.returncode == 77
