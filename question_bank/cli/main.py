"""exam-bank: what authors and the awarding organisation do at a command line."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from io import TextIOWrapper
from types import ModuleType

from question_bank.cli.advice import advice_of, message_of
from question_bank.cli.commands import COMMANDS, NOUNS
from question_bank.cli.errors import WrongUsageError
from question_bank.cli.language import Language, language_of
from question_bank.cli.pipes import without_pipe_traces
from question_bank.cli.verb_parser import WRONG_USAGE, TellingParser, VerbParser
from question_bank.errors import ExamRoomError

REFUSED = 1
STOPPED = 130
"""What shells return for a program that SIGINT ended."""


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; return 0 done, 1 refused, 2 wrong usage, 130 stopped by Ctrl-C."""
    _write_anything()
    return without_pipe_traces(lambda: _told(words))


def _told(words: Sequence[str] | None) -> int:
    """Run a command; what it refuses is told in words."""
    arguments = _parser().parse_args(words)
    arguments.language = arguments.language or language_of(os.environ)
    command: ModuleType = arguments.command
    try:
        outcome: int = command.run(arguments)
    except ExamRoomError as error:
        print(f"{error.code}: {message_of(error, arguments.language)}", file=sys.stderr)
        print(advice_of(error, arguments.language), file=sys.stderr)
        return WRONG_USAGE if isinstance(error, WrongUsageError) else REFUSED
    except KeyboardInterrupt:
        stopped = (
            "已中断；题库中没有写入一半的内容。",
            "Stopped; the bank holds nothing half-written.",
        )
        print("\n" + arguments.language.say(*stopped), file=sys.stderr)
        return STOPPED
    return outcome


def _parser() -> argparse.ArgumentParser:
    parser = TellingParser(prog="exam-bank", description=__doc__)
    parser.add_argument("--version", action="version", version=version("exam-room"))
    parser.add_argument(
        "--language",
        type=Language,
        choices=list(Language),
        help="zh 或 en；缺省按环境 / zh or en; by the environment if not given",
    )
    verbs = {
        "": parser.add_subparsers(
            required=True, metavar="COMMAND", parser_class=VerbParser
        )
    }
    for command in COMMANDS:
        noun, _, verb = command.words.rpartition(" ")
        if noun not in verbs:
            noun_parser = verbs[""].add_parser(noun, help=NOUNS[noun])
            verbs[noun] = noun_parser.add_subparsers(required=True, metavar="VERB")
        verb_parser = verbs[noun].add_parser(
            verb, help=command.summary, description=command.summary
        )
        verb_parser.module_name = f"question_bank.cli.{command.module}"
    return parser


def _write_anything() -> None:
    """Let a console that lacks a character show it escaped instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
