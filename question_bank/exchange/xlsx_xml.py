"""Reading the XML parts of a spreadsheet: streamed, bounded, without any DTD.

A document type is refused where it begins, so that no entity can ever be declared: there
is nothing to expand (billion laughs) and nothing to fetch (XXE). expat is used bare, as a
stream of events: a sheet of 10,000 rows never stands in memory as a tree.

Source:
    docs/decisions/0220-sheets-are-read-by-our-own-parser.md.
"""

from collections.abc import Callable, Mapping
from typing import IO, Protocol
from xml.parsers import expat

from question_bank.exchange.errors import SpreadsheetError

DEEPEST = 64
"""Sheets nest 6 deep, drawings 12."""

_CHUNK_BYTES = 256 * 1024


class XmlListener(Protocol):
    """What is told of a part's elements; names without their prefix."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""

    def end(self, tag: str) -> None:
        """Take the end of an element."""

    def text(self, data: str) -> None:
        """Take a piece of text, maybe one of several."""


class _DoctypeError(Exception):
    """A document type begins."""


class _DepthError(Exception):
    """Elements nest too deep."""


def scan_xml(
    stream: IO[bytes], listener: XmlListener, damage: Callable[[str], SpreadsheetError]
) -> None:
    """Tell `listener` the whole part.

    Raises:
        SpreadsheetError: made by `damage`: not XML, a DTD, or nested too deep.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.EntityDeclHandler = _refuse_doctype
    parser.StartElementHandler, parser.EndElementHandler = _depth_guarded(listener)
    parser.CharacterDataHandler = listener.text
    try:
        while chunk := stream.read(_CHUNK_BYTES):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise damage(f"XML: {error}") from error
    except LookupError as error:  # an encoding that Python does not know
        raise damage(f"XML: {error}") from error
    except _DoctypeError as error:
        raise damage("XML with a document type (DTD)") from error
    except _DepthError as error:
        raise damage(f"XML nested deeper than {DEEPEST}") from error


def _refuse_doctype(*_: object) -> None:
    raise _DoctypeError


def _depth_guarded(
    listener: XmlListener,
) -> tuple[Callable[[str, dict[str, str]], None], Callable[[str], None]]:
    depth = 0
    local_names: dict[str, str] = {}
    told_start, told_end = listener.start, listener.end

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise _DepthError
        local = local_names.get(tag)
        if local is None:
            local = tag.rpartition(":")[2]
            if len(local_names) < DEEPEST:  # of hostile parts no name is kept
                local_names[tag] = local
        told_start(local, attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        told_end(local_names.get(tag) or tag.rpartition(":")[2])

    return start, end
