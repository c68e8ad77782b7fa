"""备份考点（可在运行中）/ back a site up into one encrypted file, while it runs."""

import argparse
from pathlib import Path

from sync_server.cli.passphrase import new_passphrase
from sync_server.services.backup import back_up


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("file", type=Path, help="file to write; must not exist")
    parser.add_argument("--data", type=Path, required=True, help="data folder")
    parser.add_argument("--passphrase-file", type=Path, help="instead of asking")


def run(arguments: argparse.Namespace) -> int:
    """Write the backup.

    Raises:
        SiteMissingError, FormatError, StorageFailedError: no backup was written.
    """
    passphrase = new_passphrase(arguments.passphrase_file, "备份口令 / passphrase")
    back_up(arguments.data, arguments.file, passphrase)
    size_bytes = arguments.file.stat().st_size
    print(f"备份完成 / backed up: {arguments.file}  {size_bytes} bytes")
    return 0
