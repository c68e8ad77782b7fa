"""What an author does about an error of the preview, in Chinese."""

from types import MappingProxyType

from question_bank.cli import advice
from question_bank.cli.language import Language
from question_bank.errors import ExamRoomError

CHINESE_ADVICE = MappingProxyType(
    {
        "DISK_LOW": "请清理这台考试机的硬盘；有空间后考试包会自动接收。",
        "LOCK_NOT_PUT_BACK": "请用当时运行考试的账号登录，再运行 exam-kiosk restore。",
        "NO_SCREEN": "请在有桌面的电脑上运行，或加 --picture 图片.png 存成图片。",
        "NOTHING_TO_PREVIEW": "请写明试题编号、--tag 标签或 --form 组卷名/试卷代码。",
        "PICTURE_NOT_WRITTEN": "请写一个可以写入的文件夹中的 .png 文件名。",
        "SEAT_RUNNING": "考试机程序已经在运行：请回到它的窗口，或先结束它。",
    }
)
"""By code; what the bank raises has its Chinese in question_bank."""


def advice_of(error: ExamRoomError, language: Language) -> str:
    """Return the advice in the language, in English where there is no Chinese."""
    own = CHINESE_ADVICE.get(error.code)
    if own is not None:
        return language.say(own, error.advice)
    return advice.advice_of(error, language)
