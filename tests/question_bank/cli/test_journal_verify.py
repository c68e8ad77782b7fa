import io
import json
from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from question_bank.cli.main import main
from question_bank.formats.answer_archive import ArchiveHeader
from question_bank.formats.journal_entry import (
    empty_head,
    head_after,
    parse_journal_entry,
)
from question_bank.sealing.archive_seal import write_archive
from question_bank.sealing.journal_seal import sign_head
from question_bank.sealing.signing_keys import SigningKey
from tests.builders.journals import SITTING, a_journal

SEAT_KEY = SigningKey(bytes([5]) * 32)


@pytest.fixture
def journal_file(tmp_path: Path) -> Path:
    path = tmp_path / "journal"
    path.write_bytes(msgspec.msgpack.encode([entry.raw for entry in a_journal(4)]))
    return path


def test_a_whole_journal_with_the_seats_signature_is_verified(
    journal_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = empty_head(SITTING)
    for raw in msgspec.msgpack.decode(journal_file.read_bytes(), type=list[bytes]):
        head = head_after(head, parse_journal_entry(raw))
    signature = sign_head(SITTING, head, SEAT_KEY).hex()
    seat = ["--seat-key", SEAT_KEY.verify_key.raw.hex()]

    words = ["journal", "verify", str(journal_file), "--json", *seat]
    assert main([*words, "--head-signature", signature]) == 0

    facts = json.loads(capsys.readouterr().out)
    assert facts["entries"] == 4
    assert facts["head_hash"] == head.hash.hex()
    assert facts["is_signature_checked"] is True
    assert main([*words, "--head-signature", "00" * 64]) == 1
    assert capsys.readouterr().err.startswith("SIGNATURE_INVALID: ")


def test_a_journal_with_an_entry_missing_is_refused(
    journal_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entries = msgspec.msgpack.decode(journal_file.read_bytes(), type=list[bytes])
    journal_file.write_bytes(msgspec.msgpack.encode([*entries[:1], *entries[2:]]))

    assert main(["journal", "verify", str(journal_file)]) == 1

    assert capsys.readouterr().err.startswith("CHAIN_BROKEN: ")


@pytest.mark.parametrize("raw", [b"", b"\x90", b"\x91\xc4\x01x", b"not a journal"])
def test_what_is_no_journal_is_refused_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], raw: bytes
) -> None:
    path = tmp_path / "journal"
    path.write_bytes(raw)

    assert main(["journal", "verify", str(path)]) == 1

    assert capsys.readouterr().err.startswith("FORMAT: ")


VECTORS = json.loads(
    (Path(__file__).parents[2] / "golden" / "journal_v1_seat.json").read_text("utf-8")
)
RAWS = [bytes.fromhex(entry["raw"]) for entry in VECTORS["entries"]]


def an_answer_archive() -> bytes:
    stream = io.BytesIO()
    header = ArchiveHeader(
        sitting_uuid=UUID(VECTORS["sitting"]),
        room_session_uuid=UUID(VECTORS["room_session"]),
        package_uuid=UUID(int=1),
        seat_uuid=UUID(int=2),
        session_code="S",
        seat_code="01",
        sealed_kept=b"",
    )
    write_archive(stream, header, RAWS, SEAT_KEY)
    return stream.getvalue()


@pytest.mark.parametrize("kind", ["journal", "archive"])
def test_with_the_rooms_code_it_lists_what_was_recorded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    path = tmp_path / "journal"
    is_archive = kind == "archive"
    whole = an_answer_archive() if is_archive else msgspec.msgpack.encode(RAWS)
    path.write_bytes(whole)
    words = ["journal", "verify", str(path)]
    code = ["--resume-code", VECTORS["resume_code"]]
    room = ["--room-session", VECTORS["room_session"]]

    assert main([*words, *code, *room, "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert main(["--language", "en", *words, *code, *room]) == 0
    told = capsys.readouterr().out
    assert main([*words, "--json"]) == 0
    without = json.loads(capsys.readouterr().out)

    assert facts["entries"] == len(RAWS)
    assert facts["receipt_code"] == VECTORS["receipt_code"]
    assert [(take["take"], take["seconds"]) for take in facts["takes"]] == [
        (1, 0.2),
        (2, 0.1),
    ]
    assert facts["takes"][0]["dropped_frames"] == 160
    assert "recording t-09 #1: 0.2 s, dropped frames 160, stopped TOO_SHORT" in told
    assert (without["recordings"], without["takes"]) == (2, None)


def test_an_archives_own_signature_is_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "journal"
    path.write_bytes(an_answer_archive())
    words = ["journal", "verify", str(path), "--json", "--seat-key"]

    assert main([*words, SEAT_KEY.verify_key.raw.hex()]) == 0
    assert json.loads(capsys.readouterr().out)["is_signature_checked"] is True
    assert main([*words, SigningKey.draw().verify_key.raw.hex()]) == 1
    assert capsys.readouterr().err.startswith("SIGNATURE_INVALID: ")


@pytest.mark.parametrize("at", [0, 3, 40, -1])
def test_a_cut_or_lengthened_file_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], at: int
) -> None:
    path = tmp_path / "journal"
    whole = msgspec.msgpack.encode(RAWS)
    for raw in (whole[:at], whole + b"\x00"):
        path.write_bytes(raw)

        assert main(["journal", "verify", str(path)]) == 1

        assert capsys.readouterr().err.startswith("FORMAT: ")
