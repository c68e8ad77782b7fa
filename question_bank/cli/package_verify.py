"""exam-bank package verify: whether a package may be believed; needs no secret."""

import argparse
import json
from datetime import datetime
from pathlib import Path

from question_bank.cli.clock import utc_now
from question_bank.cli.files import open_package, read_small_file
from question_bank.cli.language import Language
from question_bank.cli.progress import progress_line
from question_bank.cli.reading import (
    add_reading_arguments,
    this_program,
    trusted_publishers,
)
from question_bank.formats.package_policies import utc_text
from question_bank.formats.site_card import parse_site_card
from question_bank.sealing.package_reader import PackageReader
from question_bank.sealing.trust import TrustedPackage


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_reading_arguments(parser)
    parser.add_argument(
        "--site-card",
        type=Path,
        metavar="CARD",
        help="检查是否发给该考点 / check that it is for this site",
    )
    parser.add_argument(
        "--known-revision",
        type=int,
        default=0,
        metavar="N",
        help="已知的最高版次 / the highest revision known of this session",
    )
    parser.add_argument(
        "--at",
        type=datetime.fromisoformat,
        metavar="TIME",
        help="以此时刻代替现在，例如 2026-11-22T09:00:00+08:00 / instead of now",
    )
    parser.add_argument("--json", action="store_true", help="供程序读取 / for programs")


def run(arguments: argparse.Namespace) -> int:
    """Check everything that needs no secret, and print what the package says.

    Raises:
        TrustError, FormatError: the first thing that is wrong.
        FileProblemError: a file cannot be read.
    """
    language: Language = arguments.language
    now_utc: datetime = arguments.at or utc_now()
    with open_package(arguments.package) as source:
        reader = PackageReader(source, trusted_publishers(arguments), this_program())
        trusted = reader.trusted
        if arguments.site_card is not None:
            card = parse_site_card(read_small_file(arguments.site_card))
            trusted.require_site(card.site_uuid)
        trusted.require_revision(arguments.known_revision)
        trusted.require_not_expired(now_utc)
        total_bytes = sum(entry.size_bytes for entry in reader.manifest.files)
        reader.verify_files(progress_line(total_bytes, language))
    facts = _facts(trusted)
    if arguments.json:
        print(json.dumps(facts, ensure_ascii=False, indent=2))
        return 0
    print(language.say("考试包完好可信", "the package is whole and believed"))
    for name, value in facts.items():
        print(f"  {name}: {value}")
    return 0


def _facts(trusted: TrustedPackage) -> dict[str, str | int]:
    manifest = trusted.manifest
    return {
        "package_uuid": str(manifest.package_uuid),
        "revision": manifest.revision,
        "data_class": manifest.data_class.value,
        "plan": manifest.plan.code,
        "session": manifest.session.code,
        "opens_utc": utc_text(manifest.window.opens_utc),
        "closes_utc": utc_text(manifest.window.closes_utc),
        "forms": " ".join(form.form_code for form in manifest.forms),
        "files": len(manifest.files),
        "sites": len(manifest.locks),
        "oldest_seat": manifest.oldest_seat,
        "oldest_server": manifest.oldest_server,
        "signer_key_id": trusted.signer_key_id,
        "manifest_sha256": trusted.manifest_sha256,
    }
