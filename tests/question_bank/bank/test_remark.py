import pytest
from hypothesis import given, strategies as st

from question_bank.bank.errors import TextRefusedError
from question_bank.bank.history_chain import (
    Deed,
    HistoryEntry,
    history_entry_bytes,
    parse_history_entry,
)
from question_bank.bank.remark import LONGEST_REASON, parse_remark


def test_white_space_around_a_remark_is_not_kept() -> None:
    assert parse_remark(" 题干不清\n请改写 \n") == "题干不清\n请改写"
    assert parse_remark("  ") == ""


@pytest.mark.parametrize(
    "text", ["长" * (LONGEST_REASON + 1), "a\x1b[2J", "a\x00b", "\udcff"]
)
def test_what_cannot_be_kept_is_refused_in_both_languages(text: str) -> None:
    with pytest.raises(TextRefusedError) as refused:
        parse_remark(text)

    assert refused.value.chinese != str(refused.value)


@given(
    text=st.text(
        alphabet=st.characters(exclude_categories=("Cc", "Cs")),
        max_size=LONGEST_REASON,
    )
)
def test_every_kept_remark_fits_into_the_history_and_comes_back(text: str) -> None:
    entry = HistoryEntry(
        seq=1,
        at_utc="2026-11-22T00:00:00.000Z",
        by="王老师",
        deed=Deed.SENT_BACK,
        subject="q1",
        after={"reason": parse_remark(text)},
    )

    assert parse_history_entry(history_entry_bytes(entry)) == entry
