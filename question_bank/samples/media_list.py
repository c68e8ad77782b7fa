"""A sample's media.toml: which voices and charts belong to it, and what they are made of.

    [[voice]]
    file = "j-c-1-voice.opus"
    speaker = "old_woman"
    phrases = ["退休以后，我总是睡不好。"]
    pinyin = { "睡不好" = "shui4 bu4 hao3" }
    recorded = false                # true: an actor's file; the script leaves it alone
    [[chart]]
    file = "j-c-1-diary.png"
    form = "bars"
    title = "李阿姨一周睡眠记录"
    unit = "每晚睡眠时间（小时）"
    labels = ["周一", "周二"]
    [[chart.series]]
    name = "睡眠"
    values = [4.5, 5]

Pure.
"""

import tomllib
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated

import msgspec

from question_bank.errors import FormatError
from question_bank.formats.record import from_plain
from question_bank.items.field_types import ImageName, Line, Record, SoundName


class Speaker(StrEnum):
    """Whose voice it is."""

    OLD_WOMAN = "old_woman"
    OLD_MAN = "old_man"
    WOMAN = "woman"
    MAN = "man"
    GIRL = "girl"
    BOY = "boy"


class ChartForm(StrEnum):
    """How the figures are drawn."""

    BARS = "bars"
    LINES = "lines"


class Voice(Record, frozen=True, kw_only=True):
    """What somebody says.

    Attributes:
        phrases: Together exactly the transcript; a breath is taken between them.
        pinyin: Readings of words, with tone numbers, where a converter could err.
        recorded: An actor's recording lies in the folder; it is never overwritten.
    """

    file: SoundName
    speaker: Speaker
    phrases: Annotated[tuple[Line, ...], msgspec.Meta(min_length=1, max_length=60)]
    pinyin: Mapping[Line, Line] = msgspec.field(default_factory=dict)
    recorded: bool = False


class Series(Record, frozen=True, kw_only=True):
    """One row of figures."""

    name: Line
    values: Annotated[tuple[float, ...], msgspec.Meta(min_length=1, max_length=24)]


class Chart(Record, frozen=True, kw_only=True):
    """A chart of one or several series over the same labels."""

    file: ImageName
    form: ChartForm
    title: Line
    unit: Line
    labels: Annotated[tuple[Line, ...], msgspec.Meta(min_length=1, max_length=24)]
    series: Annotated[tuple[Series, ...], msgspec.Meta(min_length=1, max_length=5)]


class MediaList(Record, frozen=True, kw_only=True):
    """All media of a sample."""

    voice: tuple[Voice, ...] = ()
    chart: tuple[Chart, ...] = ()


def parse_media_list(untrusted_bytes: bytes, *, name: str = "media") -> MediaList:
    """Parse a media list.

    Raises:
        FormatError: not TOML, not a media list, or one that contradicts itself.
    """
    try:
        plain = tomllib.loads(untrusted_bytes.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FormatError(name, str(error)) from error
    media = from_plain(plain, MediaList, name=name)
    for problem in _problems(media):
        raise FormatError(name, problem)
    return media


def _problems(media: MediaList) -> Iterator[str]:
    names = [voice.file for voice in media.voice]
    names += [chart.file for chart in media.chart]
    if len(set(names)) != len(names):
        yield "two media have the same file"
    for chart in media.chart:
        if any(len(series.values) != len(chart.labels) for series in chart.series):
            yield f"{chart.file}: a series has more or fewer values than labels"
        if any(value < 0 for series in chart.series for value in series.values):
            yield f"{chart.file}: a value is below 0, which is not drawn"
