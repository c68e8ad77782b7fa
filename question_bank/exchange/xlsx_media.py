"""Pictures and sounds that a row names: files beside the spreadsheet. Pure.

图片   fig-1.png：家庭关系图            a line each; what it shows, after a colon
音频   voice-1.opus：来访者的第一段话｜2次   a line each; label, and how often it may be played
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from question_bank.exchange.item_draft import MediumFile
from question_bank.exchange.xlsx_columns import Column
from question_bank.exchange.xlsx_row import Row
from question_bank.exchange.xlsx_text import tidy_code
from question_bank.identifiers import MediaName
from question_bank.items.content import Block, Image, Sound
from question_bank.items.field_types import ImageName, SoundName
from question_bank.items.finding import Severity
from question_bank.items.score_line import Wording

DEFAULT_LABEL = "录音"
DEFAULT_ALT_TEXT = "图片"
LONGEST_TRANSCRIPT = 20_000
LONGEST_ALT_TEXT = 1000
LONGEST_LABEL = 200
MOST_FILES = 20

_LINE = re.compile(r"(?P<name>[^：:｜|]+)(?:[：:｜|](?P<label>.*))?")
_NEXT_NAME = re.compile(
    r"[;；、,，]\s*(?=[^\s;；、,，：:]+\.[A-Za-z]{3,4}(?:[;；、,，]|$))"
)
_PLAYS = re.compile(r"(?P<label>.*)[｜|]\s*(?P<plays>[1-9]|1[0-9]|20)\s*次")
_TRANSCRIPT_OF = re.compile(
    r"^(?P<name>[a-z0-9][a-z0-9_-]{0,59}\.[a-z]{3,4})[：:]", re.MULTILINE
)


@dataclass(slots=True)
class MediaShelf:
    """The media that an import was given.

    Attributes:
        files: By name.
        pictures: Names of pictures that float in a sheet, by (sheet, row).
        used: By SHA-256, what rows have named.
    """

    files: Mapping[MediaName, MediumFile]
    pictures: Mapping[tuple[str, int], tuple[MediaName, ...]] = field(
        default_factory=dict
    )
    used: dict[str, MediumFile] = field(default_factory=dict)

    def sha256_of(self, name: MediaName) -> str | None:
        """Return the hash of a file and note that it is used; None if not there."""
        found = self.files.get(name)
        if found is None:
            return None
        self.used[found.sha256] = found
        return found.sha256


def read_images(row: Row, shelf: MediaShelf, column: Column) -> tuple[Block, ...]:
    """Return the pictures of a row: those it names, then those that float over it."""
    blocks: list[Block] = []
    for name, label in _entries(row, column):
        plain = _plain_name(row, column, name)
        if not _fits(plain, ImageName):
            _tell_bad_name(row, column, name, "png、jpg")
        elif _is_there(row, shelf, column, plain):
            alt_text = label or DEFAULT_ALT_TEXT
            if not label:
                _tell_no_label(row, column)
            _tell_long(row, column, alt_text, LONGEST_ALT_TEXT)
            blocks.append(Image(media_name=plain, alt_text=alt_text))
    if column is Column.IMAGES:
        for name in shelf.pictures.get((row.table.sheet.name, row.number), ()):
            shelf.sha256_of(name)
            _tell_no_label(row, column)
            blocks.append(Image(media_name=name, alt_text=DEFAULT_ALT_TEXT))
    return tuple(blocks)


def read_sounds(row: Row, shelf: MediaShelf, column: Column) -> tuple[Sound, ...]:
    """Return the sounds that a row names."""
    sounds = []
    for name, label in _entries(row, column):
        plain = _plain_name(row, column, name)
        if not _fits(plain, SoundName):
            _tell_bad_name(row, column, name, "flac、opus、ogg、wav")
            continue
        if not _is_there(row, shelf, column, plain):
            continue
        plays = _PLAYS.fullmatch(f"{label}" if "｜" in label or "|" in label else "")
        shown = plays["label"].strip() if plays else label
        _tell_long(row, column, shown, LONGEST_LABEL)
        sounds.append(
            Sound(
                media_name=plain,
                label=shown or DEFAULT_LABEL,
                most_plays=int(plays["plays"]) if plays else None,
            )
        )
    return tuple(sounds)


def read_transcripts(
    row: Row, sounds: tuple[Sound, ...], column: Column
) -> dict[MediaName, str]:
    """Return the words of the row's sounds by name."""
    text = row.text(column)
    if not text:
        return {}
    names = {sound.media_name for sound in sounds}
    starts = [
        found for found in _TRANSCRIPT_OF.finditer(text) if found["name"] in names
    ]
    if not starts and len(names) == 1:
        return _checked(row, column, {next(iter(names)): text})
    if not starts or starts[0].start() != 0:
        row.error(
            column,
            "TRANSCRIPT_OF_WHAT",
            "文字稿对应哪段音频？没有音频时请清空；有几段音频时，每段以“文件名：”开头",
            "whose words are these? Empty the cell if there is no sound; with several, begin "
            "each with its file name and a colon",
        )
        return {}
    ends = [found.start() for found in starts[1:]] + [len(text)]
    return _checked(
        row,
        column,
        {
            MediaName(found["name"]): text[found.end() : end].strip()
            for found, end in zip(starts, ends, strict=True)
        },
    )


def _checked(
    row: Row, column: Column, transcripts: dict[MediaName, str]
) -> dict[MediaName, str]:
    if any(len(text) > LONGEST_TRANSCRIPT for text in transcripts.values()):
        row.error(
            column,
            "TEXT_TOO_LONG",
            f"一段文字稿最多 {LONGEST_TRANSCRIPT} 字",
            f"a transcript has at most {LONGEST_TRANSCRIPT} characters",
        )
    return {name: text for name, text in transcripts.items() if text}


def _entries(row: Row, column: Column) -> list[tuple[str, str]]:
    lines = [
        part.strip()
        for line in row.text(column).split("\n")
        for part in _NEXT_NAME.split(line)
        if part.strip()
    ]
    if len(lines) > MOST_FILES:
        row.error(
            column,
            "TOO_MANY_FILES",
            f"一题最多 {MOST_FILES} 个文件",
            f"at most {MOST_FILES} files an item",
        )
        return []
    found = []
    for line in lines:
        match = _LINE.fullmatch(line)
        name, label = (match["name"], match["label"]) if match else (line, "")
        found.append((name.strip(), (label or "").strip()))
    return found


def _plain_name(row: Row, column: Column, name: str) -> MediaName:
    plain = tidy_code(name).lower()
    if plain != name:
        row.gather(
            column,
            "FILE_NAME_LOWERED",
            Wording("文件名按小写读取", "file names are read in lower case"),
            sample=f"“{name[:30]}”",
        )
    return MediaName(plain)


def _fits(name: str, kind: object) -> bool:
    try:
        msgspec.convert(name, kind)
    except msgspec.ValidationError:
        return False
    return True


def _is_there(row: Row, shelf: MediaShelf, column: Column, name: MediaName) -> bool:
    if shelf.sha256_of(name) is not None:
        return True
    row.error(
        column,
        "MEDIUM_MISSING",
        f"找不到文件 {name}；请把它放在表格旁的媒体文件夹里，名称一致",
        f"there is no file {name}; put it into the media folder under this name",
    )
    return False


def _tell_bad_name(row: Row, column: Column, name: str, suffixes: str) -> None:
    row.error(
        column,
        "FILE_NAME",
        f"文件名“{name[:60]}”不可用；只能是小写字母、数字、- 和 _，后缀 {suffixes}，不带文件夹，如 fig-1.png",
        f"the file name “{name[:60]}” cannot be used; lower-case letters, digits, - and _, "
        f"ending in {suffixes.replace('、', ', ')}, without folders, such as fig-1.png",
    )


def _tell_long(row: Row, column: Column, text: str, most: int) -> None:
    if len(text) > most:
        row.error(
            column,
            "TEXT_TOO_LONG",
            f"文件名后的说明有 {len(text)} 字，最多 {most} 字；请缩短",
            f"what stands behind the file name has {len(text)} characters, at most {most}",
        )


def _tell_no_label(row: Row, column: Column) -> None:
    row.gather(
        column,
        "ALT_TEXT_MISSING",
        Wording(
            "图片没有文字说明，暂记为“图片”；请写成 文件名：图中内容",
            "a picture without a description; write such as fig-1.png：what it shows",
        ),
        severity=Severity.WARNING,
    )
