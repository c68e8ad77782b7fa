"""恢复考点到另一台机器 / put a site's backup onto this machine."""

import argparse
from pathlib import Path

from sync_server.cli.passphrase import known_passphrase
from sync_server.services.backup import restore


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("file", type=Path, help="file that `backup` wrote")
    parser.add_argument("--data", type=Path, required=True, help="new data folder")
    parser.add_argument("--passphrase-file", type=Path, help="instead of asking")


def run(arguments: argparse.Namespace) -> int:
    """Restore the site; `run` then serves it, and seats push what it lacks.

    Raises:
        SiteExistsError, FormatError, WrongPassphraseError, SealBrokenError: nothing
        was restored.
    """
    passphrase = known_passphrase(arguments.passphrase_file, "备份口令 / passphrase")
    restore(arguments.file, arguments.data, passphrase)
    print(f"已恢复 / restored: {arguments.data}")
    print(
        "请停用旧服务器 / keep the old server off: two servers must not serve one room"
    )
    return 0
