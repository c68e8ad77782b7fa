"""The fold's later parts: times of sections, plays, takes, texts; whatever comes in between."""

from collections.abc import Sequence

import pytest
from hypothesis import given, strategies as st

from kiosk.sitting.entry_draft import header_of
from question_bank.formats.entry_bodies import (
    Body,
    FocusGained,
    FocusLost,
    HelpCalled,
    Locked,
    MarkSet,
    NotesSet,
    Observed,
    OptionStruck,
    ResponseSet,
    ScreenCovered,
    SectionEnd,
    SectionEntered,
    SectionPassed,
    StaffActed,
    StaffWay,
    Unlocked,
)
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
from question_bank.items.response import OptionsResponse
from question_bank.journal.sitting_record import SittingRecord, fold
from question_bank.journal.sound_record import COSTING_ENDS
from question_bank.journal.text_history import KEPT_EVERY_MS, MOST_VERSIONS
from tests.builders.journals import SITTING, a_draft, a_resumed, a_started, a_text

CLIPS = ("c1", "c2")
TASKS = ("t1", "t2")
Timed = tuple[int, Body]


def folded(
    timed: Sequence[Timed], record: SittingRecord | None = None
) -> SittingRecord:
    """Fold bodies, each so many ms after the one before."""
    first = (record.last_seq if record else 0) + 1
    time_ms = record.time_used_ms if record else 0
    entries = []
    for seq, (after_ms, body) in enumerate(timed, start=first):
        time_ms += after_ms
        entries.append(
            (header_of(a_draft(body, time_used_ms=time_ms), SITTING, seq), body)
        )
    return fold(entries, record)


def started(clip: str, from_ms: int = 0) -> PlayStarted:
    return PlayStarted(place_id=clip, media_name="m", from_ms=from_ms)


def ended(clip: str, at_ms: int, reason: PlayEnd) -> PlayEnded:
    return PlayEnded(place_id=clip, media_name="m", position_ms=at_ms, reason=reason)


def chunk(task: str, take: int, index: int, *, dropped: int = 0) -> RecordingChunk:
    return RecordingChunk(
        task_id=task,
        take=take,
        index=index,
        codec=ChunkCodec.PCM_S16LE,
        frames=16_000,
        dropped_frames=dropped,
        audio=b"",
    )


def recording(task: str, take: int) -> RecordingStarted:
    return RecordingStarted(
        task_id=task, take=take, sample_rate_hz=16_000, device_name="m"
    )


def recorded(task: str, take: int, reason: RecordingEnd) -> RecordingEnded:
    return RecordingEnded(
        task_id=task,
        take=take,
        frames=0,
        dropped_frames=0,
        reason=reason,
        findings=(),
    )


gaps = st.integers(0, 60_000)
sections = st.sampled_from(("s1", "s2", "s3"))
section_bodies = st.one_of(
    st.builds(SectionEntered, section_id=sections),
    st.builds(SectionPassed, section_id=sections, reason=st.sampled_from(SectionEnd)),
    st.just(a_resumed()),
)
play_bodies = st.one_of(
    st.builds(started, st.sampled_from(CLIPS), st.sampled_from((0, 0, 3_000))),
    st.builds(
        ended, st.sampled_from(CLIPS), st.integers(0, 9_000), st.sampled_from(PlayEnd)
    ),
    st.just(a_resumed()),
)
take_bodies = st.one_of(
    st.builds(recording, st.sampled_from(TASKS), st.integers(1, 4)),
    st.builds(
        chunk,
        st.sampled_from(TASKS),
        st.integers(1, 4),
        st.integers(0, 3),
        dropped=st.integers(0, 9),
    ),
    st.builds(
        recorded,
        st.sampled_from(TASKS),
        st.integers(1, 4),
        st.sampled_from(RecordingEnd),
    ),
    st.just(a_resumed()),
)
any_bodies = st.one_of(section_bodies, play_bodies, take_bodies)


@given(st.lists(st.tuples(gaps, section_bodies), max_size=12), gaps)
def test_the_times_of_sections_are_never_negative_and_sum_to_what_passed_in_them(
    timed: list[Timed], more_ms: int
) -> None:
    record = folded([(0, a_started()), *timed])
    now_ms = record.time_used_ms + more_ms
    times = record.sections
    used = {name: times.used_ms(name, now_ms) for name in ("s1", "s2", "s3")}

    expected = dict.fromkeys(used, 0)
    current, at_ms = "", 0
    for after_ms, body in timed:
        if current:
            expected[current] += after_ms
        at_ms += after_ms
        if isinstance(body, SectionEntered):
            current = body.section_id
        elif isinstance(body, SectionPassed) and body.section_id == current:
            current = ""
    if current:
        expected[current] += more_ms
    assert used == expected
    assert sum(used.values()) <= now_ms


@given(st.lists(st.tuples(gaps, play_bodies), max_size=15))
def test_only_what_began_at_its_beginning_counts_as_a_play(timed: list[Timed]) -> None:
    sound = folded([(0, a_started()), *timed]).sound

    begun = [
        b.place_id for _, b in timed if isinstance(b, PlayStarted) and not b.from_ms
    ]
    assert sound.plays == {(clip, "m"): begun.count(clip) for clip in set(begun)}


@given(st.lists(st.tuples(gaps, play_bodies), max_size=15))
def test_after_a_crash_nothing_plays_and_what_played_goes_on_for_nothing(
    timed: list[Timed],
) -> None:
    before = folded([(0, a_started()), *timed])
    after = folded([(5_000, a_resumed())], before)

    assert after.sound.playing is None
    assert after.sound.plays == before.sound.plays
    playing = before.sound.playing
    if playing is not None:
        heard = after.sound.broken_off_at_ms[playing.clip]
        assert heard == playing.from_ms + before.time_used_ms - playing.since_ms
        clip = playing.clip[0]
        on = folded([(0, started(clip, max(heard, 1)))], after)
        assert on.sound.plays == before.sound.plays


@given(st.lists(st.tuples(gaps, take_bodies), max_size=20))
def test_takes_hold_only_what_was_written_in_turn(timed: list[Timed]) -> None:
    sound = folded([(0, a_started()), *timed]).sound

    for take in sound.takes.values():
        assert take.frames == take.chunks * 16_000
        assert take.length_ms == take.chunks * 1_000
        if take.reason is not None:
            assert take.reason in RecordingEnd
    for task in TASKS:
        takes = sound.takes_of(task)
        costs = [x for x in takes if x.reason is None or x.reason in COSTING_ENDS]
        assert sound.costing_takes(task) == len(costs)


@given(st.lists(st.tuples(gaps, take_bodies), max_size=8))
def test_a_crash_ends_the_running_take_keeps_its_chunks_and_costs_no_try(
    timed: list[Timed],
) -> None:
    one_at_a_time: list[Timed] = []
    for after_ms, body in timed:
        running = folded([(0, a_started()), *one_at_a_time]).sound.running_take()
        if running is not None and isinstance(body, RecordingStarted):
            continue
        one_at_a_time.append((after_ms, body))
    before = folded([(0, a_started()), *one_at_a_time])
    after = folded([(0, a_resumed())], before)

    assert after.sound.running_take() is None
    running = before.sound.running_take()
    if running is not None:
        ended_take = after.sound.takes[running.task_id, running.take]
        assert ended_take.reason is RecordingEnd.INTERRUPTED
        assert (ended_take.chunks, ended_take.frames) == (
            running.chunks,
            running.frames,
        )
        tries = before.sound.costing_takes(running.task_id)
        assert after.sound.costing_takes(running.task_id) == tries - 1


texts = st.lists(
    st.tuples(st.integers(0, 40_000), st.text("ab字 ", max_size=4)), max_size=80
)


@given(texts)
def test_earlier_texts_are_few_differ_and_are_never_the_present_one_alone(
    typed: list[tuple[int, str]],
) -> None:
    record = folded(
        [(0, a_started()), *((after_ms, a_text(text)) for after_ms, text in typed)]
    )
    versions = record.earlier_texts.get("t1", ())

    assert len(versions) <= MOST_VERSIONS
    assert len({version.text for version in versions}) == len(versions)
    assert all(version.text.strip() for version in versions)
    assert all(version.since_ms <= version.until_ms for version in versions)
    assert {version.text for version in versions} <= {text for _, text in typed}


def test_text_that_was_taken_away_can_be_gone_back_to() -> None:
    record = folded([(0, a_started()), (9, a_text("写了很多")), (9, a_text("写"))])

    [earlier] = record.earlier_texts["t1"]
    assert (earlier.text, earlier.since_ms, earlier.until_ms) == ("写了很多", 9, 18)


def test_two_hours_of_typing_keep_a_bounded_number_of_versions() -> None:
    text, timed = "", [(0, a_started())]
    bodies: list[Timed] = list(timed)
    for number in range(200):
        text += f"第{number}句。"
        bodies.append((KEPT_EVERY_MS, a_text(text)))
    versions = folded(bodies).earlier_texts["t1"]

    assert len(versions) == MOST_VERSIONS
    assert versions[0].text == "第0句。"


INDEPENDENT: tuple[Body, ...] = (
    a_text("x", "t9"),
    ResponseSet(task_id="t8", response=OptionsResponse(option_ids=("o1",))),
    MarkSet(task_id="t7", is_marked=True),
    OptionStruck(task_id="t6", option_id="o2", is_struck=True),
    NotesSet(text="n"),
    HelpCalled(is_called=True),
    ScreenCovered(is_covered=True),
    SectionPassed(section_id="s9", reason=SectionEnd.CANDIDATE),
    Observed(what="USB_ADDED", detail=""),
    StaffActed(act="archive", way=StaffWay.PIN, note=""),
    started("c9"),
    recording("t5", 1),
)


@given(st.permutations(INDEPENDENT))
def test_entries_that_have_nothing_to_do_with_each_other_may_come_in_any_order(
    bodies: list[Body],
) -> None:
    at_once = [(0, body) for body in bodies]
    usual = [(0, body) for body in INDEPENDENT]

    assert folded([(0, a_started()), *at_once]) == folded([(0, a_started()), *usual])


news: st.SearchStrategy[Body] = st.sampled_from(
    (
        FocusLost(what="w"),
        FocusGained(lost_ms=1),
        Observed(what="SECOND_DISPLAY", detail=""),
        StaffActed(act="leave", way=StaffWay.CODE, note=""),
    )
)


@given(st.lists(st.tuples(gaps, any_bodies), max_size=10), st.data())
def test_news_of_the_computer_changes_nothing_of_the_sitting(
    timed: list[Timed], data: st.DataObject
) -> None:
    with_news = list(timed)
    for _ in range(data.draw(st.integers(0, 4))):
        place = data.draw(st.integers(0, len(with_news)))
        with_news.insert(place, (0, data.draw(news)))
    plain = folded([(0, a_started()), *timed])
    noisy = folded([(0, a_started()), *with_news])

    assert (noisy.sections, noisy.sound) == (plain.sections, plain.sound)
    assert noisy.time_used_ms == plain.time_used_ms
    assert noisy.responses == plain.responses


@given(st.lists(st.tuples(gaps, any_bodies), max_size=14), st.integers(0, 14))
def test_folding_in_two_halves_is_folding_once(timed: list[Timed], cut: int) -> None:
    whole = [(0, a_started()), *timed]
    first, second = whole[: cut + 1], whole[cut + 1 :]

    assert folded(second, folded(first)) == folded(whole)


@pytest.mark.parametrize("by", ["pin", "code", "reentry"])
def test_locks_made_at_the_seat_without_an_order_hold_and_open_each_time(
    by: str,
) -> None:
    lock, unlock = Locked(order_number=0, by=by), Unlocked(order_number=0, by=by)

    assert folded([(0, a_started()), (0, lock)]).is_locked
    twice: list[Timed] = [
        (0, a_started()),
        (0, lock),
        (0, unlock),
        (0, lock),
        (0, unlock),
    ]
    assert not folded(twice).is_locked
    assert folded([*twice, (0, lock)]).is_locked
