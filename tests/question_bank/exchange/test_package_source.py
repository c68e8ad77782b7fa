import zlib
from pathlib import Path

import pytest

from question_bank.errors import FormatError
from question_bank.exchange.media_check import media_problem
from question_bank.exchange.package_source import read_package_source
from question_bank.formats.exam_package import FileRole
from tests.builders.packages import a_picture, a_plan, a_sound, write_a_source


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_a_source(tmp_path / "source")


def edit(source: Path, old: str, new: str) -> None:
    plan = source / "package.toml"
    text = plan.read_text("utf-8")
    assert old in text
    plan.write_text(text.replace(old, new), "utf-8")


def test_a_source_folder_is_read_whole(source: Path) -> None:
    (source / "media" / "unused.png").write_bytes(b"not shown by any form")

    content = read_package_source(source)

    assert content.plan == a_plan()
    assert [form.form_code for form in content.forms] == ["A", "B"]
    media = [file for file in content.files if file.role is FileRole.MEDIA]
    assert [file.media_name for file in media] == ["face.png", "voice.wav"]
    with media[0].open() as reader:
        start = bytearray(8)
        reader.readinto(memoryview(start))
    assert start == b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("revision = 3\n", "", "revision"),
        ("revision = 3", "revison = 3", "revis"),
        ('"trial"', '"mock"', "data_class"),
        ("2026-11-22T08:30:00+08:00", "2026-11-22T08:30:00", "window.opens_utc"),
        ("2026-11-22T12:00:00+08:00", "2026-11-22T08:00:00+08:00", "closes_utc"),
        ("duration_ms = 7200000", "duration_ms = 0", "duration_ms"),
        ("earliest_hand_in_ms = 1800000", "earliest_hand_in_ms = 7200001", "earliest"),
        ("site_scores = true", "site_scores = true\nbreaks = 1", "breaks"),
        ('"form-b.yaml"', '"../form-b.yaml"', "forms"),
        ('"form-b.yaml"', '"form-c.yaml"', "form-c.yaml"),
        ('"form-b.yaml"', '"form-a.yaml"', "form_code"),
        ("[plan]", "[plan", "package.toml"),
    ],
)
def test_what_is_wrong_in_a_plan_is_named(
    source: Path, old: str, new: str, where: str
) -> None:
    edit(source, old, new)

    with pytest.raises(FormatError) as refusal:
        read_package_source(source)

    assert where in str(refusal.value)


@pytest.mark.parametrize("change", ["missing", "empty", "a folder", "a link"])
def test_a_medium_that_a_form_shows_must_be_a_plain_file(
    source: Path, change: str
) -> None:
    picture = source / "media" / "face.png"
    picture.unlink()
    if change == "empty":
        picture.write_bytes(b"")
    elif change == "a folder":
        picture.mkdir()
    elif change == "a link":
        picture.symlink_to(source / "package.toml")

    with pytest.raises(FormatError, match=r"face\.png"):
        read_package_source(source)


def test_good_media_have_no_problem() -> None:
    assert media_problem("image/png", a_picture()) is None
    assert media_problem("audio/wav", a_sound()) is None


@pytest.mark.parametrize(
    ("media_type", "raw"),
    [
        ("image/png", a_picture()[:500]),
        ("image/png", b""),
        ("image/jpeg", a_picture()),
        ("audio/wav", b"RIFF"),
        ("audio/flac", a_sound()),
        ("audio/wav", a_sound(0)),
        ("text/html", b"<script>"),
    ],
)
def test_media_that_cannot_be_shown_or_played_are_found(
    media_type: str, raw: bytes
) -> None:
    assert media_problem(media_type, raw) is not None


def test_a_picture_of_too_many_pixels_is_not_decoded() -> None:
    picture = bytearray(a_picture())
    picture[16:24] = (7_000).to_bytes(4, "big") * 2
    picture[29:33] = zlib.crc32(picture[12:29]).to_bytes(4, "big")
    larger = bytearray(picture)
    larger[16:24] = (60_000).to_bytes(4, "big") * 2
    larger[29:33] = zlib.crc32(larger[12:29]).to_bytes(4, "big")

    problems = [media_problem("image/png", bytes(raw)) for raw in (picture, larger)]

    assert all("pixels" in (problem or "") for problem in problems)
