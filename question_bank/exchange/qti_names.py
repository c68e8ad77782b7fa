"""Names of the members of a QTI source: which are refused, and how archives write them.

Source:
    PKWARE, APPNOTE 6.3.10, appendix D (bit 11: names are UTF-8).
"""

import re
import zipfile

from question_bank.exchange.errors import QtiError
from question_bank.items.score_line import Wording

MOST_MEMBERS = 60_000

_LONGEST_NAME = 500
_IS_UTF8 = 0x800
_DEVICES = re.compile(
    r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\..*)?",
    re.IGNORECASE,
)


def member_name(member: zipfile.ZipInfo) -> str:
    """Return a name as its packer meant it.

    Windows in Chinese writes names in GBK and macOS in UTF-8, neither says so, and then
    zipfile reads them as code page 437.
    """
    name = member.orig_filename
    if name.isascii() or member.flag_bits & _IS_UTF8:
        return name
    for encoding in ("utf-8", "gb18030"):
        try:
            return name.encode("cp437").decode(encoding)
        except UnicodeError:
            continue
    return name


def name_problem(name: str) -> Wording | None:
    """Return why a member's name is refused; None when it can stay."""
    if not name or len(name) > _LONGEST_NAME:
        return Wording(
            f"文件名有{len(name)}个字符", f"a name of {len(name)} characters"
        )
    if any(character < " " or character in '\\:*?"<>|\x7f' for character in name):
        return Wording(
            "文件名含有部分系统不支持的字符（如 \\ 或 :）",
            "a name with a character that some system cannot hold, such as \\ or :",
        )
    parts = name.split("/")
    if name.startswith("/") or "" in parts or "." in parts or ".." in parts:
        return Wording("文件名指向压缩包之外", "a name that leaves the package")
    if any(_DEVICES.fullmatch(part.rstrip(" .")) for part in parts):
        return Wording(
            "文件名是 Windows 的设备保留名", "a name that Windows keeps for a device"
        )
    return None


def require_names(names: list[str]) -> None:
    """Refuse a source whose names leave it or are one on some system.

    Raises:
        QtiError: there is such a name, or there are too many.
    """
    if len(names) > MOST_MEMBERS:
        raise QtiError(
            "package",
            f"有{len(names)}个文件，最多 {MOST_MEMBERS} 个",
            f"{len(names)} members, at most {MOST_MEMBERS}",
        )
    folded: dict[str, str] = {}
    for name in names:
        if problem := name_problem(name):
            raise QtiError(repr(name[:100]), problem.zh, problem.en)
        other = folded.setdefault(name.casefold(), name)
        if other is not name:
            if other == name:
                raise QtiError(
                    name, "压缩包中有两个同名文件", "a member that stands there twice"
                )
            raise QtiError(
                name,
                f"与 {other} 只有大小写不同",
                f"a member that differs from {other} in case only",
            )
