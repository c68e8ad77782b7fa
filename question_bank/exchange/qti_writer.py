"""Write items as a QTI 3.0 content package (.zip); docs/formats/qti.md.

The same items give the same bytes: members in order, nothing compressed, no times.
"""

import hashlib
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

from question_bank.exchange.errors import QtiError
from question_bank.exchange.qti_files import MANIFEST
from question_bank.exchange.qti_write_item import qti_item_bytes
from question_bank.exchange.qti_write_manifest import ManifestItem, manifest_bytes
from question_bank.formats.item_record import ItemRecord
from question_bank.identifiers import MediaName
from question_bank.items.estimate import TaskEstimate
from question_bank.items.item import item_id_of

_TIME = (1980, 1, 1, 0, 0, 0)
_MODE = 0o100644
_UNIX = 3


def write_qti(
    entries: Iterable[tuple[ItemRecord, tuple[TaskEstimate, ...]]],
    read_medium: Callable[[str], bytes],
    out: Path,
    *,
    title: str,
) -> int:
    """Write a package and return how many items are in it; `out` is whole or untouched.

    Args:
        read_medium: Gives the bytes of a medium by its SHA-256.

    Raises:
        QtiError: an item twice, a text that XML cannot hold, or a medium that is not
            what its SHA-256 says.
        OSError: the disk refused.
    """
    part = out.with_name(f"{out.name}.part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as archive:
            count = _Writing(archive, read_medium).all(entries, title)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    return count


class _Writing:
    """One package while it is written."""

    def __init__(
        self, archive: zipfile.ZipFile, read_medium: Callable[[str], bytes]
    ) -> None:
        self._archive = archive
        self._read_medium = read_medium
        self._media: set[str] = set()

    def all(
        self,
        entries: Iterable[tuple[ItemRecord, tuple[TaskEstimate, ...]]],
        title: str,
    ) -> int:
        listed: list[ManifestItem] = []
        seen: set[str] = set()
        for number, (record, estimates) in enumerate(entries, start=1):
            item_id = item_id_of(record.item)
            if item_id in seen:
                raise QtiError(item_id, "该题出现两次", "the item is there twice")
            seen.add(item_id)
            href = f"items/{number:05d}-{item_id}.xml"
            try:
                raw = qti_item_bytes(record, _href_of(record))
            except ValueError as error:
                raise _no_xml(item_id, error) from error
            self._add(href, raw)
            media = tuple(
                _member(name, sha256) for name, sha256 in sorted(record.media.items())
            )
            for name, sha256 in sorted(record.media.items()):
                self._add_medium(_member(name, sha256), sha256)
            listed.append(
                ManifestItem(href=href, record=record, estimates=estimates, media=media)
            )
        try:
            manifest = manifest_bytes(listed, title)
        except ValueError as error:
            raise _no_xml(MANIFEST, error) from error
        self._add(MANIFEST, manifest)
        return len(listed)

    def _add_medium(self, member: str, sha256: str) -> None:
        if member in self._media:
            return
        self._media.add(member)
        raw = self._read_medium(sha256)
        if hashlib.sha256(raw).hexdigest() != sha256:
            raise QtiError(
                member,
                f"内容与 SHA-256 {sha256} 不符",
                f"its bytes are not those of SHA-256 {sha256}",
            )
        self._add(member, raw)

    def _add(self, name: str, raw: bytes) -> None:
        member = zipfile.ZipInfo(name, _TIME)
        member.create_system = _UNIX
        member.external_attr = _MODE << 16
        self._archive.writestr(member, raw)


def _no_xml(where: str, error: ValueError) -> QtiError:
    return QtiError(
        where,
        f"有 XML 不能表示的字符：{error}",
        f"has a character that XML cannot hold: {error}",
    )


def _member(name: MediaName, sha256: str) -> str:
    return f"media/{sha256}{PurePosixPath(name).suffix}"


def _href_of(record: ItemRecord) -> Callable[[MediaName], str]:
    return lambda name: f"../{_member(name, record.media[name])}"
