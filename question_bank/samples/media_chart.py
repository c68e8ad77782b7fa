"""A chart for a sample: bars or lines, several series with a legend, as a small PNG.

Readable on the room's screens at 900 × 520. Needs the font Noto Sans CJK.
"""

import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from question_bank.samples.media_list import Chart, ChartForm

FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
SIMPLIFIED_CHINESE = 2
"""Index of the Simplified Chinese forms in the font collection."""

WIDTH, HEIGHT = 900, 520
LEFT, RIGHT, TOP, BOTTOM = 90, 860, 90, 440
TITLE_Y, UNIT_Y, LABEL_Y = 30, 68, BOTTOM + 24
INK, GRID = "#1f2933", "#d5dbe1"
SERIES_COLOURS = ("#2f6f9f", "#c2622d", "#4b7f52", "#7a5195", "#8a6d3b")
"""Told apart by those who see few colours: they differ in lightness as well."""

WIDEST_BAR = 56
FEWEST_MARKS, MOST_MARKS = 3, 8
HEADROOM = 1.08
"""Room for the highest value's label below the unit."""

COLOURS = 32

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """The pen and what turns a value into a height."""

    pen: ImageDraw.ImageDraw
    large: ImageFont.FreeTypeFont
    small: ImageFont.FreeTypeFont
    per_unit: float

    def height(self, value: float) -> float:
        return BOTTOM - value * self.per_unit

    def say(self, at: Point, text: str, anchor: str, colour: str = INK) -> None:
        self.pen.text(
            at, text, colour, self.small, anchor, stroke_width=3, stroke_fill="white"
        )


def chart_file(chart: Chart) -> bytes:
    """Return the chart as PNG."""
    image = Image.new("RGB", (WIDTH, HEIGHT), "white")
    step, highest = scale(max(max(series.values) for series in chart.series))
    sheet = _Sheet(
        pen=ImageDraw.Draw(image),
        large=_font(30),
        small=_font(22),
        per_unit=(BOTTOM - TOP - 10) / highest,
    )
    sheet.pen.text((WIDTH // 2, TITLE_Y), chart.title, INK, sheet.large, anchor="mm")
    sheet.say((LEFT - 60, UNIT_Y), chart.unit, "lm")
    for mark in range(round(highest / step) + 1):
        y = sheet.height(mark * step)
        sheet.pen.line((LEFT, y, RIGHT, y), GRID, 1)
        sheet.say((LEFT - 12, y), f"{mark * step:g}", "rm")
    if chart.form is ChartForm.BARS:
        _bars(sheet, chart)
    else:
        _lines(sheet, chart)
    sheet.pen.line((LEFT, BOTTOM, RIGHT, BOTTOM), INK, 2)
    for index, label in enumerate(chart.labels):
        sheet.say((_middle(chart, index), LABEL_Y), label, "mm")
    if len(chart.series) > 1:
        _legend(sheet, chart)
    file = io.BytesIO()
    few_colours = image.quantize(COLOURS, dither=Image.Dither.NONE)
    few_colours.save(file, format="PNG", optimize=True)
    return file.getvalue()


def scale(highest_value: float) -> tuple[float, float]:
    """Return (step, highest mark): round steps, and room above the highest value."""
    magnitude = 10.0 ** math.floor(math.log10(max(highest_value, 1e-6)))
    for part in (0.1, 0.2, 0.5, 1.0, 2.0, 5.0):
        step = part * magnitude
        marks = math.ceil(highest_value * HEADROOM / step)
        if FEWEST_MARKS <= marks <= MOST_MARKS:
            return step, marks * step
    return magnitude, 10 * magnitude


def _bars(sheet: _Sheet, chart: Chart) -> None:
    slot = (RIGHT - LEFT) / len(chart.labels)
    width = min(WIDEST_BAR, slot * 0.8 / len(chart.series))
    for index in range(len(chart.labels)):
        left = _middle(chart, index) - width * len(chart.series) / 2
        for place, series in enumerate(chart.series):
            value = series.values[index]
            x, top = left + place * width, sheet.height(value)
            box = (x + 1, top, x + width - 1, BOTTOM)
            sheet.pen.rectangle(box, SERIES_COLOURS[place])
            sheet.say((x + width / 2, top - 16), f"{value:g}", "mm")


def _lines(sheet: _Sheet, chart: Chart) -> None:
    columns = list(zip(*(series.values for series in chart.series), strict=True))
    for place, series in enumerate(chart.series):
        points = [
            (_middle(chart, index), sheet.height(value))
            for index, value in enumerate(series.values)
        ]
        colour = SERIES_COLOURS[place]
        for start, end in pairwise(points):
            sheet.pen.line((*start, *end), colour, 4)
        for x, y in points:
            _dot(sheet, (x, y), place)
    for index, values in enumerate(columns):
        for place, offset in _label_offsets(sheet, values):
            at = (_middle(chart, index), sheet.height(values[place]) + offset)
            colour = SERIES_COLOURS[place] if len(values) > 1 else INK
            sheet.say(at, f"{values[place]:g}", "mm", colour)


def _label_offsets(
    sheet: _Sheet, values: Sequence[float]
) -> Iterator[tuple[int, float]]:
    """Yield (series, offset): the highest value's label above it, the others' below."""
    highest = max(range(len(values)), key=lambda place: values[place])
    for place, value in enumerate(values):
        near_ground = BOTTOM - sheet.height(value) < 30  # noqa: PLR2004 - a label's height
        is_above = place == highest or near_ground
        yield place, -20 if is_above else 22


def _dot(sheet: _Sheet, at: Point, place: int) -> None:
    """Mark a point: a disc, a square or a diamond, so that colour is not all."""
    (x, y), size = at, 7
    colour = SERIES_COLOURS[place]
    if place == 1:
        sheet.pen.rectangle((x - size, y - size, x + size, y + size), colour)
    elif place == 2:  # noqa: PLR2004 - the third series
        corners = ((x, y - 9), (x + 9, y), (x, y + 9), (x - 9, y))
        sheet.pen.polygon(corners, colour)
    else:
        sheet.pen.ellipse((x - size, y - size, x + size, y + size), colour)


def _legend(sheet: _Sheet, chart: Chart) -> None:
    x = float(RIGHT)
    for place, series in reversed(list(enumerate(chart.series))):
        x -= sheet.small.getlength(series.name)
        sheet.say((x, LABEL_Y + 36), series.name, "lm")
        x -= 16
        if chart.form is ChartForm.BARS:
            box = (x - 10, LABEL_Y + 27, x + 8, LABEL_Y + 45)
            sheet.pen.rectangle(box, SERIES_COLOURS[place])
        else:
            y = LABEL_Y + 36
            sheet.pen.line((x - 20, y, x + 12, y), SERIES_COLOURS[place], 4)
            _dot(sheet, (x - 4, y), place)
        x -= 44


def _middle(chart: Chart, index: int) -> float:
    return LEFT + (RIGHT - LEFT) / len(chart.labels) * (index + 0.5)


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size, index=SIMPLIFIED_CHINESE)
