"""HTML of a QTI body into our blocks; what has no place in them is told, never dropped."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from types import MappingProxyType

from question_bank.exchange.qti_media import ItemMedia
from question_bank.exchange.qti_runs import Piece, runs_of
from question_bank.exchange.qti_telling import Telling
from question_bank.exchange.qti_words import CLASS_KEEP, DATA_PREFIX
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
_MOST_PLAYS = 20
_MOST_ALT = 1000
_MOST_LABEL = 200


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
        plays: int | None = None
        stated = node.attributes.get("max-plays", "0").strip()
        if stated.isdecimal() and 0 < int(stated) <= _MOST_PLAYS:
            plays = int(stated)
        elif stated != "0":
            self._telling.error(
                "MOST_PLAYS",
                node,
                f"播放次数上限应为 0 到 {_MOST_PLAYS}，而不是 {stated[:20]}",
                f"max-plays has to be 0 to {_MOST_PLAYS}, not {stated[:20]}",
            )
        for child in node.elements():
            if child.name == "prompt":
                self._block(child, (), is_kept=False)
            elif child.name in {"audio", "object", "video"}:
                self._medium(child, plays)
            else:
                self._refuse(child)

    def _medium(self, node: Node, plays: int | None) -> None:
        """Read a picture or a sound, whatever element shows it."""
        if node.name == "picture":
            node = node.first("img") or node
        stated = node.attributes.get("type", "")
        href = node.attributes.get("data" if node.name == "object" else "src", "")
        source = node.first("source")
        if not href and source is not None:
            href, stated = source.attributes.get("src", ""), ""
        kinds = "image/" if node.name == "img" else "audio/"
        if node.name == "object":
            kinds = f"{stated.partition('/')[0]}/"
        if kinds not in {"image/", "audio/"} or node.name in {"video", "picture"}:
            self._refuse(node)
            return
        name = self._media.take(href, self._member, node, kinds)
        if name is None:
            return
        if kinds == "image/":
            self.parts.append(Image(media_name=name, alt_text=self._alt(node, href)))
            return
        own = node.attributes.get(f"{DATA_PREFIX}plays", "")
        if own.isdecimal() and 0 < int(own) <= _MOST_PLAYS:
            plays = int(own)
        self._media.transcribe(name, node)
        label = self._label(node, href)
        self.parts.append(Sound(media_name=name, label=label, most_plays=plays))

    def _alt(self, node: Node, href: str) -> str:
        said = (node.attributes.get(key) for key in ("alt", "aria-label", "title"))
        alt = next((text for text in said if text and text.strip()), node.words())
        if not alt:
            self._telling.warning(
                "ALT_MISSING",
                node,
                "图片没有替代文字，暂用文件名；请补写图片内容",
                "the picture has no alternative text; its file name stands in for it",
            )
            alt = PurePosixPath(href).name
        if len(alt) > _MOST_ALT:
            self._telling.warning(
                "ALT_CUT",
                node,
                f"图片的替代文字超过{_MOST_ALT}字，已截断",
                f"the picture's alternative text was cut at {_MOST_ALT} characters",
            )
        return alt[:_MOST_ALT]

    def _label(self, node: Node, href: str) -> str:
        said = (node.attributes.get(key) for key in ("aria-label", "title", "label"))
        label = next((text for text in said if text and text.strip()), node.words())
        return (label or PurePosixPath(href).stem)[:_MOST_LABEL]


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
