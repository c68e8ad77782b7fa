"""What plays and takes cost, held against random ways through them."""

from hypothesis import given, strategies as st

from kiosk.sitting.sound_rules import (
    LEAST_TAKE_MS,
    TAKE_MARGIN_MS,
    PlayPress,
    counting_take,
    longest_take_ms,
    most_plays,
    most_takes,
    next_take,
    play_step,
    plays_left,
    takes_left,
)
from question_bank.formats.package_policies import Policies
from question_bank.formats.sound_bodies import (
    ChunkCodec,
    PlayEnd,
    PlayEnded,
    PlayStarted,
    RecordingChunk,
    RecordingEnd,
    RecordingEnded,
    RecordingStarted,
)
from question_bank.identifiers import MediaName
from question_bank.items.content import Sound
from question_bank.journal.sound_record import (
    NO_SOUND,
    SoundRecord,
    after_interruption,
    after_sound,
)
from tests.builders.forms import a_spoken_answer

CLIP = ("t1", "voice.opus")
POLICIES = Policies(duration_ms=3_600_000, default_plays=2, default_retakes=1)


def started(sound: SoundRecord, from_ms: int = 0, at_ms: int = 0) -> SoundRecord:
    body = PlayStarted(place_id=CLIP[0], media_name=CLIP[1], from_ms=from_ms)
    return after_sound(sound, body, at_ms)


def ended(sound: SoundRecord, position_ms: int, reason: PlayEnd) -> SoundRecord:
    body = PlayEnded(
        place_id=CLIP[0], media_name=CLIP[1], position_ms=position_ms, reason=reason
    )
    return after_sound(sound, body, position_ms)


def recorded(
    sound: SoundRecord, reason: RecordingEnd | None, frames: int = 16_000
) -> SoundRecord:
    """Record one more take of task v1; None: it still runs."""
    take = next_take(sound, "v1")
    sound = after_sound(
        sound,
        RecordingStarted(
            task_id="v1", take=take, sample_rate_hz=16_000, device_name="mic"
        ),
        0,
    )
    if frames:
        chunk = RecordingChunk(
            task_id="v1",
            take=take,
            index=0,
            codec=ChunkCodec.FLAC,
            frames=frames,
            dropped_frames=0,
            audio=b"x",
        )
        sound = after_sound(sound, chunk, 0)
    if reason is None:
        return sound
    end = RecordingEnded(
        task_id="v1",
        take=take,
        frames=frames,
        dropped_frames=0,
        reason=reason,
        findings=(),
    )
    return after_sound(sound, end, 0)


def test_a_sound_without_its_own_limit_has_the_sessions() -> None:
    own = Sound(media_name=MediaName("voice.opus"), label="对话", most_plays=3)
    none = Sound(media_name=MediaName("voice.opus"), label="对话")

    assert most_plays(own, POLICIES) == 3
    assert most_plays(none, POLICIES) == 2
    assert most_takes(a_spoken_answer(most_takes=4), POLICIES) == 4
    assert most_takes(a_spoken_answer(most_takes=None), POLICIES) == 2


def test_without_a_limit_a_sound_starts_again_and_again() -> None:
    sound = NO_SOUND
    for _ in range(30):
        assert play_step(sound, CLIP, 0, is_recording=False).press is PlayPress.START
        sound = ended(started(sound), 4_000, PlayEnd.FINISHED)

    assert plays_left(sound, CLIP, 0) is None


def test_a_sound_that_plays_is_paused_by_a_press() -> None:
    assert play_step(started(NO_SOUND), CLIP, 2, is_recording=False).press is (
        PlayPress.PAUSE
    )


def test_nothing_plays_while_a_take_runs() -> None:
    assert play_step(NO_SOUND, CLIP, 2, is_recording=True).press is PlayPress.NOTHING


def test_a_sound_broken_off_at_its_very_beginning_costs_no_second_play() -> None:
    sound = after_interruption(started(NO_SOUND), 0)

    step = play_step(sound, CLIP, 1, is_recording=False)

    assert step.press is PlayPress.GO_ON
    assert step.from_ms == 1
    assert started(sound, step.from_ms).plays[CLIP] == 1


BREAKS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                PlayEnd.FINISHED,
                PlayEnd.STOPPED,
                PlayEnd.LEFT,
                PlayEnd.DEVICE_LOST,
                PlayEnd.INTERRUPTED,
                None,
            ]
        ),
        st.integers(0, 5_000),
    ),
    max_size=40,
)


@given(breaks=BREAKS, most=st.integers(1, 5))
def test_the_limit_holds_and_no_break_costs_a_play(
    breaks: list[tuple[PlayEnd | None, int]], most: int
) -> None:
    """None: the seat crashed while it played."""
    sound, finished, at_ms = NO_SOUND, 0, 0
    for reason, heard_ms in breaks:
        step = play_step(sound, CLIP, most, is_recording=False)
        if step.press is PlayPress.NOTHING:
            break
        sound = started(sound, step.from_ms, at_ms)
        at_ms += heard_ms
        if reason is None:
            sound = after_interruption(sound, at_ms)
        else:
            sound = ended(sound, step.from_ms + heard_ms, reason)
        finished += reason is PlayEnd.FINISHED
        begun = sound.plays[CLIP]
        assert begun <= most
        assert begun - finished in (0, 1)  # only what was heard to its end is used up
        assert plays_left(sound, CLIP, most) == most - begun
    else:
        return
    assert finished == most


ENDS = st.lists(st.sampled_from(list(RecordingEnd)), max_size=12)


@given(ends=ENDS, most=st.integers(1, 4))
def test_only_takes_that_ended_as_they_should_cost_a_try(
    ends: list[RecordingEnd], most: int
) -> None:
    sound = NO_SOUND
    for reason in ends:
        before = takes_left(sound, "v1", most)
        if not before:
            break
        sound = recorded(sound, reason)
        is_whole = reason in {RecordingEnd.STOPPED, RecordingEnd.TIME_UP}
        assert takes_left(sound, "v1", most) == before - is_whole
    numbers = [take.take for take in sound.takes_of("v1")]
    assert numbers == list(range(1, len(numbers) + 1))


@given(ends=ENDS)
def test_the_newest_whole_take_counts_and_a_broken_one_only_where_there_is_none(
    ends: list[RecordingEnd],
) -> None:
    sound = NO_SOUND
    for reason in ends:
        sound = recorded(sound, reason)

    counting = counting_take(sound, "v1")

    takes = sound.takes_of("v1")
    whole = [
        take.take
        for take in takes
        if take.reason in {RecordingEnd.STOPPED, RecordingEnd.TIME_UP}
    ]
    numbers = whole or [take.take for take in takes] or [0]
    assert (counting.take if counting else 0) == numbers[-1]


def test_a_take_without_a_sample_is_no_answer() -> None:
    sound = recorded(NO_SOUND, RecordingEnd.DEVICE_LOST, frames=0)

    assert counting_take(sound, "v1") is None
    assert next_take(sound, "v1") == 2


def test_a_running_take_counts_until_there_is_a_whole_one() -> None:
    running = recorded(NO_SOUND, None)
    again = recorded(recorded(NO_SOUND, RecordingEnd.STOPPED), None)

    first, second = counting_take(running, "v1"), counting_take(again, "v1")

    assert first is not None
    assert second is not None
    assert (first.take, second.take) == (1, 1)


@given(
    answer_s=st.integers(5, 1800),
    left_ms=st.integers(0, 4_000_000),
    section_ms=st.none() | st.integers(0, 4_000_000),
)
def test_a_take_ends_before_the_time_does(
    answer_s: int, left_ms: int, section_ms: int | None
) -> None:
    longest = longest_take_ms(answer_s, left_ms, section_ms)

    ends = left_ms if section_ms is None else min(left_ms, section_ms)
    assert longest <= answer_s * 1000
    assert longest == 0 or LEAST_TAKE_MS <= longest <= ends - TAKE_MARGIN_MS
    if ends >= answer_s * 1000 + TAKE_MARGIN_MS:
        assert longest == answer_s * 1000
