"""Packages as other programs and systems make them: names, bases, types of resources."""

import struct
import zlib
from collections.abc import Mapping
from pathlib import Path

import pytest

from question_bank.exchange.errors import QtiError
from question_bank.exchange.qti import read_qti
from tests.builders.generated_records import png_bytes
from tests.builders.qti_sources import (
    a_choice_item,
    choice,
    item,
    manifest,
    package,
    resource,
)

SHOWN = item('<p><img src="图片/门.png" alt="门"/></p>' + choice("A|甲", "B|乙"))
LOCAL = "<4sHHHHHIIIHH"
CENTRAL = "<4sHHHHHHIIIHHHHHII"


def archive_of(members: Mapping[bytes, str | bytes]) -> bytes:
    """Return a stored .zip whose names are these bytes, in no encoding that it names."""
    body, directory = b"", b""
    for name, content in members.items():
        raw = content if isinstance(content, bytes) else content.encode()
        sizes = (zlib.crc32(raw), len(raw), len(raw), len(name), 0)
        offset = len(body)
        body += struct.pack(LOCAL, b"PK\x03\x04", 20, 0, 0, 0, 33, *sizes) + name + raw
        head = struct.pack(
            CENTRAL, b"PK\x01\x02", 20, 20, 0, 0, 0, 33, *sizes, 0, 0, 0, 0, offset
        )
        directory += head + name
    count = len(members)
    end = struct.pack(
        "<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(body), 0
    )
    return body + directory + end


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_chinese_names_are_found_however_the_packer_wrote_them(
    tmp_path: Path, encoding: str
) -> None:
    members: dict[str, str | bytes] = {
        "imsmanifest.xml": manifest(resource("试题一.xml")),
        "试题一.xml": SHOWN,
        "图片/门.png": png_bytes(),
    }
    path = tmp_path / "in.zip"
    path.write_bytes(
        archive_of({name.encode(encoding): raw for name, raw in members.items()})
    )

    reading = read_qti(path, level="初级")

    assert reading.findings == ()
    assert len(reading.drafts) == 1
    assert len(reading.media) == 1


def test_names_of_an_old_western_system_are_found_too(tmp_path: Path) -> None:
    listed = manifest(resource("für.xml"))
    path = tmp_path / "in.zip"
    path.write_bytes(
        archive_of({b"imsmanifest.xml": listed, b"f\x81r.xml": a_choice_item()})
    )

    assert len(read_qti(path, level="初级").drafts) == 1


@pytest.mark.parametrize("name", ["../出去.xml", "试题/con.xml", "试题\\a.xml"])
def test_a_bad_name_is_refused_in_any_encoding(tmp_path: Path, name: str) -> None:
    path = tmp_path / "in.zip"
    path.write_bytes(archive_of({name.encode("gb18030"): "x"}))

    with pytest.raises(QtiError):
        read_qti(path, level="初级")


@pytest.mark.parametrize(
    "listed",
    [
        manifest(resource("q.xml")).replace(
            "<resources>", '<resources xml:base="a/b/">'
        ),
        manifest(resource("b/q.xml")).replace('identifier="M"', 'xml:base="a/"'),
        manifest(resource("q.xml"))
        .replace("<resources>", '<resources xml:base="a/">')
        .replace("<resource ", '<resource xml:base="b/" '),
    ],
)
def test_addresses_of_a_manifest_begin_at_its_base(tmp_path: Path, listed: str) -> None:
    members = {"imsmanifest.xml": listed, "a/b/q.xml": a_choice_item()}

    reading = read_qti(package(tmp_path / "in.zip", members), level="初级")

    assert (len(reading.drafts), reading.findings) == (1, ())


@pytest.mark.parametrize("base", ["../", "http://127.0.0.1:9/", "/etc/"])
def test_a_base_outside_the_package_leads_nowhere(tmp_path: Path, base: str) -> None:
    listed = manifest(resource("q.xml")).replace(
        "<resources>", f'<resources xml:base="{base}">'
    )
    members = {"imsmanifest.xml": listed, "q.xml": a_choice_item()}

    reading = read_qti(package(tmp_path / "in.zip", members), level="初级")

    assert not reading.drafts
    assert [finding.code for finding in reading.findings] == ["HREF_OUTSIDE"]


def test_an_item_under_another_type_is_read_and_told(tmp_path: Path) -> None:
    listed = manifest(
        resource("q.xml", kind="imsqti_xmlv2p1"),
        resource("readme.xml", kind="webcontent"),
        resource("gone.xml", kind="webcontent"),
    )
    members = {
        "imsmanifest.xml": listed,
        "q.xml": a_choice_item(),
        "readme.xml": "<readme/>",
    }

    reading = read_qti(package(tmp_path / "in.zip", members), level="初级")

    assert len(reading.drafts) == 1
    assert [finding.code for finding in reading.findings] == ["TYPE_OTHER"]


def taxon_path(inside: str) -> str:
    return (
        "<classification><taxonPath><source><string>x</string></source>"
        f"{inside}</taxonPath></classification>"
    )


def taxon(entry: str, inside: str = "") -> str:
    return f"<taxon><id>7</id><entry><string>{entry}</string></entry>{inside}</taxon>"


@pytest.mark.parametrize(
    "metadata",
    [
        taxon_path(taxon("初级/2.1")),
        taxon_path(taxon("其他", taxon("初级/2.1"))),
        taxon_path(taxon_path(taxon_path(taxon("初级/2.1")))),
    ],
)
def test_tags_are_found_in_taxons_however_they_are_nested(
    tmp_path: Path, metadata: str
) -> None:
    said = f'<metadata><lom xmlns="http://ltsc.ieee.org/xsd/LOM">{metadata}</lom></metadata>'
    listed = manifest(resource("q.xml", metadata=said))
    members = {"imsmanifest.xml": listed, "q.xml": a_choice_item()}

    reading = read_qti(package(tmp_path / "in.zip", members), level="初级")

    (draft,) = reading.drafts
    assert draft.record.tags == {"q-1": ("初级/2.1",)}
