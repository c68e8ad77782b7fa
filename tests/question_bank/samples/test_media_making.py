from pathlib import Path

import pytest

from question_bank.errors import FormatError
from question_bank.identifiers import MediaName
from question_bank.samples import make_media
from question_bank.samples.media_chart import chart_file, scale
from question_bank.samples.media_list import (
    Chart,
    ChartForm,
    MediaList,
    Series,
    Speaker,
    Voice,
    parse_media_list,
)
from question_bank.samples.media_ogg import page_ends, with_serial
from question_bank.samples.media_pinyin import spoken, spoken_text
from tests.builders.sounds import a_noise, sound_file

CHART = """
[[chart]]
file = "a.png"
form = "bars"
title = "t"
unit = "u"
labels = ["一"]
"""


@pytest.mark.parametrize(
    ("phrase", "pinyin"),
    [
        ("一个人，一天，一点。", "yi2 ge4 ren2, yi4 tian1, yi4 dian3."),
        ("第一周，十一点。", "di4 yi1 zhou1, shi2 yi1 dian3."),
        ("不是不想说。", "bu2 shi4 bu4 xiang3 shuo1."),
        ("在这儿！", "zai4 zher4!"),
        ("女儿肚子疼吗？", "nü3 er2 du4 zi5 teng2 ma5?"),
    ],
)
def test_phrases_become_what_is_said(phrase: str, pinyin: str) -> None:
    assert spoken_text(spoken(phrase, {})) == pinyin


def test_a_reading_that_the_list_gives_goes_before_all_others() -> None:
    said = spoken("还睡不着", {"不着": "bu5 zhao2", "还睡": "hai2 shui4"})

    assert [one.syllable for one in said] == ["hai2", "shui4", "bu5", "zhao2"]
    assert all(one.is_told for one in said)


@pytest.mark.parametrize(
    ("phrase", "told"),
    [("睡了8小时", {}), ("睡不着", {"不着": "zhao2"}), ("睡不着", {"不着": "bu zhao"})],
)
def test_what_cannot_be_said_is_a_mistake_of_the_list(
    phrase: str, told: dict[str, str]
) -> None:
    with pytest.raises(ValueError, match=r"said|spoken"):
        spoken(phrase, told)


@pytest.mark.parametrize("highest", [0.4, 1, 4, 6.5, 8, 10, 16, 58, 99, 100, 1234])
def test_a_scale_has_few_round_marks_and_room_above(highest: float) -> None:
    step, top = scale(highest)

    assert top >= highest * 1.05
    assert 3 <= round(top / step) <= 8


def test_the_same_chart_is_the_same_file() -> None:
    chart = Chart(
        file=MediaName("week.png"),
        form=ChartForm.LINES,
        title="一周心情",
        unit="分",
        labels=("周一", "周二"),
        series=(
            Series(name="甲", values=(1, 2)),
            Series(name="乙", values=(2, 1)),
            Series(name="丙", values=(0, 3)),
        ),
    )

    assert chart_file(chart) == chart_file(chart)


def test_another_serial_number_is_all_that_changes() -> None:
    ogg = sound_file(a_noise(3), "OGG", "OPUS")

    changed = with_serial(ogg, 7)

    assert with_serial(changed, int.from_bytes(ogg[14:18], "little")) == ogg
    assert page_ends(changed) == page_ends(ogg)


@pytest.mark.parametrize("raw", [b"OggS", b"RIFF" * 20, b"OggS" + bytes(22) + b"\xff"])
def test_what_is_no_ogg_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match="Ogg"):
        with_serial(raw, 1)


@pytest.mark.parametrize(
    "text",
    [
        "[[voice]]",
        '[[voice]]\nfile = "a.opus"\nspeaker = "robot"\nphrases = ["好。"]',
        CHART + 'series = [{ name = "s", values = [1, 2] }]',
        CHART + 'series = [{ name = "s", values = [-1] }]',
    ],
)
def test_a_list_that_contradicts_itself_is_refused(text: str) -> None:
    with pytest.raises(FormatError):
        parse_media_list(text.encode())


def test_an_actors_recording_is_never_overwritten(tmp_path: Path) -> None:
    voice = Voice(
        file=MediaName("a.opus"),
        speaker=Speaker.MAN,
        phrases=("你好。",),
        recorded=True,
    )
    (tmp_path / "a.opus").write_bytes(b"an actor")

    lost = make_media._make(tmp_path, MediaList(voice=(voice,)), again=True)

    assert lost == 0
    assert (tmp_path / "a.opus").read_bytes() == b"an actor"


def test_a_recording_that_is_named_and_not_there_is_told(tmp_path: Path) -> None:
    voice = Voice(
        file=MediaName("a.opus"), speaker=Speaker.GIRL, phrases=("好。",), recorded=True
    )

    assert make_media._make(tmp_path, MediaList(voice=(voice,)), again=False) == 1
