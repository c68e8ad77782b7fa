"""Item banks for tests: new ones in a folder, with the samples' standard."""

from datetime import UTC, datetime
from pathlib import Path

from question_bank.bank.bank import Bank, create_bank
from question_bank.identifiers import ItemId
from tests.builders.bank_records import a_choice_record

AT = datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC)
AUTHOR, REVIEWER, APPROVER = "王老师", "李老师", "赵老师"
STANDARD = Path(__file__).parents[2] / "question_bank" / "samples" / "standard.toml"


def a_bank(folder: Path, name: str = "x.bank") -> Bank:
    """Return a new, empty bank; the caller closes it."""
    return create_bank(folder / name, "题库", STANDARD.read_bytes(), AUTHOR, AT)


def add_items(bank: Bank, *item_ids: str) -> None:
    """Add plain drafts, each with a text of its own."""
    for item_id in item_ids:
        bank.items.add(a_choice_record(item_id, f"第{item_id}题"), AUTHOR, AT)


def approve(bank: Bank, *item_ids: str) -> None:
    """Take drafts the whole way."""
    for item_id in item_ids:
        bank.review.review(ItemId(item_id), REVIEWER, AT)
        bank.review.approve(ItemId(item_id), APPROVER, AT)
