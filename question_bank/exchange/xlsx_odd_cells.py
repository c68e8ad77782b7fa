"""What is told of a cell that holds no text: a formula, a date, an error. Pure."""

from datetime import UTC, datetime, timedelta

from question_bank.exchange.xlsx_table import CellKind, OddCell

ODD_CELLS = frozenset({CellKind.FORMULA, CellKind.DATE, CellKind.ERROR})
"""Kinds that are never taken."""

_LONGEST_FORMULA = 40
_DAY_0 = datetime(1899, 12, 30, tzinfo=UTC)
_LAST_DAY = 2_958_465


def odd_cell_problem(value: OddCell) -> tuple[str, str, str]:
    """Return code, Chinese and English words for a cell of one of the `ODD_CELLS`."""
    if value.kind is CellKind.FORMULA:
        return _formula_problem(value.found)
    if value.kind is CellKind.ERROR:
        return (
            "CELL_ERROR",
            f"单元格是错误值 {value.text}；请重新输入内容",
            f"the cell holds the error {value.text}; enter its content again",
        )
    date = _date(value.text)
    return (
        "DATE_CELL",
        (
            f"单元格是日期或时间（{date}）；可能是“3-4”“1/2”一类的文字被 Excel 自动改成了日期。"
            "请把该格设为“文本”格式后重新输入"
        ),
        (
            f"the cell holds a date or time ({date}); Excel makes one of a text such as 3-4 or "
            "1/2. Format the cell as text and enter it again"
        ),
    )


def _formula_problem(formula: str) -> tuple[str, str, str]:
    if "DISPIMG" in formula.upper():
        return (
            "PICTURE_IN_CELL",
            (
                "单元格里是 WPS 的嵌入图片；请在图片上点右键“转换为浮动图片”，"
                "或在“图片”一列写图片文件名"
            ),
            (
                "a picture that WPS keeps inside the cell; turn it into a floating picture, or "
                "write its file name in the column 图片"
            ),
        )
    short = formula[:_LONGEST_FORMULA] + ("…" if formula[_LONGEST_FORMULA:] else "")
    return (
        "FORMULA",
        f"单元格是公式（={short}）；公式不会被计算。请复制该列，“选择性粘贴”为“数值”后再导入",
        (
            f"the cell holds a formula (={short}), which is not computed; copy the column and "
            "paste it as values"
        ),
    )


def _date(text: str) -> str:
    try:
        days = float(text)
    except ValueError:
        return text
    if not 0 <= days <= _LAST_DAY:
        return text
    moment = _DAY_0 + timedelta(days=days)
    return f"{moment:%H:%M:%S}" if days < 1 else f"{moment:%Y-%m-%d}"
