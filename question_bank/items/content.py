"""Content: the safe subset of rich text that stems, options and scenes are made of.

Content is data, not markup: a tuple of blocks, whose texts are runs with marks. Blocks
do not hold blocks, so nothing nests and no reader can be led into recursion. There are
no links, no scripts, no colours and no sizes: a seat decides how a mark looks. Pure.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, assert_never

import msgspec

from question_bank.identifiers import MediaName
from question_bank.items.field_types import ImageName, Line, Record, SoundName

MOST_CHARACTERS = 60_000
"""In one content; a long case reads 3,000."""

_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")
"""All but U+000A."""


class Mark(StrEnum):
    """How a run stands out."""

    STRONG = "strong"
    EMPHASIS = "emphasis"
    UNDERLINE = "underline"
    SUB = "sub"
    SUP = "sup"


class Run(Record, frozen=True, kw_only=True):
    """Text with the same marks throughout; U+000A breaks the line."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=20_000)]
    marks: Annotated[tuple[Mark, ...], msgspec.Meta(max_length=5)] = ()


Runs = Annotated[tuple[Run, ...], msgspec.Meta(max_length=500)]
SomeRuns = Annotated[tuple[Run, ...], msgspec.Meta(min_length=1, max_length=500)]
Row = Annotated[tuple[Runs, ...], msgspec.Meta(min_length=1, max_length=20)]


class Paragraph(Record, frozen=True, kw_only=True, tag="paragraph", tag_field="kind"):
    """A paragraph."""

    runs: SomeRuns


class BulletList(Record, frozen=True, kw_only=True, tag="list", tag_field="kind"):
    """A list, numbered or not; each entry is one paragraph's runs."""

    is_numbered: bool = False
    entries: Annotated[tuple[SomeRuns, ...], msgspec.Meta(min_length=1, max_length=100)]


class Table(Record, frozen=True, kw_only=True, tag="table", tag_field="kind"):
    """A table; all rows have as many cells as the first, a cell may be empty.

    Attributes:
        header_rows: How many rows at the top name the columns.
    """

    header_rows: Annotated[int, msgspec.Meta(ge=0, le=5)] = 1
    rows: Annotated[tuple[Row, ...], msgspec.Meta(min_length=1, max_length=100)]


class Image(Record, frozen=True, kw_only=True, tag="image", tag_field="kind"):
    """A picture of the package.

    Attributes:
        alt_text: What the picture shows, for those who cannot see it.
    """

    media_name: ImageName
    alt_text: Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]


class Sound(Record, frozen=True, kw_only=True, tag="sound", tag_field="kind"):
    """A sound of the package; its transcript is with the keys, not with the seat.

    Attributes:
        most_plays: How often it may be started; None: what the package's policies say.
    """

    media_name: SoundName
    label: Line
    most_plays: Annotated[int, msgspec.Meta(ge=1, le=20)] | None = None


Block = Paragraph | BulletList | Table | Image | Sound
Content = Annotated[tuple[Block, ...], msgspec.Meta(max_length=200)]
"""Blocks from top to bottom; may be empty."""


def plain_text(content: tuple[Block, ...]) -> str:
    """Return the words only: blocks and rows on lines, cells between tabs."""
    return "\n".join(line for block in content for line in _lines(block))


def media_in(content: tuple[Block, ...]) -> tuple[MediaName, ...]:
    """Return the names of pictures and sounds, in order, each as often as it stands."""
    return tuple(
        block.media_name for block in content if isinstance(block, Image | Sound)
    )


def content_problems(
    content: tuple[Block, ...], *, may_be_empty: bool = False
) -> tuple[str, ...]:
    """Return what is wrong beyond types; empty when all is well."""
    return tuple(_problems(content, may_be_empty=may_be_empty))


def _problems(content: tuple[Block, ...], *, may_be_empty: bool) -> Iterator[str]:
    if not content and not may_be_empty:
        yield "there is no content"
    if len(plain_text(content)) > MOST_CHARACTERS:
        yield f"more than {MOST_CHARACTERS} characters"
    for index, block in enumerate(content):
        if isinstance(block, Table):
            yield from (f"[{index}]: {found}" for found in _table_problems(block))
        for runs in _runs_of(block):
            yield from (f"[{index}]: {found}" for found in _run_problems(runs))


def _table_problems(table: Table) -> Iterator[str]:
    if len({len(row) for row in table.rows}) > 1:
        yield "the rows of the table have different numbers of cells"
    if table.header_rows >= len(table.rows):
        yield "the table has no row below its header"


def _run_problems(runs: tuple[Run, ...]) -> Iterator[str]:
    for run in runs:
        if len(set(run.marks)) != len(run.marks):
            yield "a run has a mark twice"
        if {Mark.SUB, Mark.SUP} <= set(run.marks):
            yield "a run is both sub and sup"
        if _CONTROL.search(run.text):
            yield "a run has a control character"


def _runs_of(block: Block) -> tuple[tuple[Run, ...], ...]:
    match block:
        case Paragraph():
            return (block.runs,)
        case BulletList():
            return block.entries
        case Table():
            return tuple(cell for row in block.rows for cell in row)
        case Image() | Sound():
            return ()
        case _:
            assert_never(block)


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield _words(block.runs)
        case BulletList():
            yield from (_words(entry) for entry in block.entries)
        case Table():
            yield from ("\t".join(_words(cell) for cell in row) for row in block.rows)
        case Image():
            yield block.alt_text
        case Sound():
            yield block.label
        case _:
            assert_never(block)


def _words(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)
