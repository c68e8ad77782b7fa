"""A bank that somebody changed past the triggers, and what its history still tells."""

import hashlib
import sqlite3
from pathlib import Path

import pytest

from question_bank.bank.bank import open_bank
from question_bank.bank.errors import BankDamagedError
from question_bank.identifiers import ItemId, TaskId
from question_bank.items.estimate import TaskEstimate
from tests.builders.bank_records import a_record
from tests.builders.banks import APPROVER, AT, AUTHOR, REVIEWER, a_bank, add_items
from tests.builders.forms import a_case

PNG = b"\x89PNG not really"


def a_lived_in_bank(folder: Path) -> Path:
    """Return a bank with every status, a medium, enemies, an estimate, a comment."""
    with a_bank(folder) as bank:
        add_items(bank, "draft", "sent", "reviewed", "approved", "retired")
        digest = bank.media.add(PNG, "image/png")
        bank.items.add(a_record(a_case("case"), sha256=digest), AUTHOR, AT)
        for name in ("sent", "reviewed", "approved", "retired"):
            bank.review.review(ItemId(name), REVIEWER, AT)
        bank.review.send_back(ItemId("sent"), APPROVER, AT, reason="题干不清")
        for name in ("approved", "retired"):
            bank.review.approve(ItemId(name), APPROVER, AT)
        bank.review.retire(ItemId("retired"), AUTHOR, AT)
        bank.enemies.add((ItemId("draft"), ItemId("sent")), AUTHOR, AT)
        bank.enemies.add((ItemId("draft"), ItemId("case")), AUTHOR, AT)
        bank.enemies.remove((ItemId("draft"), ItemId("case")), AUTHOR, AT)
        bank.comments.add(ItemId("sent"), "好", AUTHOR, AT)
        estimate = TaskEstimate(task_id=TaskId("sent"), difficulty_permille=500)
        bank.estimates.add(estimate, AUTHOR, AT)
        return bank.path


def by_hand(path: Path, *statements: str) -> None:
    """Change the file as somebody does who first drops every trigger."""
    connection = sqlite3.connect(path)
    triggers = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
    ).fetchall()
    with connection:
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for _, sql in triggers:
            connection.execute(sql)
    connection.close()


def test_a_bank_that_only_the_program_wrote_is_whole(tmp_path: Path) -> None:
    with open_bank(a_lived_in_bank(tmp_path)) as bank:
        bank.require_undamaged()


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (
            (
                "UPDATE version_record SET record = x'7b7d', sha256 = "
                f"'{hashlib.sha256(b'{}').hexdigest()}' WHERE version_key = 1"
            ),
            "version 1 of draft: the history tells another sha256",
        ),
        (
            (
                "UPDATE item_version SET status = 'reviewed', reviewed_by = '甲',"
                " reviewed_by_key = '甲', reviewed_utc = '' WHERE version_key = 1"
            ),
            "version 1 of draft: the history tells another status, reviewed_by",
        ),
        (
            "UPDATE item_version SET reviewed_by = '甲' WHERE status = 'approved'",
            "version 1 of approved: the history tells another reviewed_by",
        ),
        (
            "UPDATE item_version SET status = 'approved' WHERE status = 'retired'",
            "version 1 of retired: the history tells another status",
        ),
        (
            (
                "INSERT INTO item_version SELECT 99, item_key, 2, 'draft', added_by,"
                " added_by_key, added_utc, NULL, NULL, NULL, NULL, NULL, NULL, level, kind,"
                " points, task_count, is_tagged, is_explained, opening, content_sha256"
                " FROM item_version WHERE version_key = 1"
            ),
            "names a wrong version|item_version has 7 rows",
        ),
        (
            "UPDATE item SET usable_version_key = newest_version_key",
            "draft names a wrong version",
        ),
        ("UPDATE medium SET content = x'00'", "the medium [0-9a-f]{64} is not what"),
        ("DELETE FROM comment", "comment has 0 rows, the history tells of 1"),
        ("DELETE FROM enemy", "enemy has 0 rows, the history tells of 1"),
    ],
)
def test_what_was_changed_past_the_triggers_is_told_from_the_history(
    tmp_path: Path, statement: str, found: str
) -> None:
    path = a_lived_in_bank(tmp_path)
    by_hand(path, statement)

    with open_bank(path) as bank, pytest.raises(BankDamagedError, match=found):
        bank.require_undamaged()
