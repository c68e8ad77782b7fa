import tempfile
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from question_bank.exchange.item_source import read_item_list
from question_bank.exchange.media_folder import media_in_folder
from question_bank.exchange.xlsx_items import read_xlsx_items
from question_bank.exchange.xlsx_writer import write_xlsx_items
from question_bank.formats.item_record import ItemRecord, item_id_of_record
from question_bank.identifiers import ItemId, OptionId, TaskId
from question_bank.items.content import Paragraph, Run
from question_bank.items.estimate import EstimateOrigin, TaskEstimate
from question_bank.items.option import Option
from question_bank.items.single_choice import SingleChoice, SingleChoiceKey

SAMPLES = Path(__file__).parents[3] / "question_bank" / "samples"


def paragraph(text: str) -> tuple[Paragraph, ...]:
    return (Paragraph(runs=(Run(text=text),)),)


def a_choice(
    *texts: str,
    item_id: str = "q-1",
    option_ids: str = "abcdefghijklmnopqrstuvwxyz",
    points: Fraction = Fraction(1),
) -> ItemRecord:
    stem, *options = texts
    task_id = TaskId(item_id)
    task = SingleChoice(
        task_id=task_id,
        points=points,
        stem=paragraph(stem),
        options=tuple(
            Option(option_id=OptionId(option_id), content=paragraph(text))
            for option_id, text in zip(option_ids, options, strict=False)
        ),
    )
    key = SingleChoiceKey(correct_option=task.options[-1].option_id)
    return ItemRecord(level="初级", item=task, keys={task_id: key})


TRICKY = st.sampled_from(
    "=+-@#*_{}|;；：:、,，.．A1Ａ１\n\t\xa0　\u200b\"'<>&√甲乙x0D_ "
)
TEXTS = st.one_of(
    st.text(TRICKY, min_size=1, max_size=12),
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=8),
    st.sampled_from(
        ["=1+1", "_x000D_", "_x005F_", "#N/A", "【示例】甲", "一、甲", "3-4"]
    ),
)


@pytest.mark.slow  # 150 whole files are written and read
@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(
    texts=st.lists(TEXTS, min_size=3, max_size=10, unique=True),
    points=st.fractions(min_value=Fraction(1, 100), max_value=50, max_denominator=100),
)
def test_what_is_written_reads_back_the_same_and_the_rest_is_told(
    texts: list[str], points: Fraction
) -> None:
    record = a_choice(*texts, points=points)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"

        findings = write_xlsx_items([(record, ())], path)
        reading = read_xlsx_items(path, level=None)

    if findings:
        assert [finding.code for finding in findings] == ["NOT_FOR_SPREADSHEET"]
        assert reading.drafts == ()
    else:
        assert [draft.record for draft in reading.drafts] == [record]


@pytest.mark.parametrize("text", ["=1+1", "+86", "-5", "@x", "_x000D_", "#N/A", "3-4"])
def test_no_text_becomes_a_formula_an_error_or_a_date(
    tmp_path: Path, text: str
) -> None:
    path = tmp_path / "a.xlsx"
    record = a_choice(text, f"{text}甲", "乙")

    assert write_xlsx_items([(record, ())], path) == ()

    cells = [c for row in openpyxl.load_workbook(path)["试题"].iter_rows() for c in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert read_xlsx_items(path, level=None).drafts[0].record == record


def test_option_ids_that_a_column_cannot_hold_are_told_and_left_out(
    tmp_path: Path,
) -> None:
    odd = a_choice("题", "甲", "乙", option_ids="xy", item_id="odd")
    plain = a_choice("题干", "甲", "乙")

    findings = write_xlsx_items([(odd, ()), (plain, ())], tmp_path / "a.xlsx")

    assert [finding.place.item_id for finding in findings] == ["odd"]
    [draft] = read_xlsx_items(tmp_path / "a.xlsx", level=None).drafts
    assert item_id_of_record(draft.record) == "q-1"


def test_points_by_option_are_told_and_left_out(tmp_path: Path) -> None:
    text = LIST.replace("credit: partial", "credit: mapped").replace(
        "answer: [a, b]", "points_by_option: {a: 1, b: -2, c: 1}"
    )
    assert "points_by_option" in text
    drafts = read_item_list(text.encode(), {}, name="list.yaml").drafts

    findings = write_xlsx_items([(d.record, ()) for d in drafts], tmp_path / "a.xlsx")

    told = [(finding.code, finding.place.item_id) for finding in findings]
    assert told == [("NOT_FOR_SPREADSHEET", "m-1")]
    read = read_xlsx_items(tmp_path / "a.xlsx", level=None).drafts
    assert len(read) == len(drafts) - 1


def test_estimates_and_enemies_come_back(tmp_path: Path) -> None:
    records = [a_choice(f"题{x}", "甲", "乙", item_id=f"q-{x}") for x in (1, 2)]
    estimate = TaskEstimate(
        task_id=TaskId("q-1"),
        difficulty_permille=655,
        discrimination_permille=-120,
        origin=EstimateOrigin.PRETEST,
    )
    pair = (ItemId("q-1"), ItemId("q-2"))

    findings = write_xlsx_items(
        [(records[0], (estimate,)), (records[1], ())],
        tmp_path / "a.xlsx",
        enemies=[pair],
    )

    assert [finding.code for finding in findings] == ["ORIGIN_NOT_SAID"]
    reading = read_xlsx_items(tmp_path / "a.xlsx", level=None)
    assert reading.enemies == (pair,)
    assert "CELL_NOT_USED" not in [finding.code for finding in reading.findings]
    [read] = reading.drafts[0].estimates
    assert (read.difficulty_permille, read.discrimination_permille) == (655, -120)


LIST = """
level: 初级
items:
  - kind: multiple_choice
    id: m-1
    points: 2
    tags: [初级/2.1, 初级/3.2.4]
    difficulty: 0.61
    discrimination: 0.3
    credit: partial
    stem: |
      看下表，**不**正确的是

      | 量表 | 分 |
      | --- | --- |
      | SDS | 53 |
    options: {a: 甲, b: "m^{2}", c: 丙}
    answer: [a, b]
    explanation: |
      第一段

      第二段
  - kind: case
    id: c-1
    title: 失眠
    one_way: true
    tags: [初级/2.1]
    stem: 老人
    scenes:
      - id: s1
        title: 初访
        content: 睡不好
        tasks:
          - kind: short_answer
            id: c-1-t1
            points: 3
            most_characters: 200
            stem: 还要问什么
            rubric:
              model_answer: 时长；用药
              scoring_points:
                - {id: p1, points: 2, text: 时长, acceptable: [多久, 持续时间]}
                - {id: p2, points: 1, text: 用药}
              wrong_ideas: [直接诊断]
          - kind: spoken_answer
            id: say
            points: 2
            preparation_s: 30
            answer_s: 90
            most_takes: 2
            stem: 请回应
            expected_s: 200
            rubric:
              model_answer: 不容易
              scoring_points: [{id: p1, points: 2, text: 共情}]
      - id: later
        title: 没有小题的场景
        content: 再见
  - kind: true_false
    id: t-1
    points: 1.5
    stem: 倾听重要
    answer: 对
"""


def test_items_of_all_kinds_come_back_as_they_were(tmp_path: Path) -> None:
    drafts = read_item_list(LIST.encode(), {}, name="a.yaml").drafts
    assert len(drafts) == 3

    findings = write_xlsx_items(
        [(draft.record, draft.estimates) for draft in drafts], tmp_path / "a.xlsx"
    )

    assert findings == ()
    read = read_xlsx_items(tmp_path / "a.xlsx", level=None).drafts
    assert {item_id_of_record(x.record): x.record for x in read} == {
        item_id_of_record(x.record): x.record for x in drafts
    }
    assert sum(len(x.estimates) for x in read) == 1


def test_a_case_whose_voice_stands_between_two_paragraphs_is_written(
    tmp_path: Path,
) -> None:
    sample = (SAMPLES / "intermediate" / "case-1.yaml").read_bytes()
    media = media_in_folder(SAMPLES / "intermediate" / "media")
    [draft] = read_item_list(sample, media, name="case-1.yaml").drafts
    assert draft.record.transcripts

    findings = write_xlsx_items([(draft.record, ())], tmp_path / "a.xlsx")

    assert findings == ()
    back = read_xlsx_items(tmp_path / "a.xlsx", level=None, media=media)
    assert [found.record for found in back.drafts] == [draft.record]


def test_an_item_carries_its_pair_with_a_case_and_two_cases_are_told(
    tmp_path: Path,
) -> None:
    drafts = read_item_list(LIST.encode(), {}, name="list.yaml").drafts
    record = next(x.record for x in drafts if item_id_of_record(x.record) == "c-1")
    item = a_choice("题", "甲", "乙", item_id="q-1")
    with_item = (ItemId("c-1"), ItemId("q-1"))
    with_case = (ItemId("c-1"), ItemId("c-2"))

    findings = write_xlsx_items(
        [(record, ()), (item, ())], tmp_path / "a.xlsx", enemies=[with_item, with_case]
    )

    assert [(x.code, x.place.item_id) for x in findings] == [
        ("ENEMIES_NOT_SAID", "c-1")
    ]
    assert read_xlsx_items(tmp_path / "a.xlsx", level=None).enemies == (with_item,)
