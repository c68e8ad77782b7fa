"""What went wrong, in Chinese: (what, what to do now) by the error's code. Pure.

The English is the error's own message and advice.
"""

from collections.abc import Mapping
from types import MappingProxyType

ERROR_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "FORMAT": (
            "内容无法识别",
            "文件已损坏或不是所需的文件，请从来源重新获取；口令请重新核对输入",
        ),
        "TRUST": ("不可信任", "请勿使用，向评价组织索取新的文件"),
        "SIGNATURE_INVALID": ("签名无效", "请勿使用，向评价组织重新获取"),
        "PUBLISHER_UNKNOWN": (
            "发布者未受信任",
            "请勿使用；核实来源，并确认已安装该发布者的证书文件",
        ),
        "PUBLISHER_REVOKED": (
            "发布者密钥已吊销",
            "请勿使用，向评价组织索取重新签名的考试包",
        ),
        "PUBLISHER_CARD_REFUSED": (
            "发布者名片未被接受",
            "保留原有密钥，电话联系评价组织获取正确的文件",
        ),
        "PACKAGE_DAMAGED": ("考试包已损坏或被改动", "请从来源重新复制考试包"),
        "PACKAGE_TOO_NEW": ("考试包需要更新版本的程序", "请先升级本程序，再导入考试包"),
        "OTHER_SITE": (
            "考试包不是给本考点的",
            "请向评价组织索取本考点的考试包；或本计划不允许考点评分",
        ),
        "OTHER_SESSION": (
            "场次或数据类别不符",
            "请选择本场次的考试包；正式与试考不可混用",
        ),
        "PACKAGE_EXPIRED": (
            "考试包已过有效期",
            "请检查本机日期；日期无误则联系评价组织",
        ),
        "PACKAGE_NOT_YET_OPEN": (
            "未到开启时间",
            "请检查本机日期，并等到计划规定的时间",
        ),
        "PACKAGE_ROLLED_BACK": (
            "考试包版本过旧",
            "请使用本场次较新的考试包，旧包已作废",
        ),
        "SEAL_BROKEN": ("密封数据已损坏或被改动", "请从来源重新复制该文件"),
        "WRONG_KEY": ("密钥不符", "请确认密钥属于本考点和该考试包"),
        "WRONG_PASSPHRASE": ("口令错误", "请重新输入，注意大小写和输入法"),
        "WRONG_OPENING_CODE": (
            "开考密码不正确",
            "请与评价组织的通知逐组核对后重新输入",
        ),
        "OPENING_CODE_MISTYPED": ("开考密码输入有误", "请与通知逐组核对；末位为校验符"),
        "CONFIG": ("设置有误", "改正所指的设置后重新启动服务器"),
        "SITE_EXISTS": ("已有考点数据", "请指定空文件夹；已有考点不会被覆盖"),
        "SITE_MISSING": (
            "没有考点数据",
            "请先用 exam-server init 建立考点，或指定正确的数据文件夹",
        ),
        "SERVER_RUNNING": ("服务器正在运行", "请在控制台操作，或先停止服务器"),
        "STORAGE_UNSAFE": ("数据库运行方式不安全", "请把数据文件夹放在本机硬盘上"),
        "SCHEMA_TOO_NEW": (
            "数据由更新版本的程序写入",
            "请安装写入该数据的新版服务器程序",
        ),
        "STORAGE_FAILED": (
            "数据库暂时无法响应",
            "请重试；若持续出现，请检查服务器硬盘和日志",
        ),
        "STORAGE_FULL": (
            "服务器硬盘已满",
            "请立即清理服务器硬盘；答卷仍安全保存在各机位上",
        ),
        "ENTRY_KNOWN": ("数据已收到", "机位会自动继续，无需处理"),
        "BUSY": ("系统繁忙", "请稍候，会自动重试"),
        "TOKEN_UNKNOWN": ("机位令牌无效", "请重新配对该机位"),
        "SEAT_REVOKED": ("机位已撤销", "请联系考点管理员"),
        "PAIRING_UNKNOWN": ("配对请求已失效", "请在机位上重新发起配对"),
        "SEAT_TAKEN": ("该机位号已被占用", "请先撤销原机位，或选择其他机位号"),
        "NOT_FOUND": ("找不到所指的内容", "请刷新页面后重试"),
        "LOG_IN_REFUSED": ("准考证号与证件号不符", "请核对准考证上的号码"),
        "TOO_MANY_TRIES": ("尝试次数过多", "请稍等片刻，仔细核对后再输入"),
        "SITTING_AT_ANOTHER_SEAT": (
            "该考生正在另一机位",
            "换机须先由监考在控制台操作“换机”",
        ),
        "SITTING_NOT_OF_SEAT": (
            "机位发来了其他考生的作答",
            "请查看该机位，并告知考点管理员",
        ),
        "SITTING_CLOSED": ("本场答卷已截止", "本机位仅补传已作答内容，无需其他操作"),
        "LATE_ENTRY": (
            "已超过允许入场时间",
            "本场次规定开考后逾时不得入场，请联系考点负责人",
        ),
        "HEAD_SIGNATURE_INVALID": (
            "作答数据签名不符",
            "数据在途中被改动或来自其他程序，请记录并告知管理员",
        ),
        "ROOM_STATE": ("考场当前状态不能执行此操作", "请查看考场状态，按顺序操作"),
        "ROOM_CLOSED": ("考场已关闭", "本考场的考试已经结束，密码已清除"),
        "SIGN_IN_REFUSED": ("账号或密码错误", "请核对账号和密码，注意大小写和输入法"),
        "SIGN_IN_NEEDED": ("登录已失效", "请重新登录"),
        "ROLE_NEEDED": ("没有此项权限", "您的角色不含此操作，请联系考点管理员"),
        "FORM_TOKEN": ("页面已失效", "请刷新页面后重新操作"),
        "PASSWORD_WEAK": ("密码太弱", "请使用至少 10 个字符、不易猜到的密码"),
        "ACCOUNT_EXISTS": ("账号已存在", "请换一个账号名"),
        "AUDIT_BROKEN": ("审计日志校验失败", "请保持数据文件夹原样，并报告评价组织"),
        "PACKAGE_IN_USE": (
            "考试包正在使用",
            "请先关闭本场次的考场；考试中不能更换考试包",
        ),
        "PACKAGE_MISSING": ("本场次还没有考试包", "请先导入本场次的考试包"),
        "DISK_RESERVE": (
            "硬盘空间不足",
            "请清理服务器硬盘后再导入；预留空间专供保存答卷",
        ),
        "OPENING_CODE_NEEDED": ("需要开考密码", "请同时输入本场次的开考密码和阅卷口令"),
        "SESSION_MIXED": ("作答与考试包不符", "请保持数据文件夹原样，并报告评价组织"),
        "CHAIN_BROKEN": ("作答日志链断裂", "请保留原始文件作为证据，并报告巡考"),
        "JOURNAL_GAP": ("作答数据不连续", "机位会自动补传；若持续出现请查看该机位"),
        "JOURNAL_CONFLICT": (
            "作答数据冲突",
            "两份记录均已保留，请在异常记录中查看并报告管理员",
        ),
    }
)

UNKNOWN = ("操作未完成", "请重试；若仍失败，请联系考点管理员")


def error_text(code: str) -> tuple[str, str]:
    """Return (what, what to do) in Chinese."""
    return ERROR_TEXTS.get(code, UNKNOWN)
