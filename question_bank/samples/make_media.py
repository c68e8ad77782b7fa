"""Make the pictures and voices of the sample exam anew: python -m …samples.make_media.

Not needed to use the samples, whose media are in the repository; it is here so that
everyone can see where they come from. Needs Pillow, soundfile, the font Noto Sans CJK
and the program espeak-ng. The voices are synthetic and robotic, to be replaced by actors.
"""

import io
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

MEDIA = Path(__file__).parent / "spine" / "media"
FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
SIMPLIFIED_CHINESE = 2
"""Index of the Simplified Chinese forms in the font collection."""

DAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
WIDTH, HEIGHT = 900, 520
LEFT, RIGHT, TOP, BOTTOM = 90, 860, 90, 440
INK, GRID, BAR = "#1f2933", "#d5dbe1", "#2f6f9f"
VOICE_HZ = 24_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A week's bar chart."""

    file_name: str
    title: str
    unit: str
    values: Sequence[float]
    highest: int
    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """What somebody says, in pinyin with tone numbers; a phrase an entry."""

    file_name: str
    phrases: Sequence[str]
    pitch: int


CHARTS = (
    Chart(
        file_name="sleep-diary.png",
        title="李阿姨一周睡眠记录",
        unit="每晚睡眠时间（小时）",
        values=(4.5, 5, 4, 6.5, 4.5, 5, 6),
        highest=8,
        step=2,
    ),
    Chart(
        file_name="tension-diary.png",
        title="小陈一周紧张程度自评",
        unit="紧张程度（0～10 分）",
        values=(7, 6, 8, 6, 3, 2, 5),
        highest=10,
        step=2,
    ),
)

VOICES = (
    Voice(
        file_name="client-li.opus",
        phrases=(
            "tui4 xiu1 yi3 hou4, wo3 zong3 shi4 shui4 bu4 hao3.",
            "tang3 xia4 yi1 ge4 xiao3 shi2 hai2 shui4 bu4 zhao2,",
            "ban4 ye4 hai2 yao4 xing3 liang3 san1 ci4.",
            "bai2 tian1 mei2 you3 jing1 shen2,",
            "yi3 qian2 xi3 huan1 de5 guang3 chang3 wu3 ye3 bu4 xiang3 qu4 le5.",
            "wo3 pa4 zi4 ji3 de2 le5 shen2 me5 da4 bing4.",
        ),
        pitch=45,
    ),
    Voice(
        file_name="client-chen.opus",
        phrases=(
            "kai1 xue2 yi3 hou4, wo3 gen1 shi4 you3 zong3 he2 bu4 lai2.",
            "ta1 men5 da3 you2 xi4 da3 dao4 yi1 dian3 duo1,",
            "wo3 shui4 bu4 zhao2, you4 bu4 gan3 shuo1.",
            "xian4 zai4 yi4 xiang3 dao4 yao4 hui2 su4 she4,",
            "wo3 jiu4 xin1 huang1, shou3 xin1 chu1 han4.",
            "wo3 shi4 bu2 shi4 tai4 mei2 yong4 le5?",
        ),
        pitch=60,
    ),
)


def draw(chart: Chart) -> None:
    """Draw the chart as a small PNG."""
    image = Image.new("RGB", (WIDTH, HEIGHT), "white")
    pen = ImageDraw.Draw(image)
    large, small = (
        ImageFont.truetype(str(FONT), size, index=SIMPLIFIED_CHINESE)
        for size in (30, 22)
    )
    pen.text((WIDTH // 2, 30), chart.title, INK, large, anchor="mm")
    pen.text((LEFT - 60, 68), chart.unit, INK, small, anchor="lm")
    per_unit = (BOTTOM - TOP - 10) / chart.highest
    for mark in range(0, chart.highest + 1, chart.step):
        y = BOTTOM - mark * per_unit
        pen.line((LEFT, y, RIGHT, y), GRID, 1)
        pen.text((LEFT - 12, y), str(mark), INK, small, anchor="rm")
    slot = (RIGHT - LEFT) / len(DAYS)
    for index, (day, value) in enumerate(zip(DAYS, chart.values, strict=True)):
        middle = LEFT + slot * (index + 0.5)
        top = BOTTOM - value * per_unit
        pen.rectangle((middle - 28, top, middle + 28, BOTTOM), BAR)
        pen.text((middle, top - 16), f"{value:g}", INK, small, anchor="mm")
        pen.text((middle, BOTTOM + 24), day, INK, small, anchor="mm")
    pen.line((LEFT, BOTTOM, RIGHT, BOTTOM), INK, 2)
    few_colours = image.quantize(32, dither=Image.Dither.NONE)
    few_colours.save(MEDIA / chart.file_name, optimize=True)


def speak(voice: Voice) -> None:
    """Speak the phrases into an Opus file, with a breath between them."""
    breath = np.zeros(VOICE_HZ * 4 // 10, dtype=np.float32)
    sounds = [
        part for phrase in voice.phrases for part in (_said(phrase, voice), breath)
    ]
    sound = np.concatenate(sounds)
    level = 0.7 / float(np.abs(sound).max())
    soundfile.write(
        MEDIA / voice.file_name, sound * level, VOICE_HZ, format="OGG", subtype="OPUS"
    )


def _said(phrase: str, voice: Voice) -> NDArray[np.float32]:
    command = ["espeak-ng", "-v", "cmn-latn-pinyin", "-s", "130", "--stdout"]
    command += ["-p", str(voice.pitch), phrase]
    wave = subprocess.run(command, check=True, capture_output=True).stdout  # noqa: S603 - fixed words
    samples, rate = soundfile.read(io.BytesIO(wave), dtype="float32")
    length = len(samples) * VOICE_HZ // rate  # Opus takes 24 kHz, not espeak's 22.05
    places = np.linspace(0, len(samples) - 1, length)
    return np.asarray(np.interp(places, np.arange(len(samples)), samples), np.float32)


def main() -> None:
    """Make all media of the sample."""
    MEDIA.mkdir(parents=True, exist_ok=True)
    for chart in CHARTS:
        draw(chart)
    for voice in VOICES:
        speak(voice)


if __name__ == "__main__":
    main()
