"""The data folder that a command works on, with the server running or not."""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from question_bank.errors import FormatError
from sync_server.clock import SystemClock
from sync_server.config import read_config
from sync_server.services.data_folder import DataFolder
from sync_server.services.people import People
from sync_server.services.site import MIB, SiteOptions, open_site
from sync_server.services.site_people import people_of

OPERATOR = "command"
"""Who the audit log names: somebody at the server's own command line."""


def add_data_option(parser: argparse.ArgumentParser) -> None:
    """Declare where the site's data are."""
    parser.add_argument("--data", type=Path, required=True, help="data folder")


@contextmanager
def open_people(root: Path) -> Iterator[People]:
    """Give the services of people over a data folder.

    Raises:
        SiteMissingError, SchemaTooNewError, StorageUnsafeError, ConfigError.
    """
    config = read_config(DataFolder(root).settings, os.environ, {})
    options = SiteOptions(
        warn_free_bytes=config.warn_free_mib * MIB,
        reserve_free_bytes=config.reserve_free_mib * MIB,
    )
    site = open_site(root, options, SystemClock(), config.database_url)
    try:
        yield people_of(site)
    finally:
        site.close()


def file_bytes(path: Path, most_bytes: int) -> bytes:
    """Return a file's bytes.

    Raises:
        FormatError: it can't be read, or is larger than it may be.
    """
    try:
        if path.stat().st_size > most_bytes:
            raise FormatError(path.name, f"more than {most_bytes} bytes")
        return path.read_bytes()
    except OSError as error:
        raise FormatError(path.name, error.strerror or "can't be read") from error
