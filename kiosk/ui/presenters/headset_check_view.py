"""The headset check: hear, speak, judge; one next thing to do. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kiosk.ui.presenters.message import Message, message


class HeadsetStage(StrEnum):
    """How far the check is."""

    HEAR = "hear"
    SPEAK = "speak"
    JUDGE = "judge"
    UNCLEAR = "unclear"
    """Something is wrong: what to look at, what to choose, whom to call."""


class HeadsetActivity(StrEnum):
    """What sounds now."""

    IDLE = "idle"
    PLAYING = "playing"
    RECORDING = "recording"
    PLAYING_OWN = "playing_own"


class HeadsetAct(StrEnum):
    """What a candidate can press."""

    PLAY = "play"
    HEARD = "heard"
    NOT_HEARD = "not_heard"
    RECORD = "record"
    LISTEN = "listen"
    CLEAR = "clear"
    NOT_CLEAR = "not_clear"
    TRY_AGAIN = "try_again"
    CALL = "call"
    GO_ON = "go_on"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadsetState:
    """What is known of the check.

    Attributes:
        has_played: The sound was played at least once.
        findings: Codes of what the last recording's check found, such as `SILENT`.
        has_output, has_input: Whether there is anything to hear and to speak with.
        is_called: The proctor was asked to come.
    """

    stage: HeadsetStage = HeadsetStage.HEAR
    activity: HeadsetActivity = HeadsetActivity.IDLE
    has_played: bool = False
    findings: tuple[str, ...] = ()
    has_output: bool = True
    has_input: bool = True
    is_called: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadsetButton:
    """One thing to press."""

    act: HeadsetAct
    text: Message
    is_primary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadsetView:
    """What the screen shows.

    Attributes:
        step: What to do, in a sentence.
        status: What sounds now, or what was done; None: nothing.
        problem: What to mend; None: nothing.
        has_sentence: The words to read stand there.
        has_devices: Devices can be chosen here, besides the volume.
    """

    step: Message
    status: Message | None
    problem: Message | None
    has_sentence: bool
    has_meter: bool
    has_devices: bool
    buttons: tuple[HeadsetButton, ...]


_STEPS = {
    HeadsetStage.HEAR: message("headset.step_hear"),
    HeadsetStage.SPEAK: message("headset.step_speak"),
    HeadsetStage.JUDGE: message("headset.step_judge"),
    HeadsetStage.UNCLEAR: message("headset.unclear"),
}
_STATUS = {
    HeadsetActivity.PLAYING: message("headset.playing"),
    HeadsetActivity.RECORDING: message("headset.recording"),
    HeadsetActivity.PLAYING_OWN: message("headset.playing_own"),
}
_FINDINGS = {
    "SILENT": message("headset.silent"),
    "TOO_QUIET": message("headset.too_quiet"),
    "CLIPPED": message("headset.clipped"),
    "TOO_SHORT": message("headset.other"),
    "FRAMES_DROPPED": message("headset.other"),
}


def headset_check_view(state: HeadsetState) -> HeadsetView:
    """Return what the check shows now."""
    is_busy = state.activity is not HeadsetActivity.IDLE
    status = _STATUS.get(state.activity)
    if status is None and state.is_called:
        status = message("headset.called")
    return HeadsetView(
        step=_STEPS[state.stage],
        status=status,
        problem=None if is_busy else _problem(state),
        has_sentence=state.stage is HeadsetStage.SPEAK,
        has_meter=state.stage is HeadsetStage.SPEAK,
        has_devices=state.stage is HeadsetStage.UNCLEAR,
        buttons=() if is_busy else tuple(_buttons(state)),
    )


def _problem(state: HeadsetState) -> Message | None:
    is_hearing = state.stage in {HeadsetStage.HEAR, HeadsetStage.UNCLEAR}
    if is_hearing and not state.has_output:
        return message("headset.no_output")
    if state.stage is not HeadsetStage.HEAR and not state.has_input:
        return message("headset.no_input")
    if state.stage is HeadsetStage.HEAR:
        return None
    return next((_FINDINGS[x] for x in state.findings if x in _FINDINGS), None)


def _buttons(state: HeadsetState) -> Iterator[HeadsetButton]:
    match state.stage:
        case HeadsetStage.HEAR:
            yield from _hear_buttons(state)
        case HeadsetStage.SPEAK:
            again = "headset.try_again" if state.findings else "headset.record"
            yield _button(HeadsetAct.RECORD, again, is_primary=True)
            if state.findings or not state.has_input:
                yield _button(HeadsetAct.NOT_CLEAR, "headset.not_working")
        case HeadsetStage.JUDGE:
            yield _button(HeadsetAct.CLEAR, "headset.clear", is_primary=True)
            yield _button(HeadsetAct.LISTEN, "headset.listen_again")
            yield _button(HeadsetAct.NOT_CLEAR, "headset.not_clear")
        case HeadsetStage.UNCLEAR:
            yield _button(HeadsetAct.TRY_AGAIN, "headset.try_again", is_primary=True)
            if not state.is_called:
                yield _button(HeadsetAct.CALL, "headset.call")
            yield _button(HeadsetAct.GO_ON, "headset.go_on")


def _hear_buttons(state: HeadsetState) -> Iterator[HeadsetButton]:
    if not state.has_played:
        yield _button(HeadsetAct.PLAY, "headset.play", is_primary=True)
    else:
        yield _button(HeadsetAct.HEARD, "headset.heard", is_primary=True)
        yield _button(HeadsetAct.PLAY, "headset.play_again")
    if state.has_played or not state.has_output:
        yield _button(HeadsetAct.NOT_HEARD, "headset.not_heard")


def _button(act: HeadsetAct, key: str, *, is_primary: bool = False) -> HeadsetButton:
    return HeadsetButton(act=act, text=message(key), is_primary=is_primary)
