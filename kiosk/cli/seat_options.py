"""Options that all commands of exam-kiosk share, and the settings they lead to."""

import argparse
import os
from dataclasses import fields
from pathlib import Path

from kiosk.config import SeatConfig, load_config


def add_seat_options(parser: argparse.ArgumentParser) -> None:
    """Declare where the seat's data and settings are."""
    parser.add_argument("--config", type=Path, help="settings file (TOML)")
    parser.add_argument(
        "--data", type=Path, dest="data_folder", help="the seat's data folder"
    )


def seat_config(arguments: argparse.Namespace) -> SeatConfig:
    """Return the settings of a command line.

    Raises:
        SettingError: one of them is wrong.
    """
    known = {field.name for field in fields(SeatConfig)}
    given = {name: value for name, value in vars(arguments).items() if name in known}
    return load_config(arguments.config, os.environ, given)
