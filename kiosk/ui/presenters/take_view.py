"""What stands under a spoken task: one state, one next thing to do. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kiosk.sitting.sound_rules import counting_take, is_whole, takes_left
from kiosk.ui.presenters.clock_text import clock_text
from kiosk.ui.presenters.message import Message, message
from kiosk.ui.presenters.play_view import length_text
from question_bank.formats.sound_bodies import RecordingEnd
from question_bank.items.spoken_answer import SpokenAnswer
from question_bank.journal.sound_record import NO_SOUND, SoundRecord, Take


class TakePhase(StrEnum):
    """What happens under a spoken task now."""

    IDLE = "idle"
    PREPARING = "preparing"
    STARTING = "starting"
    """The beep sounds, the microphone opens."""
    RECORDING = "recording"
    ENDING = "ending"
    """The last piece is being kept."""
    LISTENING = "listening"
    """The candidate's own take plays."""


class TakeAct(StrEnum):
    """What a candidate can press under a spoken task."""

    PREPARE = "prepare"
    RECORD = "record"
    STOP = "stop"
    STOP_CONFIRMED = "stop_confirmed"
    STOP_REFUSED = "stop_refused"
    AGAIN = "again"
    AGAIN_REFUSED = "again_refused"
    LISTEN = "listen"
    LISTEN_END = "listen_end"
    LEAVE_CONFIRMED = "leave_confirmed"
    LEAVE_REFUSED = "leave_refused"


class TakeQuestion(StrEnum):
    """What is asked once more."""

    STOP_EARLY = "stop_early"
    AGAIN = "again"
    LEAVE = "leave"


class TakeTrouble(StrEnum):
    """Why a take did not begin."""

    NO_DEVICE = "no_device"
    BUSY = "busy"
    NO_TIME = "no_time"
    UNREADABLE = "unreadable"
    """The take that was to be listened to does not read."""


class Ear(StrEnum):
    """How the microphone hears, while a take runs."""

    LISTENING = "listening"
    HEARD = "heard"
    UNHEARD = "unheard"
    DEAD = "dead"


class Tone(StrEnum):
    """How what is said is to be taken."""

    CALM = "calm"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeState:
    """What is known of a spoken task now.

    Attributes:
        most: Takes allowed.
        phase_ms: Time since the phase began, while something runs.
        most_ms: Length of the phase: preparation, take, or what is listened to.
        may_hear: Whether candidates may listen to their own takes.
        device: The microphone, as the system calls it; empty where there is none.
    """

    task: SpokenAnswer
    sound: SoundRecord
    most: int
    phase: TakePhase = TakePhase.IDLE
    phase_ms: int = 0
    most_ms: int = 0
    question: TakeQuestion | None = None
    trouble: TakeTrouble | None = None
    ear: Ear = Ear.LISTENING
    may_hear: bool = True
    device: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeButton:
    """One thing to press."""

    act: TakeAct
    text: Message
    is_primary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeView:
    """What the part under a spoken task shows.

    Attributes:
        title: What is going on, in one line.
        lines: What is to be known, in small text.
        alarm: What has to be done or answered at once; None: nothing.
        clock: Time that runs, large; None: none does.
        progress: Of the bar under the clock, in [0, 1].
    """

    title: Message
    tone: Tone
    lines: tuple[Message, ...] = ()
    alarm: Message | None = None
    is_question: bool = False
    clock: Message | None = None
    progress: float = 0.0
    has_meter: bool = False
    buttons: tuple[TakeButton, ...] = ()


_TROUBLES = {
    TakeTrouble.NO_DEVICE: message("take.no_device"),
    TakeTrouble.BUSY: message("take.busy"),
    TakeTrouble.NO_TIME: message("take.no_time"),
    TakeTrouble.UNREADABLE: message("take.unreadable"),
}
_FINDINGS = {
    "SILENT": message("take.silent"),
    "TOO_QUIET": message("take.too_quiet"),
    "CLIPPED": message("take.clipped"),
    "TOO_SHORT": message("take.too_short"),
    "FRAMES_DROPPED": message("take.frames_dropped"),
    "OTHER_DEVICE": message("take.other_device"),
}
_ALARMS = {Ear.UNHEARD: message("take.unheard"), Ear.DEAD: message("take.dead")}


def take_view(state: TakeState) -> TakeView:
    """Return what a spoken task shows now."""
    match state.phase:
        case TakePhase.IDLE:
            return _idle(state)
        case TakePhase.PREPARING:
            return _preparing(state)
        case TakePhase.STARTING:
            return TakeView(title=message("take.starting"), tone=Tone.WARN)
        case TakePhase.RECORDING:
            return _recording(state)
        case TakePhase.ENDING:
            return TakeView(title=message("take.ending"), tone=Tone.CALM)
        case TakePhase.LISTENING:
            return _listening(state)


def empty_view(task: SpokenAnswer) -> TakeView:
    """Return what a task shows before anything is known of its sitting."""
    most = task.most_takes or 1
    return take_view(TakeState(task=task, sound=NO_SOUND, most=most))


def _preparing(state: TakeState) -> TakeView:
    return TakeView(
        title=message("take.preparing"),
        tone=Tone.CALM,
        lines=(message("take.preparing_then", seconds=state.task.answer_s),),
        clock=_left(state),
        progress=_share(state),
        buttons=(_button(TakeAct.RECORD, "take.record_now"),),
    )


def _recording(state: TakeState) -> TakeView:
    question = state.question
    alarm = _ALARMS.get(state.ear)
    buttons: tuple[TakeButton, ...] = (
        _button(TakeAct.STOP, "take.stop", is_primary=True),
    )
    if question is TakeQuestion.STOP_EARLY:
        alarm = message("take.stop_question")
        buttons = (
            _button(TakeAct.STOP_REFUSED, "take.stop_no", is_primary=True),
            _button(TakeAct.STOP_CONFIRMED, "take.stop_yes"),
        )
    elif question is TakeQuestion.LEAVE:
        alarm = message("take.leave_question")
        buttons = (
            _button(TakeAct.LEAVE_REFUSED, "take.leave_no", is_primary=True),
            _button(TakeAct.LEAVE_CONFIRMED, "take.leave_yes"),
        )
    heard = "take.heard" if state.ear is Ear.HEARD else "take.speak"
    lines = [message(heard)]
    if state.device:
        lines.append(message("take.device", name=state.device))
    return TakeView(
        title=message("take.recording"),
        tone=Tone.BAD if alarm is not None and question is None else Tone.WARN,
        lines=tuple(lines),
        alarm=alarm,
        is_question=question is not None,
        clock=_left(state),
        progress=_share(state),
        has_meter=True,
        buttons=buttons,
    )


def _listening(state: TakeState) -> TakeView:
    time = length_text(min(state.phase_ms, state.most_ms) if state.most_ms else 0)
    return TakeView(
        title=message("take.listening"),
        tone=Tone.CALM,
        clock=message("take.position", time=time, length=length_text(state.most_ms)),
        progress=_share(state),
        buttons=(_button(TakeAct.LISTEN_END, "take.listen_end", is_primary=True),),
    )


def _idle(state: TakeState) -> TakeView:
    takes = state.sound.takes_of(state.task.task_id)
    heard = [take for take in takes if take.frames]
    trouble = _TROUBLES[state.trouble] if state.trouble is not None else None
    if not takes:
        return TakeView(
            title=message("take.ready"),
            tone=Tone.CALM,
            lines=tuple(_rules(state)),
            alarm=trouble,
            buttons=(_begin_button(state),),
        )
    newest = takes[-1]
    counting = counting_take(state.sound, state.task.task_id)
    if counting is None:
        return TakeView(
            title=message("take.nothing_kept"),
            tone=Tone.BAD,
            lines=(_tries(state),),
            alarm=trouble or message("take.nothing_kept_why"),
            buttons=_after_buttons(state, has_answer=False),
        )
    is_good = newest is counting and is_whole(newest) and not newest.findings
    lines = (*_broken(newest, counting), _counts(counting, heard), _tries(state))
    return TakeView(
        title=message("take.done", time=length_text(counting.length_ms)),
        tone=Tone.GOOD if is_good else Tone.WARN,
        lines=lines,
        alarm=_question(state) or trouble or _finding(counting),
        is_question=state.question is not None,
        buttons=_after_buttons(state, has_answer=True),
    )


def _rules(state: TakeState) -> Iterator[Message]:
    task = state.task
    if task.preparation_s:
        yield message(
            "take.rule_prepared", seconds=task.preparation_s, answer_s=task.answer_s
        )
    else:
        yield message("take.rule_at_once", answer_s=task.answer_s)
    yield message("take.rule_takes", count=state.most)


def _begin_button(state: TakeState) -> TakeButton:
    if state.task.preparation_s:
        return _button(TakeAct.PREPARE, "take.prepare", is_primary=True)
    return _button(TakeAct.RECORD, "take.record", is_primary=True)


def _after_buttons(state: TakeState, *, has_answer: bool) -> tuple[TakeButton, ...]:
    if state.question is TakeQuestion.AGAIN:
        return (
            _button(TakeAct.AGAIN_REFUSED, "take.again_no", is_primary=True),
            _button(TakeAct.RECORD, "take.again_yes"),
        )
    buttons: list[TakeButton] = []
    if has_answer and state.may_hear:
        buttons.append(_button(TakeAct.LISTEN, "take.listen"))
    if takes_left(state.sound, state.task.task_id, state.most):
        act = TakeAct.AGAIN if has_answer else TakeAct.RECORD
        buttons.append(_button(act, "take.again"))
    return tuple(buttons)


def _question(state: TakeState) -> Message | None:
    if state.question is TakeQuestion.AGAIN:
        return message("take.again_question")
    return None


def _broken(newest: Take, counting: Take) -> Iterator[Message]:
    if is_whole(newest):
        return
    lost = newest.reason is RecordingEnd.DEVICE_LOST
    yield message("take.broken_device" if lost else "take.broken")
    if newest is not counting:
        yield message("take.broken_older_counts")


def _counts(counting: Take, heard: list[Take]) -> Message:
    if len(heard) == 1:
        return message("take.counts")
    return message("take.counts_of", number=heard.index(counting) + 1)


def _tries(state: TakeState) -> Message:
    left = takes_left(state.sound, state.task.task_id, state.most)
    return message("take.again_left", count=left) if left else message("take.last")


def _finding(take: Take) -> Message | None:
    return next((_FINDINGS[code] for code in take.findings if code in _FINDINGS), None)


def _left(state: TakeState) -> Message:
    left = clock_text(state.most_ms - state.phase_ms).removeprefix("0:")
    return message("take.left", time=left)


def _share(state: TakeState) -> float:
    return min(1.0, state.phase_ms / state.most_ms) if state.most_ms else 0.0


def _button(act: TakeAct, key: str, *, is_primary: bool = False) -> TakeButton:
    return TakeButton(act=act, text=message(key), is_primary=is_primary)
