"""Sections with rules of their own, and the scratch pad, in a running sitting."""

from kiosk.sitting.sitting_rules import SectionRule, SittingRules
from question_bank.formats.entry_bodies import (
    Body,
    HandedIn,
    HandInReason,
    ItemShown,
    Locked,
    NotesSet,
    ResponseSet,
    SectionEnd,
    SectionEntered,
    SectionPassed,
)
from question_bank.formats.order import OrderKind
from question_bank.items.response import OptionsResponse, TextResponse
from tests.builders.journals import SITTING
from tests.kiosk.sitting.test_sitting import Played

LIMIT_MS = 60_000
RULES = SittingRules(
    sitting_uuid=SITTING,
    task_ids=("t1", "t2", "t3"),
    sections=(
        SectionRule(
            section_id="one", task_ids=("t1",), is_one_way=True, time_limit_ms=LIMIT_MS
        ),
        SectionRule(
            section_id="two",
            task_ids=("t2", "t3"),
            is_one_way=False,
            time_limit_ms=None,
        ),
    ),
)


def begun() -> Played:
    played = Played(RULES)
    played.did(played.sitting.show_task("t1", played.clock.now()))
    return played


def bodies(played: Played, *kinds: type[Body]) -> list[Body]:
    return [d.body for d in played.drafts if isinstance(d.body, kinds)]


def test_going_to_another_section_leaves_a_one_way_one_for_good() -> None:
    played = begun()

    did = played.did(played.sitting.show_task("t2", played.clock.now()))

    assert did == [
        SectionPassed(section_id="one", reason=SectionEnd.CANDIDATE),
        SectionEntered(section_id="two"),
        ItemShown(task_id="t2"),
    ]
    assert not played.sitting.is_reachable("t1")
    assert played.sitting.show_task("t1", played.clock.now()) == ()


def test_a_scene_without_tasks_enters_the_section_and_shows_no_task() -> None:
    played = begun()
    played.type("快写完")

    did = played.did(played.sitting.enter_section_of("t2", played.clock.now()))

    assert [type(body) for body in did] == [ResponseSet, SectionPassed, SectionEntered]
    assert played.sitting.record.current_task == "t1"


def test_a_sections_time_closes_it_with_all_that_was_typed() -> None:
    played = begun()
    played.pass_ticking(LIMIT_MS - 200)
    played.type("最后一句")
    played.pass_ticking(300)

    assert bodies(played, SectionPassed) == [
        SectionPassed(section_id="one", reason=SectionEnd.TIME_UP)
    ]
    assert played.sitting.record.responses["t1"] == TextResponse(text="最后一句")
    choice = OptionsResponse(option_ids=("a",))
    assert played.sitting.enter_response("t1", choice, played.clock.now()) == ()


def test_a_section_without_limit_has_no_clock() -> None:
    played = begun()
    assert played.sitting.section_left_ms(played.clock.now()) == LIMIT_MS

    played.did(played.sitting.show_task("t2", played.clock.now()))

    assert played.sitting.section_left_ms(played.clock.now()) is None


def test_notes_become_an_entry_within_a_second() -> None:
    played = begun()
    assert played.did(played.sitting.enter_notes("记", played.clock.now())) == []
    assert played.sitting.has_unwritten_text

    played.pass_ticking(900)

    assert bodies(played, NotesSet) == [NotesSet(text="记")]
    assert played.sitting.record.notes == "记"
    assert not played.sitting.has_unwritten_text


def test_notes_are_no_answer() -> None:
    played = begun()

    played.did(played.sitting.enter_notes("记", played.clock.now()))

    assert played.sitting.responses() == {}
    assert played.sitting.answered_count() == 0


def test_notes_typed_just_before_a_lock_or_the_end_are_kept() -> None:
    locked, over = begun(), begun()
    for played in (locked, over):
        played.did(played.sitting.enter_notes("记", played.clock.now()))

    locked.order(OrderKind.LOCK, 2)
    over.did(over.sitting.hand_in(over.clock.now()))

    assert [type(b) for b in bodies(locked, NotesSet, Locked)] == [NotesSet, Locked]
    assert bodies(over, HandedIn) == [
        HandedIn(
            reason=HandInReason.CANDIDATE,
            answered_tasks=0,
            unanswered_tasks=3,
            order_number=0,
        )
    ]
    assert over.sitting.record.notes == "记"


def test_the_same_notes_again_and_notes_under_a_lock_are_no_entry() -> None:
    played = begun()
    played.did(played.sitting.enter_notes("记", played.clock.now()))
    played.pass_ticking(900)
    played.did(played.sitting.enter_notes("记", played.clock.now()))
    played.pass_ticking(900)
    played.order(OrderKind.LOCK, 2)

    assert played.sitting.enter_notes("记二", played.clock.now()) == ()
    assert len(bodies(played, NotesSet)) == 1


def test_what_is_typed_can_be_written_at_once_so_that_it_becomes_a_version() -> None:
    played = begun()
    played.type("旧的")
    played.did(played.sitting.write_typed(played.clock.now()))
    played.type("新")
    played.did(played.sitting.write_typed(played.clock.now()))

    earlier = played.sitting.record.earlier_texts["t1"]

    assert [version.text for version in earlier] == ["旧的"]
    assert played.sitting.write_typed(played.clock.now()) == ()
