"""Run every benchmark, print one table, write build/bench.json.

    python -m tests.benchmarks [NAME …] [--list] [--out FILE]

A benchmark is a module of this folder with `measure() -> list` of records: name, value,
unit, limit (measured in the same run; None without one), reach, ok. A figure that misses
its reach is said loudly, and the run is a success all the same (decision 0170); a
benchmark that breaks is not.
"""

import argparse
import importlib
import importlib.util
import json
import os
import platform
import sys
import traceback
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
OUT = FOLDER.parents[1] / "build" / "bench.json"
FIELDS = ("name", "value", "unit", "limit", "reach", "ok")
HEADINGS = ("figure", "value", "unit", "limit", "reach", "")

Record = Mapping[str, Any]


def benchmark_names() -> list[str]:
    """Return the modules here that measure; looked up in their source, not imported."""
    return sorted(
        path.stem
        for path in FOLDER.glob("*.py")
        if "\ndef measure(" in path.read_text("utf-8")
    )


def run_benchmark(name: str) -> list[dict[str, Any]]:
    """Return one benchmark's records, each with the fields that bench.json promises."""
    module = importlib.import_module(f"tests.benchmarks.{name}")
    records = []
    for found in module.measure():
        missing = set(FIELDS) - set(found)
        if missing:
            raise ValueError(f"{name}: a record without {sorted(missing)}")
        records.append({field: found[field] for field in FIELDS})
    return records


def machine() -> dict[str, Any]:
    """Return on what it was measured."""
    return {
        "system": platform.platform(),
        "python": platform.python_version(),
        "cores": len(os.sched_getaffinity(0)),
        "load_before": round(os.getloadavg()[0], 2),
    }


def table(records: Sequence[Record]) -> str:
    """Return the records as aligned lines."""
    rows = [HEADINGS, *(_cells(record) for record in records)]
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(
            cell + " " * (width - _width(cell))
            for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    ]
    return "\n".join(lines)


def _cells(record: Record) -> tuple[str, ...]:
    verdict = "ok" if record["ok"] else "MISSED"
    return (*(_text(record[field]) for field in FIELDS[:-1]), verdict)


def _text(value: object) -> str:
    return "–" if value is None or value == "" else str(value)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these")
    parser.add_argument("--list", action="store_true", help="print the names and end")
    parser.add_argument("--out", type=Path, default=OUT, help="where bench.json goes")
    arguments = parser.parse_args()
    if unknown := set(arguments.names) - set(benchmark_names()):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    return arguments


def main() -> int:
    """Run and report; 1 only if a benchmark broke."""
    arguments = _arguments()
    if arguments.list:
        print("\n".join(benchmark_names()))
        return 0
    about = machine()
    records: list[dict[str, Any]] = []
    broken: list[str] = []
    for name in arguments.names or benchmark_names():
        print(f"… {name}", file=sys.stderr, flush=True)
        try:
            records += run_benchmark(name)
        except Exception:  # noqa: BLE001 - the others are measured all the same
            traceback.print_exc()
            broken.append(name)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(records, ensure_ascii=False, indent=2)
    arguments.out.write_text(text + "\n", "utf-8")
    print(table(records))
    print(f"\n{json.dumps(about)}\n{arguments.out}")
    missed = [str(record["name"]) for record in records if not record["ok"]]
    if missed:
        print(f"\n*** {len(missed)} MISSED: {'; '.join(missed)} ***", file=sys.stderr)
    if broken:
        print(f"\n*** BROKEN: {', '.join(broken)} ***", file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
