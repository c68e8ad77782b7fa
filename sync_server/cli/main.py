"""exam-server: what the operator of a site does at a command line."""

import argparse
import importlib
import pkgutil
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from io import TextIOWrapper
from types import ModuleType

from question_bank.cli.pipes import without_pipe_traces
from question_bank.errors import ExamRoomError
from sync_server import cli
from sync_server.console.error_texts import error_text


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; return 0 done, 1 refused, 2 wrong usage (argparse exits itself)."""
    _write_anything()
    return without_pipe_traces(lambda: _told(words))


def _told(words: Sequence[str] | None) -> int:
    """Run a command; what it refuses is told in words."""
    arguments = _parser().parse_args(words)
    command: ModuleType = arguments.command
    try:
        outcome: int = command.run(arguments)
    except ExamRoomError as error:
        print(f"{error.code}: {error}", file=sys.stderr)
        what, advice = error_text(error.code)
        print(f"{what}：{advice}", file=sys.stderr)
        print(error.advice, file=sys.stderr)
        return 1
    return outcome


def commands() -> Iterator[tuple[str, ModuleType]]:
    """Yield each command's name and its module: those of this folder with `run`."""
    for found in sorted(pkgutil.iter_modules(cli.__path__), key=lambda m: m.name):
        module = importlib.import_module(f"{cli.__name__}.{found.name}")
        if hasattr(module, "run"):
            yield found.name.replace("_", "-"), module


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="exam-server", description=__doc__)
    parser.add_argument("--version", action="version", version=version("exam-room"))
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, module in commands():
        summary = (module.__doc__ or "").partition("\n")[0]
        subparser = subparsers.add_parser(name, help=summary, description=summary)
        module.add_arguments(subparser)
        subparser.set_defaults(command=module)
    return parser


def _write_anything() -> None:
    """Let a console that lacks a character show it escaped instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
