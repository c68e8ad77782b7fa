"""All codes that checks tell, by the group that tells them, with their names. Pure.

A code is stable: programs and authors' lists go by it. docs/guides/author-checks.md
explains each.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from question_bank.items.score_line import Wording


class Group(StrEnum):
    """What is run together."""

    ITEM = "item"
    DUPLICATES = "duplicates"
    BALANCE = "balance"
    ENEMIES = "enemies"
    MEDIA = "media"
    BLUEPRINT = "blueprint"


CODES: Mapping[str, tuple[Group, Wording]] = MappingProxyType(
    {
        "KEY_MISSING": (Group.ITEM, Wording("没有答案", "no key")),
        "KEY_SEVERAL": (Group.ITEM, Wording("单选题多个答案", "several keys")),
        "KEY_UNFIT": (Group.ITEM, Wording("答案与题不符", "key does not fit")),
        "KEY_SINGLE": (Group.ITEM, Wording("多选题只有一个答案", "one key of many")),
        "KEY_LONGEST": (Group.ITEM, Wording("正确选项明显最长", "key longest")),
        "KEY_SHORTEST": (Group.ITEM, Wording("正确选项明显最短", "key shortest")),
        "KEY_COPIES_STEM": (Group.ITEM, Wording("正确选项重复题干", "key copies stem")),
        "KEY_ODD_FORM": (Group.ITEM, Wording("正确选项形式独特", "key of odd form")),
        "ABSOLUTE_WORDS": (Group.ITEM, Wording("绝对化用语", "absolute words")),
        "ALL_OR_NONE": (Group.ITEM, Wording("以上都对/都不对", "all or none")),
        "OPTIONS_EQUAL": (Group.ITEM, Wording("选项相同", "equal options")),
        "OPTIONS_REPEAT": (Group.ITEM, Wording("选项重复同样的话", "options repeat")),
        "OPTION_LONG": (Group.ITEM, Wording("选项过长", "long option")),
        "STEM_LONG": (Group.ITEM, Wording("题干过长", "long stem")),
        "NEGATIVE_UNMARKED": (Group.ITEM, Wording("否定词未标出", "unmarked negative")),
        "DOUBLE_NEGATIVE": (Group.ITEM, Wording("双重否定", "double negative")),
        "PUNCTUATION_MISSING": (Group.ITEM, Wording("缺标点", "no punctuation")),
        "PUNCTUATION_UNEVEN": (Group.ITEM, Wording("标点不一致", "uneven punctuation")),
        "PUNCTUATION_HALF_WIDTH": (Group.ITEM, Wording("半角标点", "half-width signs")),
        "TRADITIONAL_CHARACTERS": (Group.ITEM, Wording("繁体或罕用字", "traditional")),
        "LOOK_ALIKE": (Group.ITEM, Wording("形似字母", "look-alike letters")),
        "INVISIBLE_CHARACTERS": (
            Group.ITEM,
            Wording("看不见的字符", "invisible signs"),
        ),
        "EXPLANATION_MISSING": (Group.ITEM, Wording("缺解析", "no explanation")),
        "RUBRIC_MISSING": (Group.ITEM, Wording("缺评分标准", "no rubric")),
        "RUBRIC_UNWRITTEN": (
            Group.ITEM,
            Wording("评分标准待编写", "rubric to be written"),
        ),
        "RUBRIC_POINTS": (
            Group.ITEM,
            Wording("采分点分值不足", "rubric worth too little"),
        ),
        "RUBRIC_WORDINGS": (
            Group.ITEM,
            Wording("采分点缺其他说法", "no other wordings"),
        ),
        "UNTAGGED": (Group.ITEM, Wording("缺标签", "untagged")),
        "TAG_UNKNOWN": (Group.ITEM, Wording("标准里没有的标签", "tag not in standard")),
        "DIFFICULTY_UNKNOWN": (Group.ITEM, Wording("难度未知", "difficulty unknown")),
        "DIFFICULTY_MISFIT": (
            Group.ITEM,
            Wording("难度与实测不符", "difficulty misfit"),
        ),
        "DISCRIMINATION_LOW": (Group.ITEM, Wording("区分度过低", "low discrimination")),
        "TIME_IMPLAUSIBLE": (Group.ITEM, Wording("预计用时不合理", "implausible time")),
        "TRANSCRIPT_MISSING": (Group.ITEM, Wording("缺文字稿", "no transcript")),
        "DUPLICATE": (Group.DUPLICATES, Wording("重复题", "duplicate")),
        "DUPLICATE_OTHER_KEY": (
            Group.DUPLICATES,
            Wording("重复题，答案不同", "duplicate, other key"),
        ),
        "SAME_STEM": (Group.DUPLICATES, Wording("题干相同", "same stem")),
        "SAME_CLAIM": (Group.DUPLICATES, Wording("题干加答案相同", "same claim")),
        "NEAR_DUPLICATE": (Group.DUPLICATES, Wording("近似题", "near-duplicate")),
        "KEY_POSITION": (
            Group.BALANCE,
            Wording("答案位置不均", "uneven key positions"),
        ),
        "KEY_PATTERN": (Group.BALANCE, Wording("答案有规律", "pattern in keys")),
        "KEY_LONGEST_SHARE": (
            Group.BALANCE,
            Wording("最长选项为答案的比例", "share of longest keys"),
        ),
        "TRUTH_BALANCE": (Group.BALANCE, Wording("对错不均", "uneven true and false")),
        "ENEMY_MISSING": (Group.ENEMIES, Wording("互斥题不存在", "enemy missing")),
        "ENEMY_OF_ITSELF": (Group.ENEMIES, Wording("与自己互斥", "enemy of itself")),
        "MEDIUM_MISSING": (Group.MEDIA, Wording("媒体不存在", "medium missing")),
        "MEDIUM_OTHER_KIND": (
            Group.MEDIA,
            Wording("媒体类型不符", "other kind of file"),
        ),
        "MEDIUM_BROKEN": (Group.MEDIA, Wording("媒体损坏", "medium broken")),
        "SOUND_QUIET": (Group.MEDIA, Wording("音量过低", "too quiet")),
        "SOUND_LOUD": (Group.MEDIA, Wording("音量过高", "too loud")),
        "SOUND_CLIPPED": (Group.MEDIA, Wording("削波失真", "clipped")),
        "SOUND_PEAK": (Group.MEDIA, Wording("峰值偏高", "high peak")),
        "SOUND_LONG": (Group.MEDIA, Wording("音频过长", "long sound")),
        "SOUND_SILENT_START": (Group.MEDIA, Wording("开头静音", "silent beginning")),
        "SOUND_SILENT_END": (Group.MEDIA, Wording("结尾静音", "silent end")),
        "SOUND_RATE": (Group.MEDIA, Wording("采样率低", "low sample rate")),
        "SOUND_STEREO": (Group.MEDIA, Wording("立体声", "stereo")),
        "SOUND_LARGE": (Group.MEDIA, Wording("音频文件大", "large sound")),
        "PICTURE_LARGE": (Group.MEDIA, Wording("图片像素过多", "too many pixels")),
        "PICTURE_SMALL": (Group.MEDIA, Wording("图片过小", "too few pixels")),
        "PICTURE_HEAVY": (Group.MEDIA, Wording("图片文件大", "large picture file")),
        "ALT_TEXT_EMPTY": (Group.MEDIA, Wording("图片缺说明", "no alt text")),
        "ITEM_MEDIA_LARGE": (
            Group.MEDIA,
            Wording("单题媒体过大", "item's media large"),
        ),
        "BANK_MEDIA_LARGE": (
            Group.MEDIA,
            Wording("题库媒体过大", "bank's media large"),
        ),
        "BLUEPRINT_SHORT": (Group.BLUEPRINT, Wording("细目表缺题", "blueprint short")),
    }
)
