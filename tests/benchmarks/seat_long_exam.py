"""The issue's figures of a seat: a long text while it syncs and journals speech, 62 items.

A real kiosk (offscreen) in an exam of 62 tasks; the candidate types into texts of 2,400
characters and goes from task to task; a chunk entry of 32 KB is journalled each second and
everything is sent to a real server.

    python -m tests.benchmarks.seat_long_exam
"""

import copy
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import yaml

from tests.benchmarks.interface_latency import timed_seat
from tests.benchmarks.seat_process import start_up_s
from tests.faults.exam_rooms import a_room, begin_exam, made_site
from tests.journeys.site_setup import SAMPLE

TASKS, MOST_CHARACTERS = 62, 5_000
SPAN_S = 60.0
PAINTED_MS, SAVED_MS, TEXT_MS, MOVED_MS = 16.0, 100.0, 1_000.0, 50.0
START_S, RSS_MB = 2.0, 250.0


def long_sample(folder: Path) -> Path:
    """Write the sample exam with TASKS tasks and long texts; return its folder."""
    shutil.copytree(SAMPLE, folder)
    for path in folder.glob("form-*.yaml"):
        form = yaml.safe_load(path.read_text("utf-8"))
        plain = [section["items"] for section in form["sections"]]
        choices = plain[0]
        missing = TASKS - 26  # as the sample exam has
        for number in range(missing):
            another = copy.deepcopy(choices[number % 8])
            another["id"] = f"{another['id']}x{number}"
            choices.append(another)
        for item in (item for items in plain for item in items):
            if "most_characters" in item:
                item["most_characters"] = MOST_CHARACTERS
        text = yaml.safe_dump(form, allow_unicode=True, sort_keys=False)
        path.write_text(text, "utf-8")
    return folder


def measure() -> list[dict[str, Any]]:
    """Return the figures; one seat on a machine that does nothing else."""
    with tempfile.TemporaryDirectory(prefix="exam-long-") as name:
        folder = Path(name)
        site = made_site(folder / "made", sample=long_sample(folder / "sample"))
        with a_room(site, folder / "site", 3) as room:
            begin_exam(room, log_in=1)
            starts = start_up_s(room)
            room.seats["02"].kill()
            room.seats["01"].kill()
            found = timed_seat(room, {}, "--long-text", "--speaks", span_s=SPAN_S)
    keys, saves, texts = found["painted_ms"], found["saved_ms"], found["texts_ms"]
    return [
        _record("cold start to log-in screen, p50", starts[2], "s", START_S),
        _record(f"key in a long text to painted, p99 of {len(keys)}", _p99(keys)),
        _record(
            f"change to shown as saved, p99 of {len(saves)}",
            _p99(saves),
            reach=SAVED_MS,
        ),
        _record(f"key to durable, most of {len(texts)}", texts[-1], reach=TEXT_MS),
        _record(
            f"item to item, p99 of {len(found['moved_ms'])}",
            _p99(found["moved_ms"]),
            reach=MOVED_MS,
        ),
        _record(f"resident memory, {TASKS} tasks", found["rss_mb"], "MB", RSS_MB),
    ]


def _p99(values: list[float]) -> float:
    return values[min(len(values) - 1, int(len(values) * 0.99))]


def _record(
    name: str, value: float, unit: str = "ms", reach: float = PAINTED_MS
) -> dict[str, Any]:
    return {
        "name": name,
        "value": round(value, 2),
        "unit": unit,
        "limit": None,
        "reach": f"< {reach:g}",
        "ok": value < reach,
    }


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2, ensure_ascii=False))
