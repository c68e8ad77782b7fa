"""运行考务服务器 / serve a site's seats and staff until stopped."""

import argparse
import logging
import os
from pathlib import Path

from sync_server.app import serve
from sync_server.config import read_config
from sync_server.services.data_folder import DataFolder


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes; what is not given comes from server.toml."""
    parser.add_argument("--data", type=Path, required=True, help="data folder")
    parser.add_argument("--address", help="where to listen")
    parser.add_argument("--port", type=int, help="TCP port; 0: any free one")
    parser.add_argument(
        "--server-address",
        dest="server_addresses",
        action="append",
        metavar="HOST:PORT",
        help="where seats find this server, best first; may be repeated",
    )
    parser.add_argument("--log-level", help="DEBUG, INFO, WARNING or ERROR")


def run(arguments: argparse.Namespace) -> int:
    """Serve; print one line with the address when ready.

    Raises:
        ConfigError, ServerRunningError, SiteMissingError, SchemaTooNewError,
        StorageUnsafeError: the server did not start.
    """
    given = {
        name: getattr(arguments, name)
        for name in ("address", "port", "server_addresses", "log_level")
    }
    config = read_config(DataFolder(arguments.data).settings, os.environ, given)
    logging.basicConfig(
        level=config.log_level,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
    )
    serve(arguments.data, config, lambda line: print(line, flush=True))
    return 0
