"""Read QTI (3.0, 2.2, 2.1) into drafts: a content package, a folder, or one item.

    reading = read_qti(Path("package.zip"), level="初级")

What cannot be mapped is told item by item, with member and line, and that item is left
out; docs/formats/qti.md says what maps to what. Nothing is unpacked or written.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from question_bank.exchange.errors import QtiError
from question_bank.exchange.item_draft import ItemDraft, SourceReading
from question_bank.exchange.qti_files import MANIFEST, QtiFiles, SingleFile, open_qti
from question_bank.exchange.qti_item import ItemSource, read_item
from question_bank.exchange.qti_manifest import (
    MOST_MANIFEST_BYTES,
    Resource,
    Said,
    read_manifest,
)
from question_bank.exchange.qti_media import QtiMedia
from question_bank.exchange.qti_telling import Telling
from question_bank.exchange.qti_xml import MOST_XML_BYTES, Node, parse_xml
from question_bank.items.finding import Finding, has_errors
from question_bank.items.score_line import Wording

MOST_ITEMS = 20_000
_LINE = re.compile(r" line (?P<line>[0-9]+)\Z")

_WHOLE = Wording(
    "；请导入它所在的内容包或文件夹", "; import the package or folder that it lies in"
)
_OTHER_DOCUMENTS: Mapping[str, Wording] = MappingProxyType(
    dict.fromkeys(
        ("manifest", "assessment-test", "assessment-section", "assessment-stimulus"),
        _WHOLE,
    )
)

Progress = Callable[[int, int], None]
"""Told (items done, items in all)."""


def read_qti(
    path: Path, *, level: str | None, progress: Progress | None = None
) -> SourceReading:
    """Read a source.

    Args:
        level: Of all items; None: what each one's metadata say.

    Raises:
        QtiError: no QTI, or a package that is refused as a whole; `.where` has the member.
        OSError: it cannot be opened.
    """
    files = open_qti(path)
    reading = _Reading(path.name, files, level, progress or (lambda _done, _all: None))
    with files.held():
        return reading.whole()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """An item to read; `is_sure` if the source says that it is one.

    Attributes:
        kind: What the manifest calls it, if it calls it something else.
    """

    member: str
    said: Said
    is_sure: bool = True
    kind: str = ""


class _Reading:
    """One source while it is read."""

    def __init__(
        self, file: str, files: QtiFiles, level: str | None, progress: Progress
    ) -> None:
        self._file = file
        self._files = files
        self._level = level
        self._progress = progress
        self._media = QtiMedia(files)
        self._findings: list[Finding] = []

    def whole(self) -> SourceReading:
        listed = tuple(self._listed())
        if len(listed) > MOST_ITEMS:
            raise QtiError(
                self._file,
                f"有{len(listed)}道题，最多 {MOST_ITEMS} 道",
                f"{len(listed)} items, at most {MOST_ITEMS}",
            )
        drafts: list[ItemDraft] = []
        first_members: dict[str, str] = {}
        found_items = 0
        for done, entry in enumerate(listed, start=1):
            telling = Telling(self._file, entry.member)
            root = self._root(entry, telling)
            if root is not None:
                found_items += 1
                draft = self._draft(root, entry, telling, first_members)
                if draft is not None:
                    drafts.append(draft)
            found = telling.errors() if telling.has_errors() else telling.findings()
            self._findings.extend(found)
            self._progress(done, len(listed))
        if not found_items and not has_errors(tuple(self._findings)):
            raise self._nothing_found()
        used = {sha for draft in drafts for sha in draft.record.media.values()}
        return SourceReading(
            drafts=tuple(drafts),
            findings=tuple(self._findings),
            media={
                sha: medium for sha, medium in self._media.media.items() if sha in used
            },
        )

    def _nothing_found(self) -> QtiError:
        packed = [
            name for name in self._files.names() if name.endswith((".zip", ".ZIP"))
        ]
        inside = min(packed)[:120] if packed else ""
        return QtiError(
            self._file,
            "其中没有找到 QTI 试题"
            + (f"；{inside} 请先解压，再单独导入" if inside else ""),
            "no QTI item was found in it"
            + (f"; unpack {inside} and import it by itself" if inside else ""),
        )

    # --- which members are items

    def _listed(self) -> Iterator[_Listed]:
        if isinstance(self._files, SingleFile):
            for member in self._files.names():
                yield _Listed(member=member, said=Said())
            return
        manifests = sorted(
            (
                name
                for name in self._files.names()
                if PurePosixPath(name).name == MANIFEST
            ),
            key=lambda name: (name.count("/"), name),
        )
        if not manifests:
            telling = Telling(self._file, None)
            telling.note(
                "NO_MANIFEST",
                None,
                f"没有 {MANIFEST}：其中所有 XML 都作为试题查看",
                f"there is no {MANIFEST}: every XML in it was looked at",
            )
            self._findings.extend(telling.findings())
            for name in sorted(self._files.names()):
                if name.lower().endswith(".xml"):
                    yield _Listed(member=name, said=Said(), is_sure=False)
            return
        yield from self._of_manifest(manifests[0])

    def _of_manifest(self, name: str) -> Iterator[_Listed]:
        try:
            raw = self._files.read(name, most_bytes=MOST_MANIFEST_BYTES)
            root = parse_xml(raw, name=name, most_bytes=MOST_MANIFEST_BYTES)
        except QtiError as error:
            found = error.wording
            raise QtiError(error.where, found.zh, found.en) from error
        if root.name != "manifest":
            raise QtiError(
                f"{name} line {root.line}",
                f"<{root.name}> 不是清单（manifest）",
                f"<{root.name}> is no manifest",
            )
        manifest = read_manifest(root)
        telling = Telling(self._file, name)
        for line, kind in manifest.tests:
            telling.note(
                "TEST_NOT_TAKEN",
                line,
                "试卷（assessmentTest）的顺序和分节未导入，只导入其中的试题",
                f"order and sections of a test were not taken, only items ({kind})",
            )
        for line, kind in manifest.old:
            telling.error(
                "QTI_TOO_OLD",
                line,
                f"{kind} 是 QTI 1.x/2.0，请导出为 QTI 2.1、2.2 或 3.0",
                f"{kind} is QTI 1.x or 2.0; export it as QTI 2.1, 2.2 or 3.0",
            )
        seen: set[str] = set()
        for resource in manifest.items:
            member = self._member(resource, name, telling)
            if member is not None and member not in seen:
                seen.add(member)
                yield _Listed(
                    member=member,
                    said=resource.said,
                    is_sure=resource.is_sure,
                    kind="" if resource.is_sure else resource.kind,
                )
        self._findings.extend(telling.findings())

    def _member(
        self, resource: Resource, manifest: str, telling: Telling
    ) -> str | None:
        member = self._media.member_of(resource.href, manifest)
        if not resource.is_sure and (member is None or not self._files.has(member)):
            return None
        if not resource.href:
            telling.error(
                "HREF_MISSING",
                resource.line,
                "清单中的这个资源没有写文件（href）",
                "a resource of the manifest names no file (href)",
            )
            return None
        if member is None:
            telling.error(
                "HREF_OUTSIDE",
                resource.line,
                f"资源“{resource.href[:120]}”在内容包之外",
                f"the resource {resource.href[:120]!r} lies outside the package",
            )
            return None
        if not self._files.has(member):
            telling.error(
                "MEMBER_MISSING",
                resource.line,
                f"清单列出的 {member} 不在内容包中",
                f"the manifest names {member}, which is not in the package",
            )
            return None
        return member

    # --- one item

    def _root(self, entry: _Listed, telling: Telling) -> Node | None:
        try:
            raw = self._files.read(entry.member, most_bytes=MOST_XML_BYTES)
            root = parse_xml(raw, name=entry.member)
        except QtiError as error:
            if entry.kind:
                return None
            line = _LINE.search(error.where)
            telling.error(
                "XML",
                int(line["line"]) if line else None,
                f"无法读取：{error.wording.zh}",
                f"cannot be read: {error.wording.en}",
            )
            return None
        if root.name == "assessment-item" and not root.is_foreign:
            if entry.kind:
                telling.note(
                    "TYPE_OTHER",
                    root,
                    f"清单把它标为 {entry.kind}，但它是试题，已作为试题查看",
                    f"the manifest calls it {entry.kind}, but it is an item: it was read",
                )
            return root
        self._tell_other(root, entry, telling)
        return None

    def _tell_other(self, root: Node, entry: _Listed, telling: Telling) -> None:
        """Tell what a document is that is no item."""
        if root.name == "questestinterop":
            telling.error(
                "QTI_TOO_OLD",
                root,
                "这是 QTI 1.x（questestinterop），请导出为 QTI 2.1、2.2 或 3.0",
                "this is QTI 1.x (questestinterop); export it as QTI 2.1, 2.2 or 3.0",
            )
        elif entry.is_sure:
            advice = _OTHER_DOCUMENTS.get(root.name, Wording("", ""))
            telling.error(
                "NOT_AN_ITEM",
                root,
                f"<{root.name}> 不是 QTI 试题（assessmentItem）{advice.zh}",
                f"<{root.name}> is no QTI item (assessmentItem){advice.en}",
            )

    def _draft(
        self,
        root: Node,
        entry: _Listed,
        telling: Telling,
        first_members: dict[str, str],
    ) -> ItemDraft | None:
        source = ItemSource(
            file=self._file,
            member=entry.member,
            files=self._files,
            media=self._media,
            said=entry.said,
            level=self._level,
        )
        draft = read_item(root, source, telling)
        if draft is None:
            return None
        item_id = draft.place.item_id or ""
        first = first_members.setdefault(item_id, entry.member)
        if first != entry.member:
            telling.error(
                "ID_TWICE",
                root,
                f"标识 {item_id} 与 {first} 中的试题重复",
                f"the identifier {item_id} is that of the item in {first}",
            )
            return None
        return draft
