"""Pictures and sounds of a QTI body, whatever element shows them, as blocks of ours."""

from pathlib import PurePosixPath

from question_bank.exchange.item_draft import MEDIA_TYPES
from question_bank.exchange.qti_embedded import embedded, is_embedded, suffix_of
from question_bank.exchange.qti_media import ItemMedia
from question_bank.exchange.qti_telling import Telling
from question_bank.exchange.qti_words import DATA_PREFIX
from question_bank.exchange.qti_xml import Node
from question_bank.identifiers import MediaName
from question_bank.items.content import Image, Sound

MOST_PLAYS = 20
_MOST_ALT = 1000
_MOST_LABEL = 200


def media_plays(node: Node, telling: Telling) -> int | None:
    """Return how often a media interaction lets a sound be started; None: no limit."""
    stated = node.attributes.get("max-plays", "0").strip()
    if plays := _plays(stated):
        return plays
    if stated != "0":
        telling.error(
            "MOST_PLAYS",
            node,
            f"播放次数上限应为 0 到 {MOST_PLAYS}，而不是 {stated[:20]}",
            f"max-plays has to be 0 to {MOST_PLAYS}, not {stated[:20]}",
        )
    return None


def _plays(stated: str) -> int | None:
    is_number = stated.isascii() and stated.isdecimal() and len(stated) < 4  # noqa: PLR2004
    return int(stated) if is_number and 0 < int(stated) <= MOST_PLAYS else None


class FigureReader:
    """Reads `img`, `picture`, `object` and `audio` of one document."""

    def __init__(self, telling: Telling, media: ItemMedia, member: str) -> None:
        self._telling = telling
        self._media = media
        self._member = member

    def block(self, node: Node, plays: int | None) -> Image | Sound | None:
        """Return the block; None if it was told why there is none."""
        if node.name == "picture":
            node = node.first("img") or node
        href = _href(node)
        inner = node.first("object") or node.first("img")
        if inner is not None and not _is_usable(href):
            # The outer one stands for what only some programs can show.
            return self.block(inner, plays)
        kinds = _kinds(node)
        if kinds is None:
            self._telling.error(
                "CONTENT_NOT_MAPPED",
                node,
                f"内容中的 <{node.name}> 无法对应",
                f"<{node.name}> in the content cannot be mapped",
            )
            return None
        name = self._media.take(href, self._member, node, kinds)
        if name is None:
            return None
        if kinds == "image/":
            return Image(media_name=name, alt_text=self._alt(node, _shown(href, name)))
        self._media.transcribe(name, node)
        own = _plays(node.attributes.get(f"{DATA_PREFIX}plays", ""))
        label = _said(node, "aria-label", "title", "label") or (
            PurePosixPath(_shown(href, name)).stem
        )
        return Sound(
            media_name=name, label=label[:_MOST_LABEL], most_plays=own or plays
        )

    def _alt(self, node: Node, href: str) -> str:
        alt = _said(node, "alt", "aria-label", "title")
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


def _href(node: Node) -> str:
    href = node.attributes.get("data" if node.name == "object" else "src", "")
    source = node.first("source")
    if not href and source is not None:
        return source.attributes.get("src", "")
    return href


def _kinds(node: Node) -> str | None:
    """Return `image/` or `audio/`; None for what is neither, such as a video."""
    if node.name == "img":
        return "image/"
    if node.name == "audio":
        return "audio/"
    stated = node.attributes.get("type", "").partition("/")[0]
    is_ours = node.name == "object" and stated in {"image", "audio"}
    return f"{stated}/" if is_ours else None


def _shown(href: str, name: MediaName) -> str:
    return name if is_embedded(href) else href


def _is_usable(href: str) -> bool:
    if is_embedded(href):
        return suffix_of(embedded(href).media_type) is not None
    suffix = PurePosixPath(href.partition("?")[0]).suffix.lower()
    return suffix in MEDIA_TYPES or suffix == ".jpeg"


def _said(node: Node, *attributes: str) -> str:
    """Return the first attribute that says something, else the words inside."""
    said = (node.attributes.get(name) for name in attributes)
    return next((text for text in said if text and text.strip()), node.words())
