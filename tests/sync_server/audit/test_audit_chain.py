from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from sync_server.audit.audit_chain import (
    START,
    Act,
    AuditRecord,
    next_record,
    verify_chain,
)
from sync_server.audit.errors import AuditBrokenError


def a_log(length: int) -> list[AuditRecord]:
    records: list[AuditRecord] = []
    head = START
    for number in range(1, length + 1):
        act = Act(actor="李", action="room.lock", subject=f"s{number}")
        records.append(next_record(number, head, f"2026-11-22T00:00:{number:02}Z", act))
        head = records[-1].hash
    return records


def test_a_log_that_nobody_touched_holds() -> None:
    log = a_log(5)

    assert verify_chain(log) == (5, log[-1].hash)
    assert verify_chain([]) == (0, START)


@given(
    place=st.integers(0, 4),
    field=st.sampled_from(
        ["made_utc", "actor", "action", "subject", "details_json", "number"]
    ),
)
def test_a_record_that_was_edited_is_found(place: int, field: str) -> None:
    log = a_log(5)
    value = 9 if field == "number" else "edited"
    log[place] = replace(log[place], **{field: value})  # type: ignore[arg-type] # any field

    with pytest.raises(AuditBrokenError):
        verify_chain(log)


@given(st.permutations(range(5)), st.integers(0, 4))
def test_a_log_cut_in_the_middle_or_reordered_is_found(
    order: list[int], cut: int
) -> None:
    log = a_log(5)
    shuffled = [log[index] for index in order]
    without = log[:cut] + log[cut + 1 :]

    if shuffled != log:
        with pytest.raises(AuditBrokenError):
            verify_chain(shuffled)
    if cut < 4:
        with pytest.raises(AuditBrokenError):
            verify_chain(without)


def test_a_log_cut_at_its_end_shows_another_end() -> None:
    log = a_log(5)

    assert verify_chain(log[:4]) != verify_chain(log)
