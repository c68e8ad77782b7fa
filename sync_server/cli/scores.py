"""客观题成绩单 / objective scores of a session as .xlsx or .csv."""

import argparse
from pathlib import Path

from question_bank.errors import FormatError
from sync_server.cli.data_option import OPERATOR, add_data_option, open_people
from sync_server.cli.passphrase import known_passphrase
from sync_server.errors import NotFoundError
from sync_server.packages.package_records import ExamSession
from sync_server.results.score_files import csv_sheet, xlsx_workbook
from sync_server.services.people import People
from sync_server.services.scoring import ScoreRequest


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_data_option(parser)
    parser.add_argument("--session", required=True, help="code of the session (场次)")
    parser.add_argument("--data-class", choices=["formal", "trial", "practice"])
    parser.add_argument("--out", type=Path, required=True, help=".xlsx or .csv")
    parser.add_argument(
        "--passphrase-file", type=Path, help="of the marking key; instead of asking"
    )
    parser.add_argument(
        "--opening-code", default="", help="if no room holds it any more"
    )


def run(arguments: argparse.Namespace) -> int:
    """Score the session and write the sheet; an existing file is replaced.

    Raises:
        NotFoundError: no such session, or several; name the data class.
        WrongPassphraseError, OtherSiteError, OpeningCodeNeededError: no scores.
        FormatError: `--out` is neither .xlsx nor .csv, or can't be written.
    """
    out: Path = arguments.out
    writers = {".xlsx": xlsx_workbook, ".csv": csv_sheet}
    if out.suffix.lower() not in writers:
        raise FormatError("out", "neither .xlsx nor .csv")
    passphrase = known_passphrase(
        arguments.passphrase_file, "阅卷口令 / marking passphrase"
    )
    with open_people(arguments.data) as people:
        session = _session(people, arguments.session, arguments.data_class)
        results = people.scoring.score(
            ScoreRequest(
                session_uuid=session.session_uuid,
                passphrase=passphrase,
                opening_code=arguments.opening_code,
                by=OPERATOR,
            )
        )
    try:
        out.write_bytes(writers[out.suffix.lower()](results))
    except OSError as error:
        raise FormatError(out.name, error.strerror or "can't be written") from error
    print(f"{out}  {len(results.sittings)} sittings")
    return 0


def _session(people: People, code: str, data_class: str | None) -> ExamSession:
    found = [
        session
        for session in people.packages.sessions()
        if session.session_code == code and data_class in {None, session.data_class}
    ]
    if len(found) != 1:
        raise NotFoundError(f"{len(found)} sessions are called {code}")
    return found[0]
