"""Each of the three commands ends without a trace when nobody reads its words."""

import os
import subprocess
import sys

import pytest

PROGRAMS = ("question_bank.cli.main", "sync_server.cli.main", "kiosk.cli.main")
TALKATIVE = """
from question_bank.cli.pipes import without_pipe_traces
import sys
def talk():
    for number in range({lines}):
        print("line", number)
    return 0
sys.exit(without_pipe_traces(talk))
"""


def with_nobody_reading(program: str) -> subprocess.CompletedProcess[bytes]:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        command = [sys.executable, "-c", program]
        return subprocess.run(
            command, stdout=writing, stderr=subprocess.PIPE, check=False
        )
    finally:
        os.close(writing)


@pytest.mark.parametrize("lines", [1, 10_000])
def test_few_words_and_many_end_without_a_trace(lines: int) -> None:
    done = with_nobody_reading(TALKATIVE.format(lines=lines))

    assert (done.returncode, done.stderr) == (1, b"")


def test_help_that_nobody_reads_ends_without_a_trace() -> None:
    program = "from question_bank.cli.main import main; main(['--help'])"

    assert with_nobody_reading(program).stderr == b""


@pytest.mark.slow
@pytest.mark.parametrize("module", PROGRAMS)
def test_no_program_shows_a_trace_when_its_command_meets_a_closed_pipe(
    module: str,
) -> None:
    # slow: a program of its own for each
    program = (
        "import sys, importlib\n"
        f"program = importlib.import_module({module!r})\n"
        "def talk(*_):\n"
        "    print('x' * 100_000)\n"
        "    return 0\n"
        "program._told = talk\n"
        "sys.exit(program.main([]))\n"
    )

    done = with_nobody_reading(program)

    assert (done.returncode, done.stderr) == (1, b"")
