"""Pictures and sounds that QTI documents name: found, decoded whole, given a name of ours."""

import hashlib
import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

from question_bank.exchange.errors import QtiError
from question_bank.exchange.item_draft import (
    MEDIA_TYPES,
    MOST_MEDIUM_BYTES,
    MediumFile,
)
from question_bank.exchange.media_check import media_problem
from question_bank.exchange.qti_embedded import (
    embedded,
    is_embedded,
    read_embedded,
    suffix_of,
)
from question_bank.exchange.qti_files import QtiFiles
from question_bank.exchange.qti_telling import Telling
from question_bank.exchange.qti_words import DATA_PREFIX
from question_bank.exchange.qti_xml import Node
from question_bank.identifiers import MediaName
from question_bank.items.score_line import Wording

_SCHEME = re.compile(r"\A(?:[A-Za-z][A-Za-z0-9+.-]*:|//)")
_SUFFIXES = {".jpeg": ".jpg", ".jpe": ".jpg", ".oga": ".ogg", ".wave": ".wav"}
_GOOD_STEM = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_LONGEST_STEM = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What a member turned out to be: a medium, or why it is none."""

    medium: MediumFile | None
    problem: Wording | None = None


class QtiMedia:
    """The media of one source; each member is read and decoded once."""

    def __init__(self, files: QtiFiles) -> None:
        self._files = files
        self._found: dict[str, _Found] = {}
        self.media: dict[str, MediumFile] = {}

    def member_of(self, href: str, member: str) -> str | None:
        """Return the member that a reference in another member names; None if outside."""
        if _SCHEME.match(href):
            return None
        path = unquote(href.partition("#")[0].partition("?")[0])
        if path.startswith("/") or "\\" in path or "\0" in path:
            return None
        joined = posixpath.normpath(posixpath.join(posixpath.dirname(member), path))
        return None if joined.split("/")[0] == ".." else joined

    def medium(self, member: str) -> _Found:
        """Return the medium of a member, or the problem with it."""
        if member not in self._found:
            self._found[member] = self._read(member)
        found = self._found[member]
        if found.medium is not None:
            self.media[found.medium.sha256] = found.medium
        return found

    def embedded(self, href: str, member: str) -> _Found:
        """Return the medium that stands in a document itself, or the problem with it."""
        found = embedded(href)
        if suffix_of(found.media_type) is None:
            return _no_medium(found.media_type or "data:")
        if found.raw is None:
            return _problem("内嵌数据损坏", "the data in it are broken")
        if problem := media_problem(found.media_type, found.raw):
            return _problem(f"无法使用：{problem}", f"cannot be used: {problem}")
        sha256 = hashlib.sha256(found.raw).hexdigest()
        medium = MediumFile(
            sha256=sha256,
            media_type=found.media_type,
            size_bytes=len(found.raw),
            read=lambda: read_embedded(self._files, member, sha256),
        )
        self.media.setdefault(sha256, medium)
        return _Found(medium=medium)

    def _read(self, member: str) -> _Found:
        suffix = _suffix(member)
        media_type = MEDIA_TYPES.get(suffix)
        if media_type is None:
            return _no_medium(suffix)
        try:
            raw = self._files.read(member, most_bytes=MOST_MEDIUM_BYTES)
        except QtiError as error:
            found = error.wording
            return _problem(f"无法读取：{found.zh}", f"cannot be read: {found.en}")
        if problem := media_problem(media_type, raw):
            return _problem(f"无法使用：{problem}", f"cannot be used: {problem}")
        return _Found(
            medium=MediumFile(
                sha256=hashlib.sha256(raw).hexdigest(),
                media_type=media_type,
                size_bytes=len(raw),
                read=_reader(self._files, member),
            )
        )


def _no_medium(kind: str) -> _Found:
    return _problem(
        f"{kind or '没有扩展名'} 不是可用的媒体格式；图片用 png、jpg，音频用 flac、opus、ogg、wav",
        f"{kind or 'no suffix'} is no kind of medium; use png or jpg,"
        " flac, opus, ogg or wav",
    )


def _is_name(name: str) -> bool:
    """Return whether a name can be one of ours as it is."""
    path = PurePosixPath(name)
    return _GOOD_STEM.fullmatch(path.stem) is not None and path.name == name


def _reader(files: QtiFiles, member: str) -> Callable[[], bytes]:
    return lambda: files.read(member, most_bytes=MOST_MEDIUM_BYTES)


def _problem(zh: str, en: str) -> _Found:
    return _Found(medium=None, problem=Wording(zh, en))


def _suffix(member: str) -> str:
    suffix = PurePosixPath(member).suffix.lower()
    return _SUFFIXES.get(suffix, suffix)


class ItemMedia:
    """The media that one item shows, under names of ours.

    Attributes:
        shas: Name → SHA-256, as the item's record has it.
        catalogs: Transcripts by the id of their catalog.
        transcripts: Those of the sounds that were taken, by name.
    """

    def __init__(self, media: QtiMedia, files: QtiFiles, telling: Telling) -> None:
        self.catalogs: dict[str, str] = {}
        self.transcripts: dict[MediaName, str] = {}
        self._media = media
        self._files = files
        self._telling = telling
        self.shas: dict[MediaName, str] = {}

    def take(self, href: str, member: str, at: Node, kinds: str) -> MediaName | None:
        """Return the name of the medium; None if it was told why there is none.

        Args:
            member: The document that names it.
            kinds: `image/` or `audio/`.
        """
        if is_embedded(href):
            return self._taken(
                self._media.embedded(href, member), f"{href[:40]}…", at, kinds
            )
        target = self._media.member_of(href, member)
        if target is None:
            self._telling.error(
                "HREF_OUTSIDE",
                at,
                f"媒体 {href[:120]} 在内容包之外，请放入包内",
                f"the medium {href[:120]} lies outside the package; put it inside",
            )
            return None
        if not self._files.has(target):
            self._telling.error(
                "MEDIUM_MISSING",
                at,
                f"内容包中没有 {target}",
                f"the package has no {target}",
            )
            return None
        return self._taken(self._media.medium(target), target, at, kinds)

    def _taken(
        self, found: _Found, target: str, at: Node, kinds: str
    ) -> MediaName | None:
        problem = found.problem
        if found.medium is not None and not found.medium.media_type.startswith(kinds):
            problem = Wording(
                f"是 {found.medium.media_type}，此处应为 {kinds}*",
                f"is {found.medium.media_type}, here {kinds}* is expected",
            )
        if found.medium is None or problem is not None:
            assert problem is not None, "a medium or a problem"
            self._telling.error(
                "MEDIUM_UNUSABLE",
                at,
                f"{target}：{problem.zh}",
                f"{target}: {problem.en}",
            )
            return None
        if is_embedded(target):
            target = f"embedded{suffix_of(found.medium.media_type)}"
        own = at.attributes.get(f"{DATA_PREFIX}name", "")
        if not _is_name(own) or _suffix(own) != _suffix(target):
            own = PurePosixPath(target).name
        return self._named(own, found.medium.sha256)

    def transcribe(self, name: MediaName, node: Node) -> None:
        """Note the transcript of a sound that its element refers to."""
        reference = node.attributes.get("data-catalog-idref", "")
        if words := self.catalogs.get(reference):
            self.transcripts[name] = words

    def _named(self, target: str, sha256: str) -> MediaName:
        suffix = _suffix(target)
        stem = PurePosixPath(target).stem
        if not _GOOD_STEM.fullmatch(stem):
            plain = re.sub(r"[^a-z0-9_-]+", "-", stem.lower()).strip("-_")
            stem = plain[:_LONGEST_STEM] or f"medium-{sha256[:8]}"
        name = MediaName(stem + suffix)
        if self.shas.get(name, sha256) != sha256:
            name = MediaName(f"{stem[:_LONGEST_STEM]}-{sha256[:8]}{suffix}")
        self.shas[name] = sha256
        return name
