from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import given

from question_bank.errors import FormatError
from question_bank.formats.record import from_plain, to_plain
from question_bank.identifiers import MediaName
from question_bank.items import content as content_module
from question_bank.items.content import (
    Block,
    BulletList,
    Content,
    Image,
    Mark,
    Paragraph,
    Run,
    Sound,
    Table,
    content_problems,
    media_in,
    plain_text,
)
from tests.builders.forms import contents, words


def test_plain_text_is_the_words_of_all_blocks() -> None:
    content: tuple[Block, ...] = (
        Paragraph(runs=(Run(text="睡得"), Run(text="好", marks=(Mark.STRONG,)))),
        BulletList(entries=((Run(text="一"),), (Run(text="二"),))),
        Table(rows=(((Run(text="日"),), (Run(text="时"),)), ((Run(text="一"),), ()))),
        Image(media_name=MediaName("a.png"), alt_text="一幅图"),
        Sound(media_name=MediaName("a.flac"), label="一段话"),
    )

    assert plain_text(content) == "睡得好\n一\n二\n日\t时\n一\t\n一幅图\n一段话"
    assert media_in(content) == ("a.png", "a.flac")
    assert content_problems(content) == ()


@given(contents)
def test_content_goes_through_its_record_and_back(content: tuple[Block, ...]) -> None:
    assert from_plain(to_plain(content), Content, name="content") == content
    assert content_problems(content) == ()


def faulty() -> Iterator[tuple[tuple[Block, ...], str]]:
    row = ((Run(text="a"),), (Run(text="b"),))
    yield (), "no content"
    yield (Table(rows=(row, row[:1])),), "different numbers of cells"
    yield (Table(rows=(row,)),), "no row below"
    yield words("a\tb"), "control character"
    yield words("a\x85b"), "control character"
    twice = Run(text="a", marks=(Mark.STRONG, Mark.STRONG))
    yield (Paragraph(runs=(twice,)),), "a mark twice"
    both = Run(text="a", marks=(Mark.SUB, Mark.SUP))
    yield (BulletList(entries=((both,),)),), "both sub and sup"
    long = words("长" * 20_000)
    yield long * 4, f"more than {content_module.MOST_CHARACTERS}"


@pytest.mark.parametrize(("content", "said"), list(faulty()))
def test_a_fault_in_content_is_told(content: tuple[Block, ...], said: str) -> None:
    assert any(said in found for found in content_problems(content))


def test_empty_content_is_fine_where_it_may_be_empty() -> None:
    assert content_problems((), may_be_empty=True) == ()


@pytest.mark.parametrize(
    "name",
    ["../a.png", "a/b.png", "A.png", "a.svg", "a.png\n", "", ".png", "a.exe"],
)
def test_a_picture_has_a_plain_small_name(name: str) -> None:
    plain = {"kind": "image", "media_name": name, "alt_text": "x"}

    with pytest.raises(FormatError):
        from_plain([plain], Content, name="content")


@pytest.mark.parametrize(
    "plain",
    [
        {"kind": "script", "text": "x"},
        {"kind": "paragraph", "runs": [{"text": "x", "colour": "red"}]},
        {"kind": "paragraph", "runs": [{"text": "x", "marks": ["blink"]}]},
        {"kind": "paragraph", "runs": []},
        {"kind": "list", "entries": [[{"kind": "paragraph", "runs": []}]]},
        {"kind": "sound", "media_name": "a.flac", "label": "x", "most_plays": 0},
    ],
)
def test_nothing_but_the_subset_is_content(plain: dict[str, object]) -> None:
    with pytest.raises(FormatError):
        from_plain([plain], Content, name="content")


def test_content_cannot_be_changed() -> None:
    run = Run(text="x")

    with pytest.raises(AttributeError):
        run.text = "y"  # type: ignore[misc]  # that it is refused is the point
    assert isinstance(run, msgspec.Struct)
