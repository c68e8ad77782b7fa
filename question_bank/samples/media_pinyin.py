"""Phrases as pinyin with tone numbers, a syllable a character, for the voices. Pure.

Tones are those of the dictionary but for 一 and 不, which are said as they change in
speech; third tones in a row are changed by espeak-ng itself. Digits and Latin letters
are refused: transcripts write 五 and not 5.

Source:
    Readings of words: pypinyin. 一 and 不 before the four tones: 现代汉语词典, rules of
    变调 as any textbook of Mandarin gives them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pypinyin import Style, pinyin

_HAN = re.compile(r"[\u3400-\u9fff]")
_SYLLABLE = re.compile(r"[a-zü]+[1-5]")
_MARKS = {"，": ",", "、": ",", "；": ",", "：": ",", "。": ".", "？": "?", "！": "!"}
_SILENT = frozenset("“”‘’《》（）… —")
_ORDINAL = frozenset("第十周一二三四五六七八九零")
"""After these 一 is a number and keeps its tone."""

READINGS: Mapping[str, str] = MappingProxyType(
    {
        "东西": "dong1 xi5",
        "别人": "bie2 ren5",
        "力气": "li4 qi5",
        "告诉": "gao4 su5",
        "孩子": "hai2 zi5",
        "心里": "xin1 li5",
        "怎么": "zen3 me5",
        "意思": "yi4 si5",
        "抽屉": "chou1 ti5",
        "收拾": "shou1 shi5",
        "早上": "zao3 shang5",
        "明白": "ming2 bai5",
        "晚上": "wan3 shang5",
        "朋友": "peng2 you5",
        "知道": "zhi1 dao5",
        "肚子": "du4 zi5",
        "衣服": "yi1 fu5",
        "这个": "zhe4 ge5",
        "那个": "na4 ge5",
        "麻烦": "ma2 fan5",
    }
)
"""Words of everyday talk with a neutral tone or reading that dictionaries often miss;
a list's own readings go before these."""

_ERHUA = {"这": "zher4", "那": "nar4", "哪": "nar3"}
"""With 儿 behind, one syllable; the 儿 itself is then silent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One character and how it is said.

    Attributes:
        syllable: Pinyin with tone number, 5 for none; a mark for punctuation.
        others: Further readings that the character can have.
        is_told: The reading was given by the list, not chosen by the converter.
    """

    character: str
    syllable: str
    others: tuple[str, ...] = ()
    is_told: bool = False


def spoken(phrase: str, told: Mapping[str, str]) -> tuple[Spoken, ...]:
    """Return how each character of the phrase is said.

    Raises:
        ValueError: a reading has more or fewer syllables than characters, or the phrase
            has signs that are not spoken Chinese.
    """
    readings = _readings(phrase)
    fixed: set[int] = set()
    by_length = sorted(told.items(), key=lambda entry: len(entry[0]))
    for words, syllables in (*READINGS.items(), *by_length):
        given = syllables.split()
        if len(given) != len(words) or not all(map(_SYLLABLE.fullmatch, given)):
            raise ValueError(f"{words} is not said as {syllables}")
        for found in re.finditer(re.escape(words), phrase):
            readings[found.start() : found.end()] = given
            fixed.update(range(found.start(), found.end()))
    for found in re.finditer("([这那哪])儿(?![子女童歌])", phrase):
        readings[found.start() : found.end()] = [_ERHUA[found[1]], ""]
    return tuple(
        Spoken(
            character=character,
            syllable=syllable if index in fixed else _changed(phrase, readings, index),
            others=tuple(other for other in _all(character) if other != syllable),
            is_told=index in fixed,
        )
        for index, (character, syllable) in enumerate(
            zip(phrase, readings, strict=True)
        )
    )


def spoken_text(said: tuple[Spoken, ...]) -> str:
    """Return what espeak-ng reads: syllables apart, marks behind them."""
    words = [one.syllable for one in said if one.syllable]
    text = " ".join(words)
    for mark in ",.?!":
        text = text.replace(f" {mark}", mark)
    return text


def _readings(phrase: str) -> list[str]:
    """Return a syllable, a mark or nothing for each character."""
    readings: list[str] = []
    for part in re.findall(r"[\u3400-\u9fff]+|.", phrase):
        if _HAN.match(part):
            found = pinyin(part, style=Style.TONE3, neutral_tone_with_five=True)
            readings += [one[0].replace("v", "ü") for one in found]
        elif part in _MARKS or part in _SILENT:
            readings.append(_MARKS.get(part, ""))
        else:
            raise ValueError(f"{part!r} in {phrase!r} is not spoken Chinese")
    if len(readings) != len(phrase):
        raise ValueError(f"{phrase!r} did not give a syllable a character")
    return readings


def _changed(phrase: str, readings: list[str], index: int) -> str:
    """Return the syllable as 一 and 不 change before the next one."""
    character, syllable = phrase[index], readings[index]
    following = readings[index + 1] if index + 1 < len(readings) else ""
    tone = following[-1:] if _SYLLABLE.fullmatch(following) else ""
    before = phrase[index - 1] if index else ""
    if character == "不":
        return "bu2" if tone == "4" else "bu4"
    if character == "一":
        if not tone or before in _ORDINAL:
            return "yi1"
        return "yi2" if tone in "45" else "yi4"
    return syllable


def _all(character: str) -> list[str]:
    if not _HAN.match(character):
        return []
    [found] = pinyin(
        character, style=Style.TONE3, heteronym=True, neutral_tone_with_five=True
    )
    return [one.replace("v", "ü") for one in found]
