"""Preview items or a form of a bank as candidates will see them; nothing is saved.

Needs what authors install (the bank) beside the seat's own program.
"""

import argparse
import os
import re
import sys
from pathlib import Path

from kiosk.errors import NoScreenError, NothingToPreviewError
from question_bank.identifiers import FormCode, ItemId

_SIZE = re.compile(r"(?P<width>[1-9][0-9]{2,3})x(?P<height>[1-9][0-9]{2,3})")
_DEFAULT_SIZE = "1600x860"
MOST_ITEMS = 500
"""One section of a form holds no more."""

FIRST_FORM = "A"
"""What is meant where an assembly is named without a form."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("bank", type=Path, metavar="BANK", help="题库文件 / bank file")
    parser.add_argument(
        "items", nargs="*", metavar="ITEM", help="试题编号 / ids of items"
    )
    parser.add_argument(
        "--form",
        metavar="ASSEMBLY/CODE",
        help="组卷名/试卷代码，如 2026春/A / a form of an assembly",
    )
    parser.add_argument(
        "--tag", metavar="TAG", help="标签开头，如 初级/2.1 / items with this tag"
    )
    parser.add_argument(
        "--version",
        type=int,
        metavar="N",
        help="版本，缺省为最新 / version of the items, the newest if not given",
    )
    parser.add_argument("--task", metavar="ID", help="从这一题开始 / begin at a task")
    parser.add_argument("--language", choices=("zh", "en"), default="zh")
    parser.add_argument(
        "--text-size",
        type=int,
        default=100,
        choices=(100, 125, 150, 175, 200, 225, 250),
        help="文字大小（百分比）/ text size in per cent",
    )
    parser.add_argument(
        "--size",
        type=_size,
        default=_DEFAULT_SIZE,
        metavar="WxH",
        help=f"窗口大小，缺省 {_DEFAULT_SIZE} / size of the window",
    )
    parser.add_argument(
        "--hide-key", action="store_true", help="不显示答案 / without the key beside it"
    )
    parser.add_argument(
        "--picture",
        type=Path,
        metavar="OUT.png",
        help="只存成图片，不开窗口 / write a picture instead of opening a window",
    )


def run(arguments: argparse.Namespace) -> int:
    """Show the preview until its window is closed, or write its picture.

    Raises:
        BankError: the bank does not open, or has no such item, assembly or form.
        NoScreenError: there is no screen for a window.
        NothingToPreviewError: nothing to show was named, or nothing fits.
        PictureNotWrittenError: the picture cannot be written.
    """
    if arguments.picture is not None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    elif not _has_screen():
        raise NoScreenError("this session has no screen to open a window on")
    # A seat has no bank's libraries; and Qt takes half a second to load.
    from kiosk.app.preview.preview_program import (  # noqa: PLC0415
        PreviewOptions,
        save_picture,
        show_preview,
    )
    from kiosk.app.preview.preview_source import (  # noqa: PLC0415
        preview_of_form,
        preview_of_items,
    )
    from kiosk.ui.texts import Language  # noqa: PLC0415
    from question_bank.bank.bank import open_bank  # noqa: PLC0415
    from question_bank.bank.item_filter import ItemFilter  # noqa: PLC0415

    width, height = arguments.size
    options = PreviewOptions(
        language=Language(arguments.language),
        text_percent=arguments.text_size,
        width=width,
        height=height,
        task_id=arguments.task,
        hides_key=arguments.hide_key,
    )
    with open_bank(arguments.bank, is_reader=True) as bank:
        if arguments.form is not None:
            assembly, has_code, code = arguments.form.rpartition("/")
            if not has_code:
                assembly, code = arguments.form, FIRST_FORM
            preview = preview_of_form(bank, assembly, FormCode(code))
        else:
            ids = [ItemId(item) for item in arguments.items]
            if arguments.tag is not None:
                wanted = ItemFilter(tag_prefixes=(arguments.tag,))
                ids += [found.item_id for found in bank.items.filter(wanted)]
            if not ids:
                raise NothingToPreviewError(
                    "没有指明试题，或没有符合条件的 / none named or fitting"
                )
            ids = list(dict.fromkeys(ids))[:MOST_ITEMS]
            preview = preview_of_items(bank, ids, arguments.version)
        if arguments.picture is None:
            return show_preview(preview, options)
        save_picture(preview, options, arguments.picture)
    print(arguments.picture)
    return 0


def _has_screen() -> bool:
    """Return whether a window can be opened; without one Qt ends the process by itself."""
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform != "linux" or any(os.environ.get(name) for name in named)


def _size(text: str) -> tuple[int, int]:
    found = _SIZE.fullmatch(text)
    if found is None:
        raise argparse.ArgumentTypeError(f"{text}: expected a size such as 1366x768")
    return int(found["width"]), int(found["height"])
