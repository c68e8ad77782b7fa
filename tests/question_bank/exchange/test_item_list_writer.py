from collections.abc import Iterable
from fractions import Fraction

from hypothesis import given, strategies as st

from question_bank.exchange.content_markup import parse_markup
from question_bank.exchange.item_draft import MediumFile, SourceReading
from question_bank.exchange.item_list_writer import (
    item_list_bytes,
    item_list_files,
    list_folders,
)
from question_bank.exchange.item_source import read_item_list
from question_bank.exchange.markup_text import markup_text
from question_bank.formats.item_record import ItemRecord
from question_bank.identifiers import ItemId, MediaName, TaskId
from question_bank.items.content import Block, Mark, Paragraph, Run
from question_bank.items.estimate import TaskEstimate
from tests.builders.bank_records import (
    a_choice_record,
    a_record,
    records,
    written_contents,
)
from tests.builders.forms import (
    a_case,
    a_multiple_choice,
    a_short_answer,
    a_single_choice,
    a_spoken_answer,
    a_true_false,
    words,
)

TYPES = {"png": "image/png", "flac": "audio/flac", "opus": "audio/ogg"}


def no_bytes() -> bytes:
    raise AssertionError("nobody reads media here")


def read_back(raw: bytes, record_list: Iterable[ItemRecord]) -> SourceReading:
    media = {
        name: MediumFile(
            sha256=digest,
            media_type=TYPES[name.rpartition(".")[2]],
            size_bytes=1,
            read=no_bytes,
        )
        for record in record_list
        for name, digest in record.media.items()
    }
    return read_item_list(raw, media, name="list.yaml")


@given(record=records)
def test_any_record_that_is_written_reads_back_as_it_was(record: ItemRecord) -> None:
    raw = item_list_bytes(record.level, [record], {}, [])

    reading = read_back(raw, [record])

    assert reading.findings == ()
    assert [draft.record for draft in reading.drafts] == [record]


@given(content=written_contents)
def test_markup_says_exactly_the_content_or_nothing(
    content: tuple[Block, ...],
) -> None:
    text = markup_text(content)

    assert text is None or parse_markup(text) == content


def test_what_authors_write_is_written_as_markup_again() -> None:
    for text in (
        "一段，**要点**和*强调*，H_{2}O，m^{2}，++划线++",
        "第一段\n\n第二段\n换行",
        "- 一\n- 二",
        "1. 一\n2. 二",
        "| 日期 | 分数 |\n| --- | --- |\n| 周一 | 3 |",
        "![一幅图](a.png)",
        "[sound: 讲述](a.flac plays=2)",
        r"3 \* 4，**外*内*外**",
    ):
        assert markup_text(parse_markup(text)) == text


def test_content_that_markup_cannot_say_is_written_as_blocks() -> None:
    odd = (Paragraph(runs=(Run(text="- 不是列表", marks=(Mark.STRONG,)),)),)
    stems = [odd, words("- 像列表"), words("空\n\n行"), words(" 前后空格 ")]
    for stem in stems:
        task = a_single_choice()
        record = a_record(
            type(task)(
                task_id=task.task_id,
                points=Fraction(1),
                stem=stem,
                options=task.options,
            )
        )
        raw = item_list_bytes("初级", [record], {}, [])

        assert read_back(raw, [record]).drafts[0].record == record


def test_every_kind_of_item_reads_back_with_its_estimates() -> None:
    written = [
        a_record(item)
        for item in (
            a_single_choice(),
            a_multiple_choice(),
            a_true_false(),
            a_short_answer(),
            a_spoken_answer(most_takes=None),
            a_case(),
        )
    ]
    estimates = {
        TaskId("s1"): TaskEstimate(task_id=TaskId("s1"), difficulty_permille=650),
        TaskId("c1-2"): TaskEstimate(
            task_id=TaskId("c1-2"),
            difficulty_permille=305,
            discrimination_permille=400,
        ),
    }
    raw = item_list_bytes("初级", written, estimates, [["s1", "m1"]])

    reading = read_back(raw, written)

    assert reading.findings == ()
    assert [draft.record for draft in reading.drafts] == written
    found = [e for draft in reading.drafts for e in draft.estimates]
    assert {e.task_id: e for e in found} == estimates
    assert reading.enemies == ((ItemId("s1"), ItemId("m1")),)


@given(points=st.fractions(Fraction(1, 1000), 1000, max_denominator=1000))
def test_points_read_back_exactly(points: Fraction) -> None:
    task = a_true_false()
    record = a_record(type(task)(task_id=task.task_id, points=points, stem=task.stem))

    raw = item_list_bytes("初级", [record], {}, [])

    assert read_back(raw, [record]).drafts[0].record == record


def test_one_name_for_two_pictures_makes_two_folders() -> None:
    first, second = (
        a_record(a_case("c1"), sha256="1" * 64),
        a_record(a_case("c2"), sha256="2" * 64),
    )
    plain = a_choice_record("q1")

    folders = list_folders([first, second, plain])

    assert [folder.records for folder in folders] == [[first, plain], [second]]
    assert folders[1].media == {
        MediaName("chart.png"): "2" * 64,
        MediaName("voice.opus"): "2" * 64,
    }


def test_a_sound_without_transcript_is_apart_from_one_with() -> None:
    with_words = a_record(a_case("c1"))
    without = ItemRecord(
        level="初级",
        item=a_case("c2"),
        keys=a_record(a_case("c2")).keys,
        media=with_words.media,
    )

    assert len(list_folders([with_words, without])) == 2


def test_levels_and_long_lists_have_files_of_their_own() -> None:
    many = [a_choice_record(f"q-{index}") for index in range(3)]
    other = a_record(a_single_choice("z1"), level="高级/甲", tags=())
    (folder,) = list_folders([*many, other])

    names = [name for name, _ in item_list_files(folder, {}, [], most_items=2)]

    assert names == ["初级-1.yaml", "初级-2.yaml", "高级_甲.yaml"]
