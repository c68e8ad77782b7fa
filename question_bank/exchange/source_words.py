"""What is wrong in an item list, in an author's Chinese. Pure.

The rules of items and the reader of fields speak English; their sentences are few and
stable. One that is not known here is told as it is, after words that say so.
"""

import re
from collections.abc import Callable
from types import MappingProxyType

from question_bank.exchange.xlsx_rule_words import rule_words

_TYPES = MappingProxyType(
    {
        "int": "整数",
        "str": "文字",
        "array": "列表",
        "object": "一组字段",
        "bool": "true 或 false",
        "null": "空",
    }
)
_Words = Callable[[re.Match[str]], str]
_FIELDS: MappingProxyType[str, _Words] = MappingProxyType(
    {
        r"Object contains unknown field `(.*)`": lambda found: (
            f"没有 {found[1]} 这个字段，请核对拼写"
        ),
        r"Object missing required field `(.*)`": lambda found: (
            f"缺少必填的字段 {found[1]}"
        ),
        r"Invalid value '(.*)'": lambda found: f"不能写 {found[1]}，请核对题型 kind",
        r"Invalid enum value '?(.*?)'?": lambda found: f"不能写 {found[1]}",
        r"Expected `([a-z |]+)`, got `([a-z]+)`": lambda found: (
            f"应为{_types(found[1])}，写的是{_types(found[2])}"
        ),
        r"Expected `([a-z |]+)` >= (\S+)": lambda found: f"应不小于 {found[2]}",
        r"Expected `([a-z |]+)` <= (\S+)": lambda found: f"应不大于 {found[2]}",
        r"Expected `([a-z |]+)` of length >= (\S+)": lambda found: (
            f"至少要有 {found[2]} 项（字）"
        ),
        r"Expected `([a-z |]+)` of length <= (\S+)": lambda found: (
            f"最多 {found[2]} 项（字）"
        ),
        r"Expected `str` matching regex.*": lambda _: (
            "写法不对：编号用字母、数字、点、横线，媒体文件名用小写字母、数字"
        ),
        r"expected text": lambda _: "应为文字",
        r"expected points such as .*": lambda _: "应为分值，如 2、1.5 或 3/2",
        r"expected a score rate.*": lambda _: "应为 0 与 1 之间的得分率，如 0.65",
        r"expected a tag such as .*, not '(.*)'": lambda found: (
            f"标签写作 初级/2.1 或 初级/2.1.3，不能写 {found[1]}"
        ),
    }
)
_RULES: MappingProxyType[str, _Words] = MappingProxyType(
    {
        r"the task has no such option": lambda _: "本题没有这个选项，请核对答案",
        r"an option is there twice": lambda _: "同一个选项写了两次",
        r"two options have the same id": lambda _: "两个选项的编号相同",
        r"every option is correct; .*": lambda _: (
            "所有选项都是正确答案；全选就能得分，请至少留一个错误选项"
        ),
        r"the task (\S+) has no key": lambda found: f"{found[1]} 没有答案",
        r"worth (\S+), less than the task's (\S+)": lambda found: (
            f"采分点合计 {found[1]} 分，少于本题的 {found[2]} 分"
        ),
        r"(\S+) points; they must be above 0": lambda found: (
            f"{found[1]} 分；分值要大于 0"
        ),
        r"(\S+) points; at most (\S+)": lambda found: (
            f"{found[1]} 分；最多 {found[2]} 分"
        ),
        r"(\S+) points; the denominator is at most (\S+)": lambda found: (
            f"{found[1]} 分；分母最大为 {found[2]}"
        ),
        r"(\S+) is not of the item's level (\S+)": lambda found: (
            f"标签 {found[1]} 不属于本题的级别 {found[2]}"
        ),
        r"no scene has a task": lambda _: "各场景都没有小题",
        r"two have the same id": lambda _: "两个采分点的编号相同",
    }
)


def source_words(found: str) -> str:
    """Return what was found in an item list, in Chinese as far as it is known."""
    for words in (_FIELDS, _RULES):
        for pattern, say in words.items():
            if match := re.fullmatch(pattern, found):
                return say(match)
    known = rule_words(found)
    return f"此处有误：{found}" if known is None else known


def _types(names: str) -> str:
    parts = (part for part in names.split(" | ") if part != "null")
    return "或".join(_TYPES.get(part, part) for part in parts)
