"""The exam on the real screens with a real engine: acts in, entries and views out."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID, uuid4

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kiosk.app.controller_parts import ControllerParts
from kiosk.app.exam_desk import ExamDesk
from kiosk.app.notices import NoticeBoard
from kiosk.app.running_sitting import SaveState
from kiosk.app.seat_sound import SeatSound
from kiosk.sitting.entry_draft import EntryDraft
from kiosk.sitting.sitting import Sitting
from kiosk.sitting.sitting_rules import sitting_rules
from kiosk.ui.fonts import set_up_application
from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.take_view import TakeAct
from question_bank.formats.entry_bodies import (
    Body,
    HandedIn,
    Locked,
    NotesSet,
    OptionStruck,
    ResponseSet,
    SectionEnd,
    SectionEntered,
    SectionPassed,
)
from question_bank.formats.form import Form
from question_bank.formats.journal_entry import JournalHead
from question_bank.formats.order import Order, OrderKind
from question_bank.formats.package_policies import Policies
from question_bank.formats.sound_bodies import RecordingEnded
from question_bank.items.response import OptionsResponse, TextResponse
from tests.builders.journals import SITTING, a_draft, a_started
from tests.fakes.hand_clock import HandClock
from tests.fakes.hand_sound import HandSound, NowThread
from tests.kiosk.ui import samples

LIMIT_MS = 600_000
HEAD = JournalHead(1, bytes(32))


def a_form() -> Form:
    """The samples with a first section of ten minutes without a way back."""
    form = samples.a_form()
    first = msgspec.structs.replace(
        form.sections[0], is_one_way=True, time_limit_ms=LIMIT_MS
    )
    return msgspec.structs.replace(form, sections=(first, *form.sections[1:]))


class Running:
    """A sitting whose writer is quick: what is submitted is saved."""

    def __init__(self, sitting: Sitting, form: Form, policies: Policies) -> None:
        self.sitting = sitting
        self.written: list[Body] = []
        manifest = SimpleNamespace(policies=policies, media=dict)
        package = SimpleNamespace(manifest=manifest, medium=lambda _: b"")
        self.ready = SimpleNamespace(package=package, form=form, pictures={})
        self.saves = SaveState(
            submitted=1,
            saved=1,
            local=HEAD,
            server=HEAD,
            waiting_answers=0,
            answer_seq=1,
        )

    def submit(self, drafts: tuple[EntryDraft, ...]) -> None:
        self.written += [draft.body for draft in drafts]


class Background:
    def run(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Any], None],
    ) -> None:
        del failed
        done(work())


class Exam:
    """A candidate's exam; time passes by hand."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window = window
        self.qtbot = qtbot
        self.clock = HandClock()
        self.policies = Policies(duration_ms=7_200_000, warnings_ms=(6_600_000, 60_000))
        self.changes: list[str] = []
        self.sound = SeatSound(NowThread())
        parts = SimpleNamespace(
            window=window,
            background=Background(),
            seat=SimpleNamespace(clock=self.clock),
            sound=self.sound,
        )
        self.desk = ExamDesk(
            cast("ControllerParts", parts),
            NoticeBoard(self.clock),
            lambda: 0,
            lambda: self.changes.append("changed"),
        )
        self.running = self.begun()

    def begun(self, sitting: Sitting | None = None) -> Running:
        form = a_form()
        rules = sitting_rules(form, self.policies, SITTING)
        first = a_draft(a_started())
        sitting = sitting or Sitting(rules, first, self.clock.now())
        self.running = Running(sitting, form, self.policies)
        self.desk.begin(cast("Any", self.running))
        self.desk.show()
        self.desk._timer.stop()  # time is passed by hand here
        return self.running

    @property
    def sitting(self) -> Sitting:
        return self.running.sitting

    def pass_s(self, seconds: float) -> None:
        self.clock.pass_ms(round(seconds * 1000))
        self.desk._on_tick()

    def press(self, name: str) -> None:
        button = self.widget(name)
        assert isinstance(button, QPushButton)
        assert button.isEnabled(), name
        button.click()

    def widget(self, name: str) -> QWidget:
        found = [w for w in self.window.findChildren(QWidget, name) if w.isVisible()]
        assert found, name
        return found[0]

    def is_shown(self, name: str) -> bool:
        return any(w.isVisible() for w in self.window.findChildren(QWidget, name))

    def text(self, name: str) -> str:
        label = self.widget(name)
        assert isinstance(label, QLabel)
        return label.text()

    def field(self, name: str = "text-answer") -> QPlainTextEdit:
        found = self.widget(name)
        assert isinstance(found, QPlainTextEdit)
        return found

    def wrote(self, *kinds: type[Body]) -> list[Body]:
        return [body for body in self.running.written if isinstance(body, kinds)]


@pytest.fixture(scope="module")
def shared_window(qapp: QApplication) -> Iterator[MainWindow]:
    set_up_application(qapp)
    window = MainWindow(samples.a_look())
    window.resize(1366, 768)
    window.show()
    yield window
    window.allow_close()
    window.close()


@pytest.fixture
def exam(shared_window: MainWindow, qtbot: QtBot) -> Iterator[Exam]:
    exam = Exam(shared_window, qtbot)
    yield exam
    exam.desk.end()  # a desk without a sitting answers nothing


def an_order(kind: OrderKind, sitting_uuid: UUID | None = None) -> Order:
    return Order(
        room_session_uuid=UUID(int=1),
        number=7,
        kind=kind,
        sitting_uuid=sitting_uuid,
        by="proctor",
        issued_utc=datetime(2026, 11, 22, tzinfo=UTC),
        extra_ms=60_000 if kind is OrderKind.EXTEND else 0,
        text="请保持安静" if kind is OrderKind.MESSAGE else "",
    )


def test_a_one_way_section_is_left_after_a_question(exam: Exam) -> None:
    exam.press("list-tf-1")
    assert "那里还有 3 题未答" in exam.text("leave-scene-question")
    exam.press("leave-scene-stay")
    assert exam.sitting.record.current_task == "sc-1"

    exam.press("list-tf-1")
    exam.press("leave-scene-confirm")

    assert exam.sitting.record.current_task == "tf-1"
    assert exam.wrote(SectionPassed, SectionEntered) == [
        SectionEntered(section_id="one"),
        SectionPassed(section_id="one", reason=SectionEnd.CANDIDATE),
        SectionEntered(section_id="two"),
    ]
    assert not exam.window.findChild(QPushButton, "list-sc-1").isEnabled()  # type: ignore[union-attr]
    assert not exam.is_shown("section-clock")


def test_from_the_hand_in_too_leaving_the_section_asks(exam: Exam) -> None:
    exam.press("hand-in")
    exam.press("go-unanswered-tf-1")

    assert exam.window.shown_screen() is exam.window.exam
    assert exam.is_shown("leave-scene-question")
    assert exam.sitting.record.current_task == "sc-1"


def test_the_sections_clock_runs_and_its_end_leads_on(exam: Exam) -> None:
    exam.pass_s(1)
    assert exam.text("section-clock") == "本部分剩余 0:09:59"
    exam.pass_s(300)
    assert "还剩 5 分钟" in exam.text("time-warning-text")

    exam.pass_s(299.5)

    assert exam.sitting.record.current_task == "tf-1"
    assert "时间到了" in exam.text("time-warning-text")
    assert "二、判断题" in exam.text("time-warning-text")
    reasons = [body.reason for body in exam.wrote(SectionPassed)]  # type: ignore[union-attr]
    assert reasons == [SectionEnd.TIME_UP]


def test_warnings_come_when_the_session_says(exam: Exam) -> None:
    exam.policies = Policies(duration_ms=7_200_000, warnings_ms=(7_140_000,))
    exam.desk.end()
    exam.begun()

    exam.pass_s(59)
    assert not exam.is_shown("time-warning")
    exam.pass_s(2)

    assert "119 分钟" in exam.text("time-warning-text")


def test_crossing_out_is_an_entry_and_choosing_takes_it_back(exam: Exam) -> None:
    exam.press("strike-B")
    exam.widget("option-o2").click()  # type: ignore[attr-defined]

    assert exam.wrote(OptionStruck, ResponseSet) == [
        OptionStruck(task_id="sc-1", option_id="o2", is_struck=True),
        ResponseSet(task_id="sc-1", response=OptionsResponse(option_ids=("o2",))),
        OptionStruck(task_id="sc-1", option_id="o2", is_struck=False),
    ]
    assert exam.sitting.record.struck == frozenset()


def test_notes_are_saved_and_come_back(exam: Exam) -> None:
    exam.press("open-notes")
    exam.qtbot.keyClicks(exam.field("notes-field"), "abc")
    exam.pass_s(1)
    assert exam.wrote(NotesSet)[-1] == NotesSet(text="abc")

    exam.desk.end()
    exam.begun(exam.sitting)
    exam.press("open-notes")

    assert exam.field("notes-field").toPlainText() == "abc"


def test_an_earlier_version_comes_back_and_the_present_text_becomes_one(
    exam: Exam,
) -> None:
    exam.press("list-sa-1")
    exam.press("leave-scene-confirm")
    exam.qtbot.keyClicks(exam.field(), "first")
    exam.pass_s(1)
    exam.field().selectAll()
    exam.qtbot.keyClicks(exam.field(), "second")
    exam.pass_s(1)
    exam.qtbot.keyClicks(exam.field(), "!")  # not yet an entry

    exam.press("show-versions")
    assert exam.text("version-text") == "first"
    exam.press("restore-version")

    assert exam.field().toPlainText() == "first"
    assert exam.sitting.record.responses["sa-1"] == TextResponse(text="first")
    versions = exam.sitting.record.earlier_texts["sa-1"]
    assert "second!" in [version.text for version in versions]


def test_undo_survives_going_to_another_task_and_back(exam: Exam) -> None:
    exam.press("list-sa-1")
    exam.press("leave-scene-confirm")
    exam.qtbot.keyClicks(exam.field(), "abc")
    exam.press("list-tf-1")
    exam.press("list-sa-1")

    exam.qtbot.keyClick(exam.field(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    exam.pass_s(1)

    assert exam.field().toPlainText() == ""
    assert exam.sitting.response("sa-1") == TextResponse(text="")


def test_time_that_is_up_takes_in_what_was_typed_last(exam: Exam) -> None:
    exam.press("open-notes")
    exam.qtbot.keyClicks(exam.field("notes-field"), "abc")
    exam.pass_s(7_201)

    assert [type(body) for body in exam.wrote(NotesSet, HandedIn)] == [
        NotesSet,
        HandedIn,
    ]
    assert exam.changes == ["changed"]


def test_the_hand_in_counts_what_was_not_heard_and_not_spoken(exam: Exam) -> None:
    exam.press("hand-in")

    assert "1 道口述题" in exam.text("hand-in-unrecorded")
    assert exam.is_shown("go-unheard-c1-3")


def test_only_an_order_that_ends_the_writing_ends_the_composing(
    exam: Exam, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a pinyin must not become letters because somebody else got more time."""
    ended: list[str] = []
    monkeypatch.setattr(exam.window.exam, "finish_typing", lambda: ended.append("now"))
    for number, order in enumerate(
        (
            an_order(OrderKind.MESSAGE),
            an_order(OrderKind.EXTEND),
            an_order(OrderKind.LOCK, uuid4()),
        ),
        start=1,
    ):
        exam.desk.apply_order(msgspec.structs.replace(order, number=number))
    assert not ended
    assert not exam.wrote(Locked)

    exam.desk.apply_order(an_order(OrderKind.LOCK))

    assert ended
    assert exam.wrote(Locked)


def test_a_take_goes_on_while_another_candidate_is_locked(exam: Exam) -> None:
    engine = HandSound()
    exam.sound.take_engine(engine)
    exam.window.exam.task_wanted.emit("c1-4")
    for act in (TakeAct.PREPARE, TakeAct.RECORD):
        exam.window.exam.sounds.take_pressed.emit("c1-4", act)
    engine.player.end()
    engine.recorder.begin()

    exam.desk.apply_order(an_order(OrderKind.LOCK, uuid4()))
    assert not exam.wrote(RecordingEnded, Locked)
    exam.desk.apply_order(an_order(OrderKind.LOCK))

    ended = [type(body) for body in exam.wrote(RecordingEnded, Locked)]
    assert ended == [RecordingEnded, Locked]


def test_the_programs_end_takes_in_what_was_typed_last(exam: Exam) -> None:
    exam.press("open-notes")
    exam.qtbot.keyClicks(exam.field("notes-field"), "abc")
    exam.desk.stop(0)

    assert exam.wrote(NotesSet) == [NotesSet(text="abc")]
