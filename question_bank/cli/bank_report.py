"""exam-bank report: an assembly as one self-contained page."""

import argparse
from pathlib import Path

from question_bank.assembly.errors import BlueprintError
from question_bank.bank.bank import open_bank
from question_bank.cli.bank_arguments import add_bank_argument
from question_bank.cli.bank_assemble import told
from question_bank.cli.files import write_whole_file
from question_bank.cli.language import Language


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_bank_argument(parser)
    parser.add_argument("name", metavar="NAME", help="组卷名称 / name of the assembly")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="X.html", help="写入此文件 / file"
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the page; the same assembly gives the same bytes.

    Raises:
        NotInBankError: there is no such assembly.
        FileProblemError: it cannot be written.
    """
    # Not above: the plots take a second to load, and every command loads this module.
    from question_bank.assembly.report import assembly_report  # noqa: PLC0415

    language: Language = arguments.language
    with open_bank(arguments.bank, is_reader=True) as bank:
        stored = bank.assemblies.load(arguments.name)
    try:
        page = assembly_report(stored)
    except BlueprintError as error:
        return told(error, language)
    write_whole_file(arguments.out, lambda write: write(page))
    print(f"{language.say('报告', 'report')}: {arguments.out}  {len(page)} bytes")
    return 0
