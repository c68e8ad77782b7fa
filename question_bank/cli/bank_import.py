"""exam-bank import: items from .yaml, .xlsx or QTI into a bank; all or nothing."""

import argparse
import json
from collections import Counter
from contextlib import suppress
from pathlib import Path

from question_bank.bank.bank import Bank, open_bank
from question_bank.bank.errors import BankBusyError, BankFullError
from question_bank.cli.bank_arguments import (
    add_bank_argument,
    add_by_argument,
    add_json_argument,
)
from question_bank.cli.clock import utc_now
from question_bank.cli.estimate_import import import_estimates
from question_bank.cli.findings import finding_record, print_findings
from question_bank.cli.item_readers import read_source, with_lists_of_folders
from question_bank.cli.language import Language
from question_bank.cli.progress_bar import progress_bar
from question_bank.exchange.import_check import import_findings
from question_bank.exchange.into_bank import (
    ImportOutcome,
    import_reading,
    joined_reading,
)
from question_bank.exchange.item_draft import SourceReading
from question_bank.items.finding import Finding, Severity

MANY_ITEMS = 2_000
"""From here on the bank's file is laid out anew."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_bank_argument(parser)
    parser.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="电子表格 .xlsx .csv、试题清单 .yaml、QTI .zip .xml 或文件夹；一次导入的文件"
        "全部成功或全部不入库 / spreadsheets, item lists, QTI packages; all or none",
    )
    add_by_argument(parser)
    parser.add_argument(
        "--take-good",
        action="store_true",
        help="有错误时仍导入无误的试题 / take the good items even if others have errors",
    )
    parser.add_argument(
        "--check-only",
        action="store_true",
        help="只检查，不入库 / only say what would be found",
    )
    parser.add_argument(
        "--level", help="级别，用于未写级别的表格和 QTI / for sources that name none"
    )
    parser.add_argument(
        "--media",
        type=Path,
        metavar="DIR",
        help="图片与录音所在文件夹，缺省为文件旁的 media / where pictures and sounds lie",
    )
    parser.add_argument(
        "--estimates",
        action="store_true",
        help="文件为难度、区分度清单（.csv，列：题号 难度 区分度 来源 样本量）/ the files "
        "are lists of estimates",
    )
    add_json_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    """Read the files, take them in, and say what became of them; 1 if nothing was taken.

    Raises:
        BankError: the bank refused; it is as it was.
        FormatError, FileProblemError: a file as a whole cannot be read.
    """
    if arguments.estimates:
        return import_estimates(arguments)
    language: Language = arguments.language
    with open_bank(arguments.bank, is_reader=arguments.check_only) as bank:
        reading = joined_reading(_readings(arguments, bank))
        if arguments.check_only:
            found = import_findings(bank, reading)[1]
            outcome = ImportOutcome(
                is_taken=False, findings=(*reading.findings, *found)
            )
        else:
            with progress_bar(language.say("入库", "taking in")) as tell:
                outcome = import_reading(
                    bank,
                    reading,
                    by=arguments.by,
                    at=utc_now(),
                    take_good=arguments.take_good,
                    tell=tell,
                )
        if len(outcome.new) + len(outcome.new_versions) >= MANY_ITEMS:
            _tidy(bank)
    _tell(outcome, arguments)
    if arguments.check_only:
        return 1 if _counts(outcome.findings)[Severity.ERROR] else 0
    return 0 if outcome.is_taken else 1


def _tidy(bank: Bank) -> None:
    """Lay the file out anew; that it cannot be is no reason to say the import failed."""
    with suppress(BankFullError, BankBusyError):
        bank.tidy()


def _readings(arguments: argparse.Namespace, bank: Bank) -> list[SourceReading]:
    language: Language = arguments.language
    found: list[SourceReading] = []
    for path in with_lists_of_folders(arguments.files):
        with progress_bar(
            language.say(f"读取 {path.name}", f"reading {path.name}")
        ) as tell:
            found.append(
                read_source(
                    path,
                    level=arguments.level,
                    media=arguments.media,
                    standard=bank.standard,
                    tell=tell,
                )
            )
    return found


def _counts(findings: tuple[Finding, ...]) -> Counter[Severity]:
    return Counter(finding.severity for finding in findings)


def _tell(outcome: ImportOutcome, arguments: argparse.Namespace) -> None:
    language: Language = arguments.language
    if arguments.json:
        print(json.dumps(_record(outcome), ensure_ascii=False, indent=2))
        return
    print_findings(outcome.findings, language)
    counts = _counts(outcome.findings)
    errors, warnings = counts[Severity.ERROR], counts[Severity.WARNING]
    if not outcome.is_taken:
        told = (
            f"错误 {errors}，警告 {warnings}；",
            f"{errors} errors, {warnings} warnings; ",
        )
        print(
            language.say(
                told[0] + "题库未改动。", told[1] + "the bank was not changed."
            )
        )
        if errors and not arguments.check_only:
            advice = (
                "请改正后重新导入；或用 --take-good 只导入无误的试题。",
                "Mend them and import again, or take the good ones with --take-good.",
            )
            print(language.say(*advice))
        return
    for zh, en, count in (
        ("新试题", "new items", len(outcome.new)),
        ("新版本", "new versions", len(outcome.new_versions)),
        ("未变", "unchanged", len(outcome.unchanged)),
        ("未导入", "left out", _left_out(outcome)),
        ("难度估计", "estimates", outcome.estimates),
        ("互斥对", "pairs of enemies", outcome.enemies),
        ("错误", "errors", errors),
        ("警告", "warnings", warnings),
    ):
        print(f"{language.say(zh, en)}: {count}")


def _left_out(outcome: ImportOutcome) -> int:
    """Return how many items did not come in: refused whole, or unreadable in the source."""
    unread = {
        (finding.place.file, finding.place.part, finding.place.row)
        for finding in outcome.findings
        if finding.severity is Severity.ERROR
        and finding.place.item_id not in outcome.left_out
    }
    return len(outcome.left_out) + len(unread)


def _record(outcome: ImportOutcome) -> dict[str, object]:
    return {
        "is_taken": outcome.is_taken,
        "new": list(outcome.new),
        "new_versions": list(outcome.new_versions),
        "unchanged": list(outcome.unchanged),
        "left_out": list(outcome.left_out),
        "estimates": outcome.estimates,
        "enemies": outcome.enemies,
        "findings": [finding_record(finding) for finding in outcome.findings],
    }
