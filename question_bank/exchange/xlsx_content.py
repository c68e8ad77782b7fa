"""Content out of cells: paragraphs, and the marks of rich text inside a cell. Pure.

A blank line begins a new paragraph, a single line break stays in it. Characters such as
* and _ are what they are; markup is read only in rows whose column 格式 asks for it.
"""

from collections.abc import Iterable, Iterator

from question_bank.exchange.xlsx_text import TidyText, tidy_characters, tidy_prose
from question_bank.items.content import Block, Mark, Paragraph, Run

LONGEST_PARAGRAPH = 20_000
MOST_PARAGRAPHS = 200
MOST_RUNS = 500

CellRuns = tuple[tuple[str, tuple[Mark, ...]], ...]
"""Text with marks, in order."""


def paragraphs(text: str) -> tuple[Block, ...]:
    """Return the paragraphs of a tidy text."""
    return tuple(
        Paragraph(runs=(Run(text=part),)) for part in text.split("\n\n") if part
    )


def rich_paragraphs(runs: CellRuns) -> tuple[Block, ...]:
    """Return the paragraphs of tidy runs."""
    blocks: list[Block] = []
    lines: list[CellRuns] = []
    for line in (*_lines(runs), ()):
        if line:
            lines.append(line)
        elif lines:
            blocks.append(Paragraph(runs=tuple(_joined(lines))))
            lines = []
    return tuple(blocks)


def tidy_runs(runs: CellRuns) -> tuple[CellRuns, TidyText]:
    """Return runs whose text is what `tidy_prose` makes of the whole, and that text."""
    pieces = tuple((tidy_characters(text).text, marks) for text, marks in runs)
    return pieces, tidy_prose("".join(text for text, _ in runs))


def without_start(runs: CellRuns, count: int) -> CellRuns:
    """Return the runs without their first `count` characters."""
    left = []
    for text, marks in runs:
        left.append((text[count:], marks))
        count = max(count - len(text), 0)
    return tuple(left)


def _lines(runs: CellRuns) -> Iterator[CellRuns]:
    """Yield the lines, without blanks around them; an empty line has no runs."""
    line: list[tuple[str, tuple[Mark, ...]]] = []
    for text, marks in runs:
        first, *more = text.split("\n")
        line.append((first, marks))
        for part in more:
            yield _stripped(line)
            line = [(part, marks)]
    yield _stripped(line)


def _stripped(line: Iterable[tuple[str, tuple[Mark, ...]]]) -> CellRuns:
    kept = [(text, marks) for text, marks in line if text]
    while kept and not kept[0][0].strip():
        kept.pop(0)
    while kept and not kept[-1][0].strip():
        kept.pop()
    if kept:
        kept[0] = (kept[0][0].lstrip(), kept[0][1])
        kept[-1] = (kept[-1][0].rstrip(), kept[-1][1])
    return tuple(kept)


def _joined(lines: list[CellRuns]) -> Iterator[Run]:
    """Yield the runs of one paragraph; neighbours with the same marks become one."""
    text, marks = "", lines[0][0][1]
    for index, line in enumerate(lines):
        if index:
            text += "\n"
        for more, its_marks in line:
            if its_marks != marks and text:
                yield Run(text=text, marks=marks)
                text = ""
            text, marks = text + more, its_marks
    yield Run(text=text, marks=marks)
