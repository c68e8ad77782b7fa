"""HTML of a QTI body into our blocks; what has no place in them is told, never dropped."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from question_bank.exchange.qti_figures import FigureReader, media_plays
from question_bank.exchange.qti_media import ItemMedia
from question_bank.exchange.qti_runs import Piece, runs_of
from question_bank.exchange.qti_telling import Telling
from question_bank.exchange.qti_words import CLASS_KEEP
from question_bank.exchange.qti_xml import Node
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

_INLINE_MARKS: Mapping[str, Mark] = MappingProxyType(
    {
        "b": Mark.STRONG,
        "strong": Mark.STRONG,
        "i": Mark.EMPHASIS,
        "em": Mark.EMPHASIS,
        "cite": Mark.EMPHASIS,
        "dfn": Mark.EMPHASIS,
        "var": Mark.EMPHASIS,
        "u": Mark.UNDERLINE,
        "ins": Mark.UNDERLINE,
        "sub": Mark.SUB,
        "sup": Mark.SUP,
    }
)
_INLINE_PLAIN = frozenset(
    [
        "span",
        "small",
        "big",
        "abbr",
        "acronym",
        "bdi",
        "bdo",
        "time",
        "mark",
        "q",
        "code",
        "kbd",
        "samp",
        "tt",
        "label",
        "font",
    ]
)
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "aside",
        "header",
        "footer",
        "main",
        "nav",
        "figure",
        "figcaption",
        "blockquote",
        "address",
        "details",
        "summary",
        "center",
        "dl",
        "dt",
        "dd",
        "content-body",
        "item-body",
        "stimulus-body",
        "prompt",
        "pre",
        "html-content",
    ]
)
_DROPPED = frozenset({"hr", "col", "colgroup", "stylesheet", "catalog-info", "track"})
_CONDITIONAL = frozenset({"feedback-inline", "feedback-block"})
_UNDERLINE_STYLE = re.compile(r"text-decoration\s*:\s*underline")


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An interaction or rubric block at its place among the blocks."""

    node: Node


Part = Block | Placed


class ContentReader:
    """Reads the content of one document of an item."""

    def __init__(self, telling: Telling, media: ItemMedia, member: str) -> None:
        self._telling = telling
        self._media = media
        self._member = member

    def blocks(self, node: Node) -> tuple[Block, ...]:
        """Return what stands in an element that holds no interaction."""
        found: list[Block] = []
        for part in self.parts(node):
            if isinstance(part, Placed):
                self._nested(part.node)
            else:
                found.append(part)
        return tuple(found)

    def words(self, node: Node) -> tuple[Block, ...]:
        """Return content without pictures and sounds, which keys cannot hold."""
        found = self.blocks(node)
        kept = tuple(part for part in found if not isinstance(part, Image | Sound))
        if len(kept) != len(found):
            self._telling.warning(
                "MEDIUM_NOT_TAKEN",
                node,
                "解析和评分标准中的图片、声音未导入",
                "pictures and sounds in explanations and rubrics were not taken",
            )
        return kept

    def parts(self, node: Node) -> tuple[Part, ...]:
        """Return what stands in an element, interactions and rubrics in their places."""
        flow = _Flow(self._telling, self._media, self._member)
        flow.inside(node, (), is_kept=_keeps(node, is_kept=False))
        flow.flush()
        return tuple(flow.parts)

    def _nested(self, node: Node) -> None:
        self._telling.error(
            "CONTENT_NESTED",
            node,
            f"<{node.name}> 不能放在这里",
            f"<{node.name}> cannot stand here",
        )


class _Flow:
    """One stretch of content while it is read; paragraphs grow in `_pieces`."""

    def __init__(self, telling: Telling, media: ItemMedia, member: str) -> None:
        self.parts: list[Part] = []
        self._pieces: list[Piece] = []
        self._telling = telling
        self._media = media
        self._member = member
        self._figures = FigureReader(telling, media, member)

    def flush(self) -> None:
        """End the paragraph."""
        if runs := runs_of(self._pieces):
            self.parts.append(Paragraph(runs=runs))
        self._pieces = []

    def inside(self, node: Node, marks: tuple[Mark, ...], *, is_kept: bool) -> None:
        """Read what is in an element."""
        for child in node.children:
            if isinstance(child, str):
                self._pieces.append(Piece(text=child, marks=marks, is_kept=is_kept))
            else:
                self._element(child, marks, is_kept=is_kept)

    def _element(self, node: Node, marks: tuple[Mark, ...], *, is_kept: bool) -> None:
        is_kept = _keeps(node, is_kept=is_kept)
        name = node.name
        if node.is_foreign:
            self._refuse(node)
        elif name == "br":
            self._pieces.append(
                Piece(text="\n", marks=marks, is_kept=is_kept, is_break=True)
            )
        elif name in _INLINE_MARKS or name in _INLINE_PLAIN or name == "a":
            self._inline(node, marks, is_kept=is_kept)
        elif name in _BLOCKS or name in _HEADINGS:
            self._block(node, marks, is_kept=is_kept)
        else:
            self._other(node)

    def _inline(self, node: Node, marks: tuple[Mark, ...], *, is_kept: bool) -> None:
        mark = _INLINE_MARKS.get(node.name)
        if _is_underlined(node):
            mark = Mark.UNDERLINE
        elif "style" in node.attributes:
            self._note_style(node)
        if node.name == "a" and node.attributes.get("href"):
            self._telling.note(
                "LINK_DROPPED",
                node,
                "链接只保留了文字",
                "of a link only its words were kept",
            )
        if mark is not None and mark not in marks:
            marks = (*marks, mark)
        if {Mark.SUB, Mark.SUP} <= set(marks):
            self._refuse(node)
            return
        quote = Piece(text="“" if node.name == "q" else "", marks=marks, is_kept=True)
        self._pieces.append(quote)
        self.inside(node, marks, is_kept=is_kept)
        if node.name == "q":
            self._pieces.append(Piece(text="”", marks=marks, is_kept=True))

    def _block(self, node: Node, marks: tuple[Mark, ...], *, is_kept: bool) -> None:
        if "style" in node.attributes:
            self._note_style(node)
        if (node.name in _HEADINGS or node.name == "dt") and Mark.STRONG not in marks:
            marks = (*marks, Mark.STRONG)
        self.flush()
        self.inside(node, marks, is_kept=is_kept)
        self.flush()

    def _other(self, node: Node) -> None:
        name = node.name
        if name in _DROPPED:
            if name in {"hr", "stylesheet"}:
                self._note_style(node)
            return
        if name in _CONDITIONAL and node.attributes.get("show-hide", "show") == "show":
            self._telling.note(
                "FEEDBACK_NOT_TAKEN",
                node,
                "只在作答后显示的反馈内容未导入",
                "feedback that shows only after an answer was not taken",
            )
            return
        self.flush()
        self._whole(node)

    def _whole(self, node: Node) -> None:
        """Read what is a block of its own kind."""
        name = node.name
        if name == "media-interaction":
            self._media_interaction(node)
        elif name.endswith("-interaction") or name == "rubric-block":
            self.parts.append(Placed(node=node))
        elif name in {"ul", "ol"}:
            self._list(node)
        elif name == "table":
            self._table(node)
        elif name in {"img", "picture", "object", "audio"}:
            self._medium(node, None)
        else:
            self._refuse(node)

    def _refuse(self, node: Node) -> None:
        self._telling.error(
            "CONTENT_NOT_MAPPED",
            node,
            f"内容中的 <{node.name}> 无法对应",
            f"<{node.name}> in the content cannot be mapped",
        )

    def _note_style(self, node: Node) -> None:
        self._telling.note(
            "STYLE_DROPPED",
            node,
            "颜色、字号等样式未保留，由考试界面统一决定",
            "styles such as colours and sizes were not kept; the seat decides them",
        )

    # --- lists and tables

    def _list(self, node: Node) -> None:
        entries: list[tuple[Run, ...]] = []
        for child in node.elements():
            if child.name != "li":
                self._refuse(child)
                continue
            if runs := self._one_paragraph(child):
                entries.append(runs)
        if entries:
            is_numbered = node.name == "ol"
            self.parts.append(
                BulletList(is_numbered=is_numbered, entries=tuple(entries))
            )

    def _one_paragraph(self, node: Node) -> tuple[Run, ...]:
        """Return the runs of an entry or cell; paragraphs in it stand on lines."""
        flow = _Flow(self._telling, self._media, self._member)
        flow.inside(node, (), is_kept=_keeps(node, is_kept=False))
        flow.flush()
        pieces: list[Piece] = []
        for part in flow.parts:
            if not isinstance(part, Paragraph):
                name = (
                    part.node.name if isinstance(part, Placed) else type(part).__name__
                )
                self._telling.error(
                    "CONTENT_NESTED",
                    node,
                    f"<{node.name}> 中还有 {name}；本系统的内容不能嵌套",
                    f"{name} inside <{node.name}>; our content does not nest",
                )
                return ()
            if pieces:
                pieces.append(Piece(text="\n", marks=(), is_kept=True, is_break=True))
            pieces.extend(
                Piece(text=run.text, marks=run.marks, is_kept=True) for run in part.runs
            )
        return runs_of(pieces)

    def _table(self, node: Node) -> None:
        rows: list[tuple[tuple[Run, ...], ...]] = []
        heads: list[bool] = []
        for row, in_head in _table_rows(node, self):
            cells = [cell for cell in row.elements() if cell.name in {"td", "th"}]
            if any(
                cell.attributes.get(span, "1").strip() != "1"
                for cell in cells
                for span in ("colspan", "rowspan")
            ):
                self._telling.error(
                    "TABLE_SPAN",
                    row,
                    "表格有合并单元格，无法对应",
                    "a table with merged cells cannot be mapped",
                )
                return
            if cells:
                rows.append(tuple(map(self._one_paragraph, cells)))
                heads.append(in_head or all(cell.name == "th" for cell in cells))
        if not rows:
            return
        header_rows = next((at for at, is_head in enumerate(heads) if not is_head), 0)
        self.parts.append(Table(header_rows=header_rows, rows=tuple(rows)))

    # --- media

    def _media_interaction(self, node: Node) -> None:
        plays = media_plays(node, self._telling)
        for child in node.elements():
            if child.name == "prompt":
                self._block(child, (), is_kept=False)
            elif child.name in {"audio", "object", "video"}:
                self._medium(child, plays)
            else:
                self._refuse(child)

    def _medium(self, node: Node, plays: int | None) -> None:
        shown = self._figures.block(node, plays)
        if shown is not None:
            self.parts.append(shown)


def _table_rows(table: Node, flow: _Flow) -> list[tuple[Node, bool]]:
    """Return the rows with whether they stand in the head; the caption goes before."""
    rows: list[tuple[Node, bool]] = []
    for child in table.elements():
        if child.name == "caption":
            flow._block(child, (), is_kept=False)  # noqa: SLF001 - the same flow
        elif child.name == "tr":
            rows.append((child, False))
        elif child.name in {"thead", "tbody", "tfoot"}:
            rows.extend((row, child.name == "thead") for row in child.named("tr"))
        elif child.name not in _DROPPED:
            flow._refuse(child)  # noqa: SLF001 - the same flow
    return rows


def _keeps(node: Node, *, is_kept: bool) -> bool:
    return (
        is_kept
        or node.name == "pre"
        or node.attributes.get("xml:space") == "preserve"
        or CLASS_KEEP in node.attributes.get("class", "").split()
    )


def _is_underlined(node: Node) -> bool:
    return (
        "qti-underline" in node.attributes.get("class", "").split()
        or _UNDERLINE_STYLE.search(node.attributes.get("style", "")) is not None
    )
