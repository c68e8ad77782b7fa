"""What kinds of items are called in spreadsheets. Pure."""

from collections.abc import Mapping
from types import MappingProxyType

from question_bank.exchange.xlsx_text import tidy_code

KIND_WORDS: Mapping[str, str] = MappingProxyType(
    {
        word: kind
        for kind, words in (
            ("single_choice", "单选 单项选择 单项 singlechoice single"),
            (
                "multiple_choice",
                "多选 多项选择 多项 不定项选择 不定项 multiplechoice multipleresponse multiple",
            ),
            ("true_false", "判断 是非 判断正误 truefalse true/false judgement"),
            ("short_answer", "简答 问答 论述 名词解释 shortanswer essay"),
            ("spoken_answer", "口述 口试 口头作答 口答 spokenanswer spoken oral"),
        )
        for word in words.split()
    }
)
"""Without 题 at their end."""


def kind_of(text: str) -> str | None:
    """Return the kind that a word such as 单选题 names; None if it names none."""
    plain = tidy_code(text).lower().replace(" ", "").replace("_", "").replace("-", "")
    for ending in ("", "选择题", "题"):
        if plain.endswith(ending) and (
            kind := KIND_WORDS.get(plain.removesuffix(ending))
        ):
            return kind
    return None
