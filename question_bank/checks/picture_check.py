"""How large a picture should be, and what is told of one that is not."""

from collections.abc import Iterator
from io import BytesIO

from PIL import Image

from question_bank.checks.told import Told
from question_bank.items.finding import Severity
from question_bank.items.score_line import Wording

MOST_SIDE_PIXELS = 2600
"""No seat shows more: its screen has 1366 to 2560 across."""

LEAST_WIDTH_PIXELS = 240
LEAST_HEIGHT_PIXELS = 120
"""Smaller ones are stamps on a screen; characters in them cannot be read."""

MOST_PICTURE_BYTES = 1_500_000


def picture_told(picture_bytes: bytes) -> Iterator[Told]:
    """Yield what to mend in a picture that decodes; only its header is read here."""
    with Image.open(BytesIO(picture_bytes), formats=("PNG", "JPEG")) as image:
        width, height = image.size
    size = f"{width} × {height}"
    if max(width, height) > MOST_SIDE_PIXELS:
        yield Told(
            "PICTURE_LARGE",
            Severity.WARNING,
            Wording(
                f"图片 {size} 像素，边长超过 {MOST_SIDE_PIXELS}，屏幕用不上",
                f"the picture has {size} pixels, more than {MOST_SIDE_PIXELS} on a "
                "side; no screen shows them",
            ),
            float(max(width, height)),
        )
    if width < LEAST_WIDTH_PIXELS or height < LEAST_HEIGHT_PIXELS:
        yield Told(
            "PICTURE_SMALL",
            Severity.WARNING,
            Wording(
                f"图片只有 {size} 像素，可能看不清",
                f"the picture has only {size} pixels and may not be readable",
            ),
            float(min(width, height)),
        )
    if len(picture_bytes) > MOST_PICTURE_BYTES:
        yield Told(
            "PICTURE_HEAVY",
            Severity.WARNING,
            Wording(
                f"图片文件 {len(picture_bytes) / 1e6:.1f} MB，"
                f"超过 {MOST_PICTURE_BYTES / 1e6:g} MB",
                f"the picture has {len(picture_bytes) / 1e6:.1f} MB, more than "
                f"{MOST_PICTURE_BYTES / 1e6:g} MB",
            ),
            float(len(picture_bytes)),
        )
