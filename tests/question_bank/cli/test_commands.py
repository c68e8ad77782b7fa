"""The table of commands, and what is loaded before anybody needs it."""

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from question_bank.cli.commands import COMMANDS, NOUNS, Command
from question_bank.cli.main import main

CLI = Path(__file__).parents[3] / "question_bank" / "cli"

HEAVY = ("numpy", "soundfile", "openpyxl", "PIL", "lxml", "matplotlib", "ortools")
"""Libraries that take longer to load than a list of items takes to read."""


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.words)
def test_every_command_can_be_run_and_shows_its_help(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    module = importlib.import_module(f"question_bank.cli.{command.module}")
    assert callable(module.run)

    with pytest.raises(SystemExit, match="0"):
        main([*command.words.split(), "--help"])

    told = capsys.readouterr().out
    assert f"exam-bank {command.words}" in told
    assert command.summary.split("（")[0][:4] in told


def test_every_module_with_a_command_stands_in_the_table() -> None:
    modules = {
        path.stem
        for path in CLI.glob("*.py")
        if "\ndef run(arguments: argparse.Namespace)" in path.read_text("utf-8")
    }

    assert {command.module for command in COMMANDS} == modules
    nouns = {command.words.rpartition(" ")[0] for command in COMMANDS} - {""}
    assert nouns == NOUNS.keys()


@pytest.mark.slow  # starts an interpreter each
@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["list", "none.bank"],
        ["show", "none.bank", "q1"],
        ["review", "none.bank", "--by", "甲", "q1"],
        ["stats", "none.bank"],
        ["history", "none.bank"],
        ["import", "none.bank", "x.yaml", "--by", "甲"],
        ["export", "none.bank", "--format", "yaml", "--out", "none"],
    ],
    ids=lambda words: words[0],
)
def test_a_command_that_needs_no_heavy_library_loads_none(words: list[str]) -> None:
    script = (
        "import contextlib, sys\n"
        "from question_bank.cli.main import main\n"
        "with contextlib.suppress(SystemExit):\n"
        f"    main({words!r})\n"
        f"print('loaded:', *sorted(set({HEAVY!r}) & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        check=True,
        encoding="utf-8",
        cwd=CLI.parents[1],
    )

    assert done.stdout.splitlines()[-1].split() == ["loaded:"]
