"""Tasks out of rows: one function a kind. Pure.

Everything that a teacher can get wrong is told here in the teacher's words, all of it at
once; the bank's own rules are checked once more when the record is whole.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from question_bank.exchange.xlsx_cells import (
    CellProblemError,
    Letters,
    parse_count,
    parse_letters,
    parse_points,
    parse_seconds,
    parse_truth,
    parse_yes,
)
from question_bank.exchange.xlsx_columns import Column
from question_bank.exchange.xlsx_options import OptionTexts, read_options
from question_bank.exchange.xlsx_row import Row, missing
from question_bank.exchange.xlsx_rubric import read_rubric
from question_bank.exchange.xlsx_text import tidy_code
from question_bank.identifiers import OptionId, TaskId
from question_bank.items.content import Block
from question_bank.items.finding import Severity
from question_bank.items.multiple_choice import (
    Credit,
    MultipleChoice,
    MultipleChoiceKey,
)
from question_bank.items.option import Option
from question_bank.items.score_line import Wording
from question_bank.items.short_answer import ShortAnswer, ShortAnswerKey
from question_bank.items.single_choice import SingleChoice, SingleChoiceKey
from question_bank.items.spoken_answer import SpokenAnswer, SpokenAnswerKey
from question_bank.items.task import Task, TaskKey
from question_bank.items.true_false import TrueFalse, TrueFalseKey

DEFAULT_MOST_CHARACTERS = 500
FEWEST_KEYS = 2

_CREDITS: Mapping[str, Credit] = MappingProxyType(
    {
        **dict.fromkeys(
            [
                "全对得分",
                "全对才得分",
                "全对给分",
                "全部选对得分",
                "少选不得分",
                "漏选不得分",
                "exact",
            ],
            Credit.EXACT,
        ),
        **dict.fromkeys(
            [
                "部分得分",
                "部分给分",
                "少选得部分分",
                "少选得分",
                "漏选得部分分",
                "漏选得分",
                "按比例得分",
                "partial",
            ],
            Credit.PARTIAL,
        ),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskHead:
    """What tasks of all kinds have."""

    task_id: TaskId
    points: Fraction
    stem: tuple[Block, ...]


TaskAndKey = tuple[Task, TaskKey]
Reader = Callable[[Row, TaskHead], TaskAndKey | None]


def read_points(row: Row) -> Fraction | None:
    """Return the points of a row; what is wrong is told."""
    wording = Wording("没有分值", "no points")
    of_each = row.section.points
    if of_each and not row.text(Column.POINTS) and Column.POINTS not in row.refused:
        row.gather(
            None,
            "POINTS_OF_TITLE",
            Wording(
                f"未填分值，按标题“每题{of_each}分”",
                f"no points given; {of_each} each, as the title says",
            ),
        )
        row.texts[Column.POINTS] = of_each
    if missing(row, {Column.POINTS: wording}):
        return None
    return row.value(Column.POINTS, parse_points)


def read_single_choice(row: Row, head: TaskHead) -> TaskAndKey | None:
    """Return a single choice; None if something was told that forbids it."""
    options = read_options(row)
    letters = _answer(row, options)
    if letters and len(letters) > 1:
        row.error(
            Column.ANSWER,
            "SEVERAL_KEYS",
            f"单选题只能有一个答案，这里有 {len(letters)} 个（{''.join(letters)}）；若是多选题请改“题型”",
            f"a single choice has one key, here are {len(letters)} ({''.join(letters)})",
        )
        return None
    keeps_order = _keeps_order(row)
    if not letters or options is None or not row.is_good:
        return None
    task = SingleChoice(
        task_id=head.task_id,
        points=head.points,
        stem=head.stem,
        options=_options(options),
        keeps_option_order=keeps_order,
    )
    return task, SingleChoiceKey(correct_option=_option_id(letters[0]))


def read_multiple_choice(row: Row, head: TaskHead) -> TaskAndKey | None:
    """Return a multiple choice; None if something was told that forbids it."""
    options = read_options(row)
    letters = _answer(row, options)
    if letters and options and len(letters) == len(options.contents):
        row.error(
            Column.ANSWER,
            "ALL_CORRECT",
            "多选题的选项不能全部正确（全选就能得分）；请至少加一个错误选项",
            "not every option of a multiple choice may be correct; add a wrong one",
        )
    if letters and len(letters) < FEWEST_KEYS and "不定项" not in row.text(Column.KIND):
        row.gather(
            Column.ANSWER,
            "ONE_KEY",
            Wording(
                "多选题只有一个答案，请核对", "a multiple choice with only one key"
            ),
            severity=Severity.WARNING,
        )
    credit = _credit(row)
    keeps_order = _keeps_order(row)
    if not letters or options is None or credit is None or not row.is_good:
        return None
    task = MultipleChoice(
        task_id=head.task_id,
        points=head.points,
        stem=head.stem,
        options=_options(options),
        credit=credit,
        keeps_option_order=keeps_order,
    )
    correct = tuple(map(_option_id, letters))
    return task, MultipleChoiceKey(correct_options=correct)


def read_true_false(row: Row, head: TaskHead) -> TaskAndKey | None:
    """Return a true/false; None if something was told that forbids it."""
    if not _has_answer(row):
        return None
    is_true = _truth_by_option(row)
    if is_true is None:
        is_true = row.value(Column.ANSWER, parse_truth)
    if is_true is None or not row.is_good:
        return None
    task = TrueFalse(task_id=head.task_id, points=head.points, stem=head.stem)
    return task, TrueFalseKey(is_true=is_true)


def read_short_answer(row: Row, head: TaskHead) -> TaskAndKey | None:
    """Return a short answer; None if something was told that forbids it."""
    what = Wording("字数上限", "the limit of characters")
    if not row.text(Column.MOST_CHARACTERS):
        row.gather(
            Column.MOST_CHARACTERS,
            "DEFAULT_MOST_CHARACTERS",
            Wording(
                f"未填字数上限，按 {DEFAULT_MOST_CHARACTERS} 字",
                f"no limit of characters; taken as {DEFAULT_MOST_CHARACTERS}",
            ),
        )
    most = row.value(
        Column.MOST_CHARACTERS,
        lambda raw: parse_count(raw, (10, 20_000), what),
        DEFAULT_MOST_CHARACTERS,
    )
    rubric = read_rubric(row, head.points)
    if rubric is None or most is None or not row.is_good:
        return None
    task = ShortAnswer(
        task_id=head.task_id, points=head.points, stem=head.stem, most_characters=most
    )
    return task, ShortAnswerKey(rubric=rubric)


def read_spoken_answer(row: Row, head: TaskHead) -> TaskAndKey | None:
    """Return a spoken answer; None if something was told that forbids it."""
    what = Wording("录音次数", "the number of takes")
    preparation_s = row.value(Column.PREPARATION, parse_seconds, 0)
    answer_s = row.value(Column.ANSWER_TIME, parse_seconds)
    takes = row.value(Column.MOST_TAKES, lambda raw: parse_count(raw, (1, 20), what))
    missing(
        row,
        {Column.ANSWER_TIME: Wording("口述题要填答题时间（秒）", "no time to answer")},
    )
    _tell_time(row, Column.PREPARATION, preparation_s, 0)
    _tell_time(row, Column.ANSWER_TIME, answer_s, 5)
    rubric = read_rubric(row, head.points)
    if rubric is None or answer_s is None or preparation_s is None or not row.is_good:
        return None
    task = SpokenAnswer(
        task_id=head.task_id,
        points=head.points,
        stem=head.stem,
        preparation_s=preparation_s,
        answer_s=answer_s,
        most_takes=takes,
    )
    return task, SpokenAnswerKey(rubric=rubric)


def _tell_time(row: Row, column: Column, found_s: int | None, least_s: int) -> None:
    if found_s is not None and not least_s <= found_s <= 1800:  # noqa: PLR2004
        row.error(
            column,
            "TIME_OUT_OF_RANGE",
            f"时间为 {found_s} 秒；应在 {least_s} 到 1800 秒之间",
            f"{found_s} s; has to be from {least_s} to 1800 s",
        )


def _has_answer(row: Row) -> bool:
    return not missing(row, {Column.ANSWER: Wording("没有答案", "no key")})


def _answer(row: Row, options: OptionTexts | None) -> tuple[str, ...]:
    """Return the letters of the key that are options; what is wrong is told."""
    if not _has_answer(row):
        return ()
    raw = row.text(Column.ANSWER)
    if options is None and not _are_letters(raw):
        return ()  # it may be an option's words; the options are told already
    found = row.value(Column.ANSWER, lambda text: _letters(text, options))
    if found is None:
        return ()
    if not found.is_plain:
        row.gather(
            Column.ANSWER,
            "ANSWER_READ_AS",
            Wording("答案已统一写法", "answers were brought into one form"),
            sample=f"“{raw[:20]}”→{''.join(found.letters)}",
        )
    strangers = [x for x in found.letters if options and x not in options.contents]
    if strangers:
        row.error(
            Column.ANSWER,
            "ANSWER_WITHOUT_OPTION",
            f"答案 {''.join(strangers)} 没有对应的选项",
            f"the answer {''.join(strangers)} has no option",
        )
    return found.letters


def _are_letters(raw: str) -> bool:
    try:
        parse_letters(raw)
    except CellProblemError:
        return False
    return True


def _letters(raw: str, options: OptionTexts | None) -> Letters:
    """Return the letters; an answer that repeats an option's words names it."""
    texts = options.texts if options else {}
    words = " ".join(raw.split())
    named = [letter for letter, text in texts.items() if text == words]
    if len(named) == 1 and words not in texts:
        return Letters(letters=(named[0],), is_plain=False)
    start, _, rest = words.partition(next((x for x in ".．、:： " if x in words), " "))
    letter = tidy_code(start).upper()
    if rest and letter in texts and texts[letter] == rest.strip():
        return Letters(letters=(letter,), is_plain=False)
    return parse_letters(raw)


def _truth_by_option(row: Row) -> bool | None:
    """Return what an answer A or B means where the options say so."""
    letter = tidy_code(row.text(Column.ANSWER)).upper()
    try:
        meanings = {x: parse_truth(row.texts.get(x, "")) for x in ("A", "B")}
    except CellProblemError:
        return None
    row.used |= {"A", "B"}
    return meanings.get(letter)


def _credit(row: Row) -> Credit | None:
    if not row.text(Column.CREDIT):
        row.gather(
            Column.CREDIT,
            "DEFAULT_CREDIT",
            Wording(
                "未填得分规则，按“全对得分”（少选不得分）",
                "no scoring rule; taken as 全对得分 (all or nothing)",
            ),
        )
    return row.value(Column.CREDIT, _parse_credit, Credit.EXACT)


def _parse_credit(raw: str) -> Credit:
    code = tidy_code(raw).lower().replace(" ", "")
    if code in _CREDITS:
        return _CREDITS[code]
    raise CellProblemError(
        "CREDIT_UNKNOWN",
        f"得分规则“{raw[:20]}”看不懂；请写 全对得分 或 部分得分",
        f"the scoring rule “{raw[:20]}” is not known; write 全对得分 or 部分得分",
    )


def _keeps_order(row: Row) -> bool:
    return bool(row.value(Column.KEEPS_ORDER, parse_yes, fallback=False))


def _options(found: OptionTexts) -> tuple[Option, ...]:
    return tuple(
        Option(option_id=_option_id(letter), content=content)
        for letter, content in found.contents.items()
    )


def _option_id(letter: str) -> OptionId:
    return OptionId(letter.lower())


READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "single_choice": read_single_choice,
        "multiple_choice": read_multiple_choice,
        "true_false": read_true_false,
        "short_answer": read_short_answer,
        "spoken_answer": read_spoken_answer,
    }
)
