"""exam-bank journal verify: whether a sitting's journal is whole; needs no secret."""

import argparse
import json
from pathlib import Path
from uuid import UUID

import msgspec

from question_bank.cli.errors import FileProblemError
from question_bank.cli.files import problems_named
from question_bank.cli.language import Language
from question_bank.errors import FormatError
from question_bank.formats.entry_bodies import EntryKind
from question_bank.formats.journal_entry import (
    JournalEntry,
    JournalHead,
    parse_journal_entry,
)
from question_bank.formats.receipt import receipt_code
from question_bank.identifiers import SittingUuid
from question_bank.journal.chain import verify_chain
from question_bank.sealing.journal_seal import verify_head
from question_bank.sealing.package_sources import open_plain_file
from question_bank.sealing.signing_keys import VerifyKey

MOST_JOURNAL_BYTES = 1024 * 1024 * 1024
"""Two hours of speech take 700 MB uncompressed."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "journal",
        type=Path,
        metavar="FILE",
        help="日志条目的 msgpack 数组 / msgpack array of entries, as the server "
        "hands it out",
    )
    parser.add_argument(
        "--seat-key", metavar="HEX", help="考试机签名公钥 / the seat's public key"
    )
    parser.add_argument(
        "--head-signature", metavar="HEX", help="链头签名 / signature over the head"
    )
    parser.add_argument("--json", action="store_true", help="供程序读取 / for programs")


def run(arguments: argparse.Namespace) -> int:
    """Follow the chain from entry 1 to its end and print what it comes to.

    Raises:
        FormatError: not a journal.
        ChainBrokenError: a gap, or an entry of another sitting.
        SignatureInvalidError: the seat did not sign this head.
    """
    entries = _read_entries(arguments.journal)
    sitting_uuid = SittingUuid(UUID(bytes=entries[0].header.sitting))
    head = verify_chain(sitting_uuid, entries)
    is_signed = _check_signature(arguments, sitting_uuid, head)
    is_handed_in = entries[-1].header.kind == EntryKind.HANDED_IN
    facts: dict[str, str | int | bool | None] = {
        "sitting_uuid": str(sitting_uuid),
        "entries": head.seq,
        "head_hash": head.hash.hex(),
        "time_used_ms": entries[-1].header.time_used_ms,
        "is_signature_checked": is_signed,
        "receipt_code": receipt_code(sitting_uuid, head) if is_handed_in else None,
    }
    language: Language = arguments.language
    if arguments.json:
        print(json.dumps(facts, indent=2))
        return 0
    print(language.say("日志链完整", "the chain is whole"))
    for name, value in facts.items():
        print(f"  {name}: {value}")
    return 0


def _check_signature(
    arguments: argparse.Namespace, sitting_uuid: SittingUuid, head: JournalHead
) -> bool:
    if arguments.seat_key is None or arguments.head_signature is None:
        return False
    try:
        key = VerifyKey(bytes.fromhex(arguments.seat_key))
        signature = bytes.fromhex(arguments.head_signature)
    except ValueError as error:
        raise FormatError("--seat-key, --head-signature", "not hex") from error
    verify_head(sitting_uuid, head, signature, key)
    return True


def _read_entries(path: Path) -> list[JournalEntry]:
    with problems_named(path), open_plain_file(path, follow_links=True) as file:
        raw = file.read(MOST_JOURNAL_BYTES + 1)
    if len(raw) > MOST_JOURNAL_BYTES:
        raise FileProblemError(f"{path}: more than {MOST_JOURNAL_BYTES} bytes")
    try:
        untrusted = msgspec.msgpack.decode(raw, type=list[bytes])
    except (msgspec.DecodeError, RecursionError) as error:
        raise FormatError(path.name, "not a msgpack array of entries") from error
    if not untrusted:
        raise FormatError(path.name, "no entries")
    return [parse_journal_entry(entry) for entry in untrusted]
