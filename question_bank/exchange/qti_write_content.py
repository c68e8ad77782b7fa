"""Our content as elements of QTI 3, so that our reader and a browser see the same. Pure."""

from collections.abc import Callable, Mapping
from typing import assert_never, cast

from lxml import etree

from question_bank.exchange.qti_runs import Piece, runs_of
from question_bank.exchange.qti_words import CLASS_KEEP, DATA_PREFIX
from question_bank.identifiers import MediaName
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

QTI_NAMESPACE = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"

_MARKS: Mapping[Mark, tuple[str, str | None]] = {
    Mark.STRONG: ("strong", None),
    Mark.EMPHASIS: ("em", None),
    Mark.UNDERLINE: ("span", "qti-underline"),
    Mark.SUB: ("sub", None),
    Mark.SUP: ("sup", None),
}

Element = etree._Element  # noqa: SLF001 - lxml has no other name for it


def bare_element(namespace: str, name: str, attributes: Mapping[str, str]) -> Element:
    """Return an element whose namespace needs no prefix."""
    prefixes = cast("dict[str, str]", {None: namespace})  # the stubs know no default
    return etree.Element(f"{{{namespace}}}{name}", dict(attributes), prefixes)


def element(
    name: str, attributes: Mapping[str, str] | None = None, *children: Element | str
) -> Element:
    """Return an element of QTI 3 with its children in order."""
    made = bare_element(QTI_NAMESPACE, name, attributes or {})
    for child in children:
        add(made, child)
    return made


def add(parent: Element, child: Element | str) -> None:
    """Append an element or text."""
    if not isinstance(child, str):
        parent.append(child)
    elif len(parent):
        parent[-1].tail = (parent[-1].tail or "") + child
    else:
        parent.text = (parent.text or "") + child


class ContentWriter:
    """Writes the content of one item; media are named by the caller.

    Attributes:
        limited: Response identifiers of the sounds that may be played a few times only.
    """

    def __init__(
        self,
        href_of: Callable[[MediaName], str],
        catalogs: Mapping[MediaName, str],
    ) -> None:
        self._href_of = href_of
        self._catalogs = catalogs
        self.limited: list[str] = []

    def blocks(
        self, content: tuple[Block, ...], *, can_interact: bool = False
    ) -> list[Element]:
        """Return the elements of a content.

        Args:
            can_interact: A sound that may be played a few times only is written as a
                media interaction, which other programs can hold to it.
        """
        return [self._block(block, can_interact=can_interact) for block in content]

    def _block(self, block: Block, *, can_interact: bool) -> Element:
        match block:
            case Paragraph():
                return runs_element("p", block.runs)
            case BulletList():
                entries = (runs_element("li", entry) for entry in block.entries)
                return element("ol" if block.is_numbered else "ul", None, *entries)
            case Table():
                return _table(block)
            case Image():
                attributes = {
                    "src": self._href_of(block.media_name),
                    "alt": block.alt_text,
                    f"{DATA_PREFIX}name": block.media_name,
                }
                return element("div", None, element("img", attributes))
            case Sound():
                return self._sound(block, can_interact=can_interact)
            case _:
                assert_never(block)

    def _sound(self, sound: Sound, *, can_interact: bool) -> Element:
        attributes = {
            "src": self._href_of(sound.media_name),
            "controls": "true",
            "aria-label": sound.label,
            f"{DATA_PREFIX}name": sound.media_name,
        }
        if sound.media_name in self._catalogs:
            attributes["data-catalog-idref"] = self._catalogs[sound.media_name]
        if sound.most_plays is None:
            return element("div", None, element("audio", attributes))
        if not can_interact:
            attributes[f"{DATA_PREFIX}plays"] = str(sound.most_plays)
            return element("div", None, element("audio", attributes))
        response = f"MEDIA_{len(self.limited) + 1}"
        self.limited.append(response)
        return element(
            "qti-media-interaction",
            {
                "response-identifier": response,
                "autostart": "false",
                "max-plays": str(sound.most_plays),
            },
            element("audio", attributes),
        )


def _table(table: Table) -> Element:
    rows = [
        element(
            "tr",
            None,
            *(
                runs_element("th" if index < table.header_rows else "td", cell)
                for cell in row
            ),
        )
        for index, row in enumerate(table.rows)
    ]
    made = element("table")
    if table.header_rows:
        add(made, element("thead", None, *rows[: table.header_rows]))
    add(made, element("tbody", None, *rows[table.header_rows :]))
    return made


def runs_element(name: str, runs: tuple[Run, ...]) -> Element:
    """Return a paragraph, entry or cell; its white space is marked if HTML would lose it."""
    made = element(name, {} if _survives(runs) else {"class": CLASS_KEEP})
    for run in runs:
        inner = made
        for mark in run.marks:
            tag, kind = _MARKS[mark]
            below = element(tag, {"class": kind} if kind else {})
            add(inner, below)
            inner = below
        for index, line in enumerate(run.text.split("\n")):
            if index:
                add(inner, element("br"))
            if line:
                add(inner, line)
    return made


def _survives(runs: tuple[Run, ...]) -> bool:
    """Return whether a browser's rules for white space leave the runs as they are."""
    pieces: list[Piece] = []
    for run in runs:
        for index, line in enumerate(run.text.split("\n")):
            if index:
                pieces.append(Piece(text="\n", marks=run.marks, is_break=True))
            pieces.append(Piece(text=line, marks=run.marks))
    return runs_of(pieces) == runs
