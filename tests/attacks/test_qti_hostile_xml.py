"""XML that was made to harm: nothing is fetched, nothing grows, each is told with its line."""

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from question_bank.errors import FormatError
from question_bank.exchange.qti import read_qti
from question_bank.exchange.qti_xml import (
    DEEPEST_NESTING,
    MOST_ELEMENTS,
    MOST_XML_BYTES,
    parse_xml,
)
from question_bank.items.content import plain_text
from question_bank.items.single_choice import SingleChoice
from tests.builders.qti_sources import a_choice_item, choice, item

SECRET = "a-secret-of-the-machine"


def entity_document(doctype: str, reference: str) -> str:
    document = item(choice("A|甲", "B|乙") + f"<p>{reference}</p>")
    head, _, rest = document.partition("\n")
    return f"{head}\n{doctype}\n{rest}"


def laughs(count: int) -> str:
    lines = ['<!ENTITY l0 "ha">'] + [
        f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, count)
    ]
    return f"<!DOCTYPE assessmentItem [{''.join(lines)}]>"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.txt"
    path.write_text(SECRET)
    return path


def test_no_entity_reads_a_file_of_the_machine(tmp_path: Path, secret: Path) -> None:
    for doctype in (
        f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]>',
        f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret}">]>',
        f'<!DOCTYPE a [<!ENTITY % p SYSTEM "{secret.as_uri()}"> %p;]>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>',
        '<!DOCTYPE a PUBLIC "p" "http://127.0.0.1:9/x.dtd" [<!ENTITY x "y">]>',
        laughs(10),
        '<!DOCTYPE a [<!ENTITY x "' + "A" * 100_000 + '">]>',
        "<!DOCTYPE a [<!ATTLIST a b CDATA 'c'>]>",
    ):
        path = tmp_path / "q.xml"
        path.write_text(entity_document(doctype, "&x;&x;"), encoding="utf-8")

        reading = read_qti(path, level="初级")

        assert reading.drafts == ()
        (finding,) = reading.findings
        assert finding.code == "XML"
        assert finding.place.part == "q.xml"
        assert finding.place.row == 2
        assert SECRET not in finding.wording.en


def test_the_encoding_does_not_hide_a_doctype(tmp_path: Path) -> None:
    document = entity_document(laughs(10), "&l9;").replace("UTF-8", "UTF-16")
    path = tmp_path / "q.xml"
    path.write_bytes(document.encode("utf-16"))

    reading = read_qti(path, level="初级")

    assert reading.drafts == ()
    assert reading.findings[0].code == "XML"


def test_a_doctype_that_declares_nothing_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "q.xml"
    doctype = '<!DOCTYPE assessmentItem SYSTEM "http://127.0.0.1:9/imsqti.dtd">'
    path.write_text(entity_document(doctype, "甲"), encoding="utf-8")

    assert len(read_qti(path, level="初级").drafts) == 1


def test_an_entity_that_only_a_dtd_would_know_is_told_with_its_line() -> None:
    with pytest.raises(FormatError) as told:
        parse_xml(b"<a>\n<b/>\n&nbsp;</a>", name="q.xml")

    assert told.value.where == "q.xml line 3"


def test_an_xinclude_is_content_that_cannot_be_mapped(
    tmp_path: Path, secret: Path
) -> None:
    include = (
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text"'
        f' href="{secret.as_uri()}"/>'
    )
    path = tmp_path / "q.xml"
    path.write_text(item(f"<p>{include}</p>" + choice("A|甲", "B|乙")))

    reading = read_qti(path, level="初级")

    assert reading.drafts == ()
    assert [finding.code for finding in reading.findings] == ["CONTENT_NOT_MAPPED"]


def test_a_stylesheet_instruction_does_nothing(tmp_path: Path, secret: Path) -> None:
    document = a_choice_item()
    head, _, rest = document.partition("\n")
    order = f'<?xml-stylesheet type="text/xsl" href="{secret.as_uri()}"?>'
    path = tmp_path / "q.xml"
    path.write_text(f"{head}\n{order}\n{rest}")

    assert len(read_qti(path, level="初级").drafts) == 1


@pytest.mark.parametrize(
    "document",
    [
        b"<a>" * (DEEPEST_NESTING + 2) + b"</a>" * (DEEPEST_NESTING + 2),
        b"<a>" * 1_000_000,
        b"<a>" + b"<b/>" * (MOST_ELEMENTS + 1) + b"</a>",
        b"<a " + b" ".join(b'b%d=""' % at for at in range(300)) + b"/>",
        b"<a " + b" ".join(b'b%d=""' % at for at in range(200_000)) + b"/>",
        b"<a>" + b"x" * MOST_XML_BYTES + b"</a>",
        b"<" * 2_000_000,
        b"<?x " * 1_000_000,
        b"<!--" * 1_000_000,
        b"<!DOCTYPE " + b'"' * 1_000_001,
        b"<a><![CDATA[" * 100_000,
        b"\x00" * 100_000,
        b"\xff\xfe" + b"<\x00a\x00",
        b'<?xml version="1.0" encoding="utf-7"?><a/>',
        b'<?xml version="1.0" encoding="../../x"?><a/>',
        b"<a></b>",
        b"",
    ],
    ids=lambda document: repr(document[:14]) + f"x{len(document)}",
)
@pytest.mark.slow  # megabytes go through the parser until a limit stops it
def test_giant_deep_and_broken_documents_are_refused_at_once(document: bytes) -> None:
    started = time.monotonic()

    with pytest.raises(FormatError) as told:
        parse_xml(document, name="q.xml")

    assert told.value.where.startswith("q.xml")
    assert time.monotonic() - started < 20


@pytest.mark.parametrize(
    "encoded",
    [
        a_choice_item().encode("utf-8-sig"),
        a_choice_item().replace("UTF-8", "UTF-16").encode("utf-16"),
        a_choice_item().replace("UTF-8", "GB2312").encode("gb2312"),
        a_choice_item().replace("UTF-8", "gbk").encode("gbk"),
        a_choice_item().replace("\n", "\r\n").encode(),
        a_choice_item().replace("\n", "\r").encode(),
    ],
    ids=["bom", "utf-16", "gb2312", "gbk", "windows", "old-mac"],
)
def test_honest_encodings_and_line_ends_are_read(
    tmp_path: Path, encoded: bytes
) -> None:
    path = tmp_path / "q.xml"
    path.write_bytes(encoded)

    (draft,) = read_qti(path, level="初级").drafts

    assert isinstance(draft.record.item, SingleChoice)
    assert plain_text(draft.record.item.stem) == "哪一个？"


@given(
    cut=st.integers(0, 900),
    length=st.integers(0, 200),
    inside=st.sampled_from(
        ["", "<p>", "</p>", "<!--", "<![CDATA[", "&#0;", 'x="' + "x" * 300 + '"', "\0"]
    ),
)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_a_document_cut_anywhere_gives_findings_or_a_draft_never_a_crash(
    tmp_path: Path, cut: int, length: int, inside: str
) -> None:
    document = a_choice_item()
    path = tmp_path / "q.xml"
    path.write_text(document[:cut] + inside + document[cut + length :])

    reading = read_qti(path, level="初级")

    assert reading.drafts or reading.findings


def test_a_name_too_long_to_look_up_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "q.xml"
    path.write_text(
        item(f'<p><img src="{"x" * 400}.png" alt="门"/></p>' + choice("A|甲", "B|乙"))
    )

    reading = read_qti(path, level="初级")

    assert [finding.code for finding in reading.findings] == ["MEDIUM_MISSING"]
