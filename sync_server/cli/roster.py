"""导入考生名册 / import candidates with photos."""

import argparse
import sys
from pathlib import Path

from question_bank.errors import FormatError
from sync_server.cli.data_option import (
    OPERATOR,
    add_data_option,
    file_bytes,
    open_people,
)
from sync_server.roster.photo_archive import MOST_ARCHIVE_BYTES
from sync_server.roster.report import Severity
from sync_server.services.roster_imports import RosterFiles, RosterReport

MOST_ROSTER_BYTES = 16 * 1024 * 1024


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_data_option(parser)
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    import_ = acts.add_parser("import", help="all or nothing, with a report by row")
    import_.add_argument("file", type=Path, help=".xlsx or .csv")
    import_.add_argument("--photos", type=Path, help=".zip, photos named by ID number")
    import_.add_argument("--check", action="store_true", help="report only")


def run(arguments: argparse.Namespace) -> int:
    """Import or check; the report goes to stderr, a line a finding.

    Raises:
        FormatError: a file can't be read, or something in the roster is wrong.
    """
    photos: Path | None = arguments.photos
    files = RosterFiles(
        roster=file_bytes(arguments.file, MOST_ROSTER_BYTES),
        roster_name=arguments.file.name,
        photos=file_bytes(photos, MOST_ARCHIVE_BYTES) if photos else None,
        photos_name=photos.name if photos else "",
    )
    with open_people(arguments.data) as people:
        if arguments.check:
            report = people.rosters.check(files)
        else:
            report = people.rosters.import_(files, by=OPERATOR)
    _print_findings(report)
    errors = sum(x.severity is Severity.ERROR for x in report.findings)
    if errors:
        raise FormatError(arguments.file.name, f"{errors} errors; nothing was imported")
    if report.counts is None:
        print(f"检查通过 / all good: {report.rows} rows, {report.photos} photos")
    else:
        counts = report.counts
        print(
            f"已导入 / imported: {counts.added} added, {counts.changed} changed,"
            f" {counts.unchanged} unchanged, {report.photos} photos"
        )
    return 0


def _print_findings(report: RosterReport) -> None:
    for finding in report.findings:
        place = ":".join(
            str(part) for part in (finding.file, finding.row, finding.column) if part
        )
        print(
            f"{finding.severity.value}\t{place}\t{finding.reason('zh')}"
            f"\t{finding.reason('en')}",
            file=sys.stderr,
        )
