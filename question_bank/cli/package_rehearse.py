"""exam-bank package rehearse: 解包测试, everything opened and nothing shown."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from question_bank.cli.advice import advice_of
from question_bank.cli.files import open_package, read_small_file
from question_bank.cli.language import Language
from question_bank.cli.passphrase import add_passphrase_argument, read_passphrase
from question_bank.cli.progress import progress_line
from question_bank.cli.reading import (
    add_reading_arguments,
    this_program,
    trusted_publishers,
)
from question_bank.exchange.package_rehearsal import Check, CheckKind, rehearse
from question_bank.sealing.lock_keys import PRIVATE_KEY_BYTES, UnlockKey
from question_bank.sealing.package_reader import PackageReader
from question_bank.sealing.passphrase_lock import locked_purpose, unlock_secret

_CHINESE = {
    CheckKind.FILES: "密封文件",
    CheckKind.OUTER_LOCK: "外层锁",
    CheckKind.OPENING_CODE: "开考密码",
    CheckKind.SCORING_LOCKS: "评分密钥锁",
    CheckKind.FORM: "试卷",
    CheckKind.KEYS: "答案与评分标准",
    CheckKind.MEDIUM: "媒体",
    CheckKind.REFERENCES: "试卷所用媒体",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_reading_arguments(parser)
    parser.add_argument(
        "--key",
        type=Path,
        action="append",
        required=True,
        metavar="FILE",
        help="考点或组织的解锁私钥，可多次给出 / private lock key of a site or of the "
        "organisation, may be given several times",
    )
    parser.add_argument("--code", required=True, help="开考密码 / opening code")
    parser.add_argument("--json", action="store_true", help="供程序读取 / for programs")
    add_passphrase_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    """Open and decode everything, print a table of checks; 1 if one failed.

    Raises:
        TrustError, FormatError: the package is not even to be believed, or a key file
            is none.
        FileProblemError: a file cannot be read.
    """
    language: Language = arguments.language
    keys = [_read_key(path, arguments) for path in arguments.key]
    with open_package(arguments.package) as source:
        reader = PackageReader(source, trusted_publishers(arguments), this_program())
        total_bytes = sum(entry.size_bytes for entry in reader.manifest.files)
        tell = progress_line(total_bytes, language)
        checks = []
        for check in rehearse(reader, keys, arguments.code, tell):
            checks.append(check)
            if not arguments.json:
                print(_line(check, language), flush=True)
    failed = [check.error for check in checks if check.error is not None]
    if arguments.json:
        print(json.dumps([_record(check) for check in checks], indent=2))
    elif not failed:
        print(_verdict(checks, language))
    for error in dict.fromkeys(failed):
        print(f"{error.code}: {error}", file=sys.stderr)
        print(advice_of(error, language), file=sys.stderr)
    return 1 if failed else 0


def _verdict(checks: Sequence[Check], language: Language) -> str:
    if any(check.is_skipped for check in checks):
        return language.say("已检查的全部通过", "all that was checked is good")
    return language.say("全部通过", "all good")


def _read_key(path: Path, arguments: argparse.Namespace) -> UnlockKey:
    raw = read_small_file(path)
    if len(raw) == PRIVATE_KEY_BYTES:
        return UnlockKey(raw)
    purpose = locked_purpose(raw)
    return UnlockKey(unlock_secret(raw, read_passphrase(arguments), purpose=purpose))


def _line(check: Check, language: Language) -> str:
    label = language.say(_CHINESE[check.kind], check.kind.value)
    if check.error is not None:
        outcome = language.say("失败", "FAILED") + f" {check.error.code}"
    elif check.is_skipped:
        outcome = language.say("未检查（需评分密钥）", "not checked (needs its key)")
    else:
        outcome = language.say("通过", "good")
    return f"{label} {check.subject}".rstrip() + f": {outcome}"


def _record(check: Check) -> dict[str, str | bool | None]:
    return {
        "kind": check.kind.name.lower(),
        "subject": check.subject,
        "is_good": check.error is None and not check.is_skipped,
        "is_skipped": check.is_skipped,
        "code": check.error.code if check.error else None,
    }
