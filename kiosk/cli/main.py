"""exam-kiosk: the seat's program. Prints `CODE: message` and advice, never a trace."""

import argparse
import os
import sys
from collections.abc import Sequence

from kiosk.cli import doctor, pairing, preview, restore, run, settings
from kiosk.cli.advice import advice_of
from question_bank.cli.advice import message_of
from question_bank.cli.language import language_of
from question_bank.cli.pipes import without_pipe_traces
from question_bank.errors import ExamRoomError

_COMMANDS = {
    "run": run,
    "pairing": pairing,
    "settings": settings,
    "restore": restore,
    "preview": preview,
    "doctor": doctor,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0 done, 1 an error that is told, 2 wrong usage."""
    return without_pipe_traces(lambda: _told(arguments))


def _told(arguments: Sequence[str] | None) -> int:
    """Run a command; what it refuses is told in words."""
    parser = argparse.ArgumentParser(
        prog="exam-kiosk",
        description="考试机位程序 · The program of one seat in an exam room.",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name, command in _COMMANDS.items():
        summary = (command.__doc__ or "").splitlines()[0]
        sub = commands.add_parser(name, help=summary, description=command.__doc__)
        command.add_arguments(sub)
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or (given[0].startswith("-") and given[0] not in {"-h", "--help"}):
        given.insert(0, "run")  # a seat is started without words
    parsed = parser.parse_args(given)
    try:
        status: int = _COMMANDS[parsed.command].run(parsed)
    except ExamRoomError as error:
        language = language_of(os.environ)
        print(f"{error.code}: {message_of(error, language)}", file=sys.stderr)
        print(advice_of(error, language), file=sys.stderr)
        return 1
    return status


if __name__ == "__main__":
    sys.exit(main())
