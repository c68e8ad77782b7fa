import pytest
from hypothesis import given, settings, strategies as st

from kiosk.audio.level import Level
from kiosk.audio.voice_watch import Hearing, VoiceWatch

EACH_MS = 1000 / 16


def sound(rms_dbfs: float, *, is_constant: bool = False) -> Level:
    return Level(
        peak_dbfs=min(0.0, rms_dbfs + 10),
        rms_dbfs=rms_dbfs,
        clipped_share=0.0,
        is_constant=is_constant,
    )


MUTED = sound(-96.0, is_constant=True)
ROOM = sound(-65.0)
VOICE = sound(-28.0)


def told(*parts: tuple[Level, float]) -> list[tuple[float, Hearing]]:
    """When what was told changed, in seconds, over parts of (level, seconds)."""
    watch = VoiceWatch()
    changes = [(0.0, watch.hearing)]
    at_ms = 0.0
    for level, seconds in parts:
        for _ in range(round(seconds * 16)):
            at_ms += EACH_MS
            hearing = watch.next_hearing(level, round(at_ms))
            if hearing is not changes[-1][1]:
                changes.append((at_ms / 1000, hearing))
    return changes


def test_a_muted_microphone_is_told_at_one_second() -> None:
    assert told((MUTED, 3)) == [(0.0, Hearing.LISTENING), (1.0, Hearing.DEAD)]


def test_silence_is_told_within_three_seconds_and_not_at_once() -> None:
    (_, (at_s, hearing)) = told((ROOM, 5))

    assert hearing is Hearing.UNHEARD
    assert 2.0 < at_s <= 3.0


def test_a_constant_that_is_not_zero_is_dead_too() -> None:
    stuck = sound(-20.0, is_constant=True)

    assert told((stuck, 2))[-1][1] is Hearing.DEAD


def test_a_voice_is_heard_and_nothing_is_said() -> None:
    changes = told((ROOM, 1), (VOICE, 4))

    assert [hearing for _, hearing in changes] == [Hearing.LISTENING, Hearing.HEARD]


@pytest.mark.parametrize("fault", [ROOM, MUTED])
def test_a_voice_takes_the_warning_back(fault: Level) -> None:
    changes = told((fault, 4), (VOICE, 1))

    assert changes[-1][1] is Hearing.HEARD
    assert changes[-1][0] < 4.3


def test_a_pause_in_speech_is_no_fault() -> None:
    assert told((VOICE, 2), (ROOM, 20))[-1][1] is Hearing.HEARD


def test_a_microphone_that_dies_in_the_middle_is_told_within_two_seconds() -> None:
    at_s, hearing = told((VOICE, 5), (MUTED, 3))[-1]

    assert hearing is Hearing.DEAD
    assert at_s - 5.0 <= 2.0


def test_a_click_is_no_voice() -> None:
    click = (VOICE, 1 / 16)

    assert told((ROOM, 1), click, (ROOM, 3))[-1][1] is Hearing.UNHEARD


def test_a_microphone_that_lives_again_has_yet_to_hear_a_voice() -> None:
    hearings = [hearing for _, hearing in told((MUTED, 2), (ROOM, 2), (VOICE, 1))]

    assert hearings[1:] == [Hearing.DEAD, Hearing.UNHEARD, Hearing.HEARD]


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from([MUTED, ROOM]), st.just(0.25)), min_size=12))
def test_without_a_voice_something_is_said_within_three_seconds(
    parts: list[tuple[Level, float]],
) -> None:
    first_s = next(
        at for at, hearing in told(*parts) if hearing is not Hearing.LISTENING
    )

    assert first_s <= 3.0
