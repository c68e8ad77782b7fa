"""Findings about pictures and sounds: whether they work, and how they look and sound.

Each medium is read and decoded once, whatever the number of items that show it; memory
is that of one medium.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from question_bank.checks.checked_item import CheckedItem, ReadMedium
from question_bank.checks.picture_check import picture_told
from question_bank.checks.sound_check import sound_told
from question_bank.checks.told import Told
from question_bank.exchange.item_draft import MEDIA_TYPES
from question_bank.exchange.media_check import media_problem
from question_bank.items.content import Image
from question_bank.items.finding import Finding, Severity
from question_bank.items.item import contents_of
from question_bank.items.score_line import Wording

MOST_ITEM_MEDIA_BYTES = 5_000_000
"""Of one item: a seat on the slowest network of a room has it in a few seconds."""

MOST_BANK_MEDIA_BYTES = 2_000_000_000
"""Of the whole bank; a form takes a part of it, and goes to a site on a stick."""

_MAGIC: Sequence[tuple[bytes, str]] = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"OggS", "Ogg"),
    (b"fLaC", "FLAC"),
    (b"RIFF", "WAV"),
    (b"ID3", "MP3"),
    (b"GIF8", "GIF"),
    (b"<", "HTML/XML"),
    (b"PK", "ZIP"),
    (b"%PDF", "PDF"),
    (b"BM", "BMP"),
)
_EXPECTED: Mapping[str, str] = {
    "audio/flac": "FLAC",
    "audio/ogg": "Ogg",
    "audio/wav": "WAV",
    "image/jpeg": "JPEG",
    "image/png": "PNG",
}


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was found in a medium, and its size."""

    told: tuple[Told, ...]
    size_bytes: int


def media_findings(
    items: Sequence[CheckedItem],
    read_medium: ReadMedium,
    *,
    told: Callable[[int, int], object] = lambda _done, _total: None,
) -> Iterator[Finding]:
    """Yield what is wrong with the media that items show, and with their sizes."""
    seen: dict[tuple[str, str], _Seen] = {}
    for done, item in enumerate(items):
        total = 0
        for name, sha256 in sorted(item.record.media.items()):
            media_type = MEDIA_TYPES[PurePosixPath(name).suffix]
            known = seen.get((sha256, media_type))
            if known is None:
                known = _looked_at(media_type, sha256, read_medium)
                seen[sha256, media_type] = known
            total += known.size_bytes
            for one in known.told:
                yield item.found(
                    one.code,
                    one.severity,
                    one.wording,
                    column=name,
                    measure=one.measure,
                )
        yield from _item_size(item, total)
        yield from _alt_texts(item)
        told(done + 1, len(items))
    sizes = {sha256: known.size_bytes for (sha256, _), known in seen.items()}
    yield from _bank_size(sum(sizes.values()), items)


def _looked_at(media_type: str, sha256: str, read_medium: ReadMedium) -> _Seen:
    try:
        raw = read_medium(sha256)
    except KeyError:
        missing = Told(
            "MEDIUM_MISSING",
            Severity.ERROR,
            Wording("媒体文件不存在", "the medium is not there"),
        )
        return _Seen((missing,), 0)
    return _Seen(tuple(_medium_told(media_type, raw)), len(raw))


def _medium_told(media_type: str, raw: bytes) -> Iterator[Told]:
    expected, found = _EXPECTED[media_type], _kind(raw)
    if found is not None and found != expected:
        yield Told(
            "MEDIUM_OTHER_KIND",
            Severity.ERROR,
            Wording(
                f"后缀表示 {expected}，内容却是 {found}",
                f"its suffix says {expected}, its content is {found}",
            ),
        )
        return
    problem = media_problem(media_type, raw)
    if problem is not None:
        yield Told(
            "MEDIUM_BROKEN",
            Severity.ERROR,
            Wording(
                f"无法播放或显示：{problem}", f"cannot be played or shown: {problem}"
            ),
        )
        return
    if media_type.startswith("audio/"):
        yield from sound_told(raw)
    else:
        yield from picture_told(raw)


def _kind(raw: bytes) -> str | None:
    begin = raw[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    return next((name for magic, name in _MAGIC if begin.startswith(magic)), None)


def _item_size(item: CheckedItem, total_bytes: int) -> Iterator[Finding]:
    if total_bytes > MOST_ITEM_MEDIA_BYTES:
        megabytes, most = total_bytes / 1e6, MOST_ITEM_MEDIA_BYTES / 1e6
        yield item.found(
            "ITEM_MEDIA_LARGE",
            Severity.WARNING,
            Wording(
                f"本题媒体共 {megabytes:.1f} MB，超过 {most:g} MB",
                f"the item's media have {megabytes:.1f} MB, more than {most:g} MB",
            ),
            measure=float(total_bytes),
        )


def _bank_size(total_bytes: int, items: Sequence[CheckedItem]) -> Iterator[Finding]:
    if total_bytes > MOST_BANK_MEDIA_BYTES and items:
        gigabytes, most = total_bytes / 1e9, MOST_BANK_MEDIA_BYTES / 1e9
        finding = items[0].found(
            "BANK_MEDIA_LARGE",
            Severity.WARNING,
            Wording(
                f"题库媒体共 {gigabytes:.1f} GB，超过 {most:g} GB",
                f"the bank's media have {gigabytes:.1f} GB, more than {most:g} GB",
            ),
            measure=float(total_bytes),
        )
        yield finding


def _alt_texts(item: CheckedItem) -> Iterator[Finding]:
    for content in contents_of(item.record.item):
        for block in content:
            if isinstance(block, Image) and _says_nothing(block):
                yield item.found(
                    "ALT_TEXT_EMPTY",
                    Severity.WARNING,
                    Wording(
                        f"图片说明“{block.alt_text.strip()}”没有说出图中内容",
                        f"the alt text “{block.alt_text.strip()}” does not say what "
                        "the picture shows",
                    ),
                    column=str(block.media_name),
                )


def _says_nothing(image: Image) -> bool:
    text = image.alt_text.strip().casefold()
    stem = PurePosixPath(image.media_name).stem
    named = {
        str(image.media_name),
        stem,
        stem.replace("-", " "),
        stem.replace("_", " "),
    }
    is_file_name = PurePosixPath(text).suffix in {*MEDIA_TYPES, ".jpeg", ".gif", ".bmp"}
    said = {
        "",
        "图",
        "图片",
        "图表",
        "图1",
        "图一",
        "如图",
        "image",
        "picture",
        "figure",
    }
    return text in named | said or is_file_name
