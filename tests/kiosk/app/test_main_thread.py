"""What other threads post runs on the interface thread, in order, until it is closed."""

from functools import partial
from threading import Thread, current_thread, main_thread

import pytest
from pytestqt.qtbot import QtBot

from kiosk.app.background import Background
from kiosk.app.main_thread import MainThread
from kiosk.errors import ServerUnreachableError
from question_bank.errors import ExamRoomError


def test_what_another_thread_posts_runs_here_in_order(qtbot: QtBot) -> None:
    main, heard = MainThread(), list[tuple[int, bool]]()

    def hear(number: int) -> None:
        heard.append((number, current_thread() is main_thread()))

    def post_all() -> None:
        for number in range(50):
            main.post(partial(hear, number))

    writer = Thread(target=post_all)
    writer.start()
    writer.join()
    qtbot.waitUntil(lambda: len(heard) == 50, timeout=2000)

    assert heard == [(number, True) for number in range(50)]


def test_after_the_end_nothing_that_was_posted_runs(qtbot: QtBot) -> None:
    main, heard = MainThread(), list[str]()
    last = MainThread()

    main.post(lambda: heard.append("too late"))
    main.close()
    last.post(lambda: heard.append("end"))
    qtbot.waitUntil(lambda: "end" in heard, timeout=2000)

    assert heard == ["end"]


@pytest.fixture
def background() -> Background:
    return Background(MainThread())


def test_work_runs_elsewhere_and_its_result_comes_back(
    qtbot: QtBot, background: Background
) -> None:
    results: list[bool] = []

    background.run(
        lambda: current_thread() is main_thread(), results.append, lambda _: None
    )
    qtbot.waitUntil(lambda: bool(results), timeout=2000)

    assert results == [False]
    background.stop()


def test_an_error_for_people_comes_back_as_one(
    qtbot: QtBot, background: Background
) -> None:
    errors: list[ExamRoomError] = []

    def work() -> None:
        raise ServerUnreachableError("gone")

    background.run(work, lambda _: None, errors.append)
    qtbot.waitUntil(lambda: bool(errors), timeout=2000)

    assert errors[0].code == "SERVER_UNREACHABLE"
    background.stop()
