"""Packages that were made to harm: refused, told with the member, nothing written."""

import struct
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from question_bank.exchange.errors import QtiError
from question_bank.exchange.item_draft import MOST_MEDIUM_BYTES
from question_bank.exchange.qti import read_qti
from tests.builders.generated_records import flac_bytes, png_bytes
from tests.builders.qti_sources import (
    a_choice_item,
    choice,
    item,
    item_package,
    manifest,
    package,
    resource,
)


@pytest.fixture(autouse=True)
def nothing_is_written_outside(tmp_path: Path) -> Iterator[None]:
    """Hold that reading leaves the folder as it was, but for the test's own files."""
    yield
    assert all(
        path.name.startswith(("in", "q", "links", "outside")) or path.is_dir()
        for path in tmp_path.iterdir()
    )


@pytest.mark.parametrize(
    "name",
    [
        "../outside.xml",
        "items/../../outside.xml",
        "/etc/outside.xml",
        "C:/outside.xml",
        "items\\q.xml",
        "..\\outside.xml",
        "items/con.xml",
        "items/NUL",
        "items/lpt1.png",
        "items//q.xml",
        "./items/q.xml",
        "items/q\x01.xml",
        "items/" + "a" * 600,
    ],
)
def test_a_name_that_leaves_the_package_refuses_it_whole(
    tmp_path: Path, name: str
) -> None:
    path = package(
        tmp_path / "in.zip",
        {
            "imsmanifest.xml": manifest(resource("items/good.xml")),
            "items/good.xml": a_choice_item(),
            name: "x",
        },
    )

    with pytest.raises(QtiError) as told:
        read_qti(path, level="初级")

    assert name[:20].replace("\\", "") in str(told.value).replace("\\", "") or (
        "\x01" in name
    )


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("twin", ["items/q.xml", "items/Q.xml", "ITEMS/q.XML"])
def test_names_that_are_one_on_some_system_refuse_the_package(
    tmp_path: Path, twin: str
) -> None:
    path = tmp_path / "in.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("imsmanifest.xml", manifest(resource("items/q.xml")))
        archive.writestr("items/q.xml", a_choice_item())
        archive.writestr(twin, a_choice_item())

    with pytest.raises(QtiError, match=r"(?i)items/q"):
        read_qti(path, level="初级")


def test_a_link_in_a_package_refuses_it(tmp_path: Path) -> None:
    path = tmp_path / "in.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("imsmanifest.xml", manifest(resource("items/q.xml")))
        link = zipfile.ZipInfo("items/q.xml")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/hostname")

    with pytest.raises(QtiError, match=r"items/q\.xml.*link"):
        read_qti(path, level="初级")


def test_a_link_in_a_folder_refuses_it(tmp_path: Path) -> None:
    (tmp_path / "outside.xml").write_text(a_choice_item())
    folder = tmp_path / "links"
    folder.mkdir()
    (folder / "q.xml").symlink_to(tmp_path / "outside.xml")

    with pytest.raises(QtiError, match=r"q\.xml.*link"):
        read_qti(folder, level="初级")


def test_a_picture_beside_a_single_item_may_be_no_link(tmp_path: Path) -> None:
    (tmp_path / "outside.png").write_bytes(png_bytes())
    folder = tmp_path / "links"
    folder.mkdir()
    (folder / "a.png").symlink_to(tmp_path / "outside.png")
    body = '<p><img src="a.png" alt="门"/></p>' + choice("A|甲", "B|乙")
    (folder / "q.xml").write_text(item(body))

    reading = read_qti(folder / "q.xml", level="初级")

    assert [finding.code for finding in reading.findings] == ["MEDIUM_MISSING"]


def test_an_encrypted_member_refuses_the_package(tmp_path: Path) -> None:
    path = item_package(tmp_path / "in.zip", {"items/q.xml": a_choice_item()})
    raw = bytearray(path.read_bytes())
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = raw.rfind(signature)
        raw[start + at] |= 1
    path.write_bytes(raw)

    with pytest.raises(QtiError, match=r"items/q\.xml.*encrypted"):
        read_qti(path, level="初级")


def test_truncated_and_foreign_archives_are_refused(tmp_path: Path) -> None:
    path = item_package(tmp_path / "in.zip", {"items/q.xml": a_choice_item()})
    raw = path.read_bytes()
    for broken in (raw[: len(raw) // 2], raw[:30], b"PK", b"", b"Rar!\x1a\x07"):
        path.write_bytes(broken)
        with pytest.raises(QtiError, match=r"in\.zip"):
            read_qti(path, level="初级")


def bomb(size_bytes: int) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("0", b"\0" * size_bytes)
    return file.getvalue()


@pytest.mark.slow  # a hundred megabytes of zeros have to be packed first
def test_what_unpacks_to_much_more_is_never_unpacked(tmp_path: Path) -> None:
    giant = b" " * (100 * 1024 * 1024)
    body = '<p><img src="a.png" alt="门"/></p>' + choice("A|甲", "B|乙")
    path = item_package(
        tmp_path / "in.zip",
        {
            "items/q.xml": item(body),
            "items/r.xml": giant,
            "items/a.png": giant,
            "nested.zip": bomb(50 * 1024 * 1024),
        },
    )

    reading = read_qti(path, level="初级")

    assert reading.drafts == ()
    assert [finding.code for finding in reading.findings] == ["MEDIUM_UNUSABLE", "XML"]
    assert str(MOST_MEDIUM_BYTES) in reading.findings[0].wording.en


@pytest.mark.parametrize("stated", [1, 10, 4_000_000])
def test_a_size_that_lies_is_found(tmp_path: Path, stated: int) -> None:
    path = item_package(tmp_path / "in.zip", {"items/q.xml": a_choice_item()})
    raw = bytearray(path.read_bytes())
    directory = raw.rfind(b"PK\x01\x02")
    raw[directory + 24 : directory + 28] = struct.pack("<I", stated)
    path.write_bytes(raw)

    reading = read_qti(path, level="初级")

    assert reading.drafts == ()
    (finding,) = reading.findings
    assert (finding.code, finding.place.part) == ("XML", "items/q.xml")


def test_members_that_share_their_bytes_refuse_the_package(tmp_path: Path) -> None:
    path = item_package(
        tmp_path / "in.zip",
        {"items/q.xml": a_choice_item(), "items/r.xml": a_choice_item()},
    )
    raw = bytearray(path.read_bytes())
    last = raw.rfind(b"PK\x01\x02")
    before = raw.rfind(b"PK\x01\x02", 0, last)
    raw[last + 42 : last + 46] = raw[before + 42 : before + 46]
    path.write_bytes(raw)

    with pytest.raises(QtiError, match="overlaps"):
        read_qti(path, level="初级")


@pytest.mark.parametrize(
    ("href", "code"),
    [
        ("../outside.xml", "HREF_OUTSIDE"),
        ("/etc/passwd", "HREF_OUTSIDE"),
        ("file:///etc/passwd", "HREF_OUTSIDE"),
        ("http://127.0.0.1:9/q.xml", "HREF_OUTSIDE"),
        ("//127.0.0.1/q.xml", "HREF_OUTSIDE"),
        ("%2e%2e/outside.xml", "HREF_OUTSIDE"),
        ("items\\q.xml", "HREF_OUTSIDE"),
        ("", "HREF_MISSING"),
        ("items/missing.xml", "MEMBER_MISSING"),
    ],
)
def test_a_manifest_that_names_what_is_not_inside_is_told_with_its_line(
    tmp_path: Path, href: str, code: str
) -> None:
    (tmp_path / "outside.xml").write_text(a_choice_item())
    path = package(
        tmp_path / "in.zip",
        {
            "imsmanifest.xml": manifest(resource("items/q.xml"), resource(href)),
            "items/q.xml": a_choice_item(),
        },
    )

    reading = read_qti(path, level="初级")

    assert len(reading.drafts) == 1
    (finding,) = reading.findings
    assert (finding.code, finding.place.part) == (code, "imsmanifest.xml")
    assert finding.place.row == 3


WRONG_MEDIA = {
    "html.png": b"<html><script>alert(1)</script></html>",
    "svg.png": b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
    "picture.svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "cut.png": png_bytes(50, 50)[:60],
    "program.jpg": b"MZ" + b"\0" * 1000,
    "empty.png": b"",
    "page.html": b"<html/>",
}


@pytest.mark.parametrize("name", WRONG_MEDIA)
def test_a_picture_that_is_none_leaves_its_item_out(tmp_path: Path, name: str) -> None:
    body = f'<p><img src="../media/{name}" alt="门"/></p>' + choice("A|甲", "B|乙")
    path = item_package(
        tmp_path / "in.zip",
        {
            "items/q.xml": item(body),
            "items/r.xml": a_choice_item(),
            f"media/{name}": WRONG_MEDIA[name],
        },
    )

    reading = read_qti(path, level="初级")

    assert [draft.place.part for draft in reading.drafts] == ["items/r.xml"]
    (finding,) = reading.findings
    assert finding.code == "MEDIUM_UNUSABLE"
    assert (finding.place.part, finding.place.row) == ("items/q.xml", 6)
    assert reading.media == {}


def test_a_sound_that_lies_about_its_length_leaves_its_item_out(
    tmp_path: Path,
) -> None:
    raw = bytearray(flac_bytes())
    # STREAMINFO holds the number of samples in 36 bits from byte 21 on.
    raw[22:26] = struct.pack(">I", 0x0FFFFFFF)
    body = '<div><audio src="a.flac"/></div>' + choice("A|甲", "B|乙")
    path = item_package(
        tmp_path / "in.zip", {"items/q.xml": item(body), "items/a.flac": bytes(raw)}
    )

    reading = read_qti(path, level="初级")

    assert reading.drafts == ()
    assert [finding.code for finding in reading.findings] == ["MEDIUM_UNUSABLE"]


@pytest.mark.parametrize(
    "href",
    [
        "http://127.0.0.1:9/a.png",
        "file:///etc/a.png",
        "../../a.png",
        "/a.png",
        "..%2F..%2Fa.png",
        "javascript:alert(1)",
    ],
)
def test_a_picture_outside_the_package_is_never_fetched(
    tmp_path: Path, href: str
) -> None:
    body = f'<p><img src="{href}" alt="门"/></p>' + choice("A|甲", "B|乙")
    path = item_package(tmp_path / "in.zip", {"items/q.xml": item(body)})

    reading = read_qti(path, level="初级")

    assert [finding.code for finding in reading.findings] == ["HREF_OUTSIDE"]


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<iframe src="http://127.0.0.1:9/"/>',
        '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
        '<object data="a.swf" type="application/x-shockwave-flash"/>',
        '<form action="http://127.0.0.1:9/"/>',
    ],
)
def test_active_content_leaves_its_item_out(tmp_path: Path, inside: str) -> None:
    path = tmp_path / "q.xml"
    path.write_text(item(f"<div>{inside}</div>" + choice("A|甲", "B|乙")))

    reading = read_qti(path, level="初级")

    assert reading.drafts == ()
    assert "CONTENT_NOT_MAPPED" in [finding.code for finding in reading.findings]


def test_members_that_no_manifest_names_are_left_alone(tmp_path: Path) -> None:
    path = package(
        tmp_path / "in.zip",
        {
            "imsmanifest.xml": manifest(resource("items/q.xml")),
            "items/q.xml": a_choice_item(),
            "items/unnamed.xml": "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",
            "program.exe": b"MZ",
        },
    )

    reading = read_qti(path, level="初级")

    assert (len(reading.drafts), reading.findings) == (1, ())


@pytest.mark.parametrize(
    "document", ["<manifest", "<html/>", "<!DOCTYPE manifest [<!ENTITY x 'y'>]><a/>"]
)
def test_a_manifest_that_is_none_refuses_the_package(
    tmp_path: Path, document: str
) -> None:
    path = package(tmp_path / "in.zip", {"imsmanifest.xml": document})

    with pytest.raises(QtiError, match=r"imsmanifest\.xml line 1"):
        read_qti(path, level="初级")


def stimulus(href: str = "items/s.xml", *, times: int = 1) -> str:
    """Return an item that refers to a shared stimulus."""
    reference = f'<assessmentStimulusRef identifier="s" href="{href}"/>'
    return a_choice_item(outcomes=reference * times)


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"items/q.xml": stimulus("s.xml"), "other/s.xml": ""}, "STIMULUS_MISSING"),
        ({"items/q.xml": stimulus("q.xml")}, "STIMULUS_UNREADABLE"),
        (
            {"items/q.xml": stimulus("../s/s.xml"), "s/s.xml": "<html>x</html>"},
            "STIMULUS_UNREADABLE",
        ),
        (
            {"items/q.xml": stimulus("../s/s.xml", times=3000), "s/s.xml": "<s/>"},
            "STIMULI",
        ),
    ],
)
def test_a_shared_text_that_is_none_leaves_its_item_out(
    tmp_path: Path, members: dict[str, str], code: str
) -> None:
    reading = read_qti(item_package(tmp_path / "in.zip", members), level="初级")

    assert not reading.drafts
    assert code in [finding.code for finding in reading.findings]


def test_a_package_in_a_package_is_named_and_nothing_is_taken(tmp_path: Path) -> None:
    inner = item_package(tmp_path / "inner.zip", {"items/q.xml": a_choice_item()})
    outer = package(tmp_path / "in.zip", {"set-1.zip": inner.read_bytes()})
    inner.unlink()

    with pytest.raises(QtiError, match=r"set-1\.zip"):
        read_qti(outer, level="初级")


def test_why_a_package_is_refused_is_said_in_both_languages(tmp_path: Path) -> None:
    path = package(tmp_path / "in.zip", {"../outside.xml": "x"})

    with pytest.raises(QtiError) as told:
        read_qti(path, level="初级")

    assert "指向压缩包之外" in told.value.wording.zh
    assert "leaves the package" in told.value.wording.en
