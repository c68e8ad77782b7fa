"""导出作答日志 / export journals, sealed as they are, for an auditor."""

import argparse
import json
from pathlib import Path

import msgspec

from question_bank.errors import FormatError
from sync_server.cli.data_option import add_data_option, open_people
from sync_server.services.people import People
from sync_server.storage.room_view_store import SittingRow

INDEX_NAME = "journals.json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_data_option(parser)
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    export = acts.add_parser("export", help="a file a sitting, and an index")
    export.add_argument("folder", type=Path, help="new or empty folder")


def run(arguments: argparse.Namespace) -> int:
    """Write `<sitting uuid>.journal` (msgpack array of entries) and journals.json.

    Raises:
        FormatError: the folder is not empty or can't be written.
    """
    folder: Path = arguments.folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise FormatError(folder.name, "not empty")
        with open_people(arguments.data) as people:
            rows = [
                row
                for session in people.packages.sessions()
                for row, _ in people.room_views.sittings_of_session(
                    session.exam_session_id
                )
            ]
            index = [_export(people, row, folder) for row in rows if row.last_seq]
        (folder / INDEX_NAME).write_text(json.dumps(index, indent=1) + "\n", "utf-8")
    except OSError as error:
        raise FormatError(folder.name, error.strerror or "can't be written") from error
    print(f"{folder}  {len(index)} journals")
    return 0


def _export(people: People, row: SittingRow, folder: Path) -> dict[str, object]:
    """Write one journal; return its line of the index."""
    entries = [entry.raw for entry in people.results.entries(row.sitting_id)]
    name = f"{row.sitting_uuid}.journal"
    (folder / name).write_bytes(msgspec.msgpack.encode(entries))
    seq, signature, public_key = people.results.signed_head(row.sitting_id)
    return {
        "file": name,
        "sitting_uuid": str(row.sitting_uuid),
        "last_seq": row.last_seq,
        "last_hash": row.last_hash.hex(),
        "signed_seq": seq,
        "head_signature": signature.hex(),
        "seat_public_key": public_key.hex(),
    }
