"""The commands of exam-bank: what is typed, which module does it, what help says of it.

A table of names: nothing of a command is loaded before somebody types it. To list items
nobody waits for the libraries that read sheets, decode sound or solve.
"""

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command.

    Attributes:
        words: A verb alone is about an item bank; of two words the first is what it is about.
        module: Of this package, with `add_arguments` and `run`.
        summary: Its line in the help, in both languages.
    """

    words: str
    module: str
    summary: str


COMMANDS = (
    Command(words="new", module="bank_new", summary="新建题库 / make a new item bank"),
    Command(
        words="template",
        module="bank_template",
        summary="写出供填写试题的表格模板（.xlsx） / write the spreadsheet that authors fill in",
    ),
    Command(
        words="import",
        module="bank_import",
        summary="导入试题（.xlsx、.yaml、QTI）/ take items in",
    ),
    Command(
        words="export",
        module="bank_export",
        summary="导出试题（YAML、.xlsx、QTI）/ write items out",
    ),
    Command(words="list", module="bank_list", summary="列出试题 / list items"),
    Command(
        words="show",
        module="bank_show",
        summary="查看一道试题的全部内容 / show one item whole",
    ),
    Command(
        words="check",
        module="bank_check",
        summary="检查题库质量 / find what is wrong in a bank",
    ),
    Command(
        words="review",
        module="bank_review",
        summary="审题：草稿 → 已审；不能审自己命的题 / review drafts of others",
    ),
    Command(
        words="approve",
        module="bank_approve",
        summary="批准：已审 → 已批准，此后冻结；不能批准自己审的题 / approve what others reviewed",
    ),
    Command(
        words="send-back",
        module="bank_send_back",
        summary="退回：已审 → 草稿 / send reviewed versions back",
    ),
    Command(
        words="retire",
        module="bank_retire",
        summary="停用：已批准 → 已停用，不再进入新试卷 / take approved items out of use",
    ),
    Command(
        words="comment",
        module="bank_comment",
        summary="给试题加批注 / comment on an item",
    ),
    Command(
        words="enemies",
        module="bank_enemies",
        summary="互斥题：查看、添加、删除 / items that must not meet: list, add, remove",
    ),
    Command(
        words="exposure",
        module="bank_exposure",
        summary="使用记录：按计划、考点查看，--record 登记 / where items were used; --record tells of a use",
    ),
    Command(
        words="assemble",
        module="bank_assemble",
        summary="按双向细目表组卷 / build parallel forms that follow a blueprint",
    ),
    Command(
        words="report",
        module="bank_report",
        summary="组卷报告（HTML）/ report of an assembly, as one page",
    ),
    Command(
        words="preview",
        module="bank_preview",
        summary="用考生的界面预览试题或试卷 / preview items or a form as candidates see them",
    ),
    Command(
        words="history",
        module="bank_history",
        summary="查看操作历史，--verify 校验其完整 / who did what; --verify checks it",
    ),
    Command(
        words="stats",
        module="bank_stats",
        summary="题库统计：级别 × 工作任务 × 题型 × 状态 / what the bank holds and lacks",
    ),
    Command(
        words="keys new",
        module="keys_new",
        summary="新建评价组织的密钥 / draw the organisation's keys",
    ),
    Command(
        words="package build",
        module="package_build",
        summary="制作考试包 / build an exam package",
    ),
    Command(
        words="package verify",
        module="package_verify",
        summary="校验考试包 / verify an exam package",
    ),
    Command(
        words="package rehearse",
        module="package_rehearse",
        summary="解包测试，不显示试题 / prove a package good without showing it",
    ),
    Command(
        words="journal verify",
        module="journal_verify",
        summary="校验作答日志 / verify a sitting's journal",
    ),
)

NOUNS = MappingProxyType(
    {
        "keys": "组织密钥 / the organisation's keys",
        "package": "考试包 / exam packages",
        "journal": "作答日志 / journals of sittings",
    }
)
"""What commands of two words are about."""
