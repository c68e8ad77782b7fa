"""导入U盘上的作答文件 / take answer archives (.answers) in from a stick."""

import argparse
from pathlib import Path

from question_bank.errors import FormatError
from sync_server.cli.data_option import OPERATOR, add_data_option, open_people
from sync_server.console.error_texts import error_text
from sync_server.services.archive_imports import ArchiveOutcome, ArchiveReport
from sync_server.services.people import People

_GOOD = frozenset({ArchiveOutcome.ADDED, ArchiveOutcome.NOTHING_NEW})


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_data_option(parser)
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    taking = acts.add_parser("import", help="take archives in; again changes nothing")
    taking.add_argument("files", nargs="+", type=Path, metavar="FILE")


def run(arguments: argparse.Namespace) -> int:
    """Take each file in and say what came of it; 1 if one of them needs a person.

    Raises:
        FormatError: a file can't be read.
        StorageFullError, StorageFailedError: this file and those after it are not in.
    """
    with open_people(arguments.data) as people:
        reports = [_taken_in(people, path) for path in arguments.files]
    return 0 if all(report.outcome in _GOOD for report in reports) else 1


def _taken_in(people: People, path: Path) -> ArchiveReport:
    try:
        with path.open("rb") as stream:
            report = people.archives.take_in(stream, path.name, by=OPERATOR)
    except OSError as error:
        raise FormatError(path.name, error.strerror or "can't be read") from error
    outcome_zh, outcome_en = report.outcome.value
    print(
        f"{path.name}\t{report.admission_number}\t{report.name}\t{report.seat_code}"
        f"\t{report.added}/{report.entries}\t{outcome_zh} / {outcome_en}"
    )
    if report.error is not None:
        what, advice = error_text(report.error.code)
        print(f"  {what}：{advice}")
        print(f"  {report.error.code}: {report.error}; {report.error.advice}")
    return report
