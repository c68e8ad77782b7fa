"""exam-bank journal verify: whether a sitting's journal is whole; needs no secret.

With a key it also says what was recorded. Read entry by entry, in constant memory.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from question_bank.cli.files import read_small_file
from question_bank.cli.journal_files import (
    is_archive,
    journal_entries,
    journal_file,
)
from question_bank.cli.language import Language
from question_bank.cli.passphrase import add_passphrase_argument, read_passphrase
from question_bank.errors import FormatError
from question_bank.formats.entry_bodies import EntryKind
from question_bank.formats.journal_entry import (
    JournalEntry,
    JournalHead,
    empty_head,
)
from question_bank.formats.receipt import receipt_code
from question_bank.formats.spoken_code import parse_spoken_code
from question_bank.identifiers import RoomSessionUuid, SittingUuid
from question_bank.journal.chain import follow
from question_bank.journal.sitting_record import fold
from question_bank.journal.sound_record import Take
from question_bank.sealing.archive_seal import check_archive
from question_bank.sealing.journal_reader import (
    OpenWrap,
    key_opener,
    opened_entries,
    room_opener,
)
from question_bank.sealing.journal_seal import (
    RESUME_SECRET_BYTES,
    room_secret,
    verify_head,
)
from question_bank.sealing.organisation_keys import open_answer_key
from question_bank.sealing.signing_keys import VerifyKey


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "journal",
        type=Path,
        metavar="FILE",
        help="作答日志或 .answers 文件 / a journal as the server hands it out, or an "
        "answer archive",
    )
    parser.add_argument(
        "--seat-key", metavar="HEX", help="考试机签名公钥 / the seat's public key"
    )
    parser.add_argument(
        "--head-signature", metavar="HEX", help="链头签名 / signature over the head"
    )
    parser.add_argument(
        "--answer-key",
        type=Path,
        metavar="FILE",
        help="组织的作答密钥：列出录音 / the organisation's answer key: lists what "
        "was recorded",
    )
    parser.add_argument(
        "--resume-code",
        metavar="CODE",
        help="续考码，与 --room-session 合用 / the room's resume code, in its place",
    )
    parser.add_argument(
        "--room-session", type=UUID, metavar="UUID", help="考场场次 / room session"
    )
    add_passphrase_argument(parser)
    parser.add_argument("--json", action="store_true", help="供程序读取 / for programs")


@dataclass(slots=True)
class _Walked:
    """What the open headers say, and where the chain ends."""

    head: JournalHead
    time_used_ms: int = 0
    last_kind: str = ""
    takes: int = 0


def run(arguments: argparse.Namespace) -> int:
    """Follow the chain from entry 1 to its end and print what it comes to.

    Raises:
        FormatError: not a journal.
        ChainBrokenError: a gap, or an entry of another sitting.
        SignatureInvalidError: the seat did not sign this head.
        WrongKeyError: the key that was given opens nothing here.
    """
    language: Language = arguments.language
    with journal_file(arguments.journal) as stream:
        sitting_uuid = _sitting_of(stream)
        walked = _Walked(empty_head(sitting_uuid))
        opener = _opener(arguments, sitting_uuid)
        entries = _walk(stream, sitting_uuid, walked)
        takes = _takes(sitting_uuid, entries, opener)
        is_signed = _check_signature(arguments, stream, sitting_uuid, walked.head)
    is_handed_in = walked.last_kind == EntryKind.HANDED_IN
    facts: dict[str, str | int | bool | None] = {
        "sitting_uuid": str(sitting_uuid),
        "entries": walked.head.seq,
        "head_hash": walked.head.hash.hex(),
        "time_used_ms": walked.time_used_ms,
        "is_signature_checked": is_signed,
        "receipt_code": (
            receipt_code(sitting_uuid, walked.head) if is_handed_in else None
        ),
        "recordings": walked.takes,
    }
    if arguments.json:
        told = None if takes is None else [_plain(take) for take in takes]
        print(json.dumps({**facts, "takes": told}, indent=2, ensure_ascii=False))
        return 0
    print(language.say("日志链完整", "the chain is whole"))
    for name, value in facts.items():
        print(f"  {name}: {value}")
    for take in takes or ():
        print(f"  {_line(take, language)}")
    return 0


def _sitting_of(stream: BinaryIO) -> SittingUuid:
    for entry in journal_entries(stream):
        stream.seek(0)
        return SittingUuid(UUID(bytes=entry.header.sitting))
    raise FormatError("journal", "no entries")


def _walk(
    stream: BinaryIO, sitting_uuid: SittingUuid, walked: _Walked
) -> Iterator[JournalEntry]:
    """Yield the entries while the chain is followed into `walked`."""
    for entry in journal_entries(stream):
        walked.head = follow(sitting_uuid, walked.head, entry)
        walked.time_used_ms = entry.header.time_used_ms
        walked.last_kind = entry.header.kind
        walked.takes += entry.header.kind == EntryKind.RECORDING_STARTED
        yield entry


def _takes(
    sitting_uuid: SittingUuid,
    entries: Iterator[JournalEntry],
    opener: OpenWrap | None,
) -> tuple[Take, ...] | None:
    """Read to the end; return the takes if there is a key to open them with."""
    if opener is None:
        for _ in entries:
            pass
        return None
    record = fold(opened_entries(sitting_uuid, entries, opener))
    return tuple(record.sound.takes.values())


def _opener(
    arguments: argparse.Namespace, sitting_uuid: SittingUuid
) -> OpenWrap | None:
    if arguments.answer_key is not None:
        raw = read_small_file(arguments.answer_key)
        key = open_answer_key(raw, read_passphrase(arguments))
        return key_opener(sitting_uuid, key)
    if arguments.resume_code is None:
        return None
    if arguments.room_session is None:
        raise FormatError("--room-session", "is needed with --resume-code")
    secret = parse_spoken_code(
        arguments.resume_code, length_bytes=RESUME_SECRET_BYTES, name="resume_code"
    )
    room = RoomSessionUuid(arguments.room_session)
    return room_opener(sitting_uuid, room_secret(secret, room))


def _check_signature(
    arguments: argparse.Namespace,
    stream: BinaryIO,
    sitting_uuid: SittingUuid,
    head: JournalHead,
) -> bool:
    """Check the head's signature: an archive's own, or the one that was given."""
    if arguments.seat_key is None:
        return False
    if not is_archive(stream) and arguments.head_signature is None:
        return False
    try:
        key = VerifyKey(bytes.fromhex(arguments.seat_key))
        signature = bytes.fromhex(arguments.head_signature or "")
    except ValueError as error:
        raise FormatError("--seat-key, --head-signature", "not hex") from error
    if is_archive(stream):
        check_archive(stream, key)
    else:
        verify_head(sitting_uuid, head, signature, key)
    return True


def _plain(take: Take) -> dict[str, object]:
    return {
        "task_id": take.task_id,
        "take": take.take,
        "seconds": round(take.length_ms / 1000, 1),
        "sample_rate_hz": take.sample_rate_hz,
        "chunks": take.chunks,
        "dropped_frames": take.dropped_frames,
        "reason": take.reason.value if take.reason is not None else None,
        "findings": list(take.findings),
        "device_name": take.device_name,
    }


def _line(take: Take, language: Language) -> str:
    seconds = f"{take.length_ms / 1000:.1f} s"
    dropped = language.say("丢失采样", "dropped frames")
    found = " ".join((take.reason.value if take.reason else "-", *take.findings))
    name = language.say("录音", "recording")
    return (
        f"{name} {take.task_id} #{take.take}: {seconds}, {dropped} "
        f"{take.dropped_frames}, {found}"
    )
