"""Text of HTML into runs: white space as browsers show it, marks merged. Pure."""

import re
from dataclasses import dataclass

from question_bank.items.content import Mark, Run

_BLANKS = re.compile(r"[ \t\n\r\f]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of text.

    Attributes:
        is_kept: White space stands as it is written.
        is_break: A line break, whatever `text` says.
    """

    text: str
    marks: tuple[Mark, ...]
    is_kept: bool = False
    is_break: bool = False


def runs_of(pieces: list[Piece]) -> tuple[Run, ...]:
    """Return the runs that a browser would show; empty where there is nothing to see."""
    found: list[tuple[str, tuple[Mark, ...], bool]] = []
    for piece in pieces:
        text = "\n" if piece.is_break else piece.text
        if not piece.is_kept and not piece.is_break:
            text = _BLANKS.sub(" ", text)
            if not found or found[-1][0][-1:] in {" ", "\n"}:
                text = text.removeprefix(" ")
        elif piece.is_break and not piece.is_kept:
            _strip_end(found)
        if text:
            found.append((text, piece.marks, piece.is_kept))
    _strip_end(found)
    while found and not found[-1][2] and found[-1][0] == "\n":
        found.pop()
        _strip_end(found)
    while found and not found[0][2] and found[0][0] == "\n":
        found.pop(0)
    return _merged(found)


def _strip_end(found: list[tuple[str, tuple[Mark, ...], bool]]) -> None:
    """Take the blank at the end away, which no browser shows."""
    while found and not found[-1][2]:
        text, marks, is_kept = found.pop()
        if stripped := text.rstrip(" "):
            found.append((stripped, marks, is_kept))
            return


def _merged(found: list[tuple[str, tuple[Mark, ...], bool]]) -> tuple[Run, ...]:
    runs: list[Run] = []
    for text, marks, _ in found:
        if runs and runs[-1].marks == marks:
            runs[-1] = Run(text=runs[-1].text + text, marks=marks)
        else:
            runs.append(Run(text=text, marks=marks))
    return tuple(runs)
