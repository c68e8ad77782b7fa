"""What the reader of a blueprint's fields found, in an assembler's Chinese. Pure.

The reader (msgspec, tomllib) speaks English and of types; its sentences are few and
stable, and one that is not known here is told as it is.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from question_bank.assembly.rule_names import KIND_WORDINGS

_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "int": "整数",
        "str": "带引号的文字",
        "array": "方括号中的列表",
        "object": "表",
        "bool": "true 或 false",
        "null": "空",
        "float": "小数",
        "date": "日期",
    }
)
_EXPECTED = re.compile(
    r"Expected `(?P<wanted>[a-z |]+)`(?:, got `(?P<got>[a-z]+)`| (?P<bound>of length )?"
    r"(?P<sign>>=|<=) (?P<number>\d+)|(?P<regex> matching regex.*))?"
)
_FIELD = re.compile(r"Object (contains unknown|missing required) field `(?P<name>.*)`")
_CHOICE = re.compile(r"Invalid enum value (?P<value>.*)")
_TOML_PLACE = re.compile(r"\(at line (?P<line>\d+), column (?P<column>\d+)\)")
_SIGNS = {">=": "不小于", "<=": "不大于"}


def field_words(found: str) -> str:
    """Return what is wrong with a field."""
    if match := _FIELD.fullmatch(found):
        name = match["name"]
        if "unknown" in found:
            return f"没有 `{name}` 这个字段，请核对拼写和所在的表"
        return f"缺少必填的字段 `{name}`"
    if match := _CHOICE.fullmatch(found):
        kinds = "、".join(
            f"{kind}（{words.zh}）" for kind, words in KIND_WORDINGS.items()
        )
        return f"不能写 {match['value']}，题型写 {kinds}"
    if found.startswith("Invalid RFC3339"):
        return "应为日期，如 2026-03-01"
    if match := _EXPECTED.fullmatch(found):
        return _expected(match)
    return found


def _expected(match: re.Match[str]) -> str:
    wanted = [part for part in match["wanted"].split(" | ") if part != "null"]
    types = "或".join(_TYPES.get(part, part) for part in wanted)
    if match["got"]:
        return f"应为{types}，写的是{_TYPES.get(match['got'], match['got'])}"
    if match["sign"]:
        what = "项数应" if match["bound"] else "应"
        return f"{what}{_SIGNS[match['sign']]} {match['number']}"
    if match["regex"]:
        return "写法不对：编号由字母、数字、点和连字符组成，领域如 2，任务如 2.1"
    return f"应为{types}"


def toml_words(found: str) -> str:
    """Return where a text stops being TOML."""
    match = _TOML_PLACE.search(found)
    if match is None:
        return f"不是 TOML：{found}"
    return (
        f"第 {match['line']} 行第 {match['column']} 列附近不合 TOML 的写法"
        f"（如文字缺引号、日期不存在、同一个表写了两次）：{found}"
    )
