"""What is wrong with a roster, row by row, in words for the person who has the file open.

Every sentence stands in `_SENTENCES`, Chinese first. Pure.
"""

from dataclasses import dataclass
from enum import Enum, StrEnum


class Severity(StrEnum):
    """Whether a finding stops the import."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Finding(Enum):
    """Each thing that can be said about a file, a row, a cell: (severity, zh, en)."""

    NOT_A_TABLE = (
        Severity.ERROR,
        "不是可读的 .xlsx 或 .csv 文件：{found}",
        "not a readable .xlsx or .csv file: {found}",
    )
    ENCODING_UNKNOWN = (
        Severity.ERROR,
        "第 {found} 个字节起既不是 UTF-8 也不是 GB18030，请另存为 CSV UTF-8",
        "from byte {found} on neither UTF-8 nor GB18030; save it again as CSV UTF-8",
    )
    ENCODING_FOUND = (
        Severity.NOTE,
        "文件编码识别为 {found}",
        "the file's encoding was found to be {found}",
    )
    TOO_LARGE = (Severity.ERROR, "文件过大：{found}", "too large: {found}")
    HAS_MACROS = (
        Severity.ERROR,
        "文件带有宏，请另存为不含宏的 .xlsx",
        "the file has macros; save it as .xlsx without macros",
    )
    MANY_SHEETS = (
        Severity.WARNING,
        "有 {found} 张工作表，只读取第一张",
        "{found} sheets; only the first is read",
    )
    NO_ROWS = (Severity.ERROR, "没有考生", "no candidates")
    COLUMN_MISSING = (
        Severity.ERROR,
        "缺少列“{found}”",
        "the column {found} is missing",
    )
    COLUMN_TWICE = (
        Severity.ERROR,
        "列“{found}”出现了两次",
        "the column {found} stands there twice",
    )
    COLUMN_UNKNOWN = (
        Severity.WARNING,
        "不认识的列“{found}”，未读取",
        "the column {found} is not known and was not read",
    )
    FORMULA = (
        Severity.ERROR,
        "单元格是公式，请改为数值",
        "the cell is a formula; put its value there",
    )
    MERGED_CELL = (
        Severity.ERROR,
        "合并单元格 {found}，请取消合并并逐行填写",
        "merged cells {found}; unmerge them and fill in each row",
    )
    NUMBER_MANGLED = (
        Severity.ERROR,
        "数字被表格软件改写（{found}），请把该列设为文本后重新填写",
        "the number was rewritten by the spreadsheet ({found}); make the column text and fill it in again",
    )
    WIDTH_FOLDED = (
        Severity.NOTE,
        "全角字符已转为半角",
        "full-width characters were read as ordinary ones",
    )
    EMPTY = (Severity.ERROR, "不能为空", "must not be empty")
    NOT_A_CODE = (
        Severity.ERROR,
        "“{found}”只能含字母、数字和 - _，最多 {most} 个字符",
        "{found}: letters, digits, - and _ only, at most {most} characters",
    )
    NOT_A_NAME = (
        Severity.ERROR,
        "“{found}”过长或含有不允许的字符",
        "{found}: too long, or with characters that are not allowed",
    )
    NOT_AN_ID_NUMBER = (
        Severity.ERROR,
        "证件号应为 4 至 30 位字母或数字",
        "an ID number has 4 to 30 letters or digits",
    )
    CHECK_DIGIT = (
        Severity.WARNING,
        "身份证号校验位不符，请与证件核对",
        "the ID number's check digit is wrong; compare it with the card",
    )
    NOT_EXTRA_TIME = (
        Severity.ERROR,
        "“{found}”不是加时：请填分钟数（如 30）或百分比（如 25%）",
        "{found} is not an extra time: minutes (30) or percent (25%)",
    )
    DUPLICATE_NUMBER = (
        Severity.ERROR,
        "与第 {found} 行的准考证号在同一场次重复",
        "the same admission number in the same session as row {found}",
    )
    DUPLICATE_SEAT = (
        Severity.ERROR,
        "与第 {found} 行安排在同一场次、考场、机位",
        "the same session, room and seat as row {found}",
    )
    PERSON_DIFFERS = (
        Severity.ERROR,
        "与第 {found} 行准考证号相同，但姓名或证件号不同",
        "the same admission number as row {found}, but another name or ID number",
    )
    SESSION_UNKNOWN = (
        Severity.ERROR,
        "没有场次“{found}”的考试包，请先导入考试包",
        "no package with the session {found} is loaded; load the package first",
    )
    FORM_UNKNOWN = (
        Severity.ERROR,
        "考试包里没有试卷“{found}”",
        "the package has no form {found}",
    )
    ALREADY_STARTED = (
        Severity.ERROR,
        "该考生已经开考，不能再改",
        "this candidate has started and can no longer be changed",
    )
    PHOTO_MISSING = (
        Severity.ERROR,
        "照片包里没有以该证件号命名的照片",
        "the photo archive has no photo named by this ID number",
    )
    NO_PHOTOS = (
        Severity.WARNING,
        "没有提供照片包，登录时不显示照片",
        "no photo archive was given; no photos at log-in",
    )
    PHOTO_BROKEN = (
        Severity.ERROR,
        "照片 {found} 无法读取或过大",
        "the photo {found} can't be read or is too large",
    )
    PHOTO_TWICE = (
        Severity.ERROR,
        "同一证件号有两张照片：{found}",
        "two photos for one ID number: {found}",
    )
    PHOTO_OF_NOBODY = (
        Severity.WARNING,
        "{found} 张照片不属于名册中的任何人，未导入",
        "{found} photos belong to nobody in the roster and were not imported",
    )
    ARCHIVE_REFUSED = (
        Severity.ERROR,
        "照片包不可用：{found}",
        "the photo archive can't be used: {found}",
    )

    @property
    def severity(self) -> Severity:
        """Whether it stops the import."""
        severity: Severity = self.value[0]
        return severity


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterFinding:
    """One line of the report.

    Attributes:
        row: Row number as the spreadsheet shows it (the header is 1); 0 for the whole file.
        column: The column's heading; "" for the whole row.
        found: What was found; never an ID number or a name of a person.
    """

    finding: Finding
    file: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    found: str = ""
    most: int = 0

    @property
    def severity(self) -> Severity:
        """Whether it stops the import."""
        return self.finding.severity

    def reason(self, language: str) -> str:
        """Return the sentence in `zh` or `en`."""
        template: str = self.finding.value[1 if language == "zh" else 2]
        return template.format(found=self.found, most=self.most)

    def to_record(self) -> dict[str, object]:
        """Return the line for JSON and for the console."""
        return {
            "code": self.finding.name,
            "severity": self.severity.value,
            "file": self.file,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "reason_zh": self.reason("zh"),
            "reason_en": self.reason("en"),
        }


def has_errors(findings: tuple[RosterFinding, ...]) -> bool:
    """Return whether anything stops the import."""
    return any(finding.severity is Severity.ERROR for finding in findings)
