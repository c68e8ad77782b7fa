"""What do I do now: short help for each fault that the live page shows (row 65). Pure."""

from collections.abc import Mapping
from types import MappingProxyType

from sync_server.console.help_texts import FaultHelp
from sync_server.console.notice_help import NOTICE_HELP

FAULT_HELP: Mapping[str, FaultHelp] = MappingProxyType(
    {
        "SEAT_SILENT": FaultHelp(
            "机位失去联系",
            (
                "到机位查看：画面正常则考生可继续作答，答案存在本机，网络恢复后自动上传。",
                "检查网线和交换机；多个机位同时失联时先查交换机。",
                "电脑关机或死机：重新开机，程序会自动续考，时间按规则补回。",
                "电脑无法启动：对该考生执行“换机”，在备用机登录。",
            ),
            "Seat not heard",
            (
                "Go to the seat: if its screen is normal the candidate goes on; answers are on its disk.",
                "Check cable and switch; several silent seats at once point to the switch.",
                "Computer off or frozen: start it again, the exam resumes by itself.",
                "It does not start: use “move” and log in at a spare seat.",
            ),
        ),
        "NEEDS_RESUME_CODE": FaultHelp(
            "机位等待续考码",
            (
                "在该机位输入监考单上的续考码或监考口令（考场页面的“续考码与监考口令”也能看到）。",
                "网络恢复后机位会自动续考，无需输入。",
            ),
            "Seat waits for the resume code",
            (
                "Type the resume code or the PIN of the proctor's sheet at the seat (“Resume code and PIN” shows both).",
                "Once the network is back, the seat goes on by itself.",
            ),
        ),
        "JOURNAL_WRITE": FaultHelp(
            "答案未能存入本机",
            (
                "请考生暂停输入，不要关闭程序；屏幕上的文字仍在。",
                "检查机位硬盘空间；恢复后程序会自动补存。",
                "一分钟内不能恢复：对该考生执行“换机”。",
            ),
            "Answers are not saved on this seat",
            (
                "Ask the candidate to stop typing and not to close anything; the text is still there.",
                "Check the seat's disk; saving resumes by itself.",
                "Not back within a minute: use “move”.",
            ),
        ),
        "DISK_LOW": FaultHelp(
            "机位硬盘空间不多",
            (
                "考试不受影响：答案照常存储，新的考试包暂不接收。",
                "考后清理该机位的硬盘；考前出现时先清理再开考。",
            ),
            "Little room left on the seat's disk",
            (
                "The exam is not touched: answers are saved; a package on its way waits.",
                "Make room after the exam; before an exam make room first.",
            ),
        ),
        "DISK_FULL": FaultHelp(
            "机位硬盘已满",
            (
                "答案正存入为它预留的空间，考生可以继续作答，不要关机。",
                "请管理员尽快删除该机位上的其他文件；有空间后自动恢复。",
                "若同时出现“答案未能存入本机”，对该考生执行“换机”。",
            ),
            "The seat's disk is full",
            (
                "Answers go into the room that was kept for them; the candidate goes on. Do not switch off.",
                "Have other files on that seat deleted; all is well by itself once there is room.",
                "If “answers are not saved” is shown as well, use “move”.",
            ),
        ),
        "DISK_READ_ONLY": FaultHelp(
            "机位硬盘变成只读",
            (
                "请考生停止输入，不要关机：屏幕上的文字还在，已存的答案不会丢。",
                "对该考生执行“换机”，在备用机登录后接着作答。",
                "原机位多半是硬盘故障，保留给管理员检查。",
            ),
            "The seat's disk has gone read-only",
            (
                "Ask the candidate to stop typing; the text is still there, what was saved is safe.",
                "Use “move”: a spare seat goes on.",
                "The disk is probably failing; keep the old seat for the site admin.",
            ),
        ),
        "STORE_UNREADABLE": FaultHelp(
            "机位存储无法读取",
            (
                "对该考生执行“换机”，在备用机登录后从服务器续考。",
                "保留原机位，不要重装。",
            ),
            "The seat's store can't be read",
            (
                "Use “move”: a spare seat goes on from the server's copy.",
                "Keep the old seat as it is.",
            ),
        ),
        "STORE_UNSAFE": FaultHelp(
            "机位存储不安全",
            ("不要在该机位开考，换用其他机位并报告管理员。",),
            "The seat's store is not safe",
            ("Do not start there; take another seat and tell the admin.",),
        ),
        "PACKAGE_MISSING": FaultHelp(
            "机位没有考试包",
            (
                "保持机位开机联网，会自动下载。",
                "长时间未完成：检查机位硬盘空间和网络，重启机位程序。",
            ),
            "The seat has no package",
            (
                "Leave it on and connected: it fetches by itself.",
                "Taking long: check disk and network, restart the kiosk.",
            ),
        ),
        "OPENING_CODE_WRONG": FaultHelp(
            "开考密码与机位的考试包不符",
            (
                "机位的考试包可能是旧版本：重启机位程序使其重新下载。",
                "仍不行：换用备用机。",
            ),
            "The opening code does not open the seat's package",
            (
                "The seat may hold an older package: restart the kiosk so that it fetches anew.",
                "Still so: take a spare seat.",
            ),
        ),
        "JOURNAL_CONFLICT": FaultHelp(
            "同一考生出现两份作答",
            (
                "可能有两台机位同时登录了该考生。两份均已保留，未覆盖任何答案。",
                "确认考生实际所在机位，关闭另一台。",
                "记录情况，考后由管理员和评价组织裁定。",
            ),
            "Two branches of one candidate's answers",
            (
                "Two seats may have gone on as the same candidate. Both are kept, nothing was overwritten.",
                "Find the seat where the candidate really sits; stop the other.",
                "Write it down: admin and organisation decide afterwards.",
            ),
        ),
        "HEAD_SIGNATURE_INVALID": FaultHelp(
            "作答数据签名不符",
            (
                "数据未被接收，已作为证据保留。",
                "查看该机位是否被更换或动过；记录并报告管理员。",
            ),
            "Answers with a wrong signature",
            (
                "Not taken in, kept as evidence.",
                "See whether the computer was changed; write it down and tell the admin.",
            ),
        ),
        "SIGNATURE_INVALID": FaultHelp(
            "签名不符",
            ("数据未被接收，已作为证据保留。", "记录并报告管理员。"),
            "Wrong signature",
            ("Not taken in, kept as evidence.", "Write it down and tell the admin."),
        ),
        "SITTING_NOT_OF_SEAT": FaultHelp(
            "另一台机位也发来了该考生的作答",
            (
                "该考生正在登记的机位上作答，另一台发来的数据先作为证据保留。",
                "检查那台机位坐的是谁。确实换了机位：对该考生执行“换机”，数据会自动补收。",
                "不是换机：记录并报告管理员。",
            ),
            "Another seat sends this candidate's answers too",
            (
                "The candidate is at work elsewhere; what came is kept as evidence for now.",
                "See who sits there. If they moved: use “move”, then it is taken in.",
                "If not: write it down and tell the admin.",
            ),
        ),
        "SEAT_REVOKED": FaultHelp(
            "已撤销的机位仍在发送数据",
            ("数据未被接收，已作为证据保留。", "该机位如需继续使用，请重新配对。"),
            "A revoked seat still sends",
            (
                "Not taken in, kept as evidence.",
                "Pair the seat again if it is to be used.",
            ),
        ),
        "CHAIN_BROKEN": FaultHelp(
            "作答日志不连贯",
            ("数据未被接收，已作为证据保留；考生可继续。", "记录并报告管理员。"),
            "The journal does not follow",
            (
                "Not taken in, kept as evidence; the candidate goes on.",
                "Write it down and tell the admin.",
            ),
        ),
        "JOURNAL_GAP": FaultHelp(
            "作答数据缺口",
            ("机位会自动补传，一般无需处理。",),
            "A gap in the journal",
            ("The seat sends the rest by itself; usually nothing to do.",),
        ),
        "RECEIPT_DIFFERS": FaultHelp(
            "回执码不一致",
            (
                "先不要让考生离开，等待上传完成后再核对。",
                "仍不一致：拍下机位屏幕并报告管理员。",
            ),
            "Receipt codes differ",
            (
                "Keep the candidate until everything has arrived, then compare again.",
                "Still different: photograph the screen and tell the admin.",
            ),
        ),
        "SERVER_UNREACHABLE": FaultHelp(
            "机位连接不上服务器",
            ("考生可继续作答，答案存在本机。", "检查网线；恢复后自动上传。"),
            "The seat does not reach the server",
            (
                "The candidate goes on; answers are on the seat's disk.",
                "Check the cable; it sends by itself afterwards.",
            ),
        ),
        "STORAGE_FULL": FaultHelp(
            "服务器硬盘已满",
            ("立即清理服务器硬盘。答案仍保存在各机位，恢复后自动上传。",),
            "The server's disk is full",
            ("Make room now. Answers stay on the seats and arrive afterwards.",),
        ),
        "HELP_CALLED": FaultHelp(
            "考生举手",
            ("请到该机位查看。",),
            "The candidate asks for help",
            ("Go to the seat.",),
        ),
        **NOTICE_HELP,
    }
)

_OTHER = FaultHelp(
    "其他异常",
    ("到机位查看屏幕上的提示并照做。", "不能解决：对该考生执行“换机”，并报告管理员。"),
    "Another fault",
    (
        "Go to the seat and do what its screen says.",
        "If that does not help: use “move” and tell the admin.",
    ),
)


def fault_help(code: str) -> FaultHelp:
    """Return the help for a code; a general one for codes of newer seats."""
    return FAULT_HELP.get(code, _OTHER)
