"""What a person does about an error, in Chinese; the English stands at its class."""

from types import MappingProxyType

from question_bank.bank.errors import BankError
from question_bank.cli.language import Language
from question_bank.errors import ExamRoomError
from question_bank.exchange.errors import QtiError, SpreadsheetError

CHINESE_ADVICE = MappingProxyType(
    {
        "ASSEMBLY_LIMIT": "请换一个 --seed 或加大 --effort 重试，或放宽最紧的规则。",
        "ASSEMBLY_RECORD": "请核对组卷名称，并确认这是当初组卷所用的题库。",
        "BLUEPRINT": "请为不足之处补充试题，或放宽所列规则中的一条。",
        "BLUEPRINT_SOURCE": "请按所列字段修改双向细目表，然后重试。",
        "FORMS_REFUSED": "结果未保存；请作为程序故障上报。",
        "ASSEMBLY_EXISTS": "请换一个名称：已保存的组卷结果不会被覆盖。",
        "BANK": "题库未作任何改动，请看上面的提示。",
        "BANK_BUSY": "另一个程序正在写入题库，请等它结束后重试。",
        "BANK_DAMAGED": "请改用最近的完好备份；保留这份文件，不要再写入。",
        "BANK_FILE": "请检查文件名；新建题库用 exam-bank new。",
        "BANK_FULL": "磁盘已满，题库未改动；请清出空间后重试。",
        "BANK_READ_ONLY": "请把题库复制到可以写入的磁盘，或申请写权限。",
        "BANK_TOO_NEW": "请先升级本程序再打开题库；文件未被改动。",
        "CHAIN_BROKEN": "请保留该文件作为证据并告知巡考：作答日志被改动或截断。",
        "FILE": "请检查文件名、路径和读写权限，然后重试。",
        "FORMAT": "请从来源处重新获取该文件：它已损坏，或不是所需的类型。",
        "FORM_SOURCE": "请按所列行号修改源文件（保存为 UTF-8），然后重试。",
        "ITEM_REFUSED": "请按提示修改该试题，然后重新导入。",
        "JOURNAL_CONFLICT": "有两台考试机写入了同一考试记录，两份均已保留，请监考裁定。",
        "JOURNAL_GAP": "请从所要求的序号起重新发送作答日志。",
        "NOT_IN_BANK": "请核对编号或名称；exam-bank list 可列出题库中的试题。",
        "OPENING_CODE_MISTYPED": "请重新输入开考密码：末位校验符不符，有字符输错。",
        "OTHER_SESSION": "请选用本场次的考试包；正式、模拟和练习不可混用。",
        "OTHER_SITE": "该考试包是发给其他考点的，请向评价组织索取本考点的考试包。",
        "PACKAGE_DAMAGED": "请从来源处重新拷贝考试包：这一份已损坏或被改动。",
        "PACKAGE_EXPIRED": "请核对本机日期；若日期无误，请向评价组织索取新的考试包。",
        "PACKAGE_NOT_YET_OPEN": "请核对本机日期，并等到考试计划规定的时间。",
        "PACKAGE_ROLLED_BACK": "请使用本场次较新的考试包，旧的一份已作废。",
        "PACKAGE_TOO_NEW": "请先升级本程序，再载入考试包。",
        "PUBLISHER_CARD_REFUSED": "请保留原有公钥，并打电话向评价组织核对发布者名片。",
        "PUBLISHER_REVOKED": "请勿使用；请向评价组织索取重新签名的考试包。",
        "PUBLISHER_UNKNOWN": "请勿使用；请核对来源，并确认已安装该发布者名片。",
        "QTI": "请按提示修改 QTI 内容包，或从原系统重新导出；本次未导入任何内容。",
        "RENDERER_MISSING": "预览要用考试机程序，请一并安装：pip install 'exam-room[bank,seat]'。",
        "REVIEW_REFUSED": "次序为：草稿审题后为已审，已审可批准或退回，已批准可停用。",
        "SAME_PERSON": "请换一个人：审题人不能是命题人，批准人不能是审题人。",
        "SEAL_BROKEN": "文件已损坏或被改动，请从来源处重新拷贝。",
        "SIGNATURE_INVALID": "请勿使用；请向评价组织重新获取。",
        "SPREADSHEET": "请按提示处理该表格文件后重新导入；未从中导入任何内容。",
        "TEXT_REFUSED": "请按提示重写；题库未作任何改动。",
        "TRUST": "请勿使用；请向评价组织索取新的一份。",
        "USAGE": "请用 --help 查看用法。",
        "WRONG_KEY": "请检查密钥是否属于本考点和本考试包。",
        "WRONG_OPENING_CODE": "请与评价组织的通知核对开考密码，然后重新输入。",
        "WRONG_PASSPHRASE": "请重新输入口令，注意大小写和输入法。",
    }
)
"""By code; a test holds that every error of question_bank stands here."""


def message_of(error: ExamRoomError, language: Language) -> str:
    """Return what happened, in the language where the error has it."""
    if isinstance(error, BankError):
        return language.say(error.chinese, str(error))
    if isinstance(error, SpreadsheetError | QtiError):
        return f"{error.where}: {language.say(*error.wording)}"
    return str(error)


def advice_of(error: ExamRoomError, language: Language) -> str:
    """Return the advice in the language, in English where there is no Chinese."""
    return language.say(CHINESE_ADVICE.get(error.code, error.advice), error.advice)
