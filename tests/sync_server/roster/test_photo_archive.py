import io
import zipfile
from collections.abc import Mapping

from hypothesis import given, strategies as st
from PIL import Image

from sync_server.roster.photo_archive import (
    LONGEST_SIDE,
    bounded_jpeg,
    read_photos,
)
from sync_server.roster.report import Finding

WHO = "P1234567"


def a_picture(width: int = 40, height: int = 50, kind: str = "PNG") -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (width, height), (200, 180, 160)).save(written, kind)
    return written.getvalue()


def an_archive(files: Mapping[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()


def findings_of(files: Mapping[str, bytes]) -> list[tuple[Finding, str]]:
    reading = read_photos(an_archive(files), "photos.zip", {WHO})
    return [(x.finding, x.found) for x in reading.findings]


def test_a_photo_becomes_a_small_jpeg_whatever_it_was() -> None:
    large = a_picture(2000, 3000)

    reading = read_photos(an_archive({f"{WHO}.PNG": large}), "photos.zip", {WHO})

    with Image.open(io.BytesIO(reading.photos[WHO])) as picture:
        assert picture.format == "JPEG"
        assert max(picture.size) == LONGEST_SIDE
    assert reading.findings == ()


def test_what_stands_behind_the_picture_goes_no_further() -> None:
    smuggled = a_picture(kind="JPEG") + b"<script>alert(1)</script>"

    jpeg = bounded_jpeg(smuggled)

    assert jpeg is not None
    assert b"script" not in jpeg


def test_a_name_may_be_in_small_letters() -> None:
    reading = read_photos(an_archive({"p1234567.jpg": a_picture()}), "x", {WHO})

    assert set(reading.photos) == {WHO}


def test_a_photo_of_nobody_in_the_roster_is_counted() -> None:
    assert findings_of({"OTHER123.jpg": a_picture()}) == [
        (Finding.PHOTO_OF_NOBODY, "1")
    ]


def test_two_photos_of_one_person_are_refused() -> None:
    files = {f"{WHO}.jpg": a_picture(), f"{WHO}.png": a_picture()}

    assert [finding for finding, _ in findings_of(files)] == [Finding.PHOTO_TWICE]


def test_a_photo_that_cannot_be_read_is_named_without_the_id_number() -> None:
    [(finding, found)] = findings_of({f"{WHO}.jpg": b"not a picture"})

    assert finding is Finding.PHOTO_BROKEN
    assert WHO not in found


def test_a_picture_of_too_many_pixels_is_refused() -> None:
    assert bounded_jpeg(a_picture(6000, 5000)) is None


def test_an_archive_with_paths_is_refused() -> None:
    for name in ("../P1234567.jpg", "a/P1234567.jpg", "/etc/P1234567.jpg", "..\\x.jpg"):
        [(finding, _)] = findings_of({name: a_picture()})
        assert finding is Finding.ARCHIVE_REFUSED


def test_a_member_that_claims_to_be_huge_is_not_unpacked() -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{WHO}.png", bytes(20 << 20))

    reading = read_photos(written.getvalue(), "photos.zip", {WHO})

    assert [x.finding for x in reading.findings] == [Finding.PHOTO_BROKEN]


@given(st.binary(max_size=400))
def test_any_bytes_as_an_archive_give_a_report(content: bytes) -> None:
    assert read_photos(content, "x.zip", {WHO}).findings


@given(st.integers(min_value=0), st.integers(0, 255))
def test_a_damaged_picture_gives_a_picture_or_nothing(place: int, byte: int) -> None:
    content = bytearray(SMALL)
    content[place % len(content)] = byte

    jpeg = bounded_jpeg(bytes(content))

    assert jpeg is None or jpeg.startswith(b"\xff\xd8")


SMALL = a_picture(8, 8)
