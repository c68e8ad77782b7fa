"""Compiles slow_disk.c: `environment = slow_disk_environment(folder, flush_ms=50)`."""

import os
import subprocess
from pathlib import Path

_SOURCE = Path(__file__).with_suffix(".c")


def slow_disk_environment(folder: Path, flush_ms: int) -> dict[str, str]:
    """Return what makes every flush of a program take so long; needs a C compiler."""
    library = folder / "slow_disk.so"
    options = ["-shared", "-fPIC", "-O2", "-Wall", "-o", str(library)]
    compiler = os.environ.get("CC", "cc")
    subprocess.run([compiler, *options, str(_SOURCE), "-ldl"], check=True)
    return {"LD_PRELOAD": str(library), "SLOWSYNC_US": str(flush_ms * 1000)}
