"""Take the pictures of the guides anew, into docs/screenshots: `make screenshots`."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SEAT_PICTURES = ROOT / "docs" / "screenshots" / "seat"


def main() -> int:
    """Take the seat's pictures, then the console's; 0 if both went well."""
    surroundings = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "LC_ALL": "C.UTF-8",
        "SCREENSHOTS": "1",
    }
    seat = ("-m", "tests.kiosk.ui.screenshots", str(SEAT_PICTURES), "--guides")
    console = ("-m", "pytest", "--quiet", "tests/browser/test_console.py")
    for words in (seat, console):
        print(" ".join(words), flush=True)
        done = subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=surroundings, check=False
        )
        if done.returncode:
            return 1
    print(SEAT_PICTURES.parent)
    return 0


if __name__ == "__main__":
    sys.exit(main())
