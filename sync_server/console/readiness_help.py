"""What seats found out about their computers, in words, with what to do (row 77). Pure."""

from collections.abc import Mapping
from types import MappingProxyType

Words = tuple[str, str]
"""(Chinese, English)."""

PROBES: Mapping[str, Words] = MappingProxyType(
    {
        "server": ("服务器", "server"),
        "paper": ("试卷", "paper"),
        "restore_card": ("还原卡", "restore card"),
        "disk": ("硬盘", "disk"),
        "memory": ("内存", "memory"),
        "headphones": ("耳机", "headphones"),
        "microphone": ("麦克风", "microphone"),
        "input_method": ("输入法", "input method"),
        "fonts": ("中文字体", "fonts"),
        "display": ("屏幕", "display"),
        "clock": ("时钟", "clock"),
        "power": ("电源", "power"),
        "version": ("程序版本", "version"),
        "antivirus": ("杀毒软件", "antivirus"),
    }
)

_HELP: Mapping[tuple[str, str], Words] = MappingProxyType(
    {
        ("server", "NOT_PAIRED"): (
            "还没有接入考点服务器：在“机位”页批准配对。",
            "Not paired: approve it on the seats page.",
        ),
        ("server", "SILENT"): (
            "连不上服务器：检查网线和交换机。",
            "The server was not reached: check cable and switch.",
        ),
        ("server", "SLOW"): (
            "网络很慢：检查网线和交换机，或等别的机位收完试卷。",
            "Slow: check cable and switch, or wait until others have their paper.",
        ),
        ("paper", "NO_SESSION"): (
            "服务器还没有给本机房安排场次。",
            "No session is planned for this room yet.",
        ),
        ("paper", "MISSING"): (
            "试卷还没有收到：保持开机联网等几分钟。",
            "The paper has not arrived: keep it on and connected for some minutes.",
        ),
        ("paper", "NO_ROOM_CARD"): (
            "考场卡还没有收到：断网时不能在此机位开考。保持联网，会自动收到。",
            "No room card yet: it could not start without the server. It comes by itself.",
        ),
        ("restore_card", "FORGOT"): (
            "硬盘重启后会还原，答案会丢失：关闭还原卡，或把数据放到不还原的分区、U盘。",
            "The disk forgets at a restart: switch the restore card off, or use another partition.",
        ),
        ("restore_card", "VOLATILE"): (
            "数据文件夹重启后会消失：改到不还原的分区或U盘。",
            "The data folder does not survive a restart: move it.",
        ),
        ("restore_card", "SOFTWARE"): (
            "装有还原软件：确认它不还原数据文件夹所在的分区。",
            "Restore software was found: see that it leaves the data folder alone.",
        ),
        ("disk", "READ_ONLY"): (
            "硬盘写不进去：换一台机器，或检查权限。",
            "The disk can't be written: take another computer or check permissions.",
        ),
        ("disk", "FULL"): (
            "硬盘快满，不能考试：清理到剩余 2 GB 以上。",
            "Too full for an exam: make room, 2 GB or more.",
        ),
        ("disk", "LOW"): (
            "硬盘空间偏少：清理到剩余 2 GB 以上。",
            "Make room, 2 GB or more.",
        ),
        ("memory", "FULL"): (
            "内存不足：关闭别的程序或重启电脑。",
            "Too little memory: close programs or restart.",
        ),
        ("memory", "LOW"): ("内存偏少：关闭别的程序。", "Close other programs."),
        ("headphones", "MISSING"): ("没有耳机：插好耳机。", "None: plug a headset in."),
        ("microphone", "MISSING"): (
            "没有麦克风：插好耳机。",
            "None: plug a headset in.",
        ),
        ("microphone", "DEAD"): (
            "麦克风没有信号：检查静音开关和插头，或换一副。",
            "No signal: mute switch, plug, or another headset.",
        ),
        ("microphone", "QUIET"): (
            "麦克风声音极小：检查静音开关，调大音量。",
            "Very quiet: mute switch, volume.",
        ),
        ("input_method", "MISSING"): (
            "中文输入法没有运行：请管理员安装并启动。",
            "Not running: have the admin install and start it.",
        ),
        ("fonts", "MISSING"): (
            "缺少中文字体：请管理员安装。",
            "Missing: have them installed.",
        ),
        ("display", "SMALL"): (
            "屏幕太小：分辨率调到 1024 × 768 以上。",
            "Too small: 1024 × 768 or more.",
        ),
        ("clock", "WRONG"): (
            "系统时间不准：不影响计时，请校准。",
            "Wrong: exam time is not touched; set it right.",
        ),
        ("power", "BATTERY"): (
            "正在用电池：接上电源。",
            "On battery: plug the mains in.",
        ),
        ("version", "TOO_OLD"): (
            "程序太旧，打不开本场试卷：安装新版。",
            "Too old for this paper: install the new version.",
        ),
        ("antivirus", "SEEN"): (
            "装有杀毒软件：把考试程序加入信任，考试期间不要扫描。",
            "Found: let it trust the exam program and not scan meanwhile.",
        ),
    }
)

_NOT_LOOKED: Words = (
    "这一项还没有测到，在机位上再检查一次。",
    "Not looked at yet: check again.",
)
_OTHER: Words = (
    "到机位查看“考前检查”里的说明。",
    "See the seat's own check for what to do.",
)


def probe_name(probe: str, place: int) -> str:
    """Return what was looked at in words; a newer seat's probe by its own name.

    Args:
        place: 0 Chinese, 1 English.
    """
    return PROBES.get(probe, (probe, probe))[place]


def readiness_help(probe: str, found: str, place: int, *, is_unknown: bool) -> str:
    """Return what to do about a finding.

    Args:
        is_unknown: The seat could not find it out.
    """
    known = _HELP.get((probe, found))
    if known is not None:
        return known[place]
    return (_NOT_LOOKED if is_unknown else _OTHER)[place]
