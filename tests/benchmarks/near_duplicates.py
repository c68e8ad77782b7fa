"""Near-duplicates in a bank of 10,000 items: all planted ones found, and how long it takes.

Items are made from many words and ways of telling; every fiftieth is planted: a copy
with other punctuation and order of options, one with another number, one with a negation
turned, or one reworded in places. NEAR_DUPLICATE_ITEMS in the environment: another size.
"""

import os
import random
import time
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from question_bank.checks.checked_item import CheckedItem
from question_bank.checks.near_duplicates import near_duplicates
from question_bank.formats.item_record import ItemRecord
from question_bank.identifiers import OptionId, TaskId
from question_bank.items.content import Paragraph, Run
from question_bank.items.option import Option
from question_bank.items.single_choice import SingleChoice, SingleChoiceKey

ITEMS = 10_000
PLANTED_EVERY = 50
REACH_S = 60.0

PEOPLE = (
    "退休教师王阿姨",
    "刚入职的小李",
    "初二学生小陈",
    "独居老人赵大爷",
    "社区网格员小周",
    "夜班护士小孙",
    "外卖骑手小郑",
    "二胎妈妈小何",
    "车间班长老吴",
    "高三学生小许",
    "失业半年的老冯",
    "新手爸爸小蒋",
    "返乡青年小沈",
    "转学生小韩",
    "丧偶的杨奶奶",
    "客服主管小朱",
    "考研失利的小秦",
    "援建归来的小尤",
    "留守儿童小施",
    "大一新生小曹",
)
PLACES = (
    "在社区活动室",
    "在学校咨询室",
    "在热线电话里",
    "在单位谈话时",
    "在入户走访中",
    "在小组活动中",
    "在门诊候诊区",
    "在家长会后",
    "在线上留言里",
    "在班组例会上",
    "在志愿服务时",
    "在调解现场",
)
TROUBLES = (
    "总觉得心慌气短，反复就医却查不出原因",
    "夜里难以入睡，凌晨三点就醒来",
    "对过去喜欢的事提不起兴趣",
    "一想到上台发言就手心出汗",
    "和邻居为停车位争执不下",
    "反复检查门锁，出门总要折返",
    "听到关门声便浑身发抖",
    "常为小事对孩子大发脾气",
    "把自己关在屋里不愿见人",
    "觉得同事都在背后议论自己",
    "体重在两个月里下降了很多",
    "沉迷手机游戏，作业无法完成",
    "因亲人离世而常常落泪",
    "为房贷和工作压力终日忧虑",
    "与婆婆在育儿观念上冲突不断",
    "担心疾病复发而不敢运动",
)
SINCE = (
    "已有两周",
    "持续了三个月",
    "从上学期开始",
    "自搬家以后",
    "半年来时轻时重",
    "在一次事故之后",
    "最近一个月加重",
    "自换岗之后",
    "从春节前后起",
    "断断续续一年",
)
ASKS = (
    "工作人员首先应当采取的做法是",
    "下列回应中最能体现共情的是",
    "对这一情况较为恰当的理解是",
    "此时最适合使用的会谈技术是",
    "按照伦理要求，较为妥当的处理是",
    "为进一步了解情况，首选的方式是",
    "在制订服务计划时应优先考虑的是",
    "下列判断中依据最充分的是",
    "若要评估效果，较为合适的指标是",
    "在转介之前需要先做到的是",
)
VERBS = (
    "耐心倾听",
    "如实记录",
    "共同商定",
    "及时转介",
    "逐步澄清",
    "温和询问",
    "客观说明",
    "主动联系",
    "定期回访",
    "妥善保管",
    "分步练习",
    "适度自我暴露",
    "解释并征得同意",
    "对照常模比较",
    "组织团体讨论",
    "邀请家属参与",
    "先稳定情绪再讨论",
    "评估安全风险",
)
OBJECTS = (
    "来访者的睡眠与饮食",
    "家庭成员之间的期待",
    "测评结果的含义与局限",
    "近期的生活事件",
    "可以利用的社会支持",
    "双方都能接受的约定",
    "隐私保护的范围与例外",
    "放松训练的具体步骤",
    "原有的应对方式",
    "转介机构的联系方式",
    "情绪变化的触发情境",
    "下一次会谈的目标",
    "活动的时间地点与人员",
    "对疾病的误解与担忧",
    "同伴的看法与感受",
    "工作安排与休息时间",
)
LINKS = (
    "，并说明理由",
    "，再作判断",
    "",
    "，同时关注安全",
    "，而不急于下结论",
    "，由本人决定",
)


def an_item(index: int, stem: str, options: Sequence[str], right: int) -> CheckedItem:
    task_id = TaskId(f"b-{index}")
    letters = [OptionId(letter) for letter in "abcd"]
    task = SingleChoice(
        task_id=task_id,
        points=Fraction(1),
        stem=(Paragraph(runs=(Run(text=stem),)),),
        options=tuple(
            Option(option_id=letter, content=(Paragraph(runs=(Run(text=text),)),))
            for letter, text in zip(letters, options, strict=True)
        ),
    )
    keys = {task_id: SingleChoiceKey(correct_option=letters[right])}
    return CheckedItem(record=ItemRecord(level="初级", item=task, keys=keys))


def a_text(chance: random.Random) -> tuple[str, list[str]]:
    age = chance.randint(11, 78)
    stem = (
        f"{chance.choice(PEOPLE)}（{age}岁）{chance.choice(PLACES)}说，"
        f"{chance.choice(TROUBLES)}，{chance.choice(SINCE)}，"
        f"还{chance.choice(TROUBLES)}。{chance.choice(ASKS)}（ ）"
    )
    options: list[str] = []
    while len(options) < 4:
        said = chance.choice(VERBS) + chance.choice(OBJECTS) + chance.choice(LINKS)
        if said not in options:
            options.append(said)
    return stem, options


def planted(stem: str, options: list[str], how: int) -> tuple[str, list[str]]:
    """Return the item told again, in one of four ways."""
    if how == 0:
        return stem.replace("，", ", ").replace("（ ）", "( )"), options[::-1]
    if how == 1:
        return stem.replace("岁", "9岁"), options
    if how == 2:
        return stem.replace("应当", "不应").replace("最", "最不"), options
    return stem.replace("说，", "谈到，").replace("还", "并且"), [
        options[0],
        options[1],
        options[2],
        options[3] + "，注意方式",
    ]


def a_bank(size: int, seed: int = 7) -> tuple[list[CheckedItem], set[tuple[int, int]]]:
    """Return items, and the pairs of positions that were planted."""
    chance = random.Random(seed)
    texts: list[tuple[str, list[str]]] = []
    pairs: set[tuple[int, int]] = set()
    for index in range(size):
        if index % PLANTED_EVERY == PLANTED_EVERY - 1:
            source = _unused(chance, index, pairs)
            texts.append(planted(*texts[source], len(pairs) % 4))
            pairs.add((source, index))
        else:
            texts.append(a_text(chance))
    items = [
        an_item(index, stem, options, index % 4)
        for index, (stem, options) in enumerate(texts)
    ]
    return items, pairs


def _unused(chance: random.Random, before: int, pairs: set[tuple[int, int]]) -> int:
    used = {source for source, _ in pairs}
    while True:
        source = chance.randrange(before)
        if source not in used and source % PLANTED_EVERY != PLANTED_EVERY - 1:
            return source


def measure() -> list[dict[str, Any]]:
    size = int(os.environ.get("NEAR_DUPLICATE_ITEMS", ITEMS))
    items, pairs = a_bank(size)
    start = time.perf_counter()
    found = near_duplicates(items)
    seconds = time.perf_counter() - start
    told = {(pair.first.item, pair.second.item) for pair in found}
    missed = {pair for pair in pairs if pair not in told}
    return [
        {
            "name": f"near-duplicates of {size:,} items",
            "value": f"{seconds:.1f}",
            "unit": "s",
            "limit": None,
            "reach": f"≤ {REACH_S:.0f}",
            "ok": seconds <= REACH_S or size > ITEMS,
        },
        {
            "name": "planted pairs found",
            "value": f"{len(pairs) - len(missed)} of {len(pairs)}",
            "unit": "pairs",
            "limit": None,
            "reach": "all",
            "ok": not missed,
        },
        {
            "name": "pairs told beyond the planted",
            "value": len(told - pairs),
            "unit": "pairs",
            "limit": None,
            "reach": "",
            "ok": True,
        },
    ]
