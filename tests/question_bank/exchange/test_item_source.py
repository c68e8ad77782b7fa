import hashlib

import pytest

from question_bank.exchange.errors import FormSourceError
from question_bank.exchange.form_source import parse_form_source
from question_bank.exchange.item_draft import MediumFile, SourceReading
from question_bank.exchange.item_source import read_item_list
from question_bank.formats.item_record import item_record_problems, tags_of_task
from question_bank.identifiers import ItemId, MediaName, OptionId, TaskId
from question_bank.items.case import Case
from question_bank.items.estimate import TaskEstimate
from question_bank.items.single_choice import SingleChoiceKey

VOICE = b"a voice"
MEDIA = {
    MediaName("voice.opus"): MediumFile(
        sha256=hashlib.sha256(VOICE).hexdigest(),
        media_type="audio/ogg",
        size_bytes=len(VOICE),
        read=lambda: VOICE,
    ),
    MediaName("unused.png"): MediumFile(
        sha256="0" * 64, media_type="image/png", size_bytes=1, read=lambda: b"x"
    ),
}

LIST = """\
level: 初级
items:
  - kind: single_choice
    id: s1
    points: 1
    tags: [初级/2.1.3]
    difficulty: 0.72
    discrimination: 0.35
    expected_s: 50
    stem: 下列说法正确的是
    options: {a: 甲, b: 乙}
    answer: b
    explanation: 因为
  - kind: case
    id: c1
    title: 案例
    one_way: true
    tags: [初级/1.1]
    scenes:
      - id: w1
        title: 场景一
        content: |
          经过。

          [sound: 来访者录音](voice.opus plays=2)
        tasks:
          - kind: true_false
            id: c1-t1
            points: 2
            tags: [初级/3.3]
            difficulty: 0.5
            stem: 是这样的。
            answer: 错
          - kind: true_false
            id: c1-t2
            points: 2
            stem: 是那样的。
            answer: 对
transcripts:
  voice.opus: |
    我睡不好。
enemies:
  - [s1, c1]
"""


def read(text: str) -> SourceReading:
    return read_item_list(text.encode(), MEDIA, name="题目.yaml")


def told(text: str) -> list[tuple[int | None, str | None, str]]:
    return [
        (finding.place.row, finding.place.column, finding.wording.en)
        for finding in read(text).findings
    ]


def test_an_item_list_gives_records_with_keys_tags_times_and_media() -> None:
    reading = read(LIST)

    assert reading.findings == ()
    single, case = (draft.record for draft in reading.drafts)
    assert single.keys[TaskId("s1")] == SingleChoiceKey(correct_option=OptionId("b"))
    assert single.expected_times_s == {"s1": 50}
    assert isinstance(case.item, Case)
    assert case.media == {"voice.opus": hashlib.sha256(VOICE).hexdigest()}
    assert case.transcripts == {"voice.opus": "我睡不好。"}
    assert list(item_record_problems(case)) == []


def test_a_task_of_a_case_has_its_own_tags_or_those_of_the_case() -> None:
    case = read(LIST).drafts[1].record

    assert tags_of_task(case, TaskId("c1-t1")) == ("初级/3.3",)
    assert tags_of_task(case, TaskId("c1-t2")) == ("初级/1.1",)


def test_estimates_are_kept_in_thousandths_beside_the_record() -> None:
    single, case = read(LIST).drafts

    assert single.estimates == (
        TaskEstimate(
            task_id=TaskId("s1"), difficulty_permille=720, discrimination_permille=350
        ),
    )
    assert case.estimates == (
        TaskEstimate(task_id=TaskId("c1-t1"), difficulty_permille=500),
    )


def test_only_media_that_items_show_are_taken_along() -> None:
    assert set(read(LIST).media) == {hashlib.sha256(VOICE).hexdigest()}


def test_enemies_are_read() -> None:
    assert read(LIST).enemies == ((ItemId("s1"), ItemId("c1")),)


def test_every_bad_item_is_told_with_line_and_field_and_the_good_ones_are_read() -> (
    None
):
    text = (
        LIST.replace("answer: b", "answer: c")
        .replace("初级/3.3", "中级/3.3")
        .replace("expected_s: 50", "expected_s: fifty")
    )

    assert told(text) == [
        (9, "expected_s", "Expected `int | null`, got `str`"),
        (30, "scenes[0].tasks[0].tags", "中级/3.3 is not of the item's level 初级"),
    ]
    assert told(LIST.replace("answer: b", "answer: c")) == [
        (12, "answer", "the task has no such option")
    ]
    assert len(read(LIST.replace("answer: b", "answer: c")).drafts) == 1


@pytest.mark.parametrize(
    ("change", "column"),
    [
        (("0.72", "1.0"), "difficulty"),
        (("0.72", "0"), "difficulty"),
        (("discrimination: 0.35", "discrimination: 1"), "discrimination"),
        (("difficulty: 0.72", "keeps_option_order: false"), "difficulty"),
        (("voice.opus plays", "other.opus plays"), None),
        (("[初级/2.1.3]", "[初级-2]"), None),
    ],
)
def test_what_cannot_be_is_told(change: tuple[str, str], column: str | None) -> None:
    findings = read(LIST.replace(*change)).findings

    assert len(findings) >= 1
    assert column is None or findings[0].place.column == column


def test_an_id_that_stands_twice_is_told_with_the_first_line() -> None:
    text = LIST.replace("id: c1\n", "id: s1\n")

    assert told(text) == [(15, "id", "the id s1 is that of the item in line 3")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "level: 初级\n",
        "level: 初级\nitems: []\n",
        "a: *b\n",
        "- 1\n",
        LIST + "x: 1\n",
    ],
)
def test_what_is_no_item_list_is_refused_with_its_line(text: str) -> None:
    with pytest.raises(FormSourceError, match=r"题目\.yaml"):
        read(text)


def test_a_form_source_does_not_take_the_fields_of_an_item_list() -> None:
    source = (
        "form_code: A\ntitle: x\nlevel: 初级\nsections:\n  - id: s\n    title: x\n"
        "    items:\n      - {kind: true_false, id: t, points: 1, stem: x, answer: 对,"
        " difficulty: 0.5}\n"
    )
    with pytest.raises(FormSourceError, match="difficulty: belongs into an item list"):
        parse_form_source(source.encode(), name="f.yaml")
