"""exam-bank preview: items or a form in the candidate's own renderer.

The renderer is the seat's program, which this one does not import: it is started beside.
"""

import argparse
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from question_bank.cli.errors import RendererMissingError

RENDERER = "kiosk.cli.main"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes; all else is given to `exam-kiosk preview`."""
    parser.add_argument("bank", type=Path, metavar="BANK", help="题库文件 / bank file")
    parser.add_argument(
        "rest",
        nargs=argparse.REMAINDER,
        metavar="…",
        help="试题编号，或 --form 组卷名/试卷代码、--tag 标签、--picture 图片.png 等，详见 "
        "exam-kiosk preview --help / ids of items, or --form, --tag, --picture …: as "
        "`exam-kiosk preview` takes them",
    )


def run(arguments: argparse.Namespace) -> int:
    """Start the renderer and wait for its end; return its exit status.

    Raises:
        RendererMissingError: the seat's program or its Qt is not installed here.
    """
    if find_spec("kiosk") is None or find_spec("PySide6") is None:
        raise RendererMissingError("the seat's program is not installed here")
    words = [str(arguments.bank), *arguments.rest]
    if "--language" not in words:
        words += ["--language", str(arguments.language)]
    command = [sys.executable, "-m", RENDERER, "preview", *words]
    return subprocess.run(command, check=False).returncode  # noqa: S603 - our own program
