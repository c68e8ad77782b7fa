"""The stores over one real file: items, status, estimates, media, and what forbids change."""

import hashlib
import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings

from question_bank.bank.assembly_store import StoredAssembly, StoredForm
from question_bank.bank.bank import Bank, open_bank
from question_bank.bank.errors import (
    AssemblyExistsError,
    BankDamagedError,
    ItemRefusedError,
    NotInBankError,
    ReviewRefusedError,
    SamePersonError,
    TextRefusedError,
)
from question_bank.bank.exposure_store import Exposure
from question_bank.bank.history_chain import Deed
from question_bank.bank.item_filter import ItemFilter
from question_bank.bank.item_store import AddOutcome
from question_bank.bank.status import Status
from question_bank.bank.version_facts import content_sha256
from question_bank.formats.item_record import ItemRecord, item_record_sha256
from question_bank.identifiers import FormCode, ItemId, TaskId
from question_bank.items.estimate import EstimateOrigin, TaskEstimate
from question_bank.items.short_answer import ShortAnswerKey
from question_bank.items.unwritten_rubric import unwritten_rubric
from tests.builders.bank_records import a_choice_record, a_record, records
from tests.builders.banks import (
    APPROVER,
    AT,
    AUTHOR,
    REVIEWER,
    a_bank,
    add_items,
    approve,
)
from tests.builders.forms import a_case, a_short_answer, a_single_choice

Q1, Q2, Q3 = ItemId("q1"), ItemId("q2"), ItemId("q3")
PNG = b"\x89PNG not really"
PNG_SHA256 = hashlib.sha256(PNG).hexdigest()


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Bank]:
    with a_bank(tmp_path) as bank:
        yield bank


# ------------------------------------------------------------ items


def test_an_item_is_new_then_unchanged_then_a_new_version(bank: Bank) -> None:
    first, second = a_choice_record("q1", "甲"), a_choice_record("q1", "乙")

    outcomes = [
        bank.items.add(record, AUTHOR, AT) for record in (first, first, second, second)
    ]

    assert outcomes == [
        AddOutcome.NEW,
        AddOutcome.UNCHANGED,
        AddOutcome.NEW_VERSION,
        AddOutcome.UNCHANGED,
    ]
    assert bank.items.record(Q1) == second
    assert bank.items.record(Q1, 1) == first
    lines = bank.items.versions(Q1)
    assert [line.sha256 for line in lines] == [
        item_record_sha256(first),
        item_record_sha256(second),
    ]


def test_a_text_that_returns_is_a_version_of_its_own(bank: Bank) -> None:
    first, second = a_choice_record("q1", "甲"), a_choice_record("q1", "乙")
    for record in (first, second, first):
        bank.items.add(record, AUTHOR, AT)

    assert [line.version for line in bank.items.versions(Q1)] == [1, 2, 3]
    assert bank.items.record(Q1) == first


@given(record=records)
@settings(max_examples=25)
def test_any_record_comes_back_as_it_went_in(
    tmp_path_factory: pytest.TempPathFactory, record: ItemRecord
) -> None:
    with a_bank(tmp_path_factory.mktemp("bank")) as bank:
        digest = bank.media.add(PNG, "image/png")
        stored = ItemRecord(
            **{
                name: getattr(record, name)
                for name in record.__struct_fields__
                if name != "media"
            },
            media=dict.fromkeys(record.media, digest),
        )
        bank.items.add(stored, AUTHOR, AT)
        (summary,) = bank.items.filter()

        assert bank.items.record(summary.item_id) == stored
        assert summary.points > 0


def test_an_id_belongs_to_one_item_for_ever(bank: Bank) -> None:
    case = a_record(a_case("c1"), sha256=bank.media.add(PNG, "image/png"))
    bank.items.add(case, AUTHOR, AT)

    with pytest.raises(ItemRefusedError, match="c1-1 belongs to the item c1"):
        bank.items.add(a_choice_record("c1-1"), AUTHOR, AT)

    assert bank.items.count() == 1
    assert bank.items.owners_of([TaskId("c1-2"), TaskId("no")]) == {"c1-2": "c1"}


def test_an_item_whose_medium_is_missing_is_refused_whole(bank: Bank) -> None:
    with pytest.raises(ItemRefusedError, match="is not in the bank"):
        bank.items.add(a_record(a_case("c1"), sha256=PNG_SHA256), AUTHOR, AT)

    assert bank.items.count() == 0
    assert bank.history.head().seq == 1


def test_a_record_that_contradicts_itself_is_refused(bank: Bank) -> None:
    good = a_choice_record("q1")
    without_key = ItemRecord(level="初级", item=good.item, keys={})

    with pytest.raises(ItemRefusedError, match="has no key"):
        bank.items.add(without_key, AUTHOR, AT)


def test_what_is_not_there_is_said(bank: Bank) -> None:
    add_items(bank, "q1")

    for ask in (
        lambda: bank.items.record(Q2),
        lambda: bank.items.record(Q1, 2),
        lambda: bank.items.versions(Q2),
        lambda: bank.media.read(PNG_SHA256),
        lambda: bank.media.open(PNG_SHA256),
        lambda: bank.media.facts(PNG_SHA256),
        lambda: bank.review.review(Q2, REVIEWER, AT),
        lambda: bank.comments.add(Q2, "好", AUTHOR, AT),
        lambda: bank.enemies.add((Q1, Q2), AUTHOR, AT),
        lambda: bank.assemblies.load("卷"),
    ):
        with pytest.raises(NotInBankError):
            ask()


def test_the_same_words_are_found_under_another_id(bank: Bank) -> None:
    add_items(bank, "q1")
    other = a_choice_record("x9", "第q1题")

    assert bank.items.with_content(content_sha256(other)) == Q1
    assert bank.items.with_content(content_sha256(a_choice_record("x9"))) is None


# ------------------------------------------------------------ filter


def test_a_tag_prefix_ends_where_a_part_ends(bank: Bank) -> None:
    for item_id, tag in (
        ("q1", "初级/2.1"),
        ("q2", "初级/2.1.3"),
        ("q3", "初级/2.11"),
        ("q4", "初级/21.1"),
        ("q5", "初级/3.1"),
    ):
        bank.items.add(a_record(a_single_choice(item_id), tags=(tag,)), AUTHOR, AT)

    def found(*prefixes: str) -> list[str]:
        wanted = ItemFilter(tag_prefixes=prefixes)
        return [summary.item_id for summary in bank.items.filter(wanted)]

    assert found("初级/2.1") == ["q1", "q2"]
    assert found("初级/2") == ["q1", "q2", "q3"]
    assert found("初级/2.1.3") == ["q2"]
    assert found("初级") == ["q1", "q2", "q3", "q4", "q5"]
    assert found("初级/3", "初级/21") == ["q4", "q5"]
    assert found("中级") == []


def test_words_are_found_whatever_their_width_case_and_spaces(bank: Bank) -> None:
    bank.items.add(a_choice_record("q1", "使用 SDS 量表\n评估焦虑"), AUTHOR, AT)

    for text in ("sds量表", "ＳＤＳ", "量表评估", "因为如此"):
        assert bank.items.count(ItemFilter(text=text)) == 1
    assert bank.items.count(ItemFilter(text="抑郁")) == 0


def test_filters_add_up_and_pages_follow_one_another(bank: Bank) -> None:
    add_items(bank, *(f"q{index}" for index in range(6)))
    approve(bank, "q1", "q3")
    bank.estimates.add(
        TaskEstimate(task_id=TaskId("q3"), difficulty_permille=700), AUTHOR, AT
    )
    approved = ItemFilter(statuses=(Status.APPROVED,), level="初级")

    assert [s.item_id for s in bank.items.filter(approved)] == ["q1", "q3"]
    hard = ItemFilter(statuses=(Status.APPROVED,), most_difficulty_permille=699)
    assert bank.items.count(hard) == 0
    assert bank.items.count(ItemFilter(least_difficulty_permille=700)) == 1
    assert bank.items.count(ItemFilter(is_usable=False)) == 4
    assert bank.items.count(ItemFilter(item_ids=(Q1, ItemId("no")))) == 1
    assert bank.items.count(ItemFilter(kinds=("case", "single_choice"))) == 6
    assert bank.items.count(ItemFilter(is_tagged=False)) == 0
    first = bank.items.filter(most=4)
    rest = bank.items.filter(after=first[-1].item_id, most=4)
    assert [s.item_id for s in (*first, *rest)] == [f"q{i}" for i in range(6)]


# ------------------------------------------------------------ status


def test_an_approved_version_stays_in_use_until_the_next_is_approved(
    bank: Bank,
) -> None:
    first, second = a_choice_record("q1", "甲"), a_choice_record("q1", "乙")
    bank.items.add(first, AUTHOR, AT)
    approve(bank, "q1")
    bank.items.add(second, AUTHOR, AT)

    assert list(bank.items.usable_records("初级")) == [(first, 1)]
    approve(bank, "q1")
    assert list(bank.items.usable_records()) == [(second, 2)]
    bank.review.retire(Q1, AUTHOR, AT, reason="过时")
    assert list(bank.items.usable_records()) == []
    assert {line.status for line in bank.items.versions(Q1)} == {Status.RETIRED}


def test_two_different_people_stand_behind_an_approval(bank: Bank) -> None:
    add_items(bank, "q1")

    with pytest.raises(SamePersonError):
        bank.review.review(Q1, "王　老师", AT)
    bank.review.review(Q1, REVIEWER, AT)
    with pytest.raises(SamePersonError):
        bank.review.approve(Q1, f" {REVIEWER}\u200b", AT)
    bank.review.approve(Q1, APPROVER, AT)

    (line,) = bank.items.versions(Q1)
    assert (line.reviewed_by, line.approved_by) == (REVIEWER, APPROVER)


def test_a_rubric_that_waits_to_be_written_cannot_be_reviewed(bank: Bank) -> None:
    task = a_short_answer("a1")
    record = a_record(task)
    waiting = ShortAnswerKey(rubric=unwritten_rubric(task.points))
    draft = msgspec.structs.replace(record, keys={task.task_id: waiting})
    bank.items.add(draft, AUTHOR, AT)

    with pytest.raises(ReviewRefusedError, match="has yet to be written") as refused:
        bank.review.review(ItemId("a1"), REVIEWER, AT)
    assert "评分标准还没有编写" in refused.value.chinese

    bank.items.add(record, AUTHOR, AT)
    assert bank.review.review(ItemId("a1"), REVIEWER, AT).after is Status.REVIEWED


def test_what_was_sent_back_needs_a_new_review(bank: Bank) -> None:
    add_items(bank, "q1")
    bank.review.review(Q1, REVIEWER, AT)

    bank.review.send_back(Q1, APPROVER, AT, reason="题干不清")

    with pytest.raises(ReviewRefusedError):
        bank.review.approve(Q1, APPROVER, AT)
    assert bank.items.versions(Q1)[0].reviewed_by is None


def test_every_act_out_of_its_turn_is_refused(bank: Bank) -> None:
    add_items(bank, "q1")
    for act in (bank.review.approve, bank.review.send_back, bank.review.retire):
        with pytest.raises(ReviewRefusedError):
            act(Q1, APPROVER, AT)
    approve(bank, "q1")
    for act in (bank.review.review, bank.review.approve, bank.review.send_back):
        with pytest.raises(ReviewRefusedError):
            act(Q1, AUTHOR, AT)


# ------------------------------------------------------------ by hand


FORBIDDEN = (
    "UPDATE version_record SET record = x'00'",
    "DELETE FROM version_record",
    "UPDATE item_version SET level = '高级'",
    "UPDATE item_version SET status = 'approved' WHERE status = 'draft'",
    "UPDATE item_version SET status = 'draft' WHERE status = 'approved'",
    "UPDATE item_version SET approved_by = '某人', approved_by_key = '某人'",
    "DELETE FROM item_version",
    "DELETE FROM item",
    "UPDATE item SET item_id = 'z'",
    "UPDATE task SET item_key = 2",
    "UPDATE task_estimate SET difficulty_permille = 1",
    "DELETE FROM task_estimate",
    "UPDATE exposure SET site = 'x'",
    "DELETE FROM exposure",
    "UPDATE comment SET text = 'x'",
    "DELETE FROM comment",
    "UPDATE history SET entry = x'00'",
    "DELETE FROM history",
    "INSERT INTO history VALUES (9999, NULL, x'00', zeroblob(32))",
    "UPDATE medium SET content = x'00'",
    "UPDATE assembly SET seed = 2",
    "DELETE FROM assembly",
    "UPDATE assembly_form SET form = x'00'",
    "DELETE FROM assembly_form",
    "UPDATE assembly_item SET version = 2",
    "DELETE FROM assembly_item",
    """INSERT INTO item_version SELECT NULL, item_key, 9, 'draft', added_by, added_by_key,
        added_utc, NULL, NULL, NULL, NULL, NULL, NULL, level, kind, points, task_count,
        is_tagged, is_explained, opening, content_sha256 FROM item_version LIMIT 1""",
    """UPDATE item_version SET status = 'reviewed', reviewed_by = added_by,
        reviewed_by_key = added_by_key WHERE status = 'draft'""",
    "UPDATE item_version SET reviewed_by = '某人' WHERE status = 'approved'",
    "UPDATE item SET usable_version_key = newest_version_key",
    "UPDATE item SET newest_version_key = NULL",
    "UPDATE bank SET standard = x'00'",
    "DELETE FROM version_tag",
    "UPDATE version_text SET text = ''",
    "DELETE FROM version_medium",
    "DELETE FROM medium",
    "UPDATE version_medium SET media_name = 'x.png'",
    "INSERT OR REPLACE INTO version_record SELECT version_key, '', x'00' FROM version_record",
    "INSERT OR REPLACE INTO version_text SELECT version_key, '' FROM version_text",
    "INSERT OR REPLACE INTO medium SELECT NULL, sha256, 'x', 1, x'00' FROM medium",
    "INSERT OR REPLACE INTO version_medium SELECT * FROM version_medium",
    "INSERT OR REPLACE INTO item (item_key, item_id) SELECT item_key, 'z' FROM item",
    "INSERT OR REPLACE INTO task SELECT task_id, 1, NULL FROM task",
    "INSERT OR REPLACE INTO task_estimate SELECT * FROM task_estimate",
    """INSERT OR REPLACE INTO exposure SELECT NULL, item_key, version, form_code, 'x', plan,
        session, site, used_on, 0, 'x', 'x' FROM exposure""",
    "INSERT OR REPLACE INTO comment SELECT * FROM comment",
    "INSERT OR REPLACE INTO assembly SELECT * FROM assembly",
    "INSERT OR REPLACE INTO assembly_form SELECT * FROM assembly_form",
    "INSERT OR REPLACE INTO assembly_item SELECT * FROM assembly_item",
    "INSERT OR REPLACE INTO bank SELECT * FROM bank",
    """INSERT OR REPLACE INTO item_version SELECT version_key, item_key, version + 1, 'draft',
        added_by, added_by_key, added_utc, NULL, NULL, NULL, NULL, NULL, NULL, level, kind,
        points, task_count, is_tagged, is_explained, opening, content_sha256
        FROM item_version LIMIT 1""",
)


def a_full_bank(folder: Path) -> Path:
    with a_bank(folder) as bank:
        add_items(bank, "q1", "q2")
        approve(bank, "q1")
        digest = bank.media.add(PNG, "image/png")
        bank.items.add(a_record(a_case("c1"), sha256=digest), AUTHOR, AT)
        bank.estimates.add(
            TaskEstimate(task_id=TaskId("q1"), difficulty_permille=700), AUTHOR, AT
        )
        bank.exposure.add([a_use()], AUTHOR, AT)
        bank.comments.add(Q1, "好", AUTHOR, AT)
        bank.assemblies.save(an_assembly(), AUTHOR, AT)
        return bank.path


def a_use(
    item_id: ItemId = Q1,
    *,
    on: date = date(2026, 5, 1),
    session: str = "s1",
    site: str = "一中",
) -> Exposure:
    return Exposure(
        item_id=item_id,
        version=1,
        form_code=FormCode("A"),
        used_on=on,
        plan="p",
        session=session,
        site=site,
    )


def an_assembly() -> StoredAssembly:
    return StoredAssembly(
        name="2026 秋",
        blueprint=b"blueprint",
        seed=1,
        report=b"{}",
        forms=(
            StoredForm(
                form_code=FormCode("A"), form=b"a", keys=b"k", items=((Q1, 1), (Q2, 1))
            ),
            StoredForm(form_code=FormCode("B"), form=b"b", keys=b"k", items=()),
        ),
    )


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_not_even_by_hand_is_the_past_changed(tmp_path: Path, statement: str) -> None:
    path = a_full_bank(tmp_path)
    by_hand = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError):
        by_hand.execute(statement)
    by_hand.close()


def test_a_record_that_was_changed_past_the_triggers_is_found(tmp_path: Path) -> None:
    path = a_full_bank(tmp_path)
    by_hand = sqlite3.connect(path)
    with by_hand:
        by_hand.execute("DROP TRIGGER record_is_final")
        by_hand.execute(
            "UPDATE version_record SET record = cast(replace(record, '选', '换') AS BLOB)"
        )
    by_hand.close()

    with open_bank(path) as bank, pytest.raises(BankDamagedError):
        bank.items.record(Q1)


def test_a_history_that_was_changed_past_the_triggers_is_found(tmp_path: Path) -> None:
    path = a_full_bank(tmp_path)
    by_hand = sqlite3.connect(path)
    with by_hand:
        by_hand.execute("DROP TRIGGER history_is_final")
        by_hand.execute(
            "UPDATE history SET entry = cast(replace(entry, ?, '张') AS BLOB) WHERE seq = 4",
            (REVIEWER,),
        )
    by_hand.close()

    with open_bank(path) as bank, pytest.raises(BankDamagedError, match="entry 4"):
        bank.require_undamaged()


# ------------------------------------------------------------ beside the items


def test_the_strongest_estimate_is_in_force_and_then_the_newest(bank: Bank) -> None:
    add_items(bank, "q1")
    task_id = TaskId("q1")

    def said(permille: int, origin: EstimateOrigin) -> TaskEstimate:
        return TaskEstimate(
            task_id=task_id, difficulty_permille=permille, origin=origin
        )

    for permille, origin, in_force in (
        (500, EstimateOrigin.AUTHOR, 500),
        (600, EstimateOrigin.AUTHOR, 600),
        (700, EstimateOrigin.OPERATIONAL, 700),
        (400, EstimateOrigin.PRETEST, 700),
        (300, EstimateOrigin.AUTHOR, 700),
        (650, EstimateOrigin.OPERATIONAL, 650),
    ):
        assert bank.estimates.add(said(permille, origin), AUTHOR, AT)
        assert not bank.estimates.add(said(permille, origin), AUTHOR, AT)
        assert bank.estimates.in_force()[task_id].difficulty_permille == in_force
        assert bank.items.filter()[0].difficulty_permille == in_force
    assert len(bank.estimates.of_task(task_id)) == 6


def test_a_cases_difficulty_weighs_its_tasks_by_points(bank: Bank) -> None:
    digest = bank.media.add(PNG, "image/png")
    bank.items.add(a_record(a_case("c1"), sha256=digest), AUTHOR, AT)
    for task_id, permille in (("c1-1", 900), ("c1-2", 400)):  # 2 and 8 points
        bank.estimates.add(
            TaskEstimate(task_id=TaskId(task_id), difficulty_permille=permille),
            AUTHOR,
            AT,
        )

    (summary,) = bank.items.filter()

    assert summary.difficulty_permille == 500
    assert summary.points == Fraction(20)
    found = bank.estimates.in_force([ItemId("c1")], level="初级")
    assert set(found) == {"c1-1", "c1-2"}
    assert dict(bank.estimates.in_force(level="中级")) == {}


def test_an_estimate_of_an_unknown_task_is_refused(bank: Bank) -> None:
    with pytest.raises(NotInBankError):
        bank.estimates.add(
            TaskEstimate(task_id=TaskId("no"), difficulty_permille=500), AUTHOR, AT
        )


def test_a_medium_is_stored_once_and_read_in_pieces(bank: Bank) -> None:
    for _ in range(2):
        assert bank.media.add(PNG, "image/png") == PNG_SHA256
    bank.items.add(a_record(a_case("c1"), sha256=PNG_SHA256), AUTHOR, AT)

    assert bank._connection.rows("SELECT count(*) FROM medium") == [(1,)]
    assert bank.media.read(PNG_SHA256) == PNG
    with bank.media.open(PNG_SHA256) as medium:
        assert medium.read(4) == PNG[:4]
        assert medium.read() == PNG[4:]
    shown = bank.media.shown_by(ItemId("c1"), 1)
    assert {name: found.sha256 for name, found in shown.items()} == {
        "chart.png": PNG_SHA256,
        "voice.opus": PNG_SHA256,
    }


def test_enemies_are_pairs_without_order(bank: Bank) -> None:
    add_items(bank, "q1", "q2", "q3")

    assert bank.enemies.add((Q2, Q1), AUTHOR, AT, reason="互相提示")
    assert not bank.enemies.add((Q1, Q2), AUTHOR, AT)
    assert bank.enemies.add((Q3, Q1), AUTHOR, AT)
    assert bank.enemies.pairs() == ((Q1, Q2), (Q1, Q3))
    assert [pair.second for pair in bank.enemies.with_reasons(Q2)] == [Q2]
    assert bank.enemies.remove((Q1, Q3), AUTHOR, AT)
    assert not bank.enemies.remove((Q1, Q3), AUTHOR, AT)
    assert bank.enemies.pairs() == ((Q1, Q2),)
    with pytest.raises(ItemRefusedError):
        bank.enemies.add((Q1, Q1), AUTHOR, AT)


def test_exposure_counts_sessions_not_sites(bank: Bank) -> None:
    add_items(bank, "q1", "q2")
    may, june = date(2026, 5, 1), date(2026, 6, 1)
    uses = [
        a_use(on=may, session="s1", site="一中"),
        a_use(on=may, session="s1", site="二中"),
        a_use(on=june, session="s2", site="一中"),
        a_use(Q2, on=may, session="s1", site="一中"),
    ]

    assert bank.exposure.add(uses, AUTHOR, AT) == 4
    assert bank.exposure.add(uses[:2], AUTHOR, AT) == 0
    assert dict(bank.exposure.counts()) == {Q1: 2, Q2: 1}
    assert dict(bank.exposure.counts(may + timedelta(days=1))) == {Q1: 1}
    assert dict(bank.exposure.last_used()) == {Q1: june, Q2: may}
    assert [use.site for use in bank.exposure.uses(Q1)] == ["一中", "一中", "二中"]
    assert bank.items.count(ItemFilter(used_since=june)) == 1
    assert bank.items.count(ItemFilter(not_used_since=june)) == 1
    with pytest.raises(NotInBankError):
        bank.exposure.add([a_use(Q3)], AUTHOR, AT)


def test_a_comment_stands_with_the_version_it_was_made_on(bank: Bank) -> None:
    add_items(bank, "q1")
    bank.comments.add(Q1, " 题干太长 ", REVIEWER, AT)

    (comment,) = bank.comments.of_item(Q1)

    assert (comment.version, comment.by, comment.text) == (1, REVIEWER, "题干太长")
    with pytest.raises(TextRefusedError):
        bank.comments.add(Q1, "  ", REVIEWER, AT)


def test_an_assembly_is_kept_as_it_was_and_never_overwritten(bank: Bank) -> None:
    add_items(bank, "q1", "q2")
    bank.assemblies.save(an_assembly(), AUTHOR, AT)

    assert bank.assemblies.load("2026 秋") == an_assembly()
    assert bank.assemblies.names() == ("2026 秋",)
    assert bank.assemblies.lines()[0].form_codes == ("A", "B")
    with pytest.raises(AssemblyExistsError):
        bank.assemblies.save(an_assembly(), AUTHOR, AT)


def test_the_history_says_who_changed_what(bank: Bank) -> None:
    add_items(bank, "q1")
    approve(bank, "q1")
    bank.comments.add(Q1, "好", AUTHOR, AT)

    entries = bank.history.newest(item_id=Q1)

    assert [(entry.deed, entry.by) for entry in entries] == [
        (Deed.COMMENTED, AUTHOR),
        (Deed.APPROVED, APPROVER),
        (Deed.REVIEWED, REVIEWER),
        (Deed.ITEM_ADDED, AUTHOR),
    ]
    assert entries[1].before == {"status": "reviewed"}
    assert entries[1].after == {"status": "approved"}
    assert bank.history.newest()[-1].deed is Deed.BANK_MADE
    assert bank.history.require_whole() == bank.history.head()


def test_half_a_character_is_refused_wherever_it_comes_from(bank: Bank) -> None:
    add_items(bank, "q1", "q2")
    half = "\udcff"

    for act in (
        lambda: bank.items.record(ItemId(half)),
        lambda: bank.items.filter(ItemFilter(text=half)),
        lambda: bank.comments.add(Q1, half, AUTHOR, AT),
        lambda: bank.enemies.add((Q1, Q2), AUTHOR, AT, reason=half),
        lambda: bank.review.review(ItemId(half), REVIEWER, AT),
    ):
        with pytest.raises(TextRefusedError):
            act()
    assert bank.comments.of_item(Q1) == ()
    assert bank.enemies.pairs() == ()


def test_a_refusal_is_said_in_chinese_too(bank: Bank) -> None:
    add_items(bank, "q1")

    with pytest.raises(SamePersonError) as same:
        bank.review.review(Q1, AUTHOR, AT)
    with pytest.raises(ReviewRefusedError) as early:
        bank.review.approve(Q1, APPROVER, AT)

    assert same.value.chinese == f"q1：第 1 版由{AUTHOR}命题（入库），本人不能审题"
    assert early.value.chinese == "q1：第 1 版为“草稿”，不能批准"
