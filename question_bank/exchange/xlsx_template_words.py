"""What the template says: instructions, notes on headings, one example a kind."""

from collections.abc import Mapping
from types import MappingProxyType

from question_bank.exchange.xlsx_columns import Column, ColumnKey
from question_bank.exchange.xlsx_item_rows import EXAMPLE_ID, EXAMPLE_STEM

_E = EXAMPLE_STEM

COLUMN_NOTES: Mapping[ColumnKey, str] = MappingProxyType(
    {
        Column.ITEM_ID: "可留空，由内容生成。填写时须在整个题库中唯一，只用字母、数字、点、- 和 _，如 j-s-001。\n"
        "Optional; unique in the whole bank.",
        Column.KIND: "单选、多选、判断、简答、口述。\nKind of item.",
        Column.LEVEL: "不填时，导入命令要用 --level 指定。\nOr give --level when importing.",
        Column.STEM: "单元格内换行（Alt+Enter）会保留；空一行另起一段。* 和 _ 等符号原样保留。\n"
        "Plain text; line breaks are kept.",
        "A": "选项从 A 起依次填写，中间不能空。不要写“A.”。判断、简答、口述题不填。\n"
        "Options in order, without gaps.",
        Column.ANSWER: "单选写 A；多选写 AC；判断写 正确 或 错误。简答、口述题不填，写在“参考答案”。\n"
        "A; AC; 正确 or 错误.",
        Column.EXPLANATION: "为什么对，易错选项为什么错。\nWhy the key is right.",
        Column.TASK: "从列表选，或写编号 2.1、职业能力编号 2.1.3；两个用“；”隔开。\n"
        "Number of the task, such as 2.1.",
        Column.DIFFICULTY: "预计得分率，0 到 1 之间，越大越容易，如 0.65 或 65%；"
        "或选 易(0.85) 较易(0.75) 中(0.60) 较难(0.45) 难(0.30)。不用 1–5 级。\n"
        "Expected score rate; larger is easier.",
        Column.DISCRIMINATION: "预计的题总相关，如 0.35；可留空。\nExpected item-total correlation.",
        Column.POINTS: "本题满分，如 1、2、1.5。\nPoints.",
        Column.CREDIT: "只用于多选：全对得分（少选不得分）或 部分得分（少选得部分分）；错选都不得分。\n"
        "Multiple choice only.",
        Column.MODEL_ANSWER: "简答、口述题的参考答案。\nModel answer.",
        Column.SCORING_POINTS: "每行一点：2分：及时识别风险｜也可写作：发现危险；看出危险\n"
        "A scoring point each line.",
        Column.WRONG_IDEAS: "常见的错误想法，每行一条；可留空。\nOptional, a line each.",
        Column.MOST_CHARACTERS: "简答题最多字数，留空为 500。\nLimit of characters.",
        Column.PREPARATION: "口述题准备时间（秒），留空为 0。\nSeconds to prepare.",
        Column.ANSWER_TIME: "口述题录音时间（秒），必填。\nSeconds to speak.",
        Column.MOST_TAKES: "口述题最多录几次；留空按考试规定。\nTakes.",
        Column.EXPECTED_TIME: "考生大约要用多少秒；可留空。\nExpected seconds.",
        Column.IMAGES: "文件名：图中内容，每行一张，如 fig-1.png：家庭关系图。也可把图片直接放在该行上（浮动图片）。\n"
        "File name and what it shows.",
        Column.SOUNDS: "文件名：名称，每行一段，如 voice-1.opus：来访者的话｜2次。\nFile name and label.",
        Column.TRANSCRIPT: "音频里说的话，逐字。\nThe words of the sound.",
        Column.KEEPS_ORDER: "填 是：选项顺序不打乱。\nOptions are not shuffled.",
        Column.MARKUP: "一般留空。填 标记 时，文字按 **加粗**、表格等标记读取。\nUsually empty.",
        Column.ENEMIES: "不能与本题出现在同一试卷的试题编号，用“；”隔开。\nIds that must not meet.",
        Column.REMARK: "给自己看的，不导入。\nNot imported.",
        Column.CASE_ID: "同一案例的各行相连；只在第一行填，其余行可留空。如 j-c-1 或 案例1。\n"
        "In the first row of the case.",
        Column.ONE_WAY: "是：看过的场景不能返回。\nNo way back to a scene.",
        Column.SCENE_NUMBER: "1、2、3……；每个场景的第一行填。\nIn the first row of the scene.",
        Column.SCENE_CONTENT: "考生看到的情境；每个场景写一次。\nWhat candidates read.",
    }
)

GUIDE_LINES: tuple[tuple[str, ...], ...] = (
    ("填写说明",),
    ("1. 每行一道题，填在“试题”工作表；综合案例填在“案例”工作表，每行一道小题。",),
    ("2. 黄色表头的列必填（案例的标题和场景只在第一行写）；鼠标停在表头上有说明。",),
    (
        f"3. 编号为“{EXAMPLE_ID}”、题干以“{EXAMPLE_STEM}”开头的示例行不会导入；可以删去，也可以整行改写（编号也要改或清空）。",
    ),
    ("4. 不要合并单元格，不要用公式；隐藏的工作表不导入。保存为 .xlsx。",),
    (
        "5. 导入前先检查：导入命令会一次列出所有问题，每条都写明工作表、行、列和原因；有错误时整个文件都不导入。",
    ),
    ("6. 全角数字和字母、多余空格、“A、C”一类的写法会自动统一，并在结果中说明。",),
    ("",),
    ("列 Column", "必填", "怎样填 How to fill in"),
    *(
        (
            key.value if isinstance(key, Column) else "选项A…",
            "是"
            if key
            in {Column.KIND, Column.STEM, Column.POINTS, Column.ANSWER, Column.CASE_ID}
            else "",
            note,
        )
        for key, note in COLUMN_NOTES.items()
    ),
)

ITEM_EXAMPLES: tuple[Mapping[ColumnKey, str | float], ...] = (
    {
        Column.ITEM_ID: f"{EXAMPLE_ID}1",
        Column.LEVEL: "初级",
        Column.KIND: "单选",
        Column.STEM: f"{_E}居民第一次来到社区心理服务站，服务人员首先要做的是（　　）",
        "A": "说明保密原则及其例外，征得对方同意",
        "B": "请对方填写全部心理量表",
        "C": "根据主诉给出建议",
        "D": "联系对方家属了解情况",
        Column.ANSWER: "A",
        Column.EXPLANATION: "建立关系从知情同意开始；量表、建议和联系家属都要在对方知情同意之后。",
        Column.TASK: "3.1",
        Column.DIFFICULTY: 0.75,
        Column.DISCRIMINATION: 0.35,
        Column.POINTS: 1,
    },
    {
        Column.ITEM_ID: f"{EXAMPLE_ID}2",
        Column.LEVEL: "初级",
        Column.KIND: "多选",
        Column.STEM: f"{_E}下列情形中，可以打破保密原则的有（　　）",
        "A": "来访者有伤害自己的紧迫危险",
        "B": "来访者的同事想了解其近况",
        "C": "未成年人正在遭受侵害",
        "D": "媒体希望采访典型个案",
        Column.ANSWER: "AC",
        Column.EXPLANATION: "紧迫的自伤危险和未成年人受侵害属于保密的例外；同事和媒体都无权知情。",
        Column.TASK: "3.3",
        Column.DIFFICULTY: "中",
        Column.POINTS: 2,
        Column.CREDIT: "部分得分",
    },
    {
        Column.ITEM_ID: f"{EXAMPLE_ID}3",
        Column.LEVEL: "初级",
        Column.KIND: "判断",
        Column.STEM: f"{_E}情绪低落持续几天，就可以判断为抑郁症。",
        Column.ANSWER: "错误",
        Column.EXPLANATION: "诊断由精神科医师作出，并要看症状、病程和功能；短暂的低落是常见的情绪反应。",
        Column.TASK: "2.1",
        Column.DIFFICULTY: "易",
        Column.POINTS: 1,
    },
    {
        Column.ITEM_ID: f"{EXAMPLE_ID}4",
        Column.LEVEL: "初级",
        Column.KIND: "简答",
        Column.STEM: f"{_E}简述转介时要做好的三件事。",
        Column.MODEL_ANSWER: "说明转介的理由并征得同意；提供可靠的机构信息；约定后续联系，跟进是否就诊。",
        Column.SCORING_POINTS: "2分：说明理由并征得同意｜也可写作：知情同意\n2分：提供机构信息\n2分：跟进后续｜也可写作：回访；约定联系",
        Column.WRONG_IDEAS: "转介之后就不用再管",
        Column.MOST_CHARACTERS: 300,
        Column.EXPLANATION: "转介不是推走，三件事分别对应告知、连接和跟进。",
        Column.TASK: "3.1",
        Column.DIFFICULTY: 0.6,
        Column.POINTS: 6,
    },
    {
        Column.ITEM_ID: f"{EXAMPLE_ID}5",
        Column.LEVEL: "初级",
        Column.KIND: "口述",
        Column.STEM: f"{_E}请对一位刚刚失去亲人的居民说一段话，让对方感到被理解。",
        Column.MODEL_ANSWER: "听到这个消息，我很难过。您现在不需要做什么，我陪您坐一会儿，想说什么都可以。",
        Column.SCORING_POINTS: "2分：说出对对方感受的理解\n2分：不评价、不催促",
        Column.PREPARATION: 30,
        Column.ANSWER_TIME: 90,
        Column.TASK: "3.2",
        Column.POINTS: 4,
    },
)

CASE_EXAMPLES: tuple[Mapping[ColumnKey, str | float], ...] = (
    {
        Column.CASE_ID: f"{EXAMPLE_ID}案例1",
        Column.LEVEL: "初级",
        Column.CASE_TITLE: f"{_E}搬进新社区的老人",
        Column.CASE_STEM: "周奶奶，70 岁，三个月前随儿子搬到本社区。",
        Column.ONE_WAY: "是",
        Column.CASE_TAGS: "2.1",
        Column.SCENE_NUMBER: 1,
        Column.SCENE_TITLE: "第一次上门",
        Column.SCENE_CONTENT: "周奶奶说，来了以后谁也不认识，晚上睡不好，白天也不想出门。",
        Column.KIND: "单选",
        Column.STEM: "此时服务人员最合适的回应是（　　）",
        "A": "您多出去走走就好了",
        "B": "换了地方，身边没有熟人，这段时间一定很不容易",
        "C": "您这是抑郁了",
        Column.ANSWER: "B",
        Column.POINTS: 2,
    },
    {
        Column.KIND: "简答",
        Column.STEM: "还需要了解哪些情况？请写出三个方面。",
        Column.MODEL_ANSWER: "睡眠和情绪持续了多久；身体状况和用药；家人的支持。",
        Column.SCORING_POINTS: "1分：症状的持续时间\n1分：身体状况｜也可写作：用药\n1分：家庭支持",
        Column.POINTS: 3,
    },
    {
        Column.SCENE_NUMBER: 2,
        Column.SCENE_TITLE: "两周以后",
        Column.SCENE_CONTENT: "周奶奶参加了一次合唱活动，但说自己“跟不上，给大家添麻烦”。",
        Column.KIND: "判断",
        Column.STEM: "此时应当劝周奶奶换一个更简单的活动。",
        Column.ANSWER: "错误",
        Column.POINTS: 1,
    },
)
