"""Print the settings that are in force."""

import argparse
from dataclasses import fields

from kiosk.cli.seat_options import add_seat_options, seat_config


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_seat_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print name and value of each setting.

    Raises:
        SettingError: one of them is wrong.
    """
    config = seat_config(arguments)
    for field in fields(config):
        print(f"{field.name} = {getattr(config, field.name)}")
    return 0
