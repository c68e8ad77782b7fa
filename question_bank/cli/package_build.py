"""exam-bank package build: a folder or a bank's assembly becomes a sealed package."""

import argparse
import os
from datetime import date
from pathlib import Path

from question_bank.cli.bank_arguments import USER_VARIABLE
from question_bank.cli.files import (
    open_package,
    read_small_file,
    write_new_file,
    write_whole_file,
)
from question_bank.cli.language import Language
from question_bank.cli.package_bank import package_from_bank, require_one_source
from question_bank.cli.passphrase import add_passphrase_argument, read_passphrase
from question_bank.cli.progress import progress_line
from question_bank.cli.reading import this_program
from question_bank.exchange.package_source import read_package_source
from question_bank.formats.exam_package import Manifest
from question_bank.formats.site_card import SiteCard, parse_site_card
from question_bank.sealing.opening_code import opening_code_text
from question_bank.sealing.organisation_keys import (
    BUILD_FILE,
    ORGANISATION_FILE,
    SIGNING_FILE,
    open_build_keys,
)
from question_bank.sealing.package_build import (
    BuildKeys,
    PlannedPackage,
    plan_package,
    write_package,
)
from question_bank.sealing.package_content import PackageContent
from question_bank.sealing.package_reader import PackageReader
from question_bank.sealing.trust import PublisherKeys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "source",
        type=Path,
        nargs="?",
        metavar="SOURCE_DIR",
        help="含 package.toml 的文件夹；从题库制包时不写 / folder with package.toml; none if "
        "the forms come from a bank",
    )
    bank = parser.add_argument_group("从题库制包 / forms from an item bank")
    bank.add_argument("--bank", type=Path, metavar="BANK", help="题库 / item bank")
    bank.add_argument("--assembly", metavar="NAME", help="组卷名称 / its assembly")
    bank.add_argument(
        "--plan", type=Path, metavar="package.toml", help="考试包的计划 / the plan"
    )
    bank.add_argument(
        "--used-on",
        type=date.fromisoformat,
        metavar="YYYY-MM-DD",
        help="试题使用日期；缺省为计划的开启日，窗口超过两天时必须写明 / day of use, "
        "else that the plan's window opens; needed if it is open for more than two days",
    )
    bank.add_argument(
        "--by",
        default=os.environ.get(USER_VARIABLE),
        metavar="NAME",
        help="操作人，使用记录记入题库 / who does it; use is recorded in the bank",
    )
    parser.add_argument(
        "--keys", type=Path, required=True, metavar="DIR", help="密钥文件夹 / keys"
    )
    parser.add_argument(
        "--site",
        type=Path,
        action="append",
        required=True,
        metavar="CARD",
        help="考点名片，可多次给出 / site card, may be given several times",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="X.exam")
    parser.add_argument(
        "--opening-code-out",
        type=Path,
        required=True,
        metavar="FILE",
        help="开考密码写入此新文件 / new file for the opening code",
    )
    parser.add_argument(
        "--same-as",
        type=Path,
        metavar="OLD.exam",
        help="沿用旧包的外层锁，用于核对可重现 / take over its outer locks: "
        "the same source then gives the same bytes",
    )
    add_passphrase_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    """Build the package, write its opening code apart, and print what was written.

    Raises:
        FormatError: the source or a card is not what it should be.
        WrongPassphraseError: the keys stay locked.
        FileProblemError: something cannot be read or written; no half file is left.
    """
    is_from_bank = require_one_source(arguments)
    if not is_from_bank:
        _build(arguments, read_package_source(arguments.source))
        return 0
    with package_from_bank(arguments) as (content, record_use):
        sites = _build(arguments, content)
        record_use(sites)
    return 0


def _build(
    arguments: argparse.Namespace, content: PackageContent
) -> tuple[SiteCard, ...]:
    """Write package and opening code; return the sites it was made for."""
    language: Language = arguments.language
    sites = [parse_site_card(read_small_file(path)) for path in arguments.site]
    files = {
        name: read_small_file(arguments.keys / name)
        for name in (SIGNING_FILE, BUILD_FILE, ORGANISATION_FILE)
    }
    keys = open_build_keys(files, read_passphrase(arguments))
    earlier = _earlier_manifest(arguments.same_as, keys)
    planned = plan_package(content, keys, sites, earlier)
    total_bytes = sum(entry.size_bytes for entry in planned.manifest.files)
    code = opening_code_text(planned.opening_secret)
    write_new_file(arguments.opening_code_out, f"{code}\n".encode(), is_secret=True)
    try:
        write_whole_file(
            arguments.out,
            lambda write: write_package(
                planned, write, progress_line(total_bytes, language)
            ),
        )
    except BaseException:
        arguments.opening_code_out.unlink(missing_ok=True)
        raise
    _print_packing_list(arguments, planned)
    return tuple(sites)


def _earlier_manifest(path: Path | None, keys: BuildKeys) -> Manifest | None:
    if path is None:
        return None
    own = PublisherKeys(trusted=(keys.signing_key.verify_key,))
    with open_package(path) as source:
        return PackageReader(source, own, this_program()).manifest


def _print_packing_list(arguments: argparse.Namespace, planned: PlannedPackage) -> None:
    language: Language = arguments.language
    manifest = planned.manifest
    for chinese, english, value in (
        ("考试包", "package", arguments.out),
        ("编号", "uuid", manifest.package_uuid),
        ("版次", "revision", manifest.revision),
        ("场次", "session", f"{manifest.session.code} {manifest.session.name}"),
        ("试卷", "forms", " ".join(form.form_code for form in manifest.forms)),
        ("文件数", "files", len(manifest.files)),
        ("考点数", "sites", len(manifest.locks)),
        ("字节", "bytes", arguments.out.stat().st_size),
        ("开考密码文件", "opening code in", arguments.opening_code_out),
    ):
        print(f"{language.say(chinese, english)}: {value}")
