"""Pictures of sounds that play, answers that are spoken, and the headset check."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.headset_check_view import (
    HeadsetActivity,
    HeadsetStage,
    HeadsetState,
    headset_check_view,
)
from kiosk.ui.presenters.play_view import PlayFacts, PlayTrouble, PlayView, play_view
from kiosk.ui.presenters.sound_settings_view import DeviceView, sound_settings_view
from kiosk.ui.presenters.take_view import (
    Ear,
    TakePhase,
    TakeQuestion,
    TakeState,
    TakeTrouble,
    TakeView,
    take_view,
)
from question_bank.formats.form import tasks_by_id
from question_bank.formats.sound_bodies import (
    PlayEnd,
    PlayEnded,
    PlayStarted,
    RecordingEnd,
)
from question_bank.items.content import Sound
from question_bank.items.spoken_answer import SpokenAnswer
from question_bank.journal.sound_record import (
    NO_SOUND,
    SoundRecord,
    Take,
    after_sound,
)
from tests.kiosk.ui import samples
from tests.kiosk.ui.conftest import is_shown
from tests.kiosk.ui.gallery_exam import show_exam
from tests.kiosk.ui.gallery_scenario import Scenario

TASK = "c1-4"
HEARD_TWICE_AT_MOST = PlayFacts(most=2, length_ms=80_400)
HEADSET = "USB Headset H340 单声道"
SETTINGS = sound_settings_view(
    80,
    (
        DeviceView(device_id="a", name="USB Headset H340 立体声", is_default=True),
        DeviceView(device_id="b", name="内置扬声器", is_default=False),
    ),
    None,
    (
        DeviceView(device_id="c", name=HEADSET, is_default=True),
        DeviceView(device_id="d", name="内置话筒", is_default=False),
    ),
    "d",
)


def sound_of(*takes: Take) -> SoundRecord:
    return SoundRecord(takes={(take.task_id, take.take): take for take in takes})


def a_take(
    number: int,
    reason: RecordingEnd | None = RecordingEnd.STOPPED,
    seconds: int = 74,
    findings: tuple[str, ...] = (),
) -> Take:
    return Take(
        task_id=TASK,
        take=number,
        sample_rate_hz=16_000,
        device_name=HEADSET,
        chunks=seconds,
        frames=seconds * 16_000,
        reason=reason,
        findings=findings,
    )


@dataclass
class Shown:
    """Stands in for the desks: one state for every sound and every spoken task."""

    sound: SoundRecord = NO_SOUND
    facts: PlayFacts = HEARD_TWICE_AT_MOST
    state: TakeState | None = None

    def play_view(self, place_id: str, block: Sound) -> PlayView:
        return play_view(self.sound, (place_id, str(block.media_name)), self.facts)

    def take_view(self, task: SpokenAnswer) -> TakeView:
        state = self.state or TakeState(task=task, sound=self.sound, most=2)
        return take_view(replace(state, task=task))


def a_state(**changes: object) -> TakeState:
    task = tasks_by_id(samples.a_form())[TASK].task
    assert isinstance(task, SpokenAnswer)
    state = TakeState(task=task, sound=NO_SOUND, most=2, device=HEADSET)
    return replace(state, **changes)  # type: ignore[arg-type]


def exam(shown: Shown, level: float = 0.0) -> Callable[[MainWindow], None]:
    def show(window: MainWindow) -> None:
        show_exam(TASK)(window)
        window.exam.sounds.take_source(shown)
        window.exam.sounds.level_changed.emit(level)

    return show


def spoken(**changes: object) -> Callable[[MainWindow], None]:
    show_shown = exam(Shown(state=a_state(**changes)), level=0.6)

    def show(window: MainWindow) -> None:
        show_shown(window)
        if is_shown(window, "show-case"):  # a narrow window shows the case first
            window.exam.bring_up_answer()

    return show


def heard(*bodies: PlayStarted | PlayEnded) -> SoundRecord:
    sound = NO_SOUND
    for body in bodies:
        sound = after_sound(sound, body, 0)
    return sound


STARTED = PlayStarted(place_id="s2", media_name="client-chen.opus", from_ms=0)
PAUSED = PlayEnded(
    place_id="s2",
    media_name="client-chen.opus",
    position_ms=31_000,
    reason=PlayEnd.DEVICE_LOST,
)


def panel(window: MainWindow) -> None:
    spoken()(window)
    window.sound_panel.show_settings(SETTINGS, is_recording=True)
    window.sound_panel.open()


def headset(**changes: object) -> Callable[[MainWindow], None]:
    def show(window: MainWindow) -> None:
        window.header.show_place(samples.PLACE, samples.a_person())
        state = replace(HeadsetState(), **changes)  # type: ignore[arg-type]
        window.headset_check.settings.show_settings(SETTINGS)
        window.headset_check.show_check(headset_check_view(state))
        window.show_screen(window.headset_check)
        window.headset_check.show_level(0.55)
        window.headset_check.focus_next()

    return show


def again(window: MainWindow) -> None:
    sound = sound_of(a_take(1))
    spoken(sound=sound, question=TakeQuestion.AGAIN)(window)


SOUND = (
    Scenario(
        name="sound-playing",
        show=exam(
            Shown(
                sound=heard(STARTED),
                facts=PlayFacts(most=2, length_ms=80_400, position_ms=22_000),
            )
        ),
    ),
    Scenario(
        name="sound-headphones-lost",
        show=exam(
            Shown(
                sound=heard(STARTED, PAUSED),
                facts=PlayFacts(
                    most=2, length_ms=80_400, trouble=PlayTrouble.DEVICE_LOST
                ),
            )
        ),
    ),
    Scenario(name="spoken-ready", show=spoken()),
    Scenario(
        name="spoken-preparing",
        show=spoken(phase=TakePhase.PREPARING, phase_ms=11_000, most_ms=30_000),
    ),
    Scenario(
        name="spoken-recording",
        show=spoken(
            phase=TakePhase.RECORDING, phase_ms=34_000, most_ms=90_000, ear=Ear.HEARD
        ),
    ),
    Scenario(
        name="spoken-unheard",
        show=spoken(
            phase=TakePhase.RECORDING, phase_ms=3_000, most_ms=90_000, ear=Ear.UNHEARD
        ),
    ),
    Scenario(
        name="spoken-leaving",
        show=spoken(
            phase=TakePhase.RECORDING,
            phase_ms=40_000,
            most_ms=90_000,
            ear=Ear.HEARD,
            question=TakeQuestion.LEAVE,
        ),
    ),
    Scenario(name="spoken-done", show=spoken(sound=sound_of(a_take(1)))),
    Scenario(name="spoken-again", show=again),
    Scenario(
        name="spoken-silent",
        show=spoken(sound=sound_of(a_take(1, findings=("SILENT", "TOO_SHORT")))),
    ),
    Scenario(
        name="spoken-broken",
        show=spoken(sound=sound_of(a_take(1), a_take(2, RecordingEnd.INTERRUPTED, 12))),
    ),
    Scenario(
        name="spoken-no-microphone",
        show=spoken(trouble=TakeTrouble.NO_DEVICE),
    ),
    Scenario(name="sound-panel", show=panel),
    Scenario(name="headset-hear", show=headset()),
    Scenario(
        name="headset-speak",
        show=headset(
            stage=HeadsetStage.SPEAK,
            activity=HeadsetActivity.RECORDING,
            has_played=True,
        ),
    ),
    Scenario(
        name="headset-silent",
        show=headset(stage=HeadsetStage.SPEAK, has_played=True, findings=("SILENT",)),
    ),
    Scenario(name="headset-judge", show=headset(stage=HeadsetStage.JUDGE)),
    Scenario(
        name="headset-unclear",
        show=headset(stage=HeadsetStage.UNCLEAR, is_called=True),
    ),
)
