"""What stands in a QTI body comes in as our blocks, or is told."""

from pathlib import Path

import pytest

from question_bank.exchange.item_draft import SourceReading
from question_bank.exchange.qti import read_qti
from question_bank.exchange.qti_writer import write_qti
from question_bank.formats.item_record import ItemRecord
from question_bank.identifiers import MediaName, TaskId
from question_bank.items.content import (
    Block,
    BulletList,
    Image,
    Mark,
    Paragraph,
    Run,
    Sound,
    Table,
    plain_text,
)
from question_bank.items.finding import Severity
from question_bank.items.short_answer import ShortAnswer, ShortAnswerKey
from question_bank.items.single_choice import SingleChoice
from question_bank.items.spoken_answer import SpokenAnswer
from question_bank.items.unwritten_rubric import is_unwritten
from tests.builders.generated_records import MEDIA, flac_bytes, png_bytes
from tests.builders.qti_sources import (
    NAMESPACE_30,
    a_choice_item,
    choice,
    item,
    item_package,
    manifest,
    package,
    resource,
    response,
)

OPTIONS = choice("A|甲", "B|乙", prompt="")


def read(tmp_path: Path, document: str, **media: bytes) -> SourceReading:
    (tmp_path / "q.xml").write_text(document, encoding="utf-8")
    for name, raw in media.items():
        (tmp_path / name.replace("_", ".")).write_bytes(raw)
    return read_qti(tmp_path / "q.xml", level="初级")


def stem(tmp_path: Path, body: str) -> tuple[Block, ...]:
    (draft,) = read(tmp_path, item(body + OPTIONS)).drafts
    assert isinstance(draft.record.item, SingleChoice)
    return draft.record.item.stem


def paragraph(*runs: tuple[str, tuple[Mark, ...]]) -> Paragraph:
    return Paragraph(runs=tuple(Run(text=text, marks=marks) for text, marks in runs))


def text(words: str) -> Paragraph:
    return paragraph((words, ()))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>甲</p><p>乙</p>", (text("甲"), text("乙"))),
        ("<div>甲<p>乙</p>丙</div>", (text("甲"), text("乙"), text("丙"))),
        ("<p>\n  two \t words\n</p>", (text("two words"),)),
        ("<p>甲<br/>\n 乙</p>", (text("甲\n乙"),)),
        ("<pre>a  b\n  c</pre>", (text("a  b\n  c"),)),
        ("<p>&lt;甲&gt; &amp; <![CDATA[<b>]]></p>", (text("<甲> & <b>"),)),
        ("<p>甲<!-- 不见 -->乙<?php x ?>丙</p>", (text("甲乙丙"),)),
        ("<p>&#x4E00;&#160;二</p>", (text("一\u00a0二"),)),
        (
            "<p>a <b>b <i>c</i></b><strong> d</strong></p>",
            (
                paragraph(
                    ("a ", ()),
                    ("b ", (Mark.STRONG,)),
                    ("c", (Mark.STRONG, Mark.EMPHASIS)),
                    (" d", (Mark.STRONG,)),
                ),
            ),
        ),
        (
            '<p>H<sub>2</sub>O<sup>+</sup><u>x</u><span class="qti-underline">y</span></p>',
            (
                paragraph(
                    ("H", ()),
                    ("2", (Mark.SUB,)),
                    ("O", ()),
                    ("+", (Mark.SUP,)),
                    ("xy", (Mark.UNDERLINE,)),
                ),
            ),
        ),
        ("<h2>题</h2>", (paragraph(("题", (Mark.STRONG,))),)),
        (
            "<ol><li>甲</li><li><p>乙</p><p>丙</p></li></ol>",
            (
                BulletList(
                    is_numbered=True,
                    entries=(
                        (Run(text="甲"),),
                        (Run(text="乙\n丙"),),
                    ),
                ),
            ),
        ),
        (
            (
                "<table><caption>表</caption><thead><tr><th>甲</th><th/></tr></thead>"
                "<tbody><tr><td>1</td><td><p>2</p></td></tr></tbody></table>"
            ),
            (
                text("表"),
                Table(
                    header_rows=1,
                    rows=(
                        ((Run(text="甲"),), ()),
                        ((Run(text="1"),), (Run(text="2"),)),
                    ),
                ),
            ),
        ),
    ],
)
def test_html_becomes_blocks(
    tmp_path: Path, body: str, expected: tuple[Block, ...]
) -> None:
    assert stem(tmp_path, body) == expected


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<ul><li>甲<ul><li>乙</li></ul></li></ul>", "CONTENT_NESTED"),
        ("<table><tr><td><ul><li>a</li></ul></td></tr></table>", "CONTENT_NESTED"),
        ('<table><tr><td colspan="2">a</td></tr></table>', "TABLE_SPAN"),
        ("<table><tr><td>a</td></tr><tr><td/><td/></tr></table>", "ITEM_NOT_OURS"),
        (
            '<p><math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math></p>',
            "CONTENT_NOT_MAPPED",
        ),
        ("<video/>", "CONTENT_NOT_MAPPED"),
        ("<p><printedVariable identifier='x'/></p>", "CONTENT_NOT_MAPPED"),
        ("<p><textEntryInteraction responseIdentifier='R'/></p>", "INTERACTION"),
        ("<p><sub>a<sup>b</sup></sub></p>", "CONTENT_NOT_MAPPED"),
    ],
)
def test_what_our_content_cannot_hold_leaves_the_item_out(
    tmp_path: Path, body: str, code: str
) -> None:
    extra = response(identifier="R", base_type="string")
    reading = read(tmp_path, item(body + OPTIONS, declarations=response("A") + extra))

    assert reading.drafts == ()
    found = [
        finding
        for finding in reading.findings
        if finding.severity is Severity.ERROR and finding.code == code
    ]
    assert found
    assert found[0].place.part == "q.xml"
    assert found[0].place.row


def test_pictures_and_sounds_stand_between_the_paragraphs(tmp_path: Path) -> None:
    body = (
        '<p>看<img src="A.png" alt="一扇门"/>和</p>'
        '<object data="b.flac" type="audio/flac">来电</object>'
        '<audio title="录音"><source src="b.flac" type="audio/flac"/></audio>'
        '<mediaInteraction responseIdentifier="M" autostart="false" maxPlays="2">'
        '<object data="b.flac" type="audio/flac">再听</object></mediaInteraction>'
        '<object data="c.eps" type="image/eps">'
        '<object data="A.png" type="image/png">替代</object></object>'
    )
    declared = response("A") + response(identifier="M", base_type="integer")

    reading = read(
        tmp_path,
        item(body + OPTIONS, declarations=declared),
        A_png=png_bytes(),
        b_flac=flac_bytes(),
    )

    (draft,) = reading.drafts
    assert isinstance(draft.record.item, SingleChoice)
    png, flac = MediaName("a.png"), MediaName("b.flac")
    assert draft.record.item.stem == (
        text("看"),
        Image(media_name=png, alt_text="一扇门"),
        text("和"),
        Sound(media_name=flac, label="来电"),
        Sound(media_name=flac, label="录音"),
        Sound(media_name=flac, label="再听", most_plays=2),
        Image(media_name=png, alt_text="替代"),
    )
    assert set(draft.record.media) == {png, flac}
    shas = set(draft.record.media.values())
    assert set(reading.media) == shas
    assert {medium.read() for medium in reading.media.values()} == {
        png_bytes(),
        flac_bytes(),
    }


def test_a_picture_without_words_is_warned_of(tmp_path: Path) -> None:
    body = '<p><img src="a.png" alt=""/></p>'

    reading = read(tmp_path, item(body + OPTIONS), a_png=png_bytes())

    assert len(reading.drafts) == 1
    assert [finding.code for finding in reading.findings] == ["ALT_MISSING"]


def test_odd_prefixes_and_qti_3_names_are_the_same_item(tmp_path: Path) -> None:
    prefixed = f"""<?xml version="1.0"?>
<q:qti-assessment-item xmlns:q="{NAMESPACE_30}" xmlns:x="urn:x" identifier="q-1"
 title="t" adaptive="false" time-dependent="false" x:any="1">
<q:qti-response-declaration identifier="RESPONSE" cardinality="single"
 base-type="identifier"><q:qti-correct-response><q:qti-value>
 A </q:qti-value></q:qti-correct-response></q:qti-response-declaration>
<q:qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float"/>
<q:qti-item-body><q:qti-choice-interaction response-identifier="RESPONSE"
 max-choices="1" shuffle="true"><q:qti-prompt>哪一个？</q:qti-prompt>
<q:qti-simple-choice identifier="A">甲</q:qti-simple-choice>
<q:qti-simple-choice identifier="B">乙</q:qti-simple-choice>
<q:qti-simple-choice identifier="C">丙</q:qti-simple-choice>
</q:qti-choice-interaction></q:qti-item-body>
<q:qti-response-processing
 template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml"/>
</q:qti-assessment-item>"""

    (three,) = read(tmp_path, prefixed).drafts
    (two,) = read(tmp_path, a_choice_item()).drafts

    assert three.record == two.record


def test_identifiers_that_cannot_be_ours_are_changed_in_a_settled_way(
    tmp_path: Path,
) -> None:
    long = "题目" + "x" * 60
    document = item(
        choice("选|甲", "项|乙"), declarations=response("项"), identifier=long
    )

    first, again = read(tmp_path, document), read(tmp_path, document)

    assert first.drafts[0].record == again.drafts[0].record
    record = first.drafts[0].record
    assert isinstance(record.item, SingleChoice)
    assert len(record.item.task_id) <= 40
    assert [option.option_id for option in record.item.options] == ["a", "b"]
    assert {finding.code for finding in first.findings} == {"ID_CHANGED", "OPTION_IDS"}


@pytest.mark.parametrize(
    ("attributes", "code"),
    [
        ('adaptive="true" timeDependent="false"', "ADAPTIVE"),
        ('adaptive="false" timeDependent="false"', "TEMPLATE"),
    ],
)
def test_adaptive_items_and_templates_are_left_out(
    tmp_path: Path, attributes: str, code: str
) -> None:
    made = (
        '<templateDeclaration identifier="x" cardinality="single" baseType="integer"/>'
    )
    document = a_choice_item(
        attributes=attributes,
        declarations=response("A") + (made if code == "TEMPLATE" else ""),
    )

    reading = read(tmp_path, document)

    assert (reading.drafts, [f.code for f in reading.findings]) == ((), [code])


ESSAY = (
    '<extendedTextInteraction responseIdentifier="RESPONSE" expectedLength="200">'
    "<prompt>请说明。</prompt></extendedTextInteraction>"
)
RUBRIC = (
    '<rubricBlock view="scorer"><p>说出两点得满分。</p></rubricBlock>'
    '<rubricBlock view="tutor"><p>给老师</p></rubricBlock>'
)
TEXT_RESPONSE = response(base_type="string")


def open_record(tmp_path: Path, body: str, *, maximum: str = "") -> ItemRecord:
    outcomes = (
        '<outcomeDeclaration identifier="SCORE" cardinality="single"'
        f' baseType="float" {maximum}/>'
    )
    document = item(body, declarations=TEXT_RESPONSE, outcomes=outcomes, processing="")
    (draft,) = read(tmp_path, document).drafts
    return draft.record


def test_an_essay_with_a_rubric_is_a_short_answer(tmp_path: Path) -> None:
    record = open_record(tmp_path, ESSAY + RUBRIC, maximum='normalMaximum="4"')

    assert isinstance(record.item, ShortAnswer)
    assert record.item.points == 4
    assert record.item.most_characters == 200
    key = record.keys[TaskId("q-1")]
    assert isinstance(key, ShortAnswerKey)
    assert [point.text for point in key.rubric.scoring_points] == ["说出两点得满分。"]


def test_an_essay_without_rubric_is_a_draft_that_says_so(tmp_path: Path) -> None:
    document = item(ESSAY, declarations=TEXT_RESPONSE, processing="")

    reading = read(tmp_path, document)

    (draft,) = reading.drafts
    key = draft.record.keys[TaskId("q-1")]
    assert isinstance(key, ShortAnswerKey)
    assert is_unwritten(key.rubric)
    told = {finding.code: finding.severity for finding in reading.findings}
    assert told["RUBRIC_UNWRITTEN"] is Severity.WARNING


def test_what_says_that_its_rubric_is_unwritten_goes_out_and_comes_back(
    tmp_path: Path,
) -> None:
    document = item(ESSAY, declarations=TEXT_RESPONSE, processing="")
    (draft,) = read(tmp_path, document).drafts
    written = tmp_path / "out.zip"
    write_qti([(draft.record, ())], MEDIA.__getitem__, written, title="题库")

    reading = read_qti(written, level=None)

    assert [again.record for again in reading.drafts] == [draft.record]
    assert [finding.code for finding in reading.findings] == ["RUBRIC_UNWRITTEN"]


def test_an_answer_that_a_program_scored_is_marked_by_people_and_told(
    tmp_path: Path,
) -> None:
    declared = response("答案", base_type="string")

    reading = read(tmp_path, item(ESSAY, declarations=declared))

    assert len(reading.drafts) == 1
    assert "SCORING_BY_PEOPLE" in [finding.code for finding in reading.findings]


@pytest.mark.parametrize(
    ("interaction", "seconds"),
    [
        ('<uploadInteraction responseIdentifier="RESPONSE" type="audio/wav"/>', 120),
        (
            (
                '<customInteraction responseIdentifier="RESPONSE">'
                '<portableCustomInteraction xmlns="http://www.imsglobal.org/xsd/'
                'portableCustomInteraction"'
                ' customInteractionTypeIdentifier="audioRecordingInteraction">'
                '<properties><property key="maxRecordingTime">90</property></properties>'
                "</portableCustomInteraction></customInteraction>"
            ),
            90,
        ),
    ],
)
def test_a_recording_is_a_spoken_answer(
    tmp_path: Path, interaction: str, seconds: int
) -> None:
    record = open_record(tmp_path, f"<p>请说。</p>{interaction}{RUBRIC}")

    assert isinstance(record.item, SpokenAnswer)
    assert record.item.answer_s == seconds


def test_a_shared_stimulus_stands_before_the_question(tmp_path: Path) -> None:
    stimulus = (
        f'<qti-assessment-stimulus xmlns="{NAMESPACE_30}" identifier="s" title="s">'
        '<qti-stimulus-body><p>材料</p><img src="a.png" alt="图"/>'
        "</qti-stimulus-body></qti-assessment-stimulus>"
    )
    reference = (
        '<assessmentStimulusRef identifier="s" href="../shared/s.xml" title="s"/>'
    )
    path = item_package(
        tmp_path / "in.zip",
        {
            "items/q.xml": item(
                f"<p>问</p>{OPTIONS}", declarations=response("A") + reference
            ),
            "shared/s.xml": stimulus,
            "shared/a.png": png_bytes(),
        },
    )

    (draft,) = read_qti(path, level="初级").drafts

    assert isinstance(draft.record.item, SingleChoice)
    assert plain_text(draft.record.item.stem) == "材料\n图\n问"


def test_metadata_say_level_tags_time_and_difficulty(tmp_path: Path) -> None:
    lom = (
        '<metadata><lom xmlns="http://ltsc.ieee.org/xsd/LOM"><educational>'
        "<difficulty><value>easy</value></difficulty><typicalLearningTime>"
        "<duration>PT1M30S</duration></typicalLearningTime></educational>"
        "<classification><taxonPath><source><string>标准</string></source>"
        "<taxon><id>初级/2.1</id><entry><string>访谈</string></entry></taxon>"
        "</taxonPath></classification></lom></metadata>"
    )
    path = package(
        tmp_path / "in.zip",
        {
            "imsmanifest.xml": manifest(resource("q.xml", metadata=lom)),
            "q.xml": a_choice_item(),
        },
    )

    (draft,) = read_qti(path, level=None).drafts
    other = read_qti(path, level="高级")

    assert draft.record.level == "初级"
    assert dict(draft.record.tags) == {TaskId("q-1"): ("初级/2.1",)}
    assert dict(draft.record.expected_times_s) == {TaskId("q-1"): 90}
    assert [found.difficulty_permille for found in draft.estimates] == [750]
    assert [finding.code for finding in other.findings] == ["LEVEL_DIFFERS"]


def test_an_item_whose_level_no_one_says_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "q.xml").write_text(a_choice_item(), encoding="utf-8")

    reading = read_qti(tmp_path / "q.xml", level=None)

    assert [finding.code for finding in reading.findings] == ["LEVEL_MISSING"]


def test_one_bad_item_does_not_keep_the_others_out(tmp_path: Path) -> None:
    path = package(
        tmp_path / "in.zip",
        {
            "imsmanifest.xml": manifest(
                resource("a.xml"),
                resource("b.xml"),
                resource("c.xml"),
                resource("test.xml", kind="imsqti_test_xmlv2p1"),
                resource("old.xml", kind="imsqti_xmlv1p2"),
            ),
            "a.xml": a_choice_item(identifier="a"),
            "b.xml": "<assessmentItem",
            "c.xml": a_choice_item(identifier="a"),
        },
    )
    told: list[tuple[int, int]] = []

    reading = read_qti(
        path, level="初级", progress=lambda done, whole: told.append((done, whole))
    )

    assert [draft.record.item.task_id for draft in reading.drafts] == ["a"]  # type: ignore[union-attr]
    assert [(f.code, f.place.part) for f in reading.findings] == [
        ("TEST_NOT_TAKEN", "imsmanifest.xml"),
        ("QTI_TOO_OLD", "imsmanifest.xml"),
        ("XML", "b.xml"),
        ("ID_TWICE", "c.xml"),
    ]
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_folder_without_manifest_is_looked_through(tmp_path: Path) -> None:
    folder = tmp_path / "set" / "more"
    folder.mkdir(parents=True)
    (folder / "a.xml").write_text(a_choice_item(identifier="a"), encoding="utf-8")
    (folder / "other.xml").write_text("<html/>", encoding="utf-8")

    reading = read_qti(tmp_path / "set", level="初级")

    assert [draft.place.part for draft in reading.drafts] == ["more/a.xml"]
    assert [finding.code for finding in reading.findings] == ["NO_MANIFEST"]
