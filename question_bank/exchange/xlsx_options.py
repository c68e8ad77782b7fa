"""The options of a choice: a column each, or all together in one cell. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from question_bank.exchange.xlsx_cells import split_options, without_letter
from question_bank.exchange.xlsx_columns import OPTION_LETTERS, Column, ColumnKey
from question_bank.exchange.xlsx_content import paragraphs
from question_bank.exchange.xlsx_row import Row
from question_bank.items.content import Block
from question_bank.items.finding import Severity
from question_bank.items.score_line import Wording

FEWEST_OPTIONS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionTexts:
    """The options by letter, in order: what is shown, and its words on one line."""

    contents: Mapping[str, tuple[Block, ...]]
    texts: Mapping[str, str]


def read_options(row: Row) -> OptionTexts | None:
    """Return the options of a row; None if something was told that forbids them."""
    letters = [
        letter
        for letter in row.table.header.option_letters
        if row.text(letter) or letter in row.refused
    ]
    together = row.text(Column.OPTIONS)
    if together and letters:
        row.error(
            Column.OPTIONS,
            "OPTIONS_TWICE",
            "选项既写在“选项”一格，又写在分列中；请只留一处",
            "the options stand both in one cell and in columns; keep one",
        )
        return None
    if together:
        return _split(row)
    if len(letters) < FEWEST_OPTIONS:
        row.error(
            "A" if "A" in row.table.header.columns else Column.OPTIONS,
            "OPTIONS_MISSING",
            f"选择题至少要有两个选项，这里有 {len(letters)} 个",
            f"a choice has at least two options, here are {len(letters)}",
        )
        return None
    wanted = OPTION_LETTERS[: len(letters)]
    gaps = [x for x in OPTION_LETTERS[: _place(letters[-1])] if x not in letters]
    if gaps:
        row.error(
            gaps[0],
            "OPTION_GAP",
            f"选项 {'、'.join(gaps)} 是空的，而后面还有选项 {letters[-1]}；请依次填写",
            f"the option {', '.join(gaps)} is empty, but {letters[-1]} is not; fill them in order",
        )
        return None
    if row.refused.intersection(letters):
        return None  # told already
    if not _are_labelled(row, wanted):
        contents = {x: row.content(x) for x in wanted}
        return _checked(row, contents, {x: row.text(x) for x in wanted})
    contents = {x: row.content(x, skip_start=_label_length(x)) for x in wanted}
    texts = {x: without_letter(x, row.text(x)) for x in wanted}
    return _checked(row, contents, texts)


def _split(row: Row) -> OptionTexts | None:
    texts = row.value(Column.OPTIONS, split_options)
    if texts is None:
        return None
    found = dict(zip(OPTION_LETTERS, texts, strict=False))
    if row.is_markup:
        row.error(
            Column.OPTIONS,
            "OPTIONS_WITH_MARKUP",
            "用标记时，选项要分列填写（选项A、选项B……）",
            "with markup each option needs a column of its own (选项A, 选项B, …)",
        )
        return None
    row.gather(
        Column.OPTIONS,
        "OPTIONS_SPLIT",
        Wording("一格中的选项已按字母拆开", "options in one cell were split by letter"),
    )
    contents = {letter: paragraphs(text) for letter, text in found.items()}
    return _checked(row, contents, found)


def _checked(
    row: Row, contents: Mapping[str, tuple[Block, ...]], texts: Mapping[str, str]
) -> OptionTexts | None:
    together = Column.OPTIONS if row.text(Column.OPTIONS) else None
    lines = {letter: " ".join(text.split()) for letter, text in texts.items()}
    is_good = True
    for letter, text in lines.items():
        first = next(x for x, other in lines.items() if other == text)
        if not contents[letter]:
            is_good = False
            _tell_empty(row, together or letter, letter)
        elif first != letter:
            is_good = False
            row.error(
                together or letter,
                "OPTIONS_ALIKE",
                f"选项 {letter} 与选项 {first} 相同",
                f"the option {letter} is the same as {first}",
            )
    return OptionTexts(contents=contents, texts=lines) if is_good else None


def _tell_empty(row: Row, column: ColumnKey, letter: str) -> None:
    row.error(
        column,
        "OPTION_EMPTY",
        f"选项 {letter} 没有内容",
        f"the option {letter} has no content",
    )


def _are_labelled(row: Row, letters: str) -> bool:
    """Return whether every option begins with its own letter, which then is a label.

    Where only some do, it may be part of what they say.
    """
    labelled = [x for x in letters if without_letter(x, row.text(x)) != row.text(x)]
    if labelled and len(labelled) < len(letters):
        row.gather(
            labelled[0],
            "OPTION_LETTER_KEPT",
            Wording(
                "只有部分选项以字母（如“A.”）开头，字母已保留；若是标号请删去",
                "only some options begin with a letter (such as “A.”); it is kept, delete it "
                "if it is a label",
            ),
            severity=Severity.WARNING,
        )
    if len(labelled) < len(letters):
        return False
    row.gather(
        letters[0],
        "OPTION_LETTER_REMOVED",
        Wording(
            "选项文字前的字母（如“A.”）已去掉",
            "letters before options (such as “A.”) were removed",
        ),
    )
    return True


def _label_length(letter: str) -> Callable[[str], int]:
    return lambda text: len(text) - len(without_letter(letter, text))


def _place(letter: str) -> int:
    return OPTION_LETTERS.index(letter) + 1
