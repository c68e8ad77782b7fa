"""What an author does about an error of the preview, in Chinese."""

from types import MappingProxyType

from question_bank.cli import advice
from question_bank.cli.language import Language
from question_bank.errors import ExamRoomError

CHINESE_ADVICE = MappingProxyType(
    {
        "NO_SCREEN": "请在有桌面的电脑上运行，或加 --picture 图片.png 存成图片。",
        "NOTHING_TO_PREVIEW": "请写明试题编号、--tag 标签或 --form 组卷名/试卷代码。",
        "PICTURE_NOT_WRITTEN": "请写一个可以写入的文件夹中的 .png 文件名。",
    }
)
"""By code; what the bank raises has its Chinese in question_bank."""


def advice_of(error: ExamRoomError, language: Language) -> str:
    """Return the advice in the language, in English where there is no Chinese."""
    own = CHINESE_ADVICE.get(error.code)
    if own is not None:
        return language.say(own, error.advice)
    return advice.advice_of(error, language)
