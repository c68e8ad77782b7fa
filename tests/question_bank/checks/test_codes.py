"""Every code that a check tells is listed, named and explained to authors."""

import re
from pathlib import Path

import pytest

import question_bank.checks
from question_bank.checks.all_checks import CheckedBank, checked
from question_bank.checks.codes import CODES
from question_bank.identifiers import ItemId
from question_bank.items.finding import Severity
from tests.builders.checked_items import a_choice, codes

CHECKS = Path(question_bank.checks.__file__).parent
GUIDES = Path(__file__).parents[3] / "docs" / "guides"


def test_the_codes_in_the_source_are_those_listed() -> None:
    told: set[str] = set()
    for path in CHECKS.glob("*.py"):
        if path.stem != "codes":
            text = path.read_text("utf-8")
            told |= set(re.findall(r'"([A-Z]{3,}(?:_[A-Z]+)*)"', text))

    formats = {"BMP", "FLAC", "GIF", "JPEG", "PDF", "PNG", "RIFF", "WAV", "ZIP"}
    not_codes = formats | {"LNS", "NFKC"}
    assert told - not_codes == set(CODES)


@pytest.mark.parametrize("name", ["author-checks.md", "author-checks.en.md"])
def test_the_guides_explain_every_code(name: str) -> None:
    rows = re.findall(
        r"^\| `([A-Z_]+)` \|", (GUIDES / name).read_text("utf-8"), re.MULTILINE
    )

    assert rows == list(CODES)


def test_findings_come_worst_first() -> None:
    bank = CheckedBank(
        items=(
            a_choice(item_id="a", key="z"),
            a_choice("下列做法不正确的是", item_id="b"),
            a_choice("较好的做法,首先是", item_id="c"),
        )
    )

    found = checked(bank)

    severities = [finding.severity for finding in found]
    assert severities == sorted(severities, key=list(Severity).index)
    assert severities[0] is Severity.ERROR


def test_only_the_wanted_codes_are_told() -> None:
    bank = CheckedBank(items=(a_choice(key="z"),), known_ids={ItemId("i-1")})

    assert codes(checked(bank, only={"KEY_UNFIT"})) == ["KEY_UNFIT"]
    assert checked(bank, only={"NEAR_DUPLICATE"}) == ()
    with pytest.raises(ValueError, match="NONSENSE"):
        checked(bank, only={"NONSENSE"})


def test_enemies_that_are_not_in_the_bank_or_one_item_are_told() -> None:
    bank = CheckedBank(
        items=(a_choice(),),
        known_ids={ItemId("i-1")},
        enemies=((ItemId("i-1"), ItemId("gone")), (ItemId("i-1"), ItemId("i-1"))),
    )

    assert codes(checked(bank)) == ["ENEMY_OF_ITSELF", "ENEMY_MISSING"]
