"""exam-bank template: the spreadsheet that authors fill in."""

import argparse
import sys
from importlib.resources import files
from pathlib import Path

from question_bank.cli.errors import FileProblemError, WrongUsageError
from question_bank.cli.files import problems_named, read_small_file
from question_bank.cli.language import Language
from question_bank.exchange.xlsx_template import write_template
from question_bank.formats.standard import Standard, parse_standard


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "path",
        type=Path,
        metavar="OUT.xlsx",
        help="新文件 / a file that is not there yet",
    )
    parser.add_argument(
        "--level",
        help="只为一个级别，如 初级；缺省为全部 / for one level; all if not given",
    )
    parser.add_argument(
        "--standard",
        type=Path,
        metavar="FILE",
        help="职业技能等级标准（TOML）；缺省为自带的 / the standard; ours if not given",
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the template and say where it is.

    Raises:
        FileProblemError: the file is there already, or cannot be written.
        FormatError: the standard is none.
        WrongUsageError: the name does not end in .xlsx.
        SystemExit: 2, the standard has no such level.
    """
    path: Path = arguments.path
    language: Language = arguments.language
    standard = _standard(arguments.standard)
    levels = [found.name for found in standard.levels]
    if arguments.level is not None and arguments.level not in levels:
        told = language.say(
            f"没有“{arguments.level}”这个级别；可用：{'、'.join(levels)}",
            f"there is no level {arguments.level}; use one of {', '.join(levels)}",
        )
        print(f"--level: {told}", file=sys.stderr)
        sys.exit(2)
    if path.suffix.lower() != ".xlsx":
        raise WrongUsageError(
            f"{path}: 文件名要以 .xlsx 结尾 / the name has to end in .xlsx"
        )
    if path.exists():
        told = language.say(
            "文件已经存在，没有改动；请换一个文件名",
            "is there already; it stays as it is, give another name",
        )
        raise FileProblemError(f"{path}: {told}")
    with problems_named(path):
        write_template(path, standard, arguments.level)
    print(path)
    print(
        language.say(
            "请在“试题”“案例”工作表中填写，说明见“填写说明”。",
            "Fill in the sheets 试题 and 案例; the sheet 填写说明 says how.",
        )
    )
    return 0


def _standard(path: Path | None) -> Standard:
    if path is not None:
        return parse_standard(read_small_file(path), name=path.name)
    ours = files("question_bank.samples") / "standard.toml"
    return parse_standard(ours.read_bytes(), name="standard.toml")
