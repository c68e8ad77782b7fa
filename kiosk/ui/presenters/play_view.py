"""What stands beside a sound: how long, how far, how often still. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.sitting.sound_rules import PlayPress, play_step, plays_left
from kiosk.ui.presenters.message import Message, message
from question_bank.journal.sound_record import NO_SOUND, ClipPlace, SoundRecord


class PlayTrouble(StrEnum):
    """Why a sound was not heard, told until it is tried again."""

    NO_DEVICE = "no_device"
    DEVICE_LOST = "device_lost"
    UNREADABLE = "unreadable"


_TROUBLES = {
    PlayTrouble.NO_DEVICE: message("play.no_device"),
    PlayTrouble.DEVICE_LOST: message("play.device_lost"),
    PlayTrouble.UNREADABLE: message("play.unreadable"),
}

_BUTTONS = {
    PlayPress.START: message("play.start"),
    PlayPress.GO_ON: message("play.go_on"),
    PlayPress.PAUSE: message("play.pause"),
    PlayPress.NOTHING: message("play.start"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayFacts:
    """What is known of a sound on the screen, beside its journal.

    Attributes:
        most: Plays allowed; 0: no limit.
        length_ms: 0: not yet known.
        position_ms: Where it plays now; counts only while it does.
        is_recording: A take runs: nothing plays meanwhile.
        is_opening: It was pressed and has not begun yet.
        trouble: Of the newest try.
    """

    most: int
    length_ms: int = 0
    position_ms: int = 0
    is_recording: bool = False
    is_opening: bool = False
    trouble: PlayTrouble | None = None


NOTHING_KNOWN = PlayFacts(most=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayView:
    """A sound's button and what stands around it.

    Attributes:
        press: What the button does; NOTHING: it cannot be pressed.
        left: How often it can still be heard.
        note: What else is to be known; None: nothing.
        is_trouble: The note needs somebody to act.
        progress: Of the bar, in [0, 1].
        time: `0:12 / 1:05`, or the length alone; empty while it is unknown.
    """

    press: PlayPress
    button: Message
    left: Message
    note: Message | None
    is_trouble: bool
    progress: float
    time: str


def play_view(sound: SoundRecord, clip: ClipPlace, facts: PlayFacts) -> PlayView:
    """Return what a sound shows now."""
    step = play_step(sound, clip, facts.most, is_recording=facts.is_recording)
    at_ms = step.from_ms if step.press is PlayPress.GO_ON else 0
    if step.press is PlayPress.PAUSE:
        at_ms = facts.position_ms
    if facts.length_ms:
        at_ms = min(at_ms, facts.length_ms)
    button = message("play.opening") if facts.is_opening else _BUTTONS[step.press]
    return PlayView(
        press=PlayPress.NOTHING if facts.is_opening else step.press,
        button=button,
        left=_left(plays_left(sound, clip, facts.most), facts.most),
        note=_note(facts, step.press, at_ms),
        is_trouble=facts.trouble is not None,
        progress=at_ms / facts.length_ms if facts.length_ms else 0.0,
        time=_time(at_ms, facts.length_ms),
    )


def length_text(length_ms: int) -> str:
    """Return `1:05`; rounded to the nearest second."""
    seconds = (length_ms + 500) // 1000
    return f"{seconds // 60}:{seconds % 60:02}"


def _left(left: int | None, most: int) -> Message:
    if left is None:
        return message("play.left_free")
    if left:
        return message("play.left", count=left)
    return message("play.left_none", count=most)


def _note(facts: PlayFacts, press: PlayPress, at_ms: int) -> Message | None:
    if facts.trouble is not None:
        return _TROUBLES[facts.trouble]
    if facts.is_recording:
        return message("play.while_recording")
    if press is PlayPress.GO_ON:
        return message("play.broken_off", time=length_text(at_ms))
    return None


def _time(at_ms: int, length_ms: int) -> str:
    if not length_ms:
        return ""
    if not at_ms:
        return length_text(length_ms)
    return f"{length_text(at_ms)} / {length_text(length_ms)}"


UNHEARD = play_view(NO_SOUND, ("", ""), NOTHING_KNOWN)
"""Before anything is known of a sound."""
