"""Spoken tasks of a running sitting: preparation, takes, listening to one's own.

Lives on the interface thread. What a take costs and which one counts is
`kiosk.sitting.sound_rules`; how one is recorded is `running_take`.
"""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer

from kiosk.app.notices import NoticeBoard
from kiosk.app.running_take import RunningTake
from kiosk.app.seat_sound import SeatSound
from kiosk.app.sitting_hand import SittingHand
from kiosk.app.sound_notices import MICROPHONE_LOST
from kiosk.app.take_entries import settle_answer
from kiosk.audio.ports import PlayEnd
from kiosk.sitting.sitting import Sitting
from kiosk.sitting.sound_rules import (
    EARLY_STOP_MS,
    counting_take,
    longest_take_ms,
    most_takes,
    takes_left,
)
from kiosk.ui.item_views.sound_board import SoundBoard
from kiosk.ui.presenters.take_view import (
    TakeAct,
    TakePhase,
    TakeQuestion,
    TakeState,
    TakeTrouble,
    TakeView,
    take_view,
)
from question_bank.formats.package_policies import Policies
from question_bank.formats.sound_bodies import RecordingEnd
from question_bank.items.spoken_answer import SpokenAnswer
from question_bank.journal.sound_record import NO_SOUND

REFRESH_MS = 100
"""Of clocks and bars."""

_OF_DEVICES = frozenset({TakeTrouble.NO_DEVICE, TakeTrouble.BUSY})

OwnTakeReader = Callable[[str, int, Callable[[bytes], None]], None]
"""Reads a take in the background: task id, take, whom to give the WAV (empty: none)."""


class SpokenDesk(QObject):
    """One spoken task at a time prepares, records or is listened to.

    Args (of the constructor):
        read_own: Reads a take of the sitting that runs.
    """

    def __init__(
        self,
        board: SoundBoard,
        sound: SeatSound,
        hand: SittingHand,
        notices: NoticeBoard,
        read_own: OwnTakeReader,
    ) -> None:
        super().__init__(board)
        self._board = board
        self._sound = sound
        self._hand = hand
        self._notices = notices
        self._read_own = read_own
        self._policies: Policies | None = None
        self._tasks: dict[str, SpokenAnswer] = {}
        self._preparing: tuple[SpokenAnswer, int] | None = None
        self._take: RunningTake | None = None
        self._listening: _Listening | None = None
        self._questions: dict[str, TakeQuestion] = {}
        self._troubles: dict[str, TakeTrouble] = {}
        self._then: Callable[[], None] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self._on_tick)
        sound.follow(self._on_devices)

    # ------------------------------------------------------------ for the exam desk

    @property
    def is_recording(self) -> bool:
        """Whether the microphone is the candidate's: nothing plays meanwhile."""
        return self._take is not None

    @property
    def has_take(self) -> bool:
        """Whether a take that stands in the journal is still to be ended."""
        return self._take is not None and self._take.phase is not TakePhase.STARTING

    def begin(self, tasks: tuple[SpokenAnswer, ...], policies: Policies) -> None:
        """Serve a sitting's spoken tasks from now on."""
        self.end()
        self._tasks = {task.task_id: task for task in tasks}
        self._policies = policies

    def end(self) -> None:
        """Forget the sitting."""
        self.break_off()
        self._take = self._policies = self._then = None
        self._tasks = {}
        self._questions, self._troubles = {}, {}
        self._timer.stop()

    def settle_answers(self) -> None:
        """Let the take that counts be the answer of its task, where it is not yet."""
        sitting = self._hand.sitting
        if sitting is not None:
            for task_id in self._tasks:
                settle_answer(sitting, self._hand, task_id)

    def enter_task(self, task_id: str) -> None:
        """The candidate came to a task: a spoken one has its microphone opened."""
        if self.is_recording or task_id == self._busy_task:
            return
        self._drop()
        if task_id in self._tasks:
            self._sound.warm_up()
        else:
            self._sound.cool_down()

    def ask_to_leave(self, go: Callable[[], None]) -> bool:
        """Ask before a take is left; return whether there is nothing to ask.

        `go` is called once the take has ended, if the candidate wants to leave.
        """
        take = self._take
        if take is None or take.phase is TakePhase.STARTING:
            self._drop()
            return True
        if take.phase is TakePhase.RECORDING:
            self._questions[take.task.task_id] = TakeQuestion.LEAVE
        self._then = go
        self._tell()
        return False

    def break_off(self) -> None:
        """End what runs, not by the candidate's wish: it costs nothing."""
        if self.has_take and self._take is not None:
            self._take.stop(RecordingEnd.INTERRUPTED)
        else:
            self._drop()

    # ------------------------------------------------------------ views and presses

    def view(self, task: SpokenAnswer) -> TakeView:
        """Return what a spoken task shows now."""
        sitting, policies = self._hand.sitting, self._policies
        state = TakeState(
            task=task,
            sound=sitting.record.sound if sitting is not None else NO_SOUND,
            most=most_takes(task, policies) if policies is not None else 1,
            question=self._questions.get(task.task_id),
            trouble=self._troubles.get(task.task_id),
            may_hear=policies is not None and policies.may_hear_own_takes,
        )
        return take_view(self._with_phase(state, task.task_id))

    def _with_phase(self, state: TakeState, task_id: str) -> TakeState:
        take, listening, preparing = self._take, self._listening, self._preparing
        if take is not None and take.task.task_id == task_id:
            return replace(
                state,
                phase=take.phase,
                phase_ms=take.recorded_ms,
                most_ms=take.most_ms,
                ear=take.ear,
                device=take.device_name,
            )
        if listening is not None and listening.task_id == task_id:
            return replace(
                state,
                phase=TakePhase.LISTENING,
                phase_ms=listening.position_ms,
                most_ms=listening.length_ms,
            )
        if preparing is not None and preparing[0].task_id == task_id:
            return replace(
                state,
                phase=TakePhase.PREPARING,
                phase_ms=self._now_ms() - preparing[1],
                most_ms=preparing[0].preparation_s * 1000,
            )
        return state

    def press(self, task_id: str, act: TakeAct) -> None:
        """Do what a button under a spoken task does."""
        task, sitting = self._tasks.get(task_id), self._hand.sitting
        if task is None or sitting is None or not sitting.is_answering:
            return
        self._questions.pop(task_id, None)
        self._troubles.pop(task_id, None)
        match act:
            case TakeAct.PREPARE:
                self._prepare(task, sitting)
            case TakeAct.RECORD:
                self._record(task, sitting)
            case TakeAct.AGAIN:
                self._questions[task_id] = TakeQuestion.AGAIN
            case TakeAct.LISTEN:
                self._listen(task_id, sitting)
            case TakeAct.LISTEN_END:
                self._drop()
            case _:
                self._press_while_recording(task_id, act)
        self._tell()

    def _press_while_recording(self, task_id: str, act: TakeAct) -> None:
        take = self._take
        if take is None or take.phase is not TakePhase.RECORDING:
            return
        match act:
            case TakeAct.STOP if take.recorded_ms < EARLY_STOP_MS:
                self._questions[task_id] = TakeQuestion.STOP_EARLY
            case TakeAct.STOP | TakeAct.STOP_CONFIRMED | TakeAct.LEAVE_CONFIRMED:
                take.stop(RecordingEnd.STOPPED)
            case TakeAct.LEAVE_REFUSED:
                self._then = None
            case _:
                pass

    # ------------------------------------------------------------ prepare, record

    def _prepare(self, task: SpokenAnswer, sitting: Sitting) -> None:
        if not self._can_record(task, sitting):
            return
        self._drop()
        self._sound.warm_up()
        self._preparing = (task, self._now_ms())
        self._timer.start()

    def _record(self, task: SpokenAnswer, sitting: Sitting) -> None:
        can_record = self._can_record(task, sitting)
        if self.is_recording:
            return
        self._drop()
        if can_record:
            self._take = RunningTake(
                task, sitting, self._sound, self._hand, self._notices, self
            )
            self._timer.start()
            self._take.start()
            self._board.plays_changed.emit()

    def _can_record(self, task: SpokenAnswer, sitting: Sitting) -> bool:
        policies, now = self._policies, self._hand.now()
        if self.is_recording or policies is None:
            return False
        most, section_ms = most_takes(task, policies), sitting.section_left_ms(now)
        if not takes_left(sitting.record.sound, task.task_id, most):
            return False
        if not longest_take_ms(task.answer_s, sitting.left_ms(now), section_ms):
            self._troubles[task.task_id] = TakeTrouble.NO_TIME
            return False
        if self._sound.is_ready and not self._sound.devices.inputs:
            self._troubles[task.task_id] = TakeTrouble.NO_DEVICE
            self._notices.happened(MICROPHONE_LOST)
            return False
        return True

    def on_take_changed(self) -> None:
        """The take that runs is in another phase, or heard."""
        self._tell()

    def on_take_level(self, meter: float) -> None:
        """So loud it is."""
        self._board.level_changed.emit(meter)

    def on_take_over(self, take: RunningTake, trouble: TakeTrouble | None) -> None:
        """A take ended, or never began."""
        if take is not self._take:
            return
        task_id = take.task.task_id
        self._take = None
        self._timer.stop()
        self._questions.pop(task_id, None)
        if trouble is not None:
            self._troubles[task_id] = trouble
        self._tell()
        self._board.plays_changed.emit()
        then, self._then = self._then, None
        if then is not None:
            then()

    # ------------------------------------------------------------ listening

    def _listen(self, task_id: str, sitting: Sitting) -> None:
        taken = counting_take(sitting.record.sound, task_id)
        if taken is None or self.is_recording:
            return
        self._drop()
        listening = self._listening = _Listening(self, task_id, taken.length_ms)

        def play(wav: bytes) -> None:
            if listening is not self._listening:
                return
            if wav:
                self._sound.play(wav, 0, listening)
            else:
                self.note_listened(listening, PlayEnd.UNREADABLE)

        self._read_own(task_id, taken.take, play)

    def note_listened(self, listening: "_Listening", end: PlayEnd | None) -> None:
        """The candidate's own take plays on, or is over (None: it is not)."""
        if end is PlayEnd.UNREADABLE:
            self._troubles[listening.task_id] = TakeTrouble.UNREADABLE
        if end is not None and listening is self._listening:
            self._listening = None
        self._tell()

    # ------------------------------------------------------------ inside

    @property
    def _busy_task(self) -> str | None:
        """The task under which something is prepared or listened to."""
        if self._preparing is not None:
            return self._preparing[0].task_id
        return self._listening.task_id if self._listening is not None else None

    def _now_ms(self) -> int:
        return self._hand.now().boottime_ms

    def _drop(self) -> None:
        """Forget what has not become a take."""
        listening, self._listening = self._listening, None
        if listening is not None:
            self._sound.stop_playing()
        take = self._take
        if take is not None and take.phase is TakePhase.STARTING:
            self._take = None
            take.cancel()
        self._preparing = None
        if self._take is None:
            self._timer.stop()
        self._tell()

    def _on_tick(self) -> None:
        sitting, preparing, take = self._hand.sitting, self._preparing, self._take
        if sitting is None:
            return
        if preparing is not None and not self._board.is_seen:
            self._drop()  # under the staff's screen no take begins by itself
        elif preparing is not None:
            task, since_ms = preparing
            if self._now_ms() - since_ms >= task.preparation_s * 1000:
                self._record(task, sitting)
        elif take is not None:
            take.end_in_time()
        self._tell()

    def _on_devices(self) -> None:
        if self._sound.devices.inputs:
            self._troubles = {
                task: trouble
                for task, trouble in self._troubles.items()
                if trouble not in _OF_DEVICES
            }
        self._tell()

    def _tell(self) -> None:
        self._board.takes_changed.emit()


class _Listening:
    """The candidate's own take while it plays; a listener of the player.

    Attributes:
        position_ms: How far it has played.
    """

    def __init__(self, desk: SpokenDesk, task_id: str, length_ms: int) -> None:
        self._desk = desk
        self.task_id = task_id
        self.length_ms = length_ms
        self.position_ms = 0

    def on_playing(self) -> None:
        """The positions show it."""

    def on_position(self, position_ms: int) -> None:
        self.position_ms = position_ms
        self._desk.note_listened(self, None)

    def on_play_ended(self, position_ms: int, end: PlayEnd) -> None:
        del position_ms
        self._desk.note_listened(self, end)
