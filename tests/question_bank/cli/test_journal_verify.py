import json
from pathlib import Path

import msgspec
import pytest

from question_bank.cli.main import main
from question_bank.formats.journal_entry import (
    empty_head,
    head_after,
    parse_journal_entry,
)
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
