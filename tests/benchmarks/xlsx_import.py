"""Reading 10,000 rows of a teacher's spreadsheet: time and peak memory, in a process of
its own. The whole import (reading and bank) has 30 s and 500 MB; reading gets 12 and 300.

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
REACH_S = 12.0
REACH_MB = 300.0
_WORDS = "来访者在社区心理服务站表示近两个月睡眠不好情绪低落不愿与人交往家人陪同前来倾听共情建立关系评估风险转介"
_HEADER = "题型 题干 选项A 选项B 选项C 选项D 答案 解析 任务 难度 区分度 分值 编号"
_READ = """
import json, resource, sys, time
from pathlib import Path
from question_bank.exchange.xlsx_items import read_xlsx_items
start = time.perf_counter()
reading = read_xlsx_items(Path(sys.argv[1]), level="初级")
print(json.dumps({
    "seconds": time.perf_counter() - start,
    "kib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
    "drafts": len(reading.drafts),
}))
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
    """Return the figures of one reading."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "items.xlsx"
        write_rows(path, ROWS)
        done = subprocess.run(
            [sys.executable, "-c", _READ, str(path)],
            check=True,
            capture_output=True,
            text=True,
        )
    found = json.loads(done.stdout)
    if found["drafts"] != ROWS:
        raise ValueError(f"{found['drafts']} of {ROWS} rows were read")
    figures = (
        ("reading a 10,000-row .xlsx", round(found["seconds"], 2), "s", REACH_S),
        ("its peak memory", round(found["kib"] / 1024, 1), "MB", REACH_MB),
    )
    return [
        {
            "name": name,
            "value": value,
            "unit": unit,
            "limit": None,
            "reach": f"≤ {reach:g}",
            "ok": value <= reach,
        }
        for name, value, unit, reach in figures
    ]
