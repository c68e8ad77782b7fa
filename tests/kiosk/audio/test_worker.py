import threading
from functools import partial

from kiosk.audio.worker import Worker, run_within


def test_what_is_posted_is_done_in_order_and_before_the_last_deed() -> None:
    done: list[int] = []
    worker = Worker("test", lambda: False)

    for number in range(5):
        worker.post(partial(done.append, number))
    worker.close(lambda: done.append(99))

    assert done == [0, 1, 2, 3, 4, 99]


def test_it_ticks_while_there_is_something_to_tend() -> None:
    ticked = threading.Semaphore(0)
    left = [5]

    def tick() -> bool:
        left[0] -= 1
        ticked.release()
        return left[0] > 0

    worker = Worker("test", tick)
    worker.post(lambda: None)

    for _ in range(5):
        assert ticked.acquire(timeout=2)
    assert not ticked.acquire(timeout=0.06)
    worker.close(lambda: None)


def test_a_driver_that_hangs_is_left_behind() -> None:
    hangs = threading.Event()

    assert not run_within(0.02, partial(_wait, hangs))
    assert run_within(2, lambda: None)
    hangs.set()


def _wait(event: threading.Event) -> None:
    event.wait(5)
