import json
from pathlib import Path

import pytest
from hypothesis import given

from question_bank.errors import FormatError
from question_bank.formats.canonical import canonical_bytes
from question_bank.formats.item_record import (
    ItemRecord,
    item_record_bytes,
    item_record_problems,
    item_record_sha256,
    parse_item_record,
)
from tests.builders.bank_records import a_record, records
from tests.builders.forms import a_case

GOLDEN = Path(__file__).parents[2] / "golden" / "item_v1.json"
GOLDEN_SHA256 = "84e0db6debef7fca9062b7566e0e53bc7e3b48b31c67fd37cdc321aa6cbd880e"


def the_golden_record() -> ItemRecord:
    return a_record(a_case(), sha256="a1" * 32)


def test_the_golden_item_is_read_and_written_as_ever() -> None:
    stored = GOLDEN.read_bytes()

    assert parse_item_record(stored) == the_golden_record()
    assert item_record_bytes(the_golden_record()) == stored
    assert item_record_sha256(the_golden_record()) == GOLDEN_SHA256


@given(record=records)
def test_a_record_goes_through_its_bytes_and_back(record: ItemRecord) -> None:
    assert list(item_record_problems(record)) == []
    assert parse_item_record(item_record_bytes(record)) == record


@pytest.mark.parametrize(
    ("field", "value", "where"),
    [
        ("keys", {}, "keys"),
        ("tags", {"other": ["初级/1.1"]}, "tags"),
        ("tags", {"c1": ["中级/1.1"]}, "tags.c1"),
        ("tags", {"c1": ["初级/0.1"]}, "tags"),
        ("media", {}, "media"),
        ("media", {"chart.png": "a1"}, "media"),
        ("transcripts", {"other.opus": "话"}, "transcripts"),
        ("expected_times_s", {"c1-1": 0}, "expected_times_s"),
        ("explanations", {"c1": []}, "explanations"),
        ("format_version", 2, "format_version"),
        ("unknown", 1, "unknown"),
    ],
)
def test_a_record_that_contradicts_itself_is_refused_with_the_field(
    field: str, value: object, where: str
) -> None:
    plain = json.loads(GOLDEN.read_bytes())
    plain[field] = value

    with pytest.raises(FormatError) as refusal:
        parse_item_record(canonical_bytes(plain), name="item")

    assert where in str(refusal.value)


def test_another_order_of_fields_is_not_canonical() -> None:
    plain = json.loads(GOLDEN.read_bytes())
    raw = json.dumps(dict(reversed(plain.items())), ensure_ascii=False).encode()

    with pytest.raises(FormatError, match="canonical"):
        parse_item_record(raw)
