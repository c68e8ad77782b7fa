"""The columns of an item table: what they are called, and where the headings stand. Pure.

A teacher's table is taken as it is: headings in other words, in English, with remarks in
brackets, below a title, or in two rows (选项 above A, B, C, D).
"""

import itertools
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum
from types import MappingProxyType

from question_bank.exchange.xlsx_table import CellValue, OddCell, Sheet, SheetRow

HEADER_ROWS = 20
"""So many rows from the top a header is looked for."""

LEAST_HEADINGS = 3
LONGEST_STEM_HEADING = 20
OPTION_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Column(Enum):
    """A column by its heading in the template."""

    ITEM_ID = "编号"
    KIND = "题型"
    LEVEL = "级别"
    DOMAIN = "领域"
    TASK = "任务"
    COMPETENCY = "能力点"
    STEM = "题干"
    OPTIONS = "选项"
    ANSWER = "答案"
    EXPLANATION = "解析"
    DIFFICULTY = "难度"
    DISCRIMINATION = "区分度"
    POINTS = "分值"
    CREDIT = "得分规则"
    MOST_CHARACTERS = "字数上限"
    MODEL_ANSWER = "参考答案"
    SCORING_POINTS = "采分点"
    WRONG_IDEAS = "常见错误"
    PREPARATION = "准备时间"
    ANSWER_TIME = "答题时间"
    MOST_TAKES = "录音次数"
    EXPECTED_TIME = "预计用时"
    IMAGES = "图片"
    SOUNDS = "音频"
    TRANSCRIPT = "音频文字稿"
    KEEPS_ORDER = "固定选项顺序"
    ENEMIES = "互斥试题"
    MARKUP = "格式"
    NUMBERING = "序号"
    REMARK = "备注"
    CASE_ID = "案例编号"
    CASE_TITLE = "案例标题"
    CASE_STEM = "案例背景"
    ONE_WAY = "单向作答"
    CASE_TAGS = "案例任务"
    SCENE_NUMBER = "场景序号"
    SCENE_TITLE = "场景标题"
    SCENE_CONTENT = "场景正文"
    SCENE_IMAGES = "场景图片"
    SCENE_SOUNDS = "场景音频"
    SCENE_TRANSCRIPT = "场景音频文字稿"


ColumnKey = Column | str
"""A column; an option's is its letter."""

_SYNONYMS: Mapping[Column, str] = MappingProxyType(
    {
        Column.ITEM_ID: "试题编号 题目编号 试题编码 题目id 试题id id itemid item code 题号 小题编号 itemno itemnumber",
        Column.KIND: "类型 试题类型 题目类型 题类 type kind itemtype questiontype",
        Column.LEVEL: "等级 适用级别 level",
        Column.DOMAIN: "工作领域 领域名称 模块 domain",
        Column.TASK: "工作任务 任务编号 任务代码 任务名称 task tag tags 标签",
        Column.COMPETENCY: "职业能力 能力 能力点编号 知识点 考点 考核点 competency",
        Column.STEM: "题目 试题 题目内容 试题内容 题干内容 问题 题面 stem question text",
        Column.OPTIONS: "选项内容 备选项 候选项 备选答案 options choices",
        Column.ANSWER: "正确答案 标准答案 答案选项 正确选项 答 answer key correctanswer",
        Column.EXPLANATION: "答案解析 试题解析 题目解析 解释 说明 explanation rationale analysis",
        Column.DIFFICULTY: "难易度 难易程度 难度系数 难度等级 difficulty",
        Column.DISCRIMINATION: "区分度系数 鉴别度 discrimination",
        Column.POINTS: "分数 分 得分 满分 题分 本题分值 points score marks",
        Column.CREDIT: "计分规则 评分规则 计分方式 得分方式 credit scoring",
        Column.MOST_CHARACTERS: "字数 字数限制 最多字数 mostcharacters charlimit characterlimit",
        Column.MODEL_ANSWER: "参考作答 答案要点 示范答案 modelanswer",
        Column.SCORING_POINTS: "得分点 评分点 评分标准 评分要点 采分要点 scoringpoints rubric",
        Column.WRONG_IDEAS: "常见错误想法 典型错误 易错点 wrongideas commonmistakes",
        Column.PREPARATION: "准备时长 preparation preparationtime",
        Column.ANSWER_TIME: "作答时间 作答时长 答题时长 录音时长 answertime",
        Column.MOST_TAKES: "最多录音次数 录制次数 takes mosttakes",
        Column.EXPECTED_TIME: "预计时间 预计答题时间 预计作答时间 expectedtime",
        Column.IMAGES: "图片文件 配图 插图 图片文件名 image images picture pictures",
        Column.SOUNDS: "音频文件 录音 录音文件 音频文件名 sound sounds audio",
        Column.TRANSCRIPT: "文字稿 录音文字稿 音频文本 逐字稿 transcript",
        Column.KEEPS_ORDER: "选项顺序固定 选项不打乱 keepsorder fixedorder",
        Column.ENEMIES: "互斥题 敌对题 不可同卷 enemies",
        Column.MARKUP: "文本格式 markup format",
        Column.NUMBERING: "no number 行号",
        Column.REMARK: "附注 remark remarks comment comments note notes 出题人 命题人 命题教师 作者 author 出处 来源 审核人",
        Column.CASE_ID: "案例号 案例序号 caseid case",
        Column.CASE_TITLE: "案例名称 casetitle",
        Column.CASE_STEM: "背景 案例材料 案例 材料 casestem background",
        Column.ONE_WAY: "不可返回 oneway",
        Column.CASE_TAGS: "案例工作任务 casetags",
        Column.SCENE_NUMBER: "场景编号 场景 情境序号 scene scenenumber",
        Column.SCENE_TITLE: "情境标题 场景名称 scenetitle",
        Column.SCENE_CONTENT: "情境正文 场景内容 场景材料 scenecontent scenetext",
        Column.SCENE_IMAGES: "sceneimages",
        Column.SCENE_SOUNDS: "scenesounds",
        Column.SCENE_TRANSCRIPT: "scenetranscript",
    }
)
NUMBER_LIKE_ID_HEADING = "题号"
"""Under this heading a bare 1, 2, 3 counts the rows and names no item."""

_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|<[^<>]*>")
_IGNORED = re.compile(r"[\s*:：、.。,，_\-/“”\"'#]+")
_OPTION = re.compile(
    r"(?:选项|备选项|候选项|备选答案|option|choice|opt)?([a-z])(?:选项|项)?"
)
_OPTION_DIGITS = re.compile(r"(?:选项|备选项|option|choice)([1-9])")
_CHINESE_DIGITS = str.maketrans("一二三四五六七八九", "123456789")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Where what stands.

    Attributes:
        columns: Column or option letter → place, from 1.
        headings: Place → heading as it was written.
        unknown: Places whose heading is not understood.
        twice: Places of headings that another place has already.
        last_row: Data begin below.
        first_row: Above it stand titles only.
    """

    columns: Mapping[ColumnKey, int]
    headings: Mapping[int, str]
    unknown: tuple[int, ...]
    twice: tuple[int, ...]
    first_row: int
    last_row: int

    @property
    def option_letters(self) -> tuple[str, ...]:
        """The letters that have a column, in order."""
        return tuple(letter for letter in OPTION_LETTERS if letter in self.columns)


def find_header(sheet: Sheet) -> Header | None:
    """Return the first header of a sheet; None if no row near the top reads like one.

    A second row counts as part of it if the two together say more.
    """
    found = [
        header
        for header in _candidates(sheet)
        if Column.STEM in header.columns and len(header.columns) >= LEAST_HEADINGS
    ]
    if not found:
        return None
    first = min(header.last_row for header in found)
    near = [x for x in found if x.first_row <= first <= x.last_row]
    return max(near, key=lambda x: (len(x.columns), x.first_row == x.last_row))


def header_in_row(row: SheetRow, header: Header) -> Header | None:
    """Return the header of another table that a row begins; None if it is data."""
    texts = {place: shown(value) for place, value in row.cells.items()}
    if not any(_is_stem_heading(text) for text in texts.values()):
        return None
    found = _header(texts, row.number, row.number)
    known = len(found.columns)
    if known < LEAST_HEADINGS or known * 2 <= len(texts):
        return None
    is_same = found.columns == header.columns and same_heading_row(header, row)
    return None if is_same else found


def column_key(heading: str) -> ColumnKey | None:
    """Return what a heading names; None if it is not understood."""
    plain = _plain(heading)
    if plain in _BY_WORD:
        return _BY_WORD[plain]
    if option := _OPTION.fullmatch(plain):
        return option[1].upper()
    if option := _OPTION_DIGITS.fullmatch(plain.translate(_CHINESE_DIGITS)):
        return OPTION_LETTERS[int(option[1]) - 1]
    return None


def nearest_heading(heading: str) -> str | None:
    """Return the known heading that is spelt most like an unknown one."""
    found = get_close_matches(_plain(heading), _BY_WORD, n=1, cutoff=0.6)
    return _BY_WORD[found[0]].value if found else None


def same_heading_row(header: Header, row: SheetRow) -> bool:
    """Return whether a row of data is the header once more."""
    found = [
        place
        for place, value in row.cells.items()
        if place in header.headings and shown(value).strip() == header.headings[place]
    ]
    return len(found) >= LEAST_HEADINGS and len(found) * 2 > len(row.cells)


def shown(value: CellValue) -> str:
    """Return what a person sees in a cell."""
    return value.text if isinstance(value, OddCell) else value


def _is_stem_heading(text: str) -> bool:
    return len(text) <= LONGEST_STEM_HEADING and column_key(text) is Column.STEM


def _plain(heading: str) -> str:
    text = unicodedata.normalize("NFKC", heading).lower()
    return _IGNORED.sub("", _BRACKETED.sub("", text))


def _candidates(sheet: Sheet) -> Iterator[Header]:
    top = [row for row in sheet.rows[:HEADER_ROWS] if row.number <= HEADER_ROWS * 2]
    for row in top:
        texts = {place: shown(value) for place, value in row.cells.items()}
        yield _header(texts, row.number, row.number)
    for above, below in itertools.pairwise(top):
        if below.number == above.number + 1:
            yield _header(_joined(sheet, above, below), above.number, below.number)


def _joined(sheet: Sheet, above: SheetRow, below: SheetRow) -> dict[int, str]:
    """Return two rows of headings as one: a group's name goes before its parts."""
    groups = {place: shown(value) for place, value in above.cells.items()}
    for merged in sheet.merged:
        if merged.first_row == above.number == merged.last_row:
            name = groups.get(merged.first_column, "")
            for place in range(merged.first_column, merged.last_column + 1):
                groups[place] = name
    parts = {place: shown(value) for place, value in below.cells.items()}
    joined = {}
    for place in sorted(groups.keys() | parts.keys()):
        group, part = groups.get(place, ""), parts.get(place, "")
        whole = f"{group}{part}"
        alone = part if column_key(whole) is None and column_key(part) else whole
        joined[place] = alone
    return joined


def _header(texts: Mapping[int, str], first_row: int, last_row: int) -> Header:
    columns: dict[ColumnKey, int] = {}
    unknown, twice = [], []
    for place, text in sorted(texts.items()):
        if not text.strip():
            continue
        key = column_key(text)
        if key is None:
            unknown.append(place)
        elif key in columns:
            twice.append(place)
        else:
            columns[key] = place
    if Column.ANSWER not in columns and Column.MODEL_ANSWER in columns:
        columns[Column.ANSWER] = columns.pop(Column.MODEL_ANSWER)
    return Header(
        columns=columns,
        headings={place: text.strip() for place, text in texts.items()},
        unknown=tuple(unknown),
        twice=tuple(twice),
        first_row=first_row,
        last_row=last_row,
    )


def _words() -> Mapping[str, Column]:
    by_word: dict[str, Column] = {}
    for column in Column:
        words: Sequence[str] = (column.value, *_SYNONYMS.get(column, "").split())
        for word in words:
            assert by_word.setdefault(_plain(word), column) is column, word
    return MappingProxyType(by_word)


_BY_WORD = _words()
