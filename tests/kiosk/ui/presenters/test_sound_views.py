"""What sounds, spoken tasks and the headset check show, over all that can be so."""

from itertools import product

import pytest
from hypothesis import given, strategies as st

from kiosk.audio.take_check import FindingKind
from kiosk.sitting.sound_rules import PlayPress
from kiosk.ui.presenters.headset_check_view import (
    HeadsetActivity,
    HeadsetStage,
    HeadsetState,
    headset_check_view,
)
from kiosk.ui.presenters.play_view import (
    PlayFacts,
    PlayTrouble,
    length_text,
    play_view,
)
from kiosk.ui.presenters.sound_settings_view import DeviceView, sound_settings_view
from kiosk.ui.presenters.take_view import (
    Ear,
    TakeAct,
    TakePhase,
    TakeQuestion,
    TakeState,
    TakeTrouble,
    take_view,
)
from kiosk.ui.texts import Language, load_texts
from question_bank.formats.sound_bodies import RecordingEnd
from question_bank.journal.sound_record import NO_SOUND, Playing, SoundRecord, Take
from tests.builders.forms import a_spoken_answer

CHINESE = load_texts(Language.CHINESE)
CLIP = ("t1", "voice.opus")
TASK = a_spoken_answer("v1")


def a_take(
    number: int, reason: RecordingEnd | None, frames: int, findings: tuple[str, ...]
) -> Take:
    return Take(
        task_id="v1",
        take=number,
        sample_rate_hz=16_000,
        device_name="耳麦",
        frames=frames,
        reason=reason,
        findings=findings,
    )


TAKES = st.lists(
    st.tuples(
        st.sampled_from(list(RecordingEnd)),
        st.sampled_from([0, 16_000, 900_000]),
        st.lists(st.sampled_from([kind.name for kind in FindingKind]), max_size=3),
    ),
    max_size=4,
)


@given(
    takes=TAKES,
    phase=st.sampled_from(TakePhase),
    question=st.none() | st.sampled_from(TakeQuestion),
    trouble=st.none() | st.sampled_from(TakeTrouble),
    ear=st.sampled_from(Ear),
    may_hear=st.booleans(),
)
def test_a_spoken_task_always_says_what_is_so_and_has_one_main_thing_to_do(
    takes: list[tuple[RecordingEnd, int, list[str]]],
    phase: TakePhase,
    question: TakeQuestion | None,
    trouble: TakeTrouble | None,
    ear: Ear,
    may_hear: bool,
) -> None:
    sound = SoundRecord(
        takes={
            ("v1", number): a_take(number, reason, frames, tuple(findings))
            for number, (reason, frames, findings) in enumerate(takes, start=1)
        }
    )
    state = TakeState(
        task=TASK,
        sound=sound,
        most=2,
        phase=phase,
        phase_ms=3_000,
        most_ms=30_000,
        question=question,
        trouble=trouble,
        ear=ear,
        may_hear=may_hear,
        device="耳麦",
    )

    view = take_view(state)

    said = [view.title, *view.lines, *(button.text for button in view.buttons)]
    assert all(CHINESE.say(message) for message in said)
    assert view.alarm is None or CHINESE.say(view.alarm)
    assert sum(button.is_primary for button in view.buttons) <= 1
    acts = [button.act for button in view.buttons]
    assert len(set(acts)) == len(acts)
    assert may_hear or TakeAct.LISTEN not in acts
    if phase is TakePhase.RECORDING and question is None:
        assert acts == [TakeAct.STOP]
        assert (view.alarm is not None) is (ear in {Ear.UNHEARD, Ear.DEAD})


@pytest.mark.parametrize("kind", list(FindingKind))
def test_every_finding_is_told_to_the_candidate(kind: FindingKind) -> None:
    take = a_take(1, RecordingEnd.STOPPED, 900_000, (kind.name,))
    sound = SoundRecord(takes={("v1", 1): take})

    view = take_view(TakeState(task=TASK, sound=sound, most=2))

    assert view.alarm is not None


def test_who_may_not_try_again_is_not_offered_it() -> None:
    takes = {("v1", n): a_take(n, RecordingEnd.STOPPED, 90_000, ()) for n in (1, 2)}

    view = take_view(TakeState(task=TASK, sound=SoundRecord(takes=takes), most=2))

    assert [button.act for button in view.buttons] == [TakeAct.LISTEN]


@pytest.mark.parametrize(
    ("plays", "most", "press"),
    [(0, 2, PlayPress.START), (2, 2, PlayPress.NOTHING), (9, 0, PlayPress.START)],
)
def test_a_sound_can_be_pressed_while_it_has_plays_left(
    plays: int, most: int, press: PlayPress
) -> None:
    sound = SoundRecord(plays={CLIP: plays})

    assert play_view(sound, CLIP, PlayFacts(most=most)).press is press


def test_a_sound_shows_where_it_is() -> None:
    playing = SoundRecord(playing=Playing(clip=CLIP, from_ms=0, since_ms=0))
    facts = PlayFacts(most=2, length_ms=80_000, position_ms=20_000)

    view = play_view(playing, CLIP, facts)

    assert (view.time, view.progress) == ("0:20 / 1:20", 0.25)
    assert play_view(NO_SOUND, CLIP, facts).time == "1:20"
    assert length_text(59_600) == "1:00"


@pytest.mark.parametrize("trouble", list(PlayTrouble))
def test_every_trouble_of_a_sound_is_told(trouble: PlayTrouble) -> None:
    view = play_view(NO_SOUND, CLIP, PlayFacts(most=2, trouble=trouble))

    assert view.is_trouble
    assert view.note is not None
    assert CHINESE.say(view.note)


def test_the_headset_check_always_has_a_way_on() -> None:
    for stage, has_output, has_input, is_called, findings in product(
        HeadsetStage, (True, False), (True, False), (True, False), ((), ("SILENT",))
    ):
        state = HeadsetState(
            stage=stage,
            has_played=stage is not HeadsetStage.HEAR,
            has_output=has_output,
            has_input=has_input,
            is_called=is_called,
            findings=findings,
        )
        view = headset_check_view(state)
        assert sum(button.is_primary for button in view.buttons) == 1
        assert CHINESE.say(view.step)


@pytest.mark.parametrize(
    "activity", [each for each in HeadsetActivity if each is not HeadsetActivity.IDLE]
)
def test_while_something_sounds_nothing_can_be_pressed(
    activity: HeadsetActivity,
) -> None:
    view = headset_check_view(HeadsetState(activity=activity))

    assert not view.buttons
    assert view.status is not None


def test_what_was_chosen_and_pulled_is_the_systems_again() -> None:
    devices = (DeviceView(device_id="a", name="耳麦", is_default=True),)

    there = sound_settings_view(80, devices, "a", devices, None)
    gone = sound_settings_view(80, devices, "b", (), "a")

    assert (there.output, there.input) == (1, 0)
    assert (gone.output, gone.input) == (0, 0)
    assert CHINESE.say(gone.inputs[0].text) == "自动（没有找到设备）"
    assert CHINESE.say(gone.outputs[0].text) == "自动：耳麦"
