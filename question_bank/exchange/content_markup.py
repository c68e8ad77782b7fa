r"""The markup in which authors write content; docs/guides/author-form-source.md.

    Paragraphs stand apart by a blank line; a line break inside one is kept.
    **strong**  *emphasis*  ++underline++  _{sub}  ^{sup}      \* is a plain star
    - an entry of a list            1. an entry of a numbered list
    | a table | its header |
    | --- | --- |
    ![what the picture shows](name.png)
    [sound: label](name.flac)       [sound: label](name.flac plays=2)

What is opened has to be closed: a forgotten star is an error, not a star. Pure.
"""

import re
from collections.abc import Iterator

import msgspec

from question_bank.items.content import (
    Block,
    BulletList,
    Content,
    Image,
    Mark,
    Paragraph,
    Run,
    Sound,
    Table,
)

_IMAGE = re.compile(r"!\[(?P<alt_text>[^\[\]]+)\]\((?P<media_name>[^\s()]+)\)")
_SOUND = re.compile(
    r"\[sound: *(?P<label>[^\[\]]+)\]"
    r"\((?P<media_name>[^\s()]+)(?: +plays=(?P<most_plays>[0-9]{1,2}))?\)"
)
_ENTRY = re.compile(r"(?:- |(?P<number>[0-9]{1,3})\. )\s*(?P<text>.+)")
_RULE = re.compile(r"\|(?: *:?-{3,}:? *\|)+")
_TOKEN = re.compile(r"\\(?P<plain>[\\*+_^{}|])|\*\*|\*|\+\+|_\{|\^\{|\}")
_OPENS = {
    "**": Mark.STRONG,
    "*": Mark.EMPHASIS,
    "++": Mark.UNDERLINE,
    "_{": Mark.SUB,
    "^{": Mark.SUP,
}
_LONGEST_QUOTE = 40
_BRACED = (Mark.SUB, Mark.SUP)


def parse_markup(text: str) -> tuple[Block, ...]:
    """Return the content that the markup writes; blank text gives none.

    Raises:
        ValueError: markup that is not closed, bounds of content that are passed, or a table, picture or sound that is not
            well formed; the message quotes the place.
    """
    parts = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n"))
    blocks = [_block(part.strip("\n").rstrip()) for part in parts if part.strip()]
    # Structs made here are not checked by themselves: empty runs, too many cells, ….
    return msgspec.convert(msgspec.to_builtins(blocks), Content)


def parse_runs(text: str) -> tuple[Run, ...]:
    """Return one paragraph's runs.

    Raises:
        ValueError: a mark is not closed, or closed in the wrong order.
    """
    pieces: list[tuple[str, tuple[Mark, ...]]] = []
    opened: list[Mark] = []
    position = 0
    for token in _TOKEN.finditer(text):
        pieces.append((text[position : token.start()], tuple(opened)))
        position = token.end()
        if (plain := token["plain"]) is not None:
            pieces.append((plain, tuple(opened)))
        elif token[0] == "}" and not (opened and opened[-1] in _BRACED):
            pieces.append(("}", tuple(opened)))
        else:
            _open_or_close(opened, token[0], text)
    pieces.append((text[position:], tuple(opened)))
    if opened:
        raise ValueError(
            f"{opened[-1].value} is opened and not closed in {_quote(text)}"
        )
    return tuple(_runs(pieces))


def _open_or_close(opened: list[Mark], sign: str, text: str) -> None:
    if sign == "}":
        opened.pop()
        return
    mark = _OPENS[sign]
    if mark not in opened:
        opened.append(mark)
    elif opened[-1] is mark and mark not in _BRACED:
        opened.pop()
    else:
        raise ValueError(f"{sign} does not close what was opened in {_quote(text)}")


def _runs(pieces: list[tuple[str, tuple[Mark, ...]]]) -> Iterator[Run]:
    """Yield runs; neighbours with the same marks become one."""
    text = ""
    marks: tuple[Mark, ...] = ()
    for more, its_marks in pieces:
        if not more:
            continue
        if its_marks != marks and text:
            yield Run(text=text, marks=marks)
            text = ""
        text, marks = text + more, its_marks
    if text:
        yield Run(text=text, marks=marks)


def _block(part: str) -> Block:
    lines = [line.strip() for line in part.split("\n")]
    if lines[0].startswith("|"):
        return _table(lines)
    if lines[0].startswith("![") or lines[0].startswith("[sound:"):
        return _medium(lines)
    if _ENTRY.fullmatch(lines[0]):
        return _list(lines)
    return Paragraph(runs=parse_runs("\n".join(lines)))


def _medium(lines: list[str]) -> Block:
    if len(lines) > 1:
        raise ValueError(f"a blank line has to follow {_quote(lines[0])}")
    if image := _IMAGE.fullmatch(lines[0]):
        return _checked({"kind": "image", **image.groupdict()}, Image)
    if sound := _SOUND.fullmatch(lines[0]):
        plays = sound["most_plays"]
        return _checked(
            {
                "kind": "sound",
                "media_name": sound["media_name"],
                "label": sound["label"].strip(),
                "most_plays": int(plays) if plays else None,
            },
            Sound,
        )
    raise ValueError(f"not a picture or a sound: {_quote(lines[0])}")


def _checked(fields: dict[str, object], kind: type[Image | Sound]) -> Image | Sound:
    return msgspec.convert(fields, kind)  # ValidationError is a ValueError


def _list(lines: list[str]) -> BulletList:
    entries = [_ENTRY.fullmatch(line) for line in lines]
    numbered = {entry["number"] is not None for entry in entries if entry}
    if None in entries or len(numbered) != 1:
        raise ValueError(f"not one list, a line each: {_quote(lines[0])}")
    return BulletList(
        is_numbered=numbered.pop(),
        entries=tuple(parse_runs(entry["text"]) for entry in entries if entry),
    )


def _table(lines: list[str]) -> Table:
    rows = [line for line in lines if not _RULE.fullmatch(line)]
    header_rows = 1 if len(lines) > 1 and _RULE.fullmatch(lines[1]) else 0
    if len(lines) - len(rows) != header_rows or not rows:
        raise ValueError(
            f"a rule may stand only below the first row: {_quote(lines[0])}"
        )
    return Table(header_rows=header_rows, rows=tuple(map(_row, rows)))


def _row(line: str) -> tuple[tuple[Run, ...], ...]:
    if re.fullmatch(r"\|(.*[^\\])?\|", line) is None:
        raise ValueError(f"a row has to begin and end with |: {_quote(line)}")
    cells = re.split(r"(?<!\\)\|", line[1:-1])
    return tuple(parse_runs(cell.strip()) for cell in cells)


def _quote(text: str) -> str:
    start = text[:_LONGEST_QUOTE]
    return f"“{start}”" if start == text else f"“{start}…”"
