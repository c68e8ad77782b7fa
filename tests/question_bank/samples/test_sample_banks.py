"""The three sample banks keep what the issue promises of them."""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
import soundfile
from PIL import Image as Picture

import question_bank.samples
from question_bank.checks.all_checks import CheckedBank, checked
from question_bank.checks.checked_item import CheckedItem
from question_bank.checks.near_duplicates import near_duplicates
from question_bank.checks.sound_measure import measured
from question_bank.exchange.item_draft import ItemDraft, SourceReading
from question_bank.exchange.item_source import read_item_list
from question_bank.exchange.media_check import media_problem
from question_bank.exchange.media_folder import media_in_folder
from question_bank.formats.item_record import tags_of_task
from question_bank.formats.standard import parse_standard, task_names
from question_bank.identifiers import ItemId
from question_bank.items.case import Case
from question_bank.items.content import Image, Sound, Table
from question_bank.items.finding import Finding, Severity
from question_bank.items.item import contents_of, tasks_in
from question_bank.items.multiple_choice import MultipleChoice
from question_bank.items.short_answer import ShortAnswer, ShortAnswerKey
from question_bank.items.single_choice import SingleChoice, SingleChoiceKey
from question_bank.items.spoken_answer import SpokenAnswer, SpokenAnswerKey
from question_bank.items.tag import parse_tag
from question_bank.items.true_false import TrueFalse, TrueFalseKey
from question_bank.samples.media_list import MediaList, parse_media_list
from question_bank.samples.media_pinyin import spoken

SAMPLES = Path(question_bank.samples.__file__).parent
LEVELS = {"junior": "初级", "intermediate": "中级", "senior": "高级"}
STANDARD = parse_standard((SAMPLES / "standard.toml").read_bytes())

each_level = pytest.mark.parametrize("folder", LEVELS)


@cache
def readings(folder: str) -> tuple[SourceReading, ...]:
    media = media_in_folder(SAMPLES / folder / "media")
    return tuple(
        read_item_list(path.read_bytes(), media, name=path.name)
        for path in sorted((SAMPLES / folder).glob("*.yaml"))
    )


def drafts(folder: str) -> list[ItemDraft]:
    return [draft for reading in readings(folder) for draft in reading.drafts]


def items(folder: str) -> tuple[CheckedItem, ...]:
    return tuple(
        CheckedItem(record=draft.record, estimates=draft.estimates)
        for draft in drafts(folder)
    )


def cases(folder: str) -> Iterator[ItemDraft]:
    return (draft for draft in drafts(folder) if isinstance(draft.record.item, Case))


def enemies(folder: str) -> tuple[tuple[ItemId, ItemId], ...]:
    return tuple(pair for reading in readings(folder) for pair in reading.enemies)


def media_list(folder: str) -> MediaList:
    return parse_media_list((SAMPLES / folder / "media.toml").read_bytes())


@cache
def findings(folder: str) -> tuple[Finding, ...]:
    media = {
        sha256: medium
        for reading in readings(folder)
        for sha256, medium in reading.media.items()
    }
    bank = CheckedBank(
        items=items(folder),
        enemies=enemies(folder),
        known_ids={item.item_id for item in items(folder)},
        standard=STANDARD,
        read_medium=lambda sha256: media[sha256].read(),
    )
    return checked(bank)


@each_level
def test_every_list_is_read_without_a_finding(folder: str) -> None:
    assert len(readings(folder)) >= 9
    assert [reading.findings for reading in readings(folder) if reading.findings] == []


@each_level
def test_the_counts_are_those_of_the_issue(folder: str) -> None:
    kinds = Counter(type(draft.record.item) for draft in drafts(folder))

    assert kinds[SingleChoice] >= 90
    assert kinds[MultipleChoice] >= 30
    assert kinds[TrueFalse] >= 30
    assert kinds[ShortAnswer] >= 8
    assert kinds[Case] == 4
    assert {draft.record.level for draft in drafts(folder)} == {LEVELS[folder]}


@each_level
def test_every_case_has_all_its_parts(folder: str) -> None:
    for draft in cases(folder):
        case = draft.record.item
        assert isinstance(case, Case)
        blocks = {type(block) for content in contents_of(case) for block in content}
        kinds = {type(task) for task in tasks_in(case)}
        name = str(case.item_id)

        assert len(case.scenes) >= 3, name
        assert Sound in blocks, name
        assert {Table, Image} & blocks, name
        assert kinds & {SingleChoice, MultipleChoice}, name
        assert {ShortAnswer, SpokenAnswer} <= kinds, name
        assert draft.record.transcripts, name
        assert sum(task.points for task in tasks_in(case)) == 10, name


@each_level
def test_cases_are_both_free_and_one_way_and_some_show_pictures(folder: str) -> None:
    found = [draft.record for draft in cases(folder)]
    one_way = [case.item.is_one_way for case in found if isinstance(case.item, Case)]
    with_picture = [
        record for record in found if any(n.endswith(".png") for n in record.media)
    ]

    assert set(one_way) == {True, False}
    assert len(with_picture) >= 2


@each_level
def test_every_task_of_the_standard_is_covered(folder: str) -> None:
    covered = Counter(
        parse_tag(tag).task_code
        for draft in drafts(folder)
        for task in tasks_in(draft.record.item)
        for tag in tags_of_task(draft.record, task.task_id)
    )
    wanted = task_names(STANDARD, LEVELS[folder])

    assert set(covered) == set(wanted)
    assert min(covered.values()) >= 4, covered


@each_level
def test_every_task_is_explained_and_every_open_one_has_a_rubric(folder: str) -> None:
    for draft in drafts(folder):
        record = draft.record
        for task in tasks_in(record.item):
            assert record.explanations.get(task.task_id), task.task_id
            if isinstance(task, ShortAnswer | SpokenAnswer):
                key = record.keys[task.task_id]
                assert isinstance(key, ShortAnswerKey | SpokenAnswerKey)
                points = key.rubric.scoring_points
                assert sum(point.points for point in points) >= task.points
                assert all(point.acceptable_wordings for point in points), task.task_id
                assert key.rubric.wrong_ideas, task.task_id


@each_level
def test_difficulty_spreads(folder: str) -> None:
    values = [
        estimate.difficulty_permille
        for draft in drafts(folder)
        for estimate in draft.estimates
    ]
    tasks = [task for draft in drafts(folder) for task in tasks_in(draft.record.item)]

    assert len(values) == len(tasks)
    assert sum(value >= 800 for value in values) >= 0.15 * len(values)
    assert sum(value < 550 for value in values) >= 0.15 * len(values)
    assert len(set(values)) >= 20


@each_level
def test_keys_are_balanced(folder: str) -> None:
    keys = [key for draft in drafts(folder) for key in draft.record.keys.values()]
    letters = Counter(
        str(key.correct_option) for key in keys if isinstance(key, SingleChoiceKey)
    )
    truths = [key.is_true for key in keys if isinstance(key, TrueFalseKey)]

    assert max(letters.values()) <= 0.35 * letters.total()
    assert min(letters.values()) >= 0.15 * letters.total()
    assert 0.35 <= sum(truths) / len(truths) <= 0.65


def test_no_two_items_of_the_three_banks_are_nearly_the_same() -> None:
    apart = {frozenset(pair) for folder in LEVELS for pair in enemies(folder)}
    own = [item for folder in LEVELS for item in items(folder)]

    pairs = [
        (own[pair.first.item].item_id, own[pair.second.item].item_id)
        for pair in near_duplicates(own)
    ]

    assert [pair for pair in pairs if frozenset(pair) not in apart] == []


@pytest.mark.slow  # decodes and measures all media
@each_level
def test_the_checks_find_no_error_and_hardly_a_warning(folder: str) -> None:
    errors = [found for found in findings(folder) if found.severity is Severity.ERROR]
    warnings = [f for f in findings(folder) if f.severity is Severity.WARNING]

    assert errors == []
    assert len(warnings) <= 5, warnings


@each_level
def test_media_are_those_that_items_show_and_they_work(folder: str) -> None:
    stored = {path.name for path in (SAMPLES / folder / "media").iterdir()}
    shown = {str(name) for draft in drafts(folder) for name in draft.record.media}
    listed = media_list(folder)

    assert stored == shown
    voices = {voice.file for voice in listed.voice}
    assert shown == voices | {chart.file for chart in listed.chart}
    for medium in {
        medium.sha256: medium
        for reading in readings(folder)
        for medium in reading.media.values()
    }.values():
        assert media_problem(medium.media_type, medium.read()) is None


@pytest.mark.slow  # decodes and measures four voices
@each_level
def test_voices_are_level_small_and_say_their_transcripts(folder: str) -> None:
    transcripts = {
        str(name): text
        for draft in drafts(folder)
        for name, text in draft.record.transcripts.items()
    }
    for voice in media_list(folder).voice:
        raw = (SAMPLES / folder / "media" / voice.file).read_bytes()
        measure = measured(raw)
        said = "".join(voice.phrases)

        assert said == "".join(transcripts[voice.file].split()), voice.file
        assert -21 <= measure.loudness_lufs <= -19, voice.file
        assert measure.peak_dbfs <= -1, voice.file
        assert measure.silent_start_s <= 0.5, voice.file
        assert (measure.channels, measure.rate_hz) == (1, 24_000)
        assert len(raw) <= 60_000 * max(1, measure.length_s / 30), voice.file
        if not voice.recorded:
            syllables = len(_syllables(voice.phrases, dict(voice.pinyin)))
            assert 2.5 <= syllables / measure.length_s <= 5, voice.file


def _syllables(phrases: tuple[str, ...], told: dict[str, str]) -> list[str]:
    """Every Chinese character has a syllable; 儿 behind another may have none."""
    found: list[str] = []
    for phrase in phrases:
        for one in spoken(phrase, told):
            is_han = "\u3400" <= one.character <= "\u9fff"
            if is_han and one.character != "儿":
                assert one.syllable[-1:] in set("12345"), (phrase, one)
            if one.syllable[-1:].isdigit():
                found.append(one.syllable)
    return found


@each_level
def test_charts_are_readable_and_small(folder: str) -> None:
    for chart in media_list(folder).chart:
        raw = (SAMPLES / folder / "media" / chart.file).read_bytes()
        with Picture.open(BytesIO(raw)) as picture:
            assert picture.size == (900, 520)
        assert len(raw) <= 60_000


def test_ids_are_unique_over_the_three_banks() -> None:
    ids = Counter(
        str(task.task_id)
        for folder in LEVELS
        for draft in drafts(folder)
        for task in tasks_in(draft.record.item)
    )

    assert [task_id for task_id, count in ids.items() if count > 1] == []


def test_sounds_are_what_a_seat_plays() -> None:
    for folder in LEVELS:
        for voice in media_list(folder).voice:
            info = soundfile.info(SAMPLES / folder / "media" / voice.file)
            assert (info.format, info.subtype) == ("OGG", "OPUS")
