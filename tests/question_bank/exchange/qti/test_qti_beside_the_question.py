"""What stands beside the question in QTI: taken, or told, never passed over."""

import base64
from pathlib import Path

import pytest

from question_bank.exchange.item_draft import SourceReading
from question_bank.exchange.qti import read_qti
from question_bank.items.content import Image
from question_bank.items.finding import Severity
from question_bank.items.single_choice import SingleChoice
from tests.builders.generated_records import png_bytes
from tests.builders.qti_sources import (
    NAMESPACE_21,
    a_choice_item,
    choice,
    item,
    item_package,
)

OPTIONS = choice("A|甲", "B|乙")
CATALOG = (
    '<catalogInfo><catalog id="c1"><card support="glossary-on-screen">'
    "<htmlContent><p>x</p></htmlContent></card></catalog></catalogInfo>"
)
APIP = '<apipAccessibility xmlns="http://www.imsglobal.org/xsd/apip/x"/>'


def read(tmp_path: Path, document: str) -> SourceReading:
    path = tmp_path / "q.xml"
    path.write_text(document, encoding="utf-8")
    return read_qti(path, level="初级")


def as_address(raw: bytes, kind: str = "image/png") -> str:
    return f"data:{kind};base64,{base64.b64encode(raw).decode()}"


def shown(address: str) -> str:
    return item(f'<p><img src="{address}" alt="门"/></p>{OPTIONS}')


@pytest.mark.parametrize("kind", ["image/png", "IMAGE/PNG", "image/x-png"])
def test_a_picture_in_the_document_itself_is_a_picture_of_the_item(
    tmp_path: Path, kind: str
) -> None:
    picture = png_bytes()

    reading = read(tmp_path, shown(as_address(picture, kind)))

    assert reading.findings == ()
    (draft,) = reading.drafts
    assert isinstance(draft.record.item, SingleChoice)
    (first, _) = draft.record.item.stem
    assert isinstance(first, Image)
    ((sha256, medium),) = reading.media.items()
    assert draft.record.media == {first.media_name: sha256}
    assert medium.read() == picture


def test_an_embedded_picture_without_words_is_not_described_by_its_bytes(
    tmp_path: Path,
) -> None:
    address = as_address(png_bytes())
    body = f'<p><img src="{address}"/></p>{OPTIONS}'

    reading = read(tmp_path, item(body))

    assert [finding.code for finding in reading.findings] == ["ALT_MISSING"]
    assert "base64" not in str(reading.drafts[0].record.item)


@pytest.mark.parametrize(
    "address",
    [
        "data:image/png;base64,AAAA",
        "data:image/png;base64,A*A",
        "data:image/png,none",
        "data:image/svg+xml,%3Csvg/%3E",
        "data:text/html,x",
        "data:,",
        "data:" + "a" * 2000,
        as_address(b"GIF89a" + b"0" * 99, "image/gif"),
        as_address(png_bytes(), "audio/wav"),
    ],
    ids=lambda address: address[:30],
)
def test_what_is_embedded_and_is_no_picture_leaves_its_item_out(
    tmp_path: Path, address: str
) -> None:
    reading = read(tmp_path, shown(address))

    assert not reading.drafts
    (finding,) = reading.findings
    assert finding.code == "MEDIUM_UNUSABLE"
    assert len(finding.wording.zh) < 200


def test_an_embedded_picture_may_be_larger_than_an_honest_tag(tmp_path: Path) -> None:
    picture = png_bytes() + b"\0" * 300_000

    reading = read(tmp_path, shown(as_address(picture)))

    assert len(reading.drafts) == 1


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (a_choice_item(after=CATALOG), "SUPPORT_DROPPED"),
        (a_choice_item(after=APIP), "SUPPORT_DROPPED"),
        (a_choice_item(after='<stylesheet href="a.css"/>'), "STYLE_DROPPED"),
        (a_choice_item(after="<companionMaterialsInfo/>"), "MATERIALS_DROPPED"),
        (item(f'<div data-other-width="7">甲</div>{OPTIONS}'), "DATA_DROPPED"),
    ],
)
def test_what_is_not_kept_is_noted_once(
    tmp_path: Path, document: str, code: str
) -> None:
    reading = read(tmp_path, document)

    assert len(reading.drafts) == 1
    (finding,) = reading.findings
    assert (finding.code, finding.severity) == (code, Severity.NOTE)


@pytest.mark.parametrize(
    "hidden",
    [
        '<p class="qti-visually-hidden">答案在后面</p>',
        '<p style="display: none">答案在后面</p>',
        '<p hidden="hidden">答案在后面</p>',
    ],
)
def test_words_that_the_source_hides_are_warned_of(tmp_path: Path, hidden: str) -> None:
    reading = read(tmp_path, item(f"<p>甲</p>{hidden}{OPTIONS}"))

    assert len(reading.drafts) == 1
    told = {finding.code: finding for finding in reading.findings}
    assert told["HIDDEN_SHOWN"].severity is Severity.WARNING
    assert "答案在后面" in told["HIDDEN_SHOWN"].wording.zh


@pytest.mark.parametrize(
    ("document", "code", "words"),
    [
        ("<questestinterop/>", "QTI_TOO_OLD", "QTI 1.x"),
        (f'<manifest xmlns="{NAMESPACE_21}"/>', "NOT_AN_ITEM", "内容包或文件夹"),
        (f'<assessmentTest xmlns="{NAMESPACE_21}"/>', "NOT_AN_ITEM", "内容包或文件夹"),
        ("<quiz/>", "NOT_AN_ITEM", "<quiz>"),
    ],
)
def test_what_is_no_item_is_told_with_what_to_do(
    tmp_path: Path, document: str, code: str, words: str
) -> None:
    reading = read(tmp_path, document)

    (finding,) = reading.findings
    assert finding.code == code
    assert words in finding.wording.zh


def test_old_questions_without_a_manifest_are_told_too(tmp_path: Path) -> None:
    path = item_package(tmp_path / "in.zip", {"items/q.xml": a_choice_item()})
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "old.xml").write_text("<questestinterop/>", encoding="utf-8")
    path.unlink()

    reading = read_qti(folder, level="初级")

    assert "QTI_TOO_OLD" in [finding.code for finding in reading.findings]


def test_of_an_item_that_is_left_out_only_the_reasons_are_told(tmp_path: Path) -> None:
    entry = '<textEntryInteraction responseIdentifier="RESPONSE"/>'

    reading = read(tmp_path, item(f"<p>甲{entry}乙</p>", after=CATALOG))

    assert [finding.code for finding in reading.findings] == ["INTERACTION"]
    assert "填空题" in reading.findings[0].wording.zh
