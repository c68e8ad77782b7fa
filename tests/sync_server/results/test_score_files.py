import csv
import io

import openpyxl
import pytest

from sync_server.results.score_files import csv_sheet, xlsx_workbook
from sync_server.results.sitting_result import (
    SessionResults,
    SittingEnd,
    SittingResult,
)


def results_of(name: str) -> SessionResults:
    return SessionResults(
        session_code="S1",
        session_name="上午",
        data_class="formal",
        manifest_sha256=bytes(32),
        engine_version="exam-room 0",
        made_utc="2026-11-22T00:00:00.000Z",
        made_by="admin",
        sittings=(
            SittingResult(
                sitting_uuid="u",
                admission_number="1",
                name=name,
                room_code="101",
                seat_code="01",
                form_code="A",
                end=SittingEnd.ABSENT,
            ),
        ),
    )


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1", "=cmd|' /C calc'!A0"]


@pytest.mark.parametrize("name", FORMULAS)
def test_a_name_that_looks_like_a_formula_is_text_in_a_csv(name: str) -> None:
    rows = list(
        csv.reader(io.StringIO(csv_sheet(results_of(name)).decode("utf-8-sig")))
    )

    assert rows[1][1] == f"'{name}"


@pytest.mark.parametrize("name", FORMULAS)
def test_a_name_that_looks_like_a_formula_is_text_in_a_workbook(name: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_workbook(results_of(name))))

    assert book["成绩"]["B2"].data_type == "s"


def test_a_csv_begins_with_the_mark_that_spreadsheets_look_for() -> None:
    assert csv_sheet(results_of("甲")).startswith(b"\xef\xbb\xbf")
