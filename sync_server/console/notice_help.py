"""What seats notice of themselves, in words, with what to do now (row 65). Pure."""

from collections.abc import Mapping
from types import MappingProxyType

from sync_server.console.help_texts import FaultHelp

NOTICE_HELP: Mapping[str, FaultHelp] = MappingProxyType(
    {
        "REENTRY_WAITING": FaultHelp(
            "考生等待放行",
            (
                "机位中断较久后重新开机，需要老师同意才能继续。先确认坐在机位上的是本人。",
                "点“放行”即可；网络不通时点“放行码与解锁码”，把放行码读给机位旁的老师输入。",
                "也可以在机位上输入监考口令。",
            ),
            "A candidate waits to go on",
            (
                "The seat was down for long; a proctor has to agree. See first who sits there.",
                "Use “let go on”; without network make a seat code and have its 8 digits typed.",
                "The room's PIN, typed at the seat, does the same.",
            ),
        ),
        "FOCUS_LOST": FaultHelp(
            "考试窗口一度不在最前面",
            ("到机位看看屏幕上是否有别的窗口或弹窗。", "已记录，考试可以继续。"),
            "The exam was not in front for a while",
            (
                "Look at the seat for other windows or pop-ups.",
                "It is on record; the exam goes on.",
            ),
        ),
        "FOREIGN_WINDOW": FaultHelp(
            "机位上出现了其他程序的窗口",
            (
                "到机位查看，请考生不要操作；多为系统或杀毒软件的弹窗，关闭即可。",
                "如是其他软件，记录下名称并报告管理员。",
            ),
            "Another program's window appeared",
            (
                "Go there; mostly a pop-up of the system or a virus scanner: close it.",
                "If it is anything else, write its name down and tell the admin.",
            ),
        ),
        "FORBIDDEN_KEY": FaultHelp(
            "考生按了不允许的组合键",
            ("按键已被拦下并记录，一般无需处理；反复出现时到机位提醒。",),
            "A forbidden key was pressed",
            ("It was held back and is on record; if it goes on, have a word.",),
        ),
        "PRINT_SCREEN": FaultHelp(
            "考生按了截屏键",
            ("截屏已被拦下并记录。请到机位提醒考生。",),
            "The key for screenshots was pressed",
            ("It was held back and is on record; have a word with the candidate.",),
        ),
        "REMOTE_SESSION": FaultHelp(
            "机位可能正被远程查看或控制",
            (
                "立即到机位查看；关闭远程协助、远程桌面一类的程序。",
                "不能关闭：对该考生执行“换机”，保留原机位，报告管理员。",
            ),
            "Somebody may see or steer this seat from elsewhere",
            (
                "Go there now; close any remote desktop or remote help.",
                "If it can't be closed: use “move”, keep the old seat, tell the admin.",
            ),
        ),
        "VIRTUAL_MACHINE": FaultHelp(
            "考试程序运行在虚拟机里",
            (
                "事先批准使用虚拟机的机房可以忽略。",
                "否则：对该考生执行“换机”，并报告管理员。",
            ),
            "The seat runs inside a virtual machine",
            (
                "Nothing to do where that was agreed beforehand.",
                "Else: use “move” and tell the admin.",
            ),
        ),
        "USB_ADDED": FaultHelp(
            "机位插入了USB设备",
            (
                "到机位查看插入的是什么；耳机、键盘、鼠标、老师的U盘可以使用。",
                "其他设备请拔下并记录。",
            ),
            "A USB device was put in",
            (
                "See what it is: headset, keyboard, mouse or your own stick are fine.",
                "Have anything else pulled out, and write it down.",
            ),
        ),
        "USB_REMOVED": FaultHelp(
            "机位拔出了USB设备",
            ("一般无需处理；若是耳机或键盘松动，请重新插好。",),
            "A USB device was pulled",
            ("Usually nothing to do; push a loose headset or keyboard back in.",),
        ),
        "SECOND_DISPLAY": FaultHelp(
            "机位接了第二个显示器",
            ("第二个屏幕已被遮住。请到机位拔下它的连线。",),
            "A second display is connected",
            ("It is covered. Go there and pull its cable.",),
        ),
        "CLOCK_JUMPED": FaultHelp(
            "机位的系统时间被改动",
            ("考试计时不受影响，无需处理；已记录。",),
            "The seat's wall clock was set",
            ("Exam time is not touched; it is on record.",),
        ),
        "INPUT_METHOD_LOST": FaultHelp(
            "输入法停止响应",
            (
                "程序正在重新启动输入法，请考生稍等十几秒再打字。",
                "仍打不了汉字：对该考生执行“换机”。",
            ),
            "The input method does not answer",
            (
                "It is started again; ask the candidate to wait a quarter of a minute.",
                "Still no Chinese: use “move”.",
            ),
        ),
        "LOCK_FAILED": FaultHelp(
            "锁定没有完全生效",
            (
                "考试可以继续。请留意该机位，不要让考生切换到其他程序。",
                "考后由管理员按“锁定”指南检查该机位。",
            ),
            "A part of the lock does not hold",
            (
                "The exam goes on; keep an eye on this seat.",
                "Afterwards have the admin check it by the guide on the lock.",
            ),
        ),
        "MICROPHONE_SILENT": FaultHelp(
            "正在录音，但听不到声音",
            (
                "马上到机位：检查麦克风静音开关、插头是否插到底。",
                "提醒考生对着麦克风说话；仍无声则换一副耳机，插上即可继续。",
            ),
            "Recording, but nothing is heard",
            (
                "Go there now: mute switch, plug pushed in all the way.",
                "Ask the candidate to speak up; else plug in another headset and go on.",
            ),
        ),
        "MICROPHONE_LOST": FaultHelp(
            "麦克风断开",
            (
                "重新插好耳机，或换一副，插上即可继续，不用重启。",
                "因断开而中断的录音不占考生的次数。",
            ),
            "The microphone is gone",
            (
                "Push the headset's plug in again or plug in another; no restart is needed.",
                "A take that it broke off costs the candidate nothing.",
            ),
        ),
        "HEADPHONES_LOST": FaultHelp(
            "耳机断开",
            (
                "重新插好耳机，或换一副，插上即可继续。",
                "因断开而中断的播放不占次数，从断开处接着放。",
            ),
            "The headphones are gone",
            (
                "Push the plug in again or plug in another headset.",
                "A play that it broke off costs nothing; it goes on from there.",
            ),
        ),
        "OTHER_MICROPHONE": FaultHelp(
            "录音用的不是试音时的麦克风",
            ("到机位确认录音清楚；若用错设备，在机位右上角的声音设置中改选。",),
            "Another microphone than at the sound check",
            (
                "See that it is clear; else choose the right one in the seat's sound menu.",
            ),
        ),
        "TAKE_SILENT": FaultHelp(
            "有一段录音没有声音",
            (
                "马上到机位：检查麦克风，考生还有次数时请重录。",
                "没有次数了：记录该题，考后由管理员处理。",
            ),
            "A recording is silent",
            (
                "Go there now: check the microphone; have it recorded again while tries are left.",
                "No try left: write the task down for the admin.",
            ),
        ),
        "TAKE_CLIPPED": FaultHelp(
            "有一段录音声音过大",
            ("请考生把麦克风移开一些；还有次数时可以重录。",),
            "A recording is too loud",
            ("Ask to move the microphone away a little; it may be recorded again.",),
        ),
        "TAKE_TOO_SHORT": FaultHelp(
            "有一段录音很短",
            ("问一下考生是不是误按了停止；还有次数时可以重录。",),
            "A recording is very short",
            ("Ask whether it was stopped by mistake; it may be recorded again.",),
        ),
        "TAKE_FRAMES_DROPPED": FaultHelp(
            "有一段录音丢了声音片段",
            (
                "还有次数时请考生重录。",
                "反复出现：电脑太忙或耳机接触不良，对该考生执行“换机”。",
            ),
            "A recording lost pieces of sound",
            (
                "Have it recorded again while tries are left.",
                "Again and again: the computer is too busy or the plug loose; use “move”.",
            ),
        ),
        "SOUND_UNREADABLE": FaultHelp(
            "一段试题音频不能播放",
            (
                "请考生先做其他题。",
                "对该考生执行“换机”；另一台也不能播放则记录该题并报告管理员。",
            ),
            "A sound of the paper can't be played",
            (
                "Ask the candidate to go on with other questions.",
                "Use “move”; if it fails there too, write the task down and tell the admin.",
            ),
        ),
        "HEADSET_UNSOLVED": FaultHelp(
            "试音没有通过",
            ("到机位查看耳机；换一副耳机，重做试音。",),
            "The sound check did not go well",
            ("Look at the headset there; try another and repeat the check.",),
        ),
        "INPUT_UNSOLVED": FaultHelp(
            "考生打不了汉字",
            ("到机位查看输入法和键盘；不能解决就换一台机位。",),
            "The candidate can't type Chinese",
            ("Look at input method and keyboard there; else take another seat.",),
        ),
        "SCREEN_COVERED": FaultHelp(
            "考生暂时离开，已自行遮屏",
            ("计时照常进行。考生回来后自己解除，也可用监考口令解除。",),
            "The candidate covered the screen and is away",
            ("The clock runs on. They uncover it themselves; the PIN does it too.",),
        ),
        "CLAIM_REFUSED": FaultHelp(
            "机位断网时开考的考生，在服务器上登记于另一机位",
            (
                "确认考生实际坐在哪台机位。",
                "原机位已不用：对该考生执行“换机”，此机位随即登记，答案自动上传。",
                "两台都有人作答：关闭不对的一台，两份记录都会保留，报告管理员。",
            ),
            "Begun without the server; another seat stands here as the holder",
            (
                "See at which seat the candidate really sits.",
                "The other is not used: “move” the candidate; this seat is noted at once.",
                "Both were used: stop the wrong one; both records are kept; tell the admin.",
            ),
        ),
        "LATE_ENTRY": FaultHelp(
            "超过了允许迟到的时间",
            ("按考点规定处理；断网时已开考的，答案照常接收。",),
            "Later than the rules allow",
            ("By the site's rules; what was begun without network is taken in.",),
        ),
        "SITTING_AT_ANOTHER_SEAT": FaultHelp(
            "该考生登记在另一机位",
            ("确认考生坐在哪台；要换到此机位，先对该考生执行“换机”。",),
            "The candidate is noted at another seat",
            ("See where they sit; to move them here, use “move” first.",),
        ),
        "SITTING_CLOSED": FaultHelp(
            "服务器已替该考生收卷",
            ("机位上的答案仍会上传，请保持开机和联网。",),
            "The server has closed this sitting",
            ("What is on the seat is still delivered: keep it on and connected.",),
        ),
        "ROOM_CLOSED": FaultHelp(
            "本考场已关闭",
            ("机位上的答案仍会上传，请保持开机和联网。",),
            "The room is closed",
            ("What is on the seat is still delivered: keep it on and connected.",),
        ),
        "TOKEN_UNKNOWN": FaultHelp(
            "机位未被服务器认可",
            ("答案存在本机。请管理员在“机位”页重新配对该计算机。",),
            "The server does not know this seat",
            ("Answers are on its disk. Have the admin pair the computer again.",),
        ),
        "SEAT_STORAGE": FaultHelp(
            "机位数据文件夹不可用",
            ("考试中：对该考生执行“换机”。", "考前：请管理员检查硬盘和文件夹权限。"),
            "The seat's data folder can't be used",
            ("In the exam: use “move”.", "Before it: check disk and permissions."),
        ),
        "STORE_TOO_NEW": FaultHelp(
            "机位程序版本过旧",
            ("换到其他机位；考后升级该机位的程序。",),
            "The seat's program is too old",
            ("Take another seat; update this one afterwards.",),
        ),
        "TAKE_UNREADABLE": FaultHelp(
            "一段录音在本机读不出来",
            ("已上传的部分不受影响。还有次数时请考生重录；报告管理员。",),
            "A recording does not read on the seat",
            ("What has arrived is safe. Have it recorded again; tell the admin.",),
        ),
    }
)
