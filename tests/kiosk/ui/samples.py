"""A form, records and views with content as real as on the day, for tests and pictures."""

from collections.abc import Mapping
from fractions import Fraction
from functools import cache

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter, QPen

from kiosk.ui.design_tokens import TextScale
from kiosk.ui.look import Look
from kiosk.ui.presenters.people import PersonView, SeatPlaceView
from kiosk.ui.texts import Language, load_texts
from question_bank.formats.form import Form, Section
from question_bank.identifiers import (
    FormCode,
    ItemId,
    MediaName,
    OptionId,
    SceneId,
    SectionId,
    TaskId,
)
from question_bank.items.case import Case, Scene
from question_bank.items.content import (
    Block,
    BulletList,
    Image,
    Mark,
    Paragraph,
    Run,
    Sound,
    Table,
)
from question_bank.items.multiple_choice import Credit, MultipleChoice
from question_bank.items.option import Option
from question_bank.items.response import (
    OptionsResponse,
    Response,
    TextResponse,
    TruthResponse,
)
from question_bank.items.short_answer import ShortAnswer
from question_bank.items.single_choice import SingleChoice
from question_bank.items.spoken_answer import SpokenAnswer
from question_bank.items.true_false import TrueFalse
from question_bank.journal.sitting_record import SittingRecord

PLACE = SeatPlaceView(
    site_name="示范职业学院考核站点", room_name="第一机房", seat_code="03"
)


def a_look(language: Language = Language.CHINESE, percent: int = 100) -> Look:
    return Look(texts=load_texts(language), scale=TextScale(percent))


def a_person() -> PersonView:
    return PersonView(
        name="欧阳晓雨",
        form_of_address="欧阳同学",
        admission_number="20260417030012",
        photo=a_photo(),
    )


def text(words: str) -> tuple[Block, ...]:
    return (Paragraph(runs=(Run(text=words),)),)


def options(*words: str) -> tuple[Option, ...]:
    return tuple(
        Option(option_id=OptionId(f"o{index}"), content=text(word))
        for index, word in enumerate(words, start=1)
    )


def single(task_id: str, stem: str, *words: str) -> SingleChoice:
    return SingleChoice(
        task_id=TaskId(task_id),
        points=Fraction(2),
        stem=text(stem),
        options=options(*words),
    )


def truth(task_id: str, stem: str) -> TrueFalse:
    return TrueFalse(task_id=TaskId(task_id), points=Fraction(1), stem=text(stem))


def short(task_id: str, stem: str, most: int = 200) -> ShortAnswer:
    return ShortAnswer(
        task_id=TaskId(task_id),
        points=Fraction(10),
        stem=text(stem),
        most_characters=most,
    )


MULTIPLE = MultipleChoice(
    task_id=TaskId("mc-1"),
    points=Fraction(3),
    stem=text("对社区居民做睡眠卫生宣教时，下列哪些建议是恰当的？"),
    options=options(
        "每天在固定的时间起床，周末也尽量如此",
        "躺下二十分钟还睡不着，就起来做些安静的事，有睡意再回床上",
        "下午以后少喝浓茶和咖啡",
        "睡不着时反复看钟，好知道自己睡了多久",
    ),
    credit=Credit.PARTIAL,
)


def a_scene(
    scene_id: str, title: str, content: tuple[Block, ...], *tasks: object
) -> Scene:
    return Scene(scene_id=SceneId(scene_id), title=title, content=content, tasks=tasks)  # type: ignore[arg-type] # tasks of any kind


DIARY = Table(
    header_rows=1,
    rows=tuple(
        tuple((Run(text=cell),) for cell in row)
        for row in (
            ("日期", "上床", "入睡", "起床"),
            ("周一", "22:30", "00:50", "06:40"),
            ("周二", "22:00", "01:10", "06:30"),
            ("周三", "23:00", "00:40", "07:00"),
        )
    ),
)

FREE_CASE = Case(
    item_id=ItemId("case-1"),
    title="失眠的社区工作者",
    stem=text("陈女士，四十六岁，社区网格员，近三个月睡眠不好，由社区医生转介前来。"),
    is_one_way=False,
    scenes=(
        a_scene(
            "s1",
            "初次来访",
            (
                Paragraph(
                    runs=(
                        Run(text="她说："),
                        Run(
                            text="“躺在床上脑子停不下来，总想着第二天入户登记的事。”",
                            marks=(Mark.EMPHASIS,),
                        ),
                        Run(text="白天没有精神，中午要喝两杯浓茶。下表是她记的"),
                        Run(text="睡眠日记", marks=(Mark.STRONG,)),
                        Run(text="。"),
                    )
                ),
                DIARY,
                Image(
                    media_name=MediaName("sleep-diary.png"),
                    alt_text="一周睡眠时长的折线图，从五小时到六小时二十分",
                ),
            ),
            single(
                "c1-1",
                "陈女士的睡眠问题最突出的表现是什么？",
                "入睡困难",
                "早醒",
                "睡眠过多",
                "夜间惊醒",
            ),
            short(
                "c1-2", "请写出您在第一次会谈中要先了解的三个方面，并说明理由。", 300
            ),
        ),
        a_scene(
            "s2",
            "两周之后",
            (
                *text("陈女士照约再来，带来新的记录，说“前半夜好一些了”。"),
                Sound(
                    media_name=MediaName("client-chen.opus"),
                    label="陈女士的讲述，一分二十秒",
                ),
                BulletList(
                    entries=(
                        (Run(text="入睡时间缩短到约四十分钟"),),
                        (Run(text="下午不再喝浓茶"),),
                    )
                ),
            ),
            truth("c1-3", "此时可以建议她自行停用医生开的药。"),
            SpokenAnswer(
                task_id=TaskId("c1-4"),
                points=Fraction(10),
                stem=text("请口述您对陈女士说的一段话，肯定她的进步并约定下一步。"),
                preparation_s=30,
                answer_s=90,
            ),
        ),
    ),
)

ONE_WAY_CASE = Case(
    item_id=ItemId("case-2"),
    title="深夜来电",
    stem=(),
    is_one_way=True,
    scenes=(
        a_scene("w1", "接起电话", text("夜里十一点，热线响起，对方沉默了很久。")),
        a_scene(
            "w2",
            "对方开口",
            text("对方说：“我不知道该跟谁说。”"),
            single(
                "c2-1",
                "您首先怎么回应？",
                "耐心等待并表示愿意听",
                "追问姓名和住址",
                "劝他早点休息",
            ),
        ),
        a_scene(
            "w3",
            "说到难处",
            text("他说起欠债和失眠，语气低落。"),
            truth("c2-2", "此时应当直接而平静地询问他是否有伤害自己的想法。"),
        ),
        a_scene("w4", "结束通话", text("通话结束，他答应明天上午到社区来。")),
    ),
)


def a_form() -> Form:
    return Form(
        form_code=FormCode("A"),
        title="社会心理服务（初级）模拟卷",
        level="初级",
        sections=(
            Section(
                section_id=SectionId("one"),
                title="一、选择题",
                instructions=text("单选题每题只有一个正确答案；多选题有两个或更多。"),
                is_one_way=False,
                time_limit_ms=None,
                items=(
                    single(
                        "sc-1",
                        "一位居民说“最近总觉得没意思，饭也吃不下”。在社区首次接待时，工作人员最恰当的做法是什么？",
                        "先耐心听完，再确认她说的是什么样的感受、持续了多久",
                        "告诉她想开一点就好",
                        "马上建议服药",
                        "把她的情况发到居民群里，请邻居多关心",
                    ),
                    single(
                        "sc-2",
                        "下列哪一项属于开放式提问？",
                        "您昨晚睡了几个小时？",
                        "您能说说那天发生了什么吗？",
                        "您是不是很生气？",
                        "您结婚了吗？",
                    ),
                    MULTIPLE,
                ),
            ),
            Section(
                section_id=SectionId("two"),
                title="二、判断题",
                instructions=(),
                is_one_way=False,
                time_limit_ms=None,
                items=(
                    truth("tf-1", "来访者谈到可能伤害自己时，保密原则仍然没有例外。"),
                    truth("tf-2", "共情就是同意对方的一切看法。"),
                ),
            ),
            Section(
                section_id=SectionId("three"),
                title="三、简答题",
                instructions=(),
                is_one_way=False,
                time_limit_ms=None,
                items=(short("sa-1", "简述倾听时的三个要点，每点举一个例子。"),),
            ),
            Section(
                section_id=SectionId("four"),
                title="四、综合案例分析",
                instructions=(),
                is_one_way=False,
                time_limit_ms=None,
                items=(FREE_CASE, ONE_WAY_CASE),
            ),
        ),
    )


def a_record(
    responses: Mapping[str, Response] | None = None, **changes: object
) -> SittingRecord:
    return SittingRecord(responses=responses or {}, **changes)  # type: ignore[arg-type] # fields by name


def some_responses() -> dict[str, Response]:
    return {
        "sc-1": OptionsResponse(option_ids=("o1",)),
        "mc-1": OptionsResponse(option_ids=("o1", "o3")),
        "tf-1": TruthResponse(is_true=False),
        "sa-1": TextResponse(
            text="一、专注：放下手里的事，看着对方。例如放下手机，身体微微前倾。\n"
            "二、不打断：让对方把话说完，再作回应。"
        ),
    }


# ---------------------------------------------------------------- pictures


def _png(image: QImage) -> bytes:
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return bytes(held.data())


@cache
def a_photo() -> bytes:
    """A drawn head and shoulders: no real person stands in a test."""
    image = QImage(300, 400, QImage.Format.Format_RGB32)
    image.fill(QColor("#C9DDF0"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#3D5A73"))
    painter.drawEllipse(QRectF(40, 270, 220, 240))
    painter.setBrush(QColor("#E8C7A6"))
    painter.drawEllipse(QRectF(90, 90, 120, 150))
    painter.setBrush(QColor("#2B2420"))
    painter.drawPie(QRectF(84, 74, 132, 150), 0, 180 * 16)
    painter.end()
    return _png(image)


@cache
def a_chart() -> bytes:
    image = QImage(420, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("#FFFFFF"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor("#6B7884"), 2))
    painter.drawLine(40, 20, 40, 170)
    painter.drawLine(40, 170, 400, 170)
    painter.setPen(QPen(QColor("#0A4C8A"), 3))
    points = [
        QPointF(60 + 55 * index, 170 - height)
        for index, height in enumerate((60, 45, 90, 70, 100, 84, 120))
    ]
    painter.drawPolyline(points)
    painter.end()
    return _png(image)


def media(name: MediaName) -> bytes:
    return a_chart() if name == "sleep-diary.png" else b""
