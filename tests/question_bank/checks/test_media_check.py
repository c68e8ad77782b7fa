import hashlib
import io

import pytest
from PIL import Image

from question_bank.checks.media_check import media_findings
from question_bank.items.finding import Finding, Severity
from tests.builders.checked_items import a_case_with, codes
from tests.builders.packages import a_picture
from tests.builders.sounds import a_noise, sound_file


def picture(width: int, height: int) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(file, format="PNG")
    return file.getvalue()


def found_in(content: str, name: str, raw: bytes) -> list[Finding]:
    stored = {hashlib.sha256(raw).hexdigest(): raw}
    return list(media_findings([a_case_with(content, {name: raw})], stored.__getitem__))


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (picture(900, 520), None),
        (picture(3000, 100), "PICTURE_LARGE"),
        (picture(60, 40), "PICTURE_SMALL"),
        (b"<html>not found</html>", "MEDIUM_OTHER_KIND"),
        (sound_file(a_noise(1)), "MEDIUM_OTHER_KIND"),
        (picture(900, 520)[:-30], "MEDIUM_BROKEN"),
        (b"", "MEDIUM_BROKEN"),
    ],
)
def test_what_is_wrong_with_a_picture_is_told(raw: bytes, code: str | None) -> None:
    found = codes(found_in("![周一到周日的睡眠时间](week.png)", "week.png", raw))

    assert code in found if code else found == []


@pytest.mark.parametrize("alt_text", ["week.png", "week", "图片", "IMG_001.jpg"])
def test_an_alt_text_that_says_nothing_is_told(alt_text: str) -> None:
    found = found_in(f"![{alt_text}](week.png)", "week.png", picture(900, 520))

    assert codes(found) == ["ALT_TEXT_EMPTY"]
    assert found[0].place.column == "week.png"


def test_a_medium_that_is_not_stored_is_an_error() -> None:
    item = a_case_with("![睡眠时间](week.png)", {"week.png": a_picture()})

    stored: dict[str, bytes] = {}

    [finding] = media_findings([item], stored.__getitem__)

    assert (finding.code, finding.severity) == ("MEDIUM_MISSING", Severity.ERROR)


def test_a_medium_that_many_items_show_is_decoded_once() -> None:
    raw = picture(60, 40)
    reads: list[str] = []

    def read(sha256: str) -> bytes:
        reads.append(sha256)
        return raw

    items = [
        a_case_with("![睡眠时间](week.png)", {"week.png": raw}, item_id=f"c-{index}")
        for index in range(5)
    ]

    assert codes(list(media_findings(items, read))) == ["PICTURE_SMALL"] * 5
    assert len(reads) == 1


def test_media_of_an_item_that_are_too_much_together_are_told() -> None:
    raw = sound_file(a_noise(120))
    names = ("a.wav", "b.wav")
    content = "\n\n".join(f"[sound: 讲述]({name})" for name in names)
    item = a_case_with(content, dict.fromkeys(names, raw))

    found = list(media_findings([item], lambda _sha256: raw))

    assert "ITEM_MEDIA_LARGE" in codes(found)
