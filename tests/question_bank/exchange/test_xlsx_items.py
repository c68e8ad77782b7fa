from collections.abc import Callable, Sequence
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.drawing.image import Image as SheetImage
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image as Picture

from question_bank.exchange.item_draft import MediumFile, SourceReading
from question_bank.exchange.xlsx_items import read_xlsx_items
from question_bank.formats.item_record import item_id_of_record
from question_bank.formats.standard import parse_standard
from question_bank.identifiers import MediaName
from question_bank.items.case import Case
from question_bank.items.content import Image, Mark, Sound, plain_text
from question_bank.items.finding import Finding, Severity
from question_bank.items.multiple_choice import Credit, MultipleChoice
from question_bank.items.short_answer import ShortAnswer, ShortAnswerKey
from question_bank.items.spoken_answer import SpokenAnswer

STANDARD = parse_standard(
    (Path(__file__).parents[3] / "question_bank/samples/standard.toml").read_bytes()
)
HEADER = ["题型", "题干", "选项A", "选项B", "选项C", "选项D", "答案", "分值"]
ITEM = ["单选", "下列属于倾听的是", "点头", "打断", "说教", "评价", "A", 1]

Rows = Sequence[Sequence[Any]]
Read = Callable[..., SourceReading]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reading(
        *rows: Sequence[Any],
        change: Callable[[Worksheet], object] = lambda _sheet: None,
        level: str | None = "初级",
        title: str = "试题",
        **more: Any,
    ) -> SourceReading:
        book = openpyxl.Workbook()
        sheet = book.active
        assert isinstance(sheet, Worksheet)
        sheet.title = title
        for row in rows:
            sheet.append(list(row))
        change(sheet)
        path = tmp_path / "bank.xlsx"
        book.save(path)
        return read_xlsx_items(path, level=level, standard=STANDARD, **more)

    return reading


def codes(reading: SourceReading, severity: Severity | None = None) -> list[str]:
    return [x.code for x in reading.findings if severity in {None, x.severity}]


def found(reading: SourceReading, code: str) -> Finding:
    return next(x for x in reading.findings if x.code == code)


def item(**changed: Any) -> list[Any]:
    return list((dict(zip(HEADER, ITEM, strict=True)) | changed).values())


def test_a_plain_row_becomes_an_item_without_a_word(read: Read) -> None:
    reading = read(HEADER, ITEM)

    assert reading.findings == ()
    [draft] = reading.drafts
    assert not draft.has_own_id
    assert draft.record.item.points == 1  # type: ignore[union-attr]
    assert (draft.place.part, draft.place.row) == ("试题", 2)


def test_the_same_row_makes_the_same_id_in_another_file(read: Read) -> None:
    ids = [item_id_of_record(read(HEADER, ITEM).drafts[0].record) for _ in range(2)]

    assert ids[0] == ids[1]
    assert ids[0].startswith("x-")


@pytest.mark.parametrize(
    ("changed", "code", "column"),
    [
        ({"答案": "E"}, "ANSWER_WITHOUT_OPTION", "G（答案）"),
        ({"答案": "AB"}, "SEVERAL_KEYS", "G（答案）"),
        ({"答案": "甲"}, "ANSWER_UNREADABLE", "G（答案）"),
        ({"答案": "AA"}, "ANSWER_LETTER_TWICE", "G（答案）"),
        ({"答案": None}, "CELL_EMPTY", "G（答案）"),
        ({"题干": None}, "CELL_EMPTY", "B（题干）"),
        ({"题型": None}, "CELL_EMPTY", "A（题型）"),
        ({"题型": "选择题"}, "KIND_UNKNOWN", "A（题型）"),
        ({"题型": "填空题"}, "KIND_UNKNOWN", "A（题型）"),
        ({"题型": "案例分析"}, "KIND_UNKNOWN", "A（题型）"),
        ({"选项C": None}, "OPTION_GAP", "E（选项C）"),
        ({"选项B": "点头"}, "OPTIONS_ALIKE", "D（选项B）"),
        ({"选项B": "=1+1"}, "FORMULA", "D（选项B）"),
        ({"分值": "很多"}, "POINTS_UNREADABLE", "H（分值）"),
        ({"分值": 0}, "POINTS_OUT_OF_RANGE", "H（分值）"),
        ({"分值": "#N/A"}, "CELL_ERROR", "H（分值）"),
        ({"题型": "多选", "答案": "ABCD"}, "ALL_CORRECT", "G（答案）"),
    ],
)
def test_a_wrong_cell_is_told_with_sheet_row_and_column(
    read: Read, changed: dict[str, Any], code: str, column: str
) -> None:
    reading = read(HEADER, item(题干="先有一题"), item(**changed))

    assert codes(reading, Severity.ERROR) == [code]
    place = found(reading, code).place
    assert (place.file, place.part, place.row) == ("bank.xlsx", "试题", 3)
    assert place.column == column
    assert found(reading, code).wording.zh
    assert found(reading, code).wording.en
    assert len(reading.drafts) == 1


def test_all_problems_come_back_at_once(read: Read) -> None:
    bad = [item(题干=f"题{number}", 答案="E", 分值="多") for number in range(5)]

    reading = read(HEADER, *bad, ITEM)

    assert codes(reading, Severity.ERROR).count("ANSWER_WITHOUT_OPTION") == 5
    assert codes(reading, Severity.ERROR).count("POINTS_UNREADABLE") == 5
    assert len(reading.drafts) == 1


@pytest.mark.parametrize("answer", ["A、C", "AC", "a c", "①③", "A,C", "Ａ；Ｃ", "CA"])
def test_answers_are_understood_however_they_are_written(
    read: Read, answer: str
) -> None:
    reading = read(HEADER, item(题型="多选题", 答案=answer))

    [draft] = reading.drafts
    task = draft.record.item
    assert isinstance(task, MultipleChoice)
    assert draft.record.keys[task.task_id].correct_options == ("a", "c")  # type: ignore[union-attr]
    assert task.credit is Credit.EXACT
    assert "DEFAULT_CREDIT" in codes(reading)


@pytest.mark.parametrize(
    ("word", "is_true"),
    [
        ("正确", True),
        ("√", True),
        ("T", True),
        ("对", True),
        (True, True),
        ("错误", False),
        ("×", False),
        ("f", False),
        ("错", False),
        (False, False),
    ],
)
def test_true_and_false_have_many_words(
    read: Read, word: object, is_true: bool
) -> None:
    reading = read(["题型", "题干", "答案", "分值"], ["判断", "倾听重要", word, 1])

    [draft] = reading.drafts
    assert next(iter(draft.record.keys.values())).is_true is is_true  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("difficulty", "permille"),
    [
        ("易", 850),
        ("较易", 750),
        ("中", 600),
        ("较难", 450),
        ("难", 300),
        ("0.65", 650),
        (0.65, 650),
        ("65%", 650),
        ("０．６５", 650),
    ],
)
def test_difficulty_is_a_score_rate_or_a_word(
    read: Read, difficulty: object, permille: int
) -> None:
    reading = read([*HEADER, "难度"], [*ITEM, difficulty])

    assert reading.drafts[0].estimates[0].difficulty_permille == permille


@pytest.mark.parametrize("difficulty", [1, 2, 3, 5, "3", "4级", "偏难"])
def test_difficulty_on_a_scale_of_five_is_refused(
    read: Read, difficulty: object
) -> None:
    reading = read([*HEADER, "难度"], [*ITEM, difficulty])

    [code] = codes(reading, Severity.ERROR)
    assert code in {"DIFFICULTY_SCALE", "DIFFICULTY_UNREADABLE"}


def test_a_percent_format_is_read_as_it_is_shown(read: Read) -> None:
    def as_percent(sheet: Worksheet) -> None:
        sheet["I2"].number_format = "0%"

    reading = read([*HEADER, "难度"], [*ITEM, 0.65], change=as_percent)

    assert reading.drafts[0].estimates[0].difficulty_permille == 650


def test_a_date_in_an_option_says_what_excel_did(read: Read) -> None:
    def as_date(sheet: Worksheet) -> None:
        sheet["C2"] = 46085
        sheet["C2"].number_format = "m月d日"

    reading = read(HEADER, ITEM, change=as_date)

    assert "文本" in found(reading, "DATE_CELL").wording.zh
    assert "2026-03-04" in found(reading, "DATE_CELL").wording.zh


def test_a_formula_is_an_error_even_with_a_stored_result(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("题型,题干,A,B,答案,分值\n单选,题,=1+1,乙,A,1\n", "utf-8")

    assert "FORMULA" in codes(read_xlsx_items(path, level="初级"))


def test_headings_are_found_below_a_title_in_two_rows_and_other_words(
    read: Read,
) -> None:
    rows = [
        ["二〇二六年试题"],
        ["题目类型", "题目内容", "选项", None, None, "正确答案", "分数"],
        [None, None, "A", "B", "C", None, None],
        ["单选题", "第一题", "甲", "乙", "丙", "B", "2分"],
    ]

    def merged(sheet: Worksheet) -> None:
        for area in ("A1:G1", "C2:E2", "A2:A3", "B2:B3", "F2:F3", "G2:G3"):
            sheet.merge_cells(area)

    reading = read(*rows, change=merged)

    assert len(reading.drafts) == 1
    assert codes(reading) == ["TITLE_ABOVE", "TWO_HEADER_ROWS"]
    assert reading.drafts[0].record.item.points == Fraction(2)  # type: ignore[union-attr]


def test_english_headings_are_known(read: Read) -> None:
    reading = read(
        ["Type", "Stem", "Option A", "Option B", "Correct Answer", "Points"],
        ["single choice", "Which?", "this", "that", "b", 1],
    )

    assert len(reading.drafts) == 1


def test_merged_cells_among_the_data_name_their_range(read: Read) -> None:
    reading = read(HEADER, ITEM, ITEM, change=lambda sheet: sheet.merge_cells("A2:A3"))

    assert "A2:A3" in found(reading, "MERGED_CELLS").wording.zh
    assert codes(reading, Severity.ERROR) == ["MERGED_CELLS"]
    assert reading.drafts == ()


def test_hidden_rows_and_columns_are_imported_and_said(read: Read) -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["C"].hidden = True

    reading = read(HEADER, ITEM, change=hide)

    assert len(reading.drafts) == 1
    assert codes(reading, Severity.WARNING) == ["HIDDEN_COLUMN", "HIDDEN_ROW"]


def test_a_hidden_sheet_is_not_imported_and_said(read: Read) -> None:
    def add(sheet: Worksheet) -> None:
        assert sheet.parent is not None
        more = sheet.parent.create_sheet("旧题")
        more.append(HEADER)
        more.append(item(题干="另一题"))
        more.sheet_state = "veryHidden"

    reading = read(HEADER, ITEM, change=add)

    assert len(reading.drafts) == 1
    assert found(reading, "HIDDEN_SHEET").place.part == "旧题"


def test_two_rows_that_say_the_same_are_an_error_that_names_both(read: Read) -> None:
    reading = read(HEADER, ITEM, [], ITEM)

    told = found(reading, "DUPLICATE_ROW")
    assert told.place.row == 4
    assert "第2行" in told.wording.zh


def test_an_id_that_stands_twice_names_both_rows(read: Read) -> None:
    reading = read([*HEADER, "编号"], [*ITEM, "q-1"], [*item(题干="另一题"), "q-1"])

    assert "第2行" in found(reading, "ID_TWICE").wording.zh


def test_numbers_under_the_heading_of_rows_are_no_ids(read: Read) -> None:
    reading = read([*HEADER, "题号"], [*ITEM, 1])

    assert not reading.drafts[0].has_own_id
    assert codes(reading) == ["NUMBER_IS_NO_ID"]


def test_notes_of_many_rows_are_one_finding(read: Read) -> None:
    rows = [item(题干=f"第 {number} 题　", 答案="ａ") for number in range(300)]

    reading = read(HEADER, *rows)

    assert len(reading.drafts) == 300
    assert codes(reading) == ["ANSWER_READ_AS", "TIDIED_BLANKS"] or set(
        codes(reading)
    ) == {"ANSWER_READ_AS", "TIDIED_BLANKS"}
    assert "共 300 行" in found(reading, "ANSWER_READ_AS").wording.zh


def test_letters_before_all_options_are_removed_before_some_kept(read: Read) -> None:
    all_labelled = item(
        选项A="A.点头", 选项B="B、打断", 选项C="C．说教", 选项D="D 评价"
    )
    all_labelled[5] = "D. 评价"
    some = item(题干="另一题", 选项C="C、D 都不对")

    reading = read(HEADER, all_labelled, some)

    texts = [
        [plain_text(option.content) for option in draft.record.item.options]  # type: ignore[union-attr]
        for draft in reading.drafts
    ]
    assert texts[0] == ["点头", "打断", "说教", "评价"]
    assert texts[1][2] == "C、D 都不对"
    assert codes(reading) == ["OPTION_LETTER_REMOVED", "OPTION_LETTER_KEPT"]


def test_options_in_one_cell_are_split_by_their_letters(read: Read) -> None:
    reading = read(
        ["题型", "题干", "选项", "答案", "分值"],
        ["单选", "题", "A.甲\nB.乙\nC.丙", "C", 1],
    )

    assert len(reading.drafts[0].record.item.options) == 3  # type: ignore[union-attr]


def test_characters_of_markup_stay_what_they_are(read: Read) -> None:
    reading = read(HEADER, item(题干="2*3 与 a_{1} 和 **x**"))

    assert plain_text(reading.drafts[0].record.item.stem) == "2*3 与 a_{1} 和 **x**"


def test_markup_is_read_where_a_row_asks_for_it(read: Read) -> None:
    reading = read(
        [*HEADER, "格式"],
        [*item(题干="**不**属于"), "标记"],
        [*item(题干="**不属于"), "标记"],
    )

    stem = reading.drafts[0].record.item.stem
    assert stem[0].runs[0].marks == (Mark.STRONG,)  # type: ignore[union-attr]
    assert codes(reading, Severity.ERROR) == ["MARKUP"]


def test_bold_and_superscript_inside_a_cell_are_kept(read: Read) -> None:
    rich = CellRichText(
        "面积 m",
        TextBlock(InlineFont(vertAlign="superscript"), "2"),
        " 与 ",
        TextBlock(InlineFont(b=True), "不"),
        "属于",
    )

    reading = read(HEADER, item(题干=rich))

    runs = reading.drafts[0].record.item.stem[0].runs  # type: ignore[union-attr]
    assert [(run.text, run.marks) for run in runs] == [
        ("面积 m", ()),
        ("2", (Mark.SUP,)),
        (" 与 ", ()),
        ("不", (Mark.STRONG,)),
        ("属于", ()),
    ]


def test_lines_and_paragraphs_of_a_cell_are_kept(read: Read) -> None:
    reading = read(HEADER, item(题干="第一段\n第二行\n\n\n第二段  "))

    stem = reading.drafts[0].record.item.stem
    assert [plain_text((block,)) for block in stem] == ["第一段\n第二行", "第二段"]


def test_an_open_task_has_its_rubric_from_three_columns(read: Read) -> None:
    reading = read(
        ["题型", "题干", "答案", "参考答案", "采分点", "常见错误", "分值", "字数上限"],
        [
            "简答",
            "简述转介",
            None,
            "说明并同意",
            "2分：说明｜也可写作：告知；讲明\n1.5分：同意",
            "强迫；隐瞒",
            3,
            300,
        ],
    )

    [draft] = reading.drafts
    task = draft.record.item
    assert isinstance(task, ShortAnswer)
    key = draft.record.keys[task.task_id]
    assert isinstance(key, ShortAnswerKey)
    first, second = key.rubric.scoring_points
    assert first.acceptable_wordings == ("告知", "讲明")
    assert second.points == Fraction(3, 2)
    assert key.rubric.wrong_ideas == ("强迫", "隐瞒")


@pytest.mark.parametrize(
    ("points", "code"),
    [
        (None, "CELL_EMPTY"),
        ("说明2分", "SCORING_POINT_UNREADABLE"),
        ("1分：说明", "SCORING_POINTS_TOO_FEW"),
        ("2分：说明" + "长" * 1000, "SCORING_POINT_UNREADABLE"),
    ],
)
def test_a_rubric_that_cannot_be_marked_with_is_told(
    read: Read, points: str | None, code: str
) -> None:
    reading = read(
        ["题型", "题干", "参考答案", "采分点", "分值"],
        ["简答", "简述转介", "说明", points, 3],
    )

    assert codes(reading, Severity.ERROR) == [code]


def test_a_spoken_task_has_its_times(read: Read) -> None:
    reading = read(
        [
            "题型",
            "题干",
            "参考答案",
            "采分点",
            "分值",
            "准备时间",
            "答题时间",
            "录音次数",
        ],
        ["口述", "请安慰", "我在", "2分：理解", 2, "30秒", "1分30秒", 2],
    )

    task = reading.drafts[0].record.item
    assert isinstance(task, SpokenAnswer)
    assert (task.preparation_s, task.answer_s, task.most_takes) == (30, 90, 2)


@pytest.mark.parametrize(
    ("task", "tags"),
    [
        ("2.1", ("初级/2.1",)),
        (2.1, ("初级/2.1",)),
        ("2.1 常见精神心理问题的识别", ("初级/2.1",)),
        ("初级/2.1.3", ("初级/2.1.3",)),
        ("关系建立；2.3", ("初级/3.1", "初级/2.3")),
    ],
)
def test_tasks_are_named_by_number_or_by_name(
    read: Read, task: object, tags: tuple[str, ...]
) -> None:
    reading = read([*HEADER, "任务"], [*ITEM, task])

    assert next(iter(reading.drafts[0].record.tags.values())) == tags


@pytest.mark.parametrize(
    ("task", "code"),
    [
        ("3.9", "TASK_UNKNOWN"),
        ("依恋", "TASK_UNKNOWN"),
        ("中级/2.1", "TASK_OF_OTHER_LEVEL"),
    ],
)
def test_a_task_that_the_standard_lacks_is_told(
    read: Read, task: str, code: str
) -> None:
    assert codes(read([*HEADER, "任务"], [*ITEM, task])) == [code]


def test_domain_number_and_competency_make_one_tag(read: Read) -> None:
    reading = read([*HEADER, "领域", "任务", "能力点"], [*ITEM, "问题识别", 1, 3])

    assert next(iter(reading.drafts[0].record.tags.values())) == ("初级/2.1.3",)


def test_a_domain_that_contradicts_the_task_is_told(read: Read) -> None:
    reading = read([*HEADER, "领域", "任务"], [*ITEM, "科普宣教", "2.1"])

    assert codes(reading) == ["DOMAIN_CONTRADICTS_TASK"]


def test_a_row_of_another_level_than_the_import_is_told(read: Read) -> None:
    assert codes(read([*HEADER, "级别"], [*ITEM, "中级"])) == ["LEVEL_DIFFERS"]
    assert codes(read([*HEADER, "级别"], [*ITEM, "特级"], level=None)) == [
        "LEVEL_UNKNOWN"
    ]
    assert codes(read(HEADER, ITEM, level=None)) == ["COLUMN_MISSING"] or codes(
        read(HEADER, ITEM, level=None)
    ) == ["LEVEL_MISSING"]


def test_a_missing_column_is_told_once_and_not_for_each_row(read: Read) -> None:
    rows = [[*item(题干=f"题{number}")[:7]] for number in range(50)]

    reading = read(HEADER[:7], *rows)

    assert codes(reading) == ["COLUMN_MISSING"]
    assert "共 50 行" in reading.findings[0].wording.zh


def test_a_sheet_named_after_a_kind_needs_no_column_for_it(read: Read) -> None:
    reading = read(HEADER[1:], ITEM[1:], title="单选题")

    assert len(reading.drafts) == 1
    assert codes(reading) == ["KIND_OF_SHEET"]


def test_pictures_and_sounds_are_named_by_file(read: Read) -> None:
    media = {
        MediaName(name): MediumFile(
            sha256=digit * 64, media_type="", size_bytes=1, read=lambda: b""
        )
        for name, digit in (("fig-1.png", "a"), ("voice.opus", "b"))
    }

    reading = read(
        [*HEADER, "图片", "音频", "音频文字稿"],
        [*ITEM, "Fig-1.PNG：关系图", "voice.opus：来访者｜2次", "我睡不好。"],
        [*item(题干="另一题"), "none.png：x", "../x.wav", None],
        media=media,
    )

    [draft] = reading.drafts
    _, image, sound = draft.record.item.stem
    assert isinstance(image, Image)
    assert image.alt_text == "关系图"
    assert isinstance(sound, Sound)
    assert (sound.label, sound.most_plays) == ("来访者", 2)
    assert draft.record.transcripts == {"voice.opus": "我睡不好。"}
    assert set(reading.media) == {"a" * 64, "b" * 64}
    assert codes(reading, Severity.ERROR) == ["MEDIUM_MISSING", "FILE_NAME"]


def test_a_picture_over_a_row_belongs_to_its_item(read: Read, tmp_path: Path) -> None:
    Picture.new("RGB", (8, 8)).save(tmp_path / "p.png")
    raw = (tmp_path / "p.png").read_bytes()

    reading = read(
        HEADER,
        ITEM,
        item(题干="看图"),
        change=lambda sheet: sheet.add_image(SheetImage(BytesIO(raw)), "B3"),
    )

    first, second = reading.drafts
    assert not first.record.media
    [sha256] = second.record.media.values()
    assert reading.media[sha256].size_bytes == len(reading.media[sha256].read()) > 0


CASE_HEADER = [
    "案例编号",
    "案例标题",
    "案例背景",
    "单向作答",
    "场景序号",
    "场景标题",
    "场景正文",
]
CASE_HEADER += ["题型", "题干", "选项A", "选项B", "答案", "分值"]
CASE_ROWS: Rows = (
    [
        "c-1",
        "失眠",
        "老人",
        "是",
        1,
        "初访",
        "睡不好",
        "单选",
        "首先",
        "共情",
        "说教",
        "A",
        2,
    ],
    [None, None, None, None, None, None, None, "判断", "要转介", None, None, "错", 1],
    [
        None,
        None,
        None,
        None,
        2,
        "再访",
        "好些了",
        "判断",
        "可结束",
        None,
        None,
        "对",
        1,
    ],
)


def test_the_rows_of_a_case_become_one_item(read: Read) -> None:
    reading = read(CASE_HEADER, *CASE_ROWS, title="案例")

    assert reading.findings == ()
    [draft] = reading.drafts
    case = draft.record.item
    assert isinstance(case, Case)
    assert (case.item_id, case.title, case.is_one_way) == ("c-1", "失眠", True)
    assert [len(scene.tasks) for scene in case.scenes] == [2, 1]
    assert set(draft.record.keys) == {"c-1-t1", "c-1-t2", "c-1-t3"}


def test_a_case_with_one_bad_row_is_not_taken_and_the_row_is_named(read: Read) -> None:
    bad = [*CASE_ROWS[2][:11], "也许", 1]

    reading = read(CASE_HEADER, *CASE_ROWS[:2], bad, title="案例")

    assert reading.drafts == ()
    assert found(reading, "ANSWER_UNREADABLE").place.row == 4


def test_rows_of_a_case_that_lie_apart_are_told(read: Read) -> None:
    other = ["c-2", *CASE_ROWS[0][1:8], "其次", *CASE_ROWS[0][9:]]

    reading = read(CASE_HEADER, CASE_ROWS[0], other, CASE_ROWS[0], title="案例")

    assert "CASE_APART" in codes(reading)


def test_gbk_csv_is_read_as_a_table(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("题型,题干,A,B,答案,分值\n单选,题,甲,乙,A,1\n".encode("gbk"))

    reading = read_xlsx_items(path, level="初级")

    assert len(reading.drafts) == 1
    assert "GB18030" in reading.findings[0].wording.zh


def test_enemies_are_pairs(read: Read) -> None:
    reading = read([*HEADER, "编号", "互斥试题"], [*ITEM, "q-2", "q-1；q-3"])

    assert reading.enemies == (("q-1", "q-2"), ("q-2", "q-3"))


def test_an_unknown_heading_is_told_with_the_nearest_known(read: Read) -> None:
    reading = read([*HEADER, "难度系"], [*ITEM, 0.5])

    assert "难度" in found(reading, "COLUMN_UNKNOWN").wording.zh


def test_a_file_without_a_table_of_items_is_an_error(read: Read) -> None:
    assert "NO_ITEM_TABLE" in codes(read(["姓名", "学号"], ["甲", 1]))


def test_progress_is_told_from_nothing_to_all(read: Read) -> None:
    told: list[tuple[int, int]] = []

    read(
        HEADER,
        *[item(题干=f"题{x}") for x in range(450)],
        progress=lambda *x: told.append(x),
    )

    assert told[0] == (0, 451)
    assert told[-1] == (451, 451)
    assert told == sorted(told)


def test_a_whole_cell_in_bold_is_still_plain(read: Read) -> None:
    def bold(sheet: Worksheet) -> None:
        sheet["B2"].font = Font(bold=True)

    assert read(HEADER, ITEM, change=bold).findings == ()
