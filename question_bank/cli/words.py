"""What formats, statuses and origins are called on the command line, in both languages."""

from collections.abc import Mapping
from types import MappingProxyType

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


def kind_of_word(text: str) -> str:
    """Return the format that a Chinese or English word names.

    Raises:
        ValueError: no such format; for argparse.
    """
    for kind, words in KIND_WORDS.items():
        if text in {kind, words.zh, words.zh.removesuffix("题"), words.en}:
            return kind
    raise ValueError(text)


def status_of_word(text: str) -> Status:
    """Return the status that a Chinese or English word names.

    Raises:
        ValueError: no such status; for argparse.
    """
    for status, words in STATUS_WORDS.items():
        if text in {status.value, words.zh}:
            return status
    raise ValueError(text)
