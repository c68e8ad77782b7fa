"""Argon2id from several threads: each ends, and gives what one alone gives."""

import threading
from concurrent.futures import ThreadPoolExecutor

from question_bank.sealing.stretching import stretched_key

THREADS = 4
EACH = 3


def derived(index: int) -> bytes:
    salt = index.to_bytes(16)
    return stretched_key(b"secret", salt, memory_kib=8192, passes=1, lanes=4)


def test_threads_that_stretch_at_once_all_end_with_the_same_keys() -> None:
    alone = [derived(index) for index in range(EACH)]
    begin = threading.Barrier(THREADS)

    def work(_: int) -> list[bytes]:
        begin.wait()
        return [derived(index) for index in range(EACH)]

    with ThreadPoolExecutor(THREADS) as pool:
        found = list(pool.map(work, range(THREADS), timeout=60))

    assert found == [alone] * THREADS
