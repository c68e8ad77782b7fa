"""Importing 10,000 rows of a teacher's spreadsheet: time and peak memory, each in a
process of its own. The whole command `exam-bank import` has 30 s and 500 MB; of these the
reading alone gets 12 s and 300 MB.

    python -m tests.benchmarks xlsx_import
"""

import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from openpyxl import Workbook

ROWS = 10_000
REACH_S = 30.0
REACH_MB = 500.0
READING_S = 12.0
READING_MB = 300.0
_WORDS = "来访者在社区心理服务站表示近两个月睡眠不好情绪低落不愿与人交往家人陪同前来倾听共情建立关系评估风险转介"
_HEADER = "题型 题干 选项A 选项B 选项C 选项D 答案 解析 任务 难度 区分度 分值 编号"
_END = """
seconds = time.perf_counter() - start
# Not getrusage: Linux hands its figure down from the process that started this one.
lines = Path("/proc/self/status").read_text().splitlines()
(peak,) = (line for line in lines if line.startswith("VmHWM:"))
print(json.dumps({
    "seconds": seconds,
    "kib": int(peak.split()[1]),
    "items": items,
}))
"""
_READ = f"""
import json, sys, time
from pathlib import Path
from question_bank.exchange.xlsx_items import read_xlsx_items
start = time.perf_counter()
items = len(read_xlsx_items(Path(sys.argv[1]), level="初级").drafts)
{_END}
"""
_IMPORT = f"""
import contextlib, io, json, sys, time
from pathlib import Path
start = time.perf_counter()
from question_bank.cli.main import main
told = io.StringIO()
with contextlib.redirect_stdout(told):
    status = main(
        ["import", sys.argv[2], sys.argv[1], "--level", "初级", "--by", "计时", "--json"]
    )
items = len(json.loads(told.getvalue())["new"]) if status == 0 else 0
{_END}
"""
_NEW = """
import sys
from question_bank.cli.main import main
sys.exit(main(["new", sys.argv[1], "--by", "计时"]))
"""


def write_rows(path: Path, rows: int) -> None:
    """Write a table of single choices with texts of usual length."""
    draw = random.Random(1)

    def words(count: int) -> str:
        return "".join(draw.choices(_WORDS, k=count))

    book = Workbook(write_only=True)
    sheet = book.create_sheet("试题")
    sheet.append(_HEADER.split())
    for number in range(rows):
        options = [words(15) for _ in range(4)]
        row = ["单选题", f"{words(60)}{number}（　　）", *options, "ABCD"[number % 4]]
        sheet.append([*row, words(90), "2.1", 0.65, 0.35, 1, f"q-{number:05d}"])
    book.save(path)


def measure() -> list[dict[str, Any]]:
    """Return the figures of one reading and of one whole import."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "items.xlsx"
        bank = Path(folder) / "bank.db"
        write_rows(path, ROWS)
        reading = _run(_READ, str(path))
        subprocess.run(
            [sys.executable, "-c", _NEW, str(bank)], check=True, capture_output=True
        )
        whole = _run(_IMPORT, str(path), str(bank))
    return [
        *_figures("reading a 10,000-row .xlsx", reading, READING_S, READING_MB),
        *_figures("exam-bank import of a 10,000-row .xlsx", whole, REACH_S, REACH_MB),
    ]


def _run(program: str, *arguments: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    if found["items"] != ROWS:
        raise ValueError(f"{found['items']} of {ROWS} rows were taken")
    return found


def _figures(
    name: str, found: dict[str, Any], reach_s: float, reach_mb: float
) -> list[dict[str, Any]]:
    return [
        {
            "name": told,
            "value": value,
            "unit": unit,
            "limit": None,
            "reach": f"≤ {reach:g}",
            "ok": value <= reach,
        }
        for told, value, unit, reach in (
            (name, round(found["seconds"], 2), "s", reach_s),
            (f"{name}: peak memory", round(found["kib"] / 1024, 1), "MB", reach_mb),
        )
    ]
