"""What argparse says of wrong usage, in Chinese. Pure.

Its sentences are few; what is not known here stays as it is.

Source:
    Python 3.11 to 3.13, Lib/argparse.py: the messages of ArgumentError and of error().
"""

import re

_ARGUMENT = re.compile(r"argument (?P<name>[^:]+): (?P<rest>.+)", re.DOTALL)

_SENTENCES = (
    (r"the following arguments are required: (.+)", r"缺少必填项：\1"),
    (r"unrecognized arguments: (.+)", r"多出或写错的内容：\1"),
    (r"one of the arguments (.+) is required", r"须写其中一项：\1"),
    (r"expected one argument", "后面要写一项内容"),
    (r"expected at least one argument", "后面至少要写一项内容"),
    (r"expected (\d+) arguments", r"后面要写 \1 项内容"),
    (r"ignored explicit argument (.+)", r"后面不能写内容：\1"),
    (r"not allowed with argument (.+)", r"不能与 \1 同时使用"),
    (r"invalid choice: (.+) \(choose from (.+)\)", r"没有 \1，只能写：\2"),
    (r"invalid int value: (.+)", r"\1 不是整数"),
    (r"invalid float value: (.+)", r"\1 不是数"),
    (r"invalid \w+ value: (.+)", r"\1 不是所需的内容"),
    (r"ambiguous option: (.+) could match (.+)", r"\1 不明确，可能是：\2"),
)


def chinese_usage(message: str) -> str:
    """Return argparse's message in Chinese; as it is where it is not known."""
    found = _ARGUMENT.fullmatch(message)
    if found is not None:
        return f"{found['name']}：{_sentence(found['rest'])}"
    return _sentence(message)


def _sentence(english: str) -> str:
    for pattern, chinese in _SENTENCES:
        found = re.fullmatch(pattern, english, re.DOTALL)
        if found is not None:
            return found.expand(chinese)
    return english
