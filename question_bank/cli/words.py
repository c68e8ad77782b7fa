"""What formats, statuses and origins are called on the command line, in both languages."""

from argparse import ArgumentTypeError
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from question_bank.bank.history_chain import Deed
from question_bank.bank.status import Status
from question_bank.items.estimate import EstimateOrigin
from question_bank.items.score_line import Wording

KIND_WORDS: Mapping[str, Wording] = MappingProxyType(
    {
        "single_choice": Wording("单选题", "single choice"),
        "multiple_choice": Wording("多选题", "multiple choice"),
        "true_false": Wording("判断题", "true/false"),
        "short_answer": Wording("简答题", "short answer"),
        "spoken_answer": Wording("口述题", "spoken answer"),
        "case": Wording("案例题", "case"),
    }
)

STATUS_WORDS: Mapping[Status, Wording] = MappingProxyType(
    {
        Status.DRAFT: Wording("草稿", "draft"),
        Status.REVIEWED: Wording("已审", "reviewed"),
        Status.APPROVED: Wording("已批准", "approved"),
        Status.RETIRED: Wording("已停用", "retired"),
    }
)

ORIGIN_WORDS: Mapping[EstimateOrigin, Wording] = MappingProxyType(
    {
        EstimateOrigin.AUTHOR: Wording("命题估计", "author's judgement"),
        EstimateOrigin.PRETEST: Wording("预测试", "pretest"),
        EstimateOrigin.OPERATIONAL: Wording("正式考试", "operational"),
    }
)


DEED_WORDS: Mapping[Deed, Wording] = MappingProxyType(
    {
        Deed.BANK_MADE: Wording("新建题库", "made the bank"),
        Deed.ITEM_ADDED: Wording("新试题", "added the item"),
        Deed.VERSION_ADDED: Wording("新版本", "added a version"),
        Deed.REVIEWED: Wording("审题", "reviewed"),
        Deed.SENT_BACK: Wording("退回", "sent back"),
        Deed.APPROVED: Wording("批准", "approved"),
        Deed.RETIRED: Wording("停用", "retired"),
        Deed.ESTIMATED: Wording("难度估计", "estimated"),
        Deed.ENEMIES_ADDED: Wording("设为互斥", "made enemies"),
        Deed.ENEMIES_REMOVED: Wording("取消互斥", "unmade enemies"),
        Deed.EXPOSED: Wording("使用", "used"),
        Deed.COMMENTED: Wording("批注", "commented"),
        Deed.ASSEMBLY_SAVED: Wording("组卷", "assembled"),
    }
)

FIELD_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "status": "状态",
        "reason": "原因",
        "enemy": "互斥题",
        "text": "内容",
        "difficulty_permille": "难度（千分）",
        "discrimination_permille": "区分度（千分）",
        "origin": "来源",
        "task_id": "小题",
        "responses": "样本量",
        "source": "出处",
        "assembly": "组卷",
        "form_code": "试卷",
        "forms": "试卷",
        "seed": "种子",
        "plan": "计划",
        "session": "场次",
        "site": "考点",
        "used_on": "日期",
        "name": "名称",
    }
)
"""What the history's fields are called in Chinese; the others keep their own names."""


def kind_of_word(text: str) -> str:
    """Return the format that a Chinese or English word names.

    Raises:
        ArgumentTypeError: no such format.
    """
    for kind, words in KIND_WORDS.items():
        if text in {kind, words.zh, words.zh.removesuffix("题"), words.en}:
            return kind
    raise _unknown(text, (words.zh for words in KIND_WORDS.values()))


def status_of_word(text: str) -> Status:
    """Return the status that a Chinese or English word names.

    Raises:
        ArgumentTypeError: no such status.
    """
    for status, words in STATUS_WORDS.items():
        if text in {status.value, words.zh}:
            return status
    raise _unknown(text, (words.zh for words in STATUS_WORDS.values()))


def _unknown(text: str, known: Iterable[str]) -> ArgumentTypeError:
    return ArgumentTypeError(f"{text}: 可用 / one of: {' '.join(known)}")
