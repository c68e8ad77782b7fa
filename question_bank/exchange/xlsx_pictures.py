"""Pictures that float over a sheet: each belongs to the row of its upper left corner.

Source:
    ECMA-376-1:2016, 20.5: xdr:oneCellAnchor, xdr:twoCellAnchor, xdr:from; a:blip r:embed.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from io import BufferedReader
from pathlib import Path
from types import MappingProxyType

from question_bank.exchange.item_draft import (
    MEDIA_TYPES,
    MOST_MEDIUM_BYTES,
    MediumFile,
)
from question_bank.exchange.xlsx_archive import SpreadsheetArchive
from question_bank.exchange.xlsx_findings import Spot, SpreadsheetFindings
from question_bank.exchange.xlsx_table import Sheet
from question_bank.exchange.xlsx_workbook import relationships
from question_bank.exchange.xlsx_xml import scan_xml
from question_bank.identifiers import MediaName
from question_bank.items.finding import Severity
from question_bank.items.score_line import Wording
from question_bank.sealing.package_sources import open_plain_file

MOST_PICTURES = 20_000
_SIGNATURES: Mapping[bytes, str] = MappingProxyType(
    {b"\x89PNG\r\n\x1a\n": ".png", b"\xff\xd8\xff": ".jpg"}
)
_PNG_HEAD_BYTES = 8

SheetPictures = Mapping[int, tuple[tuple[MediaName, MediumFile], ...]]
"""By row, in the order of the drawing."""


def read_pictures(
    archive: SpreadsheetArchive,
    path: Path,
    part: str,
    sheet: Sheet,
    told: tuple[SpreadsheetFindings, Spot],
) -> SheetPictures:
    """Return the pictures of a sheet by row; what is no picture for a seat is told.

    Raises:
        SpreadsheetError: a drawing is damaged.
    """
    if not sheet.drawing_ids:
        return {}
    findings, spot = told
    by_row: dict[int, tuple[tuple[MediaName, MediumFile], ...]] = {}
    targets = relationships(archive, part)
    for drawing_id in sheet.drawing_ids:
        _, drawing = targets.get(drawing_id, ("", ""))
        if not archive.has(drawing):
            continue
        listener = _Anchors()
        with archive.open_part(drawing) as stream:
            scan_xml(stream, listener, archive.damage)
        images = relationships(archive, drawing)
        for row, relation in listener.found[:MOST_PICTURES]:
            member = images.get(relation, ("", ""))[1]
            medium = _medium(archive, path, member)
            if medium is None:
                place = Spot(order=spot.order, sheet=spot.sheet, row=row)
                findings.tell("PICTURE_UNUSABLE", Severity.ERROR, place, _UNUSABLE)
                continue
            by_row[row] = (*by_row.get(row, ()), medium)
    return by_row


_UNUSABLE = Wording(
    "该行上的图片不是 PNG 或 JPEG，或过大、已丢失；请换成 PNG/JPEG 图片",
    "the picture over this row is no PNG or JPEG, too large or lost; use PNG or JPEG",
)


def _medium(
    archive: SpreadsheetArchive, path: Path, member: str
) -> tuple[MediaName, MediumFile] | None:
    if not archive.has(member) or archive.size_bytes(member) > MOST_MEDIUM_BYTES:
        return None
    with archive.open_part(member) as stream:
        raw = stream.read()
    suffix = next(
        (found for start, found in _SIGNATURES.items() if raw.startswith(start)), None
    )
    if suffix is None:
        return None
    sha256 = hashlib.sha256(raw).hexdigest()
    medium = MediumFile(
        sha256=sha256,
        media_type=MEDIA_TYPES[suffix],
        size_bytes=len(raw),
        read=partial(_read_again, path, member),
    )
    return MediaName(f"x-{sha256[:16]}{suffix}"), medium


def _read_again(path: Path, member: str) -> bytes:
    """Return a picture's bytes from the file, so that none are kept in memory."""
    with (
        open_plain_file(path, follow_links=True) as raw_file,
        BufferedReader(raw_file) as file,
    ):
        archive = SpreadsheetArchive(file, path.name)
        with archive.open_part(member) as stream:
            return stream.read()


@dataclass(slots=True)
class _Anchors:
    """Listens to a drawing: (row, relationship) of each picture."""

    found: list[tuple[int, str]] = field(default_factory=list)
    _row: int = 0
    _in_from: bool = False
    _in_row: bool = False
    _digits: str = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "from":
            self._in_from = True
        elif tag == "row" and self._in_from:
            self._in_row, self._digits = True, ""
        elif tag == "blip":
            relation = next(
                (
                    value
                    for name, value in attributes.items()
                    if name.endswith(":embed")
                ),
                "",
            )
            self.found.append((self._row, relation))

    def end(self, tag: str) -> None:
        if tag == "row" and self._in_row:
            digits = self._digits.strip()
            is_number = digits.isascii() and digits.isdigit() and len(digits) < 8  # noqa: PLR2004
            self._row = int(digits) + 1 if is_number else 0
            self._in_row = False
        elif tag == "from":
            self._in_from = False

    def text(self, data: str) -> None:
        if self._in_row:
            self._digits += data[:20]
