"""The archive of an .xlsx file, looked through before any of its XML is read.

Everything about it comes from outside: how many members, under which names, how large
they say they are. Nothing is ever written to disk under a name from inside. A member is
never read beyond the size that it declares, and the declared sizes are bounded here, so
that no archive can ask for more than `MOST_UNPACKED_BYTES`.
"""

import errno
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO

from question_bank.exchange.errors import SpreadsheetError
from question_bank.items.score_line import Wording

MOST_FILE_BYTES = 256 * 1024 * 1024
MOST_MEMBERS = 20_000
"""A picture is a member of its own; 10,000 rows may have one each."""

MOST_UNPACKED_BYTES = 512 * 1024 * 1024
MOST_XML_BYTES = 256 * 1024 * 1024
"""One XML part; 50,000 rows of long items take 60 MB."""

SMALL_MEMBER_BYTES = 4 * 1024 * 1024
MOST_RATIO = 250
"""Of a member above the small size: tables of much repetition reach 60, bombs 1,000."""

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED_FLAG = 0x1
_BAD_NAME = re.compile(r"\A/|\\|\x00|\A[A-Za-z]:|(\A|/)\.\.?(/|\Z)")

_OTHER_FORMATS = (
    (
        "xl/workbook.bin",
        Wording(
            "这是 .xlsb 二进制工作簿；请在 Excel 或 WPS 中另存为“Excel 工作簿（.xlsx）”",
            "a binary workbook (.xlsb); save it as .xlsx",
        ),
    ),
    (
        "word/document.xml",
        Wording(
            "这是 Word 文档，不是表格；请把试题填入模板（exam-bank template）",
            "a Word document, no spreadsheet; fill in the template (exam-bank template)",
        ),
    ),
    (
        "content.xml",
        Wording(
            "这是 OpenDocument 表格（.ods）；请另存为 .xlsx",
            "an OpenDocument spreadsheet (.ods); save it as .xlsx",
        ),
    ),
)
_DAMAGED = Wording(
    "文件已损坏，不是完整的 .xlsx；请重新拷贝，或用 Excel/WPS 打开后另存为 .xlsx",
    "the file is damaged, not a whole .xlsx; copy it again, or open it and save it anew",
)


class SpreadsheetArchive:
    """The members of one .xlsx file; for one thread, while the file is open."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        """Look the archive through.

        Raises:
            SpreadsheetError: not an archive, or not one that may be read further.
        """
        self.name = name
        with self._damage_told():
            self._zip = zipfile.ZipFile(file)
        members = self._zip.infolist()
        if len(members) > MOST_MEMBERS:
            raise self._too_large(f"{len(members)} parts, at most {MOST_MEMBERS}")
        for member in members:
            self._look_at(member)
        total = sum(member.file_size for member in members)
        if total > MOST_UNPACKED_BYTES:
            raise self._too_large(f"{total} bytes, at most {MOST_UNPACKED_BYTES}")
        self._members = {member.filename.lower(): member for member in members}
        if len(self._members) != len(members):
            raise self.refusal(
                "文件内部有同名部件，可能被篡改；请用 Excel/WPS 打开后另存为 .xlsx",
                "two parts inside the file have the same name; open it and save it anew",
            )
        self._refuse_other_kinds()

    def names(self) -> tuple[str, ...]:
        """Return all members' names, in lower case."""
        return tuple(self._members)

    def has(self, part: str) -> bool:
        """Return whether there is such a member, whatever the case of its name."""
        return part.lower() in self._members

    def size_bytes(self, part: str) -> int:
        """Return the declared size, which no reading exceeds."""
        return self._members[part.lower()].file_size

    @contextmanager
    def open_part(self, part: str) -> Iterator[IO[bytes]]:
        """Open one member for reading.

        Raises:
            SpreadsheetError: it is not there, or turns out to be damaged while read.
        """
        member = self._members.get(part.lower())
        if member is None:
            raise self.refusal(_DAMAGED.zh, f"{_DAMAGED.en} (no {part})")
        with self._damage_told(), self._zip.open(member) as stream:
            yield stream

    def refusal(self, zh: str, en: str) -> SpreadsheetError:
        """Return the error that says why this file is not read."""
        return SpreadsheetError(self.name, Wording(zh, en))

    def damage(self, found: str) -> SpreadsheetError:
        """Return the error for a part that is not what it has to be."""
        return self.refusal(_DAMAGED.zh, f"{_DAMAGED.en} ({found})")

    def _look_at(self, member: zipfile.ZipInfo) -> None:
        name = member.filename
        if _BAD_NAME.search(name) or name != member.orig_filename:
            raise self.refusal(
                "文件内部部件的名称不安全，不予读取",
                f"a part inside the file has an unsafe name: {name[:80]!a}",
            )
        if member.flag_bits & _ENCRYPTED_FLAG:
            raise self.refusal(
                "文件内部有加密部件；请去掉密码后另存为 .xlsx",
                "a part inside the file is encrypted; save it without a password",
            )
        if member.compress_type not in _METHODS:
            raise self.damage(f"compression method {member.compress_type}")
        is_large = member.file_size > SMALL_MEMBER_BYTES
        if is_large and member.file_size > MOST_RATIO * max(member.compress_size, 1):
            raise self._too_large(f"{name} unpacks to {member.file_size} bytes")
        if name.lower().endswith((".xml", ".rels")) and (
            member.file_size > MOST_XML_BYTES
        ):
            raise self._too_large(f"{name}: {member.file_size} bytes")

    def _refuse_other_kinds(self) -> None:
        if any("vbaproject" in name for name in self._members):
            raise self.refusal(
                "文件带有宏（VBA），不予读取；请另存为“Excel 工作簿（.xlsx）”，即不含宏的格式",
                "the file has macros (VBA) and is not read; save it as .xlsx without macros",
            )
        for part, wording in _OTHER_FORMATS:
            if part in self._members and "xl/workbook.xml" not in self._members:
                raise self.refusal(*wording)

    def _too_large(self, found: str) -> SpreadsheetError:
        return self.refusal(
            "文件展开后过大，不予读取；请只保留试题内容，删去多余的格式、图片和工作表，必要时分成几个文件",
            "the file unpacks to too much; keep only the items, without needless formatting, "
            f"pictures and sheets, or split it ({found})",
        )

    @contextmanager
    def _damage_told(self) -> Iterator[None]:
        try:
            yield
        except (
            zipfile.BadZipFile,
            zipfile.LargeZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            OverflowError,
            RuntimeError,
            ValueError,
            struct.error,
        ) as error:
            raise self.damage(type(error).__name__) from error
        except OSError as error:
            if error.errno != errno.EINVAL:  # a seek to before the file's start
                raise
            raise self.damage(type(error).__name__) from error
