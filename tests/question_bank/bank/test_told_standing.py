from collections.abc import Mapping

from question_bank.bank.history_chain import Deed, HistoryEntry
from question_bank.bank.told_standing import (
    Standing,
    disagreements,
    told_by,
)

DRAFT = Standing(sha256="aa", status="draft", added_by="甲")
Q1 = ("q1", 1)


def entries(*deeds: tuple[Deed, str, Mapping[str, str]]) -> list[HistoryEntry]:
    return [
        HistoryEntry(
            seq=seq,
            at_utc="2026-11-22T00:00:00.000Z",
            by=by,
            deed=deed,
            subject="q1",
            version=1,
            after=after,
        )
        for seq, (deed, by, after) in enumerate(deeds, start=1)
    ]


ADDED = (Deed.ITEM_ADDED, "甲", {"sha256": "aa"})
REVIEWED = (Deed.REVIEWED, "乙", {"status": "reviewed"})
SENT_BACK = (Deed.SENT_BACK, "丙", {"status": "draft", "reason": "不清"})
APPROVED = (Deed.APPROVED, "丙", {"status": "approved"})
RETIRED = (Deed.RETIRED, "丁", {"status": "retired"})


def test_a_version_that_was_sent_back_has_no_reviewer() -> None:
    told = told_by(entries(ADDED, REVIEWED, SENT_BACK))

    assert dict(told.standings) == {Q1: DRAFT}


def test_a_retired_version_keeps_who_reviewed_and_approved_it() -> None:
    told = told_by(entries(ADDED, REVIEWED, APPROVED, RETIRED))

    assert told.standings[Q1] == Standing(
        sha256="aa",
        status="retired",
        added_by="甲",
        reviewed_by="乙",
        approved_by="丙",
    )
    assert told.deeds[Deed.RETIRED] == 1
    assert told.problems == ()


def test_an_act_on_a_version_that_was_never_added_is_a_problem() -> None:
    assert told_by(entries(REVIEWED)).problems == (
        "entry 1 is about an unknown version",
    )


def test_versions_that_are_missing_or_unknown_are_told() -> None:
    told = told_by(entries(ADDED))

    assert list(disagreements(told, [(Q1, DRAFT)])) == []
    assert list(disagreements(told, [])) == ["version 1 of q1 is gone"]
    assert list(disagreements(told, [(Q1, DRAFT), (("q1", 2), DRAFT)])) == [
        "version 2 of q1 is not in the history"
    ]
