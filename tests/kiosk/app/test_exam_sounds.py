"""Sounds and spoken answers of a sitting: presses and the engine's news in, entries out."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest
from msgspec import structs
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.app.background import Background
from kiosk.app.exam_sounds import ExamSounds
from kiosk.app.notices import NoticeBoard
from kiosk.app.seat_sound import SeatSound
from kiosk.audio.ports import NO_DEVICES, PlayEnd as EnginePlayEnd, RecordEnd
from kiosk.audio.take_check import NO_LEVELS
from kiosk.clock import Moment
from kiosk.sitting.entry_draft import EntryDraft
from kiosk.sitting.sitting import Sitting
from kiosk.sitting.sitting_rules import SectionRule, SittingRules
from kiosk.sitting.sound_rules import PlayPress
from kiosk.ui.item_views.sound_board import SoundBoard
from kiosk.ui.presenters.play_view import PlayView
from kiosk.ui.presenters.take_view import TakeAct, TakeView
from kiosk.ui.screens.sound_panel import SoundPanel
from question_bank.formats.entry_bodies import (
    Body,
    ItemShown,
    Locked,
    Observed,
    ResponseSet,
)
from question_bank.formats.form import Form, Section
from question_bank.formats.package_policies import Policies
from question_bank.formats.sound_bodies import (
    PlayEnd,
    PlayEnded,
    PlayStarted,
    RecordingChunk,
    RecordingEnd,
    RecordingEnded,
    RecordingStarted,
)
from question_bank.identifiers import FormCode, MediaName, SectionId
from question_bank.items.content import Sound
from question_bank.items.response import SpokenResponse
from tests.builders.forms import a_single_choice, a_spoken_answer, words
from tests.builders.journals import SITTING, a_draft, a_started
from tests.builders.sounds import a_tone, sound_file
from tests.fakes.hand_clock import HandClock
from tests.fakes.hand_sound import DEAD, HUSH, SPEECH, HandSound, NowThread

VOICE = Sound(media_name=MediaName("voice.wav"), label="对话", most_plays=2)
TASK = a_spoken_answer("v1", most_takes=2)
POLICIES = Policies(duration_ms=7_200_000)
WAV = sound_file(a_tone(4.0, amplitude=0.1))


def a_form() -> Form:
    plain = structs.replace(a_single_choice("s1"), stem=(*words("听。"), VOICE))
    section = Section(
        section_id=SectionId("part"),
        title="第一部分",
        instructions=words("听一听。"),
        is_one_way=False,
        time_limit_ms=None,
        items=(plain, TASK, a_single_choice("s2")),
    )
    return Form(form_code=FormCode("A"), title="卷", level="初级", sections=(section,))


class NowBackground:
    """Works at once."""

    def run(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Any], None],
    ) -> None:
        del failed
        done(work())


class Header(QObject):
    sound_clicked = Signal()


class Seat:
    """A sitting with hands for its sound; a SittingHand itself."""

    def __init__(self, *, is_loaded: bool = True) -> None:
        self.clock = HandClock()
        first = a_draft(a_started())
        rules = SittingRules(sitting_uuid=SITTING, task_ids=("s1", "v1", "s2"))
        self._sitting = Sitting(rules, first, self.clock.now())
        self.written: list[Body] = []
        self.holder = QWidget()
        self.holder.show()
        self.board = SoundBoard(self.holder)
        self.engine = HandSound()
        self.sound = SeatSound(NowThread())
        if is_loaded:
            self.sound.take_engine(self.engine)
        self.notices = NoticeBoard(self.clock)
        window = SimpleNamespace(
            exam=SimpleNamespace(sounds=self.board),
            sound_panel=SoundPanel(self.holder),
            header=Header(self.holder),
        )
        self.sounds = ExamSounds(
            cast("Any", window),
            self.sound,
            cast("Background", NowBackground()),
            self,
            self.notices,
        )
        medium = SimpleNamespace(media_type="audio/wav")
        manifest = SimpleNamespace(
            policies=POLICIES, media=lambda: {VOICE.media_name: medium}
        )
        package = SimpleNamespace(manifest=manifest, medium=lambda _: WAV)
        ready = SimpleNamespace(package=package, form=a_form())
        self.sounds.begin(cast("Any", SimpleNamespace(ready=ready)))
        self.go("s1")

    @property
    def sitting(self) -> Sitting:
        return self._sitting

    def now(self) -> Moment:
        return self.clock.now()

    def submit(self, drafts: tuple[EntryDraft, ...]) -> None:
        self.written += [draft.body for draft in drafts]

    def refresh(self) -> None:
        pass

    def go(self, task_id: str) -> None:
        self.submit(self._sitting.show_task(task_id, self.now()))
        self.sounds.enter_task(task_id)

    def news(self, *kinds: type) -> list[Any]:
        return [body for body in self.written if isinstance(body, kinds)]

    # ---- sounds

    def play(self) -> None:
        self.board.play_pressed.emit("s1", VOICE)

    def voice(self) -> PlayView:
        return self.sounds.play_view("s1", VOICE)

    def hear_all(self) -> None:
        self.play()
        self.engine.player.begin()
        self.engine.player.position_ms = 4_000
        self.engine.player.end()

    # ---- takes

    def press(self, act: TakeAct) -> None:
        self.board.take_pressed.emit("v1", act)

    def take(self) -> TakeView:
        return self.sounds.take_view(TASK)

    def acts(self) -> list[TakeAct]:
        return [button.act for button in self.take().buttons]

    def record(self) -> None:
        """Press, hear the beep, and let the recorder begin."""
        self.press(TakeAct.RECORD)
        self.engine.player.end()
        self.engine.recorder.begin()

    def speak(self, chunks: int, level: Any = SPEECH) -> None:
        for _ in range(chunks):
            self.clock.pass_ms(500)
            self.engine.recorder.hear(level)
            self.engine.recorder.chunk()

    def answer(self) -> int | None:
        response = self._sitting.response("v1")
        return response.take if isinstance(response, SpokenResponse) else None


@pytest.fixture
def seat(qapp: QApplication) -> Iterator[Seat]:
    del qapp
    seat = Seat()
    yield seat
    seat.sounds.end()


# ---------------------------------------------------------------- sounds


def test_a_play_counts_when_it_is_heard_and_stands_in_the_journal(seat: Seat) -> None:
    seat.play()
    assert not seat.news(PlayStarted)

    seat.engine.player.begin()
    seat.engine.player.go_to(1_500)

    (started,) = seat.news(PlayStarted)
    assert (started.place_id, started.from_ms) == ("s1", 0)
    assert seat.voice().press is PlayPress.PAUSE
    assert seat.voice().time == "0:02 / 0:04"


def test_a_sound_is_heard_as_often_as_its_limit_and_no_more(seat: Seat) -> None:
    seat.hear_all()
    seat.hear_all()
    seat.play()

    assert len(seat.news(PlayStarted)) == 2
    assert seat.engine.player.listener is None
    assert seat.voice().press is PlayPress.NOTHING


def test_headphones_that_come_off_cost_nothing_and_it_goes_on_there(seat: Seat) -> None:
    seat.play()
    seat.engine.player.begin()
    seat.engine.player.go_to(2_000)
    seat.engine.player.end(EnginePlayEnd.DEVICE_LOST)

    (ended,) = seat.news(PlayEnded)
    assert ended.reason is PlayEnd.DEVICE_LOST
    assert seat.voice().is_trouble
    assert "HEADPHONES_LOST" in seat.notices.codes

    seat.engine.devices.plug()
    assert not seat.voice().is_trouble
    seat.play()
    seat.engine.player.begin()

    assert seat.engine.player.from_ms == 2_000
    assert [body.from_ms for body in seat.news(PlayStarted)] == [0, 2_000]


@pytest.mark.parametrize(
    "end",
    [EnginePlayEnd.NO_DEVICE, EnginePlayEnd.UNREADABLE, EnginePlayEnd.DEVICE_LOST],
)
def test_what_never_sounded_costs_nothing(seat: Seat, end: EnginePlayEnd) -> None:
    seat.play()
    seat.engine.player.end(end)

    assert not seat.news(PlayStarted, PlayEnded)
    assert seat.voice().is_trouble
    assert seat.voice().press is PlayPress.START


def test_another_task_stops_the_sound(seat: Seat) -> None:
    seat.play()
    seat.engine.player.begin()
    seat.engine.player.position_ms = 700

    seat.go("s2")

    (ended,) = seat.news(PlayEnded)
    assert (ended.reason, ended.position_ms) == (PlayEnd.LEFT, 700)


def test_a_lock_while_it_opens_takes_no_play(seat: Seat) -> None:
    seat.play()
    seat.submit(seat.sitting._stop(seat.now(), Locked(order_number=3, by="p")))
    seat.engine.player.begin()

    assert not seat.news(PlayStarted)
    assert seat.engine.player.listener is None


def test_nothing_plays_while_a_take_runs(seat: Seat) -> None:
    seat.go("v1")
    seat.record()
    seat.play()

    assert seat.engine.player.listener is None
    assert seat.voice().press is PlayPress.NOTHING


def test_devices_that_go_while_nothing_plays_are_told_and_taken_back(
    seat: Seat,
) -> None:
    seat.engine.devices.pull()

    assert {body.what for body in seat.news(Observed)} == {
        "HEADPHONES_LOST",
        "MICROPHONE_LOST",
    }
    assert set(seat.notices.codes) == {"HEADPHONES_LOST", "MICROPHONE_LOST"}
    seat.engine.devices.plug()
    assert not seat.notices.codes


# ---------------------------------------------------------------- takes


def test_preparation_begins_by_a_press_and_the_rest_by_itself(seat: Seat) -> None:
    seat.go("v1")
    assert seat.engine.recorder.is_warm  # record → first sample, at once
    assert seat.acts() == [TakeAct.PREPARE]
    seat.press(TakeAct.PREPARE)
    assert seat.acts() == [TakeAct.RECORD]

    seat.clock.pass_ms(29_000)
    seat.sounds._spoken._on_tick()
    assert seat.engine.player.listener is None
    seat.clock.pass_ms(1_000)
    seat.sounds._spoken._on_tick()
    assert seat.engine.player.sound.startswith(b"RIFF")  # the beep
    assert seat.engine.recorder.listener is None
    seat.engine.player.end()
    assert seat.engine.recorder.most_ms == TASK.answer_s * 1000
    assert not seat.news(RecordingStarted)

    seat.engine.recorder.begin()

    (started,) = seat.news(RecordingStarted)
    assert (started.take, started.device_name) == (1, "USB 耳麦")
    assert seat.take().has_meter


def test_under_the_staffs_screen_no_take_begins_by_itself(seat: Seat) -> None:
    """It would cost a try while the proctor is at the seat."""
    seat.go("v1")
    seat.press(TakeAct.PREPARE)
    seat.holder.hide()
    seat.clock.pass_ms(600_000)

    seat.sounds._spoken._on_tick()
    seat.holder.show()

    assert seat.acts() == [TakeAct.PREPARE]
    assert seat.engine.player.listener is None


def test_every_piece_is_an_entry_and_the_first_one_is_an_answer(seat: Seat) -> None:
    seat.go("v1")
    seat.record()
    seat.speak(1)

    assert [body.index for body in seat.news(RecordingChunk)] == [0]
    assert seat.answer() == 1

    seat.speak(19)
    seat.press(TakeAct.STOP)

    (ended,) = seat.news(RecordingEnded)
    assert (ended.reason, ended.findings) == (RecordingEnd.STOPPED, ())
    assert len(seat.news(ResponseSet)) == 1
    assert seat.acts() == [TakeAct.LISTEN, TakeAct.AGAIN]


def test_who_stops_at_once_is_asked_once(seat: Seat) -> None:
    seat.go("v1")
    seat.record()
    seat.speak(4)

    seat.press(TakeAct.STOP)
    assert seat.acts() == [TakeAct.STOP_REFUSED, TakeAct.STOP_CONFIRMED]
    seat.press(TakeAct.STOP_REFUSED)
    assert seat.acts() == [TakeAct.STOP]
    seat.press(TakeAct.STOP)
    seat.press(TakeAct.STOP_CONFIRMED)

    assert seat.news(RecordingEnded)[0].reason is RecordingEnd.STOPPED


@pytest.mark.parametrize("level", [HUSH, DEAD])
def test_who_is_not_heard_learns_it_within_three_seconds(
    seat: Seat, level: Any
) -> None:
    seat.go("v1")
    seat.record()
    for _ in range(43):  # 15 levels a second
        seat.clock.pass_ms(67)
        seat.engine.recorder.hear(level)

    assert seat.take().alarm is not None
    assert "MICROPHONE_SILENT" in seat.notices.codes

    for _ in range(10):
        seat.clock.pass_ms(67)
        seat.engine.recorder.hear(SPEECH)

    assert seat.take().alarm is None
    assert "MICROPHONE_SILENT" not in seat.notices.codes


def test_a_silent_take_is_told_to_both_at_its_end(seat: Seat) -> None:
    seat.go("v1")
    seat.record()
    seat.speak(20)
    seat.engine.recorder.end(levels=NO_LEVELS)

    assert seat.news(RecordingEnded)[0].findings == ("SILENT",)
    assert seat.take().alarm is not None
    assert "TAKE_SILENT" in seat.notices.codes


def test_another_microphone_than_in_the_check_is_told(seat: Seat) -> None:
    seat.sound.checked_input = "other"
    seat.go("v1")
    seat.record()
    seat.speak(30)
    seat.engine.recorder.end()

    assert seat.news(RecordingEnded)[0].findings == ("OTHER_DEVICE",)
    assert "OTHER_MICROPHONE" in seat.notices.codes


def test_leaving_is_asked_and_goes_on_when_the_take_has_ended(seat: Seat) -> None:
    left: list[bool] = []
    seat.go("v1")
    seat.record()
    seat.speak(12)

    assert not seat.sounds.ask_to_leave(lambda: left.append(True))
    seat.press(TakeAct.LEAVE_REFUSED)
    assert not left
    assert not seat.sounds.ask_to_leave(lambda: left.append(True))
    seat.engine.recorder.answers_stop = False
    seat.press(TakeAct.LEAVE_CONFIRMED)
    assert not left
    seat.engine.recorder.end()

    assert left == [True]
    assert seat.news(RecordingEnded)[0].reason is RecordingEnd.STOPPED


def test_a_lock_waits_for_the_last_piece_and_the_take_costs_nothing(seat: Seat) -> None:
    seat.go("v1")
    seat.record()
    seat.speak(12)
    seat.engine.recorder.answers_stop = False
    then: list[str] = []

    seat.sounds.settle(lambda: then.append("lock"))
    seat.sounds.in_turn(lambda: then.append("message"))
    assert not then
    seat.engine.recorder.end()

    assert then == ["lock", "message"]
    assert seat.news(RecordingEnded)[0].reason is RecordingEnd.INTERRUPTED
    assert seat.answer() == 1
    assert seat.acts() == [TakeAct.LISTEN, TakeAct.AGAIN]
    assert seat.sitting.record.sound.costing_takes("v1") == 0


def test_a_lock_waits_no_longer_for_a_recorder_that_hangs(
    seat: Seat, qtbot: Any
) -> None:
    seat.go("v1")
    seat.record()
    seat.engine.recorder.answers_stop = False
    then: list[str] = []

    seat.sounds.settle(lambda: then.append("lock"))

    qtbot.waitUntil(lambda: then == ["lock"], timeout=600)


def test_a_microphone_that_is_lost_keeps_what_was_said(seat: Seat) -> None:
    seat.go("v1")
    seat.record()
    seat.speak(8)
    seat.engine.recorder.end(RecordEnd.DEVICE_LOST)

    assert seat.news(RecordingEnded)[0].reason is RecordingEnd.DEVICE_LOST
    assert seat.answer() == 1
    assert "MICROPHONE_LOST" in seat.notices.codes
    assert seat.sitting.record.sound.costing_takes("v1") == 0


def test_without_a_microphone_no_preparation_begins(seat: Seat) -> None:
    seat.go("v1")
    seat.engine.devices.plug(NO_DEVICES)
    seat.press(TakeAct.PREPARE)

    assert seat.take().alarm is not None
    assert seat.acts() == [TakeAct.PREPARE]
    assert "MICROPHONE_LOST" in seat.notices.codes


def test_a_press_before_the_engine_is_loaded_is_not_lost(qapp: QApplication) -> None:
    """Right after a crash the candidate presses at once."""
    del qapp
    seat = Seat(is_loaded=False)
    seat.go("v1")
    seat.press(TakeAct.PREPARE)
    seat.press(TakeAct.RECORD)
    assert seat.take().alarm is None

    seat.sound.take_engine(seat.engine)
    seat.engine.player.end()
    seat.engine.recorder.begin()

    (started,) = seat.news(RecordingStarted)
    assert started.device_name == "USB 耳麦"
    seat.sounds.end()


def test_a_busy_microphone_leaves_no_entry_and_costs_nothing(seat: Seat) -> None:
    seat.go("v1")
    seat.press(TakeAct.RECORD)
    seat.engine.player.end()
    seat.engine.recorder.end(RecordEnd.BUSY)

    assert not seat.news(RecordingStarted, RecordingEnded)
    assert seat.take().alarm is not None
    assert seat.acts() == [TakeAct.PREPARE]


def test_a_new_take_counts_when_it_is_whole_and_the_last_one_is_said(
    seat: Seat,
) -> None:
    seat.go("v1")
    seat.record()
    seat.speak(12)
    seat.engine.recorder.end()
    seat.press(TakeAct.AGAIN)
    assert seat.acts() == [TakeAct.AGAIN_REFUSED, TakeAct.RECORD]
    seat.record()
    seat.speak(2)
    assert seat.answer() == 1  # the whole one stands until there is another
    seat.engine.recorder.end(RecordEnd.TIME_UP)

    assert seat.answer() == 2
    assert seat.acts() == [TakeAct.LISTEN]
    seat.press(TakeAct.RECORD)
    assert seat.engine.player.listener is None


def test_a_broken_second_take_does_not_replace_a_whole_first_one(seat: Seat) -> None:
    seat.go("v1")
    seat.record()
    seat.speak(12)
    seat.engine.recorder.end()
    seat.record()
    seat.speak(2)
    seat.sounds.settle(lambda: None)

    assert seat.answer() == 1
    assert seat.sitting.record.sound.costing_takes("v1") == 1


def test_a_take_ends_before_the_exam_does(seat: Seat) -> None:
    seat.go("v1")
    seat.clock.pass_ms(7_200_000 - 10_000)
    seat.press(TakeAct.RECORD)
    seat.engine.player.end()

    assert seat.engine.recorder.most_ms == 9_500


def test_a_take_that_began_late_ends_before_its_section_does(seat: Seat) -> None:
    """After that nothing of it could become the answer any more."""
    timed = SectionRule(
        section_id="part", task_ids=("v1",), is_one_way=False, time_limit_ms=20_000
    )
    seat.sitting.rules = replace(seat.sitting.rules, sections=(timed,))
    seat.go("v1")
    seat.record()
    seat.speak(2)
    seat.engine.recorder.end(RecordEnd.TIME_UP)
    seat.record()
    seat.speak(2)
    seat.clock.pass_ms(17_700)  # its microphone took long to open

    seat.sounds._spoken._on_tick()

    assert seat.answer() == 2
    assert seat.news(RecordingEnded)[1].reason is RecordingEnd.TIME_UP


def test_where_no_time_is_left_nothing_is_begun(seat: Seat) -> None:
    seat.go("v1")
    seat.clock.pass_ms(7_200_000 - 1_200)
    seat.press(TakeAct.PREPARE)

    assert seat.take().alarm is not None
    assert seat.acts() == [TakeAct.PREPARE]


def test_a_take_that_a_lock_cut_off_is_the_answer_when_the_exam_goes_on(
    seat: Seat,
) -> None:
    """The order did not wait: the last piece came under the lock."""
    seat.go("v1")
    seat.record()
    seat.submit(seat.sitting._stop(seat.now(), Locked(order_number=3, by="p")))
    seat.speak(3)
    seat.engine.recorder.end(RecordEnd.DEVICE_LOST)
    assert seat.answer() is None
    seat.sitting.record = replace(seat.sitting.record, locked_by_order=None)

    seat.sounds.resume()

    assert seat.answer() == 1


def test_the_programs_end_takes_the_last_piece_in(seat: Seat) -> None:
    seat.go("v1")
    seat.record()
    seat.speak(3)

    seat.sounds.finish(0.3)

    assert seat.news(RecordingEnded)[0].reason is RecordingEnd.INTERRUPTED


def test_what_belongs_to_one_sitting_never_gets_into_the_next(seat: Seat) -> None:
    seat.go("v1")
    seat.record()
    seat.engine.recorder.answers_stop = False
    before = len(seat.written)
    listener = seat.engine.recorder.listener
    assert listener is not None
    seat.sounds.end()
    seat._sitting = Seat()._sitting

    seat.speak(2)
    seat.engine.recorder.end()

    assert len(seat.written) == before


def test_how_long_a_sound_is_stands_there_before_it_is_played(seat: Seat) -> None:
    assert [body.task_id for body in seat.news(ItemShown)] == ["s1"]
    assert seat.sounds.has_sound
    assert seat.sounds.play_view("s1", VOICE).time == "0:04"
