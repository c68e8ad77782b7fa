"""What was used once goes back to the system, and the work's result or error stays."""

import sys
from pathlib import Path

import pytest

from kiosk.app.memory import then_given_back

MB = 1024 * 1024


def resident_mb() -> float:
    status = Path("/proc/self/status").read_text("ascii")
    words = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(words.split()[1]) * 1024 / MB


def test_the_works_result_and_its_error_stay() -> None:
    assert then_given_back(lambda: 7)() == 7
    with pytest.raises(ZeroDivisionError):
        then_given_back(lambda: 1 // 0)()


@pytest.mark.skipif(sys.platform != "linux", reason="malloc_trim")
def test_many_blocks_that_were_freed_go_back_to_the_system() -> None:
    def work() -> float:
        blocks = [bytes([number % 251]) * 32_000 for number in range(3_000)]
        return resident_mb() - len(blocks[0]) / MB

    used_mb = then_given_back(work)()

    assert resident_mb() < used_mb - 60
