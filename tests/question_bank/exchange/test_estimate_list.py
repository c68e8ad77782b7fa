import pytest
from hypothesis import given, strategies as st

from question_bank.errors import FormatError
from question_bank.exchange.estimate_list import (
    estimate_list_bytes,
    read_estimate_list,
)
from question_bank.identifiers import TaskId
from question_bank.items.estimate import EstimateOrigin, TaskEstimate

some_estimates = st.builds(
    TaskEstimate,
    task_id=st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,10}", fullmatch=True),
    difficulty_permille=st.integers(1, 999),
    discrimination_permille=st.none() | st.integers(-999, 999),
    origin=st.sampled_from(EstimateOrigin),
    responses=st.none() | st.integers(1, 10**6),
    source=st.none() | st.sampled_from(["2026 年春", '带"引号",逗号', "两\n行"]),
)


@given(found=st.lists(some_estimates, max_size=6, unique_by=lambda e: e.task_id))
def test_any_estimates_that_are_written_read_back(found: list[TaskEstimate]) -> None:
    known = {TaskId(estimate.task_id): estimate for estimate in found}

    reading = read_estimate_list(estimate_list_bytes(known), name="e.csv")

    assert reading.findings == ()
    assert {estimate.task_id: estimate for estimate, _ in reading.rows} == known


def read_row(row: str, headings: str = "题号,难度,区分度,来源,样本量") -> TaskEstimate:
    reading = read_estimate_list(f"{headings}\n{row}\n".encode(), name="e.csv")
    assert reading.findings == ()
    ((estimate, _),) = reading.rows
    return estimate


def test_what_teachers_write_is_understood() -> None:
    assert read_row("ｑ１,０.７２,,预测试,２１４") == TaskEstimate(
        task_id=TaskId("q1"),
        difficulty_permille=720,
        origin=EstimateOrigin.PRETEST,
        responses=214,
    )
    headings = "题号,难度,区分度,来源,样本量,出处"
    assert read_row("q1,65%,0.3,,300,2026 年春季", headings) == TaskEstimate(
        task_id=TaskId("q1"),
        difficulty_permille=650,
        discrimination_permille=300,
        origin=EstimateOrigin.OPERATIONAL,
        responses=300,
        source="2026 年春季",
    )
    assert read_row("q1,0.5", "item_id,difficulty").origin is EstimateOrigin.AUTHOR


def test_gbk_and_an_empty_line_are_read() -> None:
    raw = "题号,难度\nq1,0.5\n,\n\nq2,0.6\n".encode("gbk")

    assert [e.task_id for e, _ in read_estimate_list(raw, name="e").rows] == [
        "q1",
        "q2",
    ]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (",0.5,,,", "题号"),
        ("q 1,0.5,,,", "题号"),
        ("q1,,,,", "难度"),
        ("q1,1,,,", "难度"),
        ("q1,0,,,", "难度"),
        ("q1,72,,,", "难度"),
        ("q1,nan,,,", "难度"),
        ("q1,inf,,,", "难度"),
        ("q1,1e400,,,", "难度"),
        ("q1,易,,,", "难度"),
        ("q1,0.5,1.2,,", "区分度"),
        ("q1,0.5,高,,", "区分度"),
        ("q1,0.5,,2026 年春预测试,214", "来源"),
        ("q1,0.5,,,0", "样本量"),
        ("q1,0.5,,,-3", "样本量"),
        ("q1,0.5,,,多", "样本量"),
    ],
)
def test_a_bad_cell_is_told_with_row_and_column(row: str, column: str) -> None:
    raw = f"题号,难度,区分度,来源,样本量\nok,0.5,,,\n{row}\n".encode()

    reading = read_estimate_list(raw, name="e.csv")

    assert [(f.place.row, f.place.column) for f in reading.findings] == [(3, column)]
    assert len(reading.rows) == 1


@pytest.mark.parametrize(
    "raw", [b"", b"\xff\xff\xff", "题号,分数\n".encode(), b'id,difficulty\n"q1,0.5\n']
)
def test_what_is_no_list_of_estimates_is_refused(raw: bytes) -> None:
    with pytest.raises(FormatError):
        read_estimate_list(raw, name="e.csv")
