"""导入和列出考试包 / load and list exam packages."""

import argparse
from pathlib import Path

from question_bank.errors import FormatError
from sync_server.cli.data_option import OPERATOR, add_data_option, open_people


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_data_option(parser)
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    load = acts.add_parser("load", help="check a package and keep it")
    load.add_argument("file", type=Path, help=".exam file")
    acts.add_parser("list", help="show what is loaded")


def run(arguments: argparse.Namespace) -> int:
    """Load or list.

    Raises:
        FormatError, TrustError, DiskReserveError, PackageInUseError: why the package is
            not taken; nothing was kept.
    """
    with open_people(arguments.data) as people:
        if arguments.act == "load":
            try:
                new = people.loading.load(arguments.file, by=OPERATOR)
            except FileNotFoundError as error:
                raise FormatError(arguments.file.name, "no such file") from error
            manifest = new.manifest
            print(
                f"已导入 / loaded: {manifest.session.code} {manifest.session.name}"
                f"  {manifest.package_uuid} r{manifest.revision}"
                f"  sha256 {new.manifest_sha256.hex()}"
            )
            return 0
        for package in people.packages.packages():
            manifest = package.manifest
            forms = ",".join(form.form_code for form in manifest.forms)
            print(
                f"{manifest.session.code}\t{manifest.data_class.value}"
                f"\t{manifest.package_uuid}\tr{manifest.revision}\t{forms}"
                f"\t{package.state}\t{package.loaded_utc}"
            )
    return 0
