r"""Content written as the markup that authors write: the way back from `content_markup`.

Not all content can be said in it (a paragraph that begins with `- `, a blank line inside
a paragraph, two header rows): then there is none, and whoever writes uses another form.
Pure.
"""

import re

from question_bank.exchange.content_markup import parse_markup
from question_bank.items.content import (
    Block,
    BulletList,
    Image,
    Mark,
    Paragraph,
    Run,
    Sound,
    Table,
)

_SIGNS = {
    Mark.STRONG: ("**", "**"),
    Mark.EMPHASIS: ("*", "*"),
    Mark.UNDERLINE: ("++", "++"),
    Mark.SUB: ("_{", "}"),
    Mark.SUP: ("^{", "}"),
}
_SPECIAL = re.compile(r"\\(?=[\\*+_^{}|])|\\\Z|\*|\+(?=\+)|(?<=\+)\+|[_^](?=\{)|\}")


def markup_text(content: tuple[Block, ...]) -> str | None:
    """Return markup that reads back as exactly this content; None if there is none."""
    text = "\n\n".join(map(_block, content))
    try:
        is_same = parse_markup(text) == content
    except ValueError:
        return None
    return text if is_same else None


def _block(block: Block) -> str:
    match block:
        case Paragraph():
            return _start_escaped(_words(block.runs))
        case BulletList():
            return "\n".join(
                f"{f'{number}.' if block.is_numbered else '-'} {_words(entry)}"
                for number, entry in enumerate(block.entries, start=1)
            )
        case Table():
            return _table(block)
        case Image():
            return f"![{block.alt_text}]({block.media_name})"
        case Sound():
            plays = f" plays={block.most_plays}" if block.most_plays else ""
            return f"[sound: {block.label}]({block.media_name}{plays})"


def _start_escaped(text: str) -> str:
    return f"\\{text}" if text.startswith("|") else text


def _table(table: Table) -> str:
    lines = [
        f"| {' | '.join(_words(cell).replace('|', BAR) for cell in row)} |"
        for row in table.rows
    ]
    if table.header_rows == 1:
        lines.insert(1, "|" + " --- |" * len(table.rows[0]))
    return "\n".join(lines)


BAR = "\\|"


def _words(runs: tuple[Run, ...]) -> str:
    text = ""
    opened: list[Mark] = []
    for run in runs:
        kept = 0
        while kept < min(len(opened), len(run.marks)) and (
            opened[kept] is run.marks[kept]
        ):
            kept += 1
        while len(opened) > kept:
            text += _SIGNS[opened.pop()][1]
        for mark in run.marks[kept:]:
            text += _SIGNS[mark][0]
            opened.append(mark)
        text += _SPECIAL.sub(lambda found: f"\\{found[0]}", run.text)
    return text + "".join(_SIGNS[mark][1] for mark in reversed(opened))
