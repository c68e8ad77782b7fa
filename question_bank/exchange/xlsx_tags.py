"""Which tags a row's 领域, 任务 and 能力点 name. Pure."""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from question_bank.exchange.xlsx_columns import Column
from question_bank.exchange.xlsx_row import Row
from question_bank.formats.standard import Standard, domain_names, task_names
from question_bank.items.finding import Severity
from question_bank.items.score_line import Wording
from question_bank.items.tag import Tag

MOST_TAGS = 20

_ENTRIES = re.compile(r"[;；、,，\n]")
_CODE = re.compile(
    r"(?:(?P<level>[^\s/0-9][^\s/]{0,19})[/ ])? ?(?P<domain>[1-9][0-9]?)[.．]"
    r"(?P<task>[1-9][0-9]?)(?:[.．](?P<competency>[1-9][0-9]?))?(?P<name>[^0-9.].*)?"
)
_BARE = re.compile(r"[1-9][0-9]?")
_CANNOT = "标签只能是级别和编号"


def read_level(row: Row, level: str | None, standard: Standard | None) -> str | None:
    """Return the level of a row: its own cell's, or that of the whole import."""
    own = row.text(Column.LEVEL)
    if own and level and own != level:
        row.error(
            Column.LEVEL,
            "LEVEL_DIFFERS",
            f"级别是“{own[:20]}”，而本次导入指定为“{level}”",
            f"the level is “{own[:20]}”, but this import is for “{level}”",
        )
        return level
    found = own or level
    if not found:
        row.error(
            Column.LEVEL,
            "LEVEL_MISSING",
            "没有级别；请填“级别”一列，或在命令中用 --level 指定",
            "no level; fill in the column 级别 or give --level",
        )
        return None
    names = [known.name for known in standard.levels] if standard else []
    if (names and found not in names) or re.fullmatch(r"[^\s/]{1,20}", found) is None:
        row.error(
            Column.LEVEL,
            "LEVEL_UNKNOWN",
            f"没有“{found[:20]}”这个级别"
            + (f"；应为 {'、'.join(names)}" * bool(names)),
            f"there is no level “{found[:20]}”",
        )
    return found


def read_tags(
    row: Row, level: str, standard: Standard | None, column: Column = Column.TASK
) -> tuple[Tag, ...]:
    """Return the tags of a row; what cannot be one is told."""
    found = [
        tag
        for entry in dict.fromkeys(map(str.strip, _ENTRIES.split(row.text(column))))
        if entry and (tag := _tag(row, entry, level, standard, column)) is not None
    ]
    if column is Column.TASK:
        found = _with_competency(row, found, level)
        _tell_domain(row, found, level, standard)
    tags = tuple(dict.fromkeys(found))
    if len(tags) > MOST_TAGS:
        row.error(
            column,
            "TOO_MANY_TASKS",
            f"有 {len(tags)} 个任务或能力点，最多 {MOST_TAGS} 个；请只留主要的",
            f"{len(tags)} tasks or competencies, at most {MOST_TAGS}",
        )
    return tags


def _tag(
    row: Row, entry: str, level: str, standard: Standard | None, column: Column
) -> Tag | None:
    code = _CODE.fullmatch(entry)
    if code is None:
        return _named(row, entry, level, standard, column)
    if code["level"] and code["level"] != level:
        row.error(
            column,
            "TASK_OF_OTHER_LEVEL",
            f"“{entry}”不是{level}的任务",
            f"“{entry}” is no task of the level {level}",
        )
        return None
    task = f"{code['domain']}.{code['task']}"
    names = task_names(standard, level) if standard else {}
    if names and task not in names:
        _tell_unknown(row, entry, names, column)
        return None
    name = (code["name"] or "").strip()
    if names and name and _squeezed(name) != _squeezed(names[task]):
        row.gather(
            column,
            "TASK_NAME_DIFFERS",
            Wording(
                f"{task} 在标准中是“{names[task]}”，表中写的是另一名称；按编号导入，请核对",
                f"{task} is “{names[task]}” in the standard; taken by its number, please check",
            ),
            severity=Severity.WARNING,
            sample=name[:20],
        )
    competency = f".{code['competency']}" if code["competency"] else ""
    return Tag(f"{level}/{task}{competency}")


def _named(
    row: Row, entry: str, level: str, standard: Standard | None, column: Column
) -> Tag | None:
    """Return the tag of a task that is given by its name, or by its number alone."""
    domain = _domain_code(row, level, standard)
    if _BARE.fullmatch(entry) and domain is not None:
        return _tag(row, f"{domain}.{entry}", level, standard, column)
    names = task_names(standard, level) if standard else {}
    codes = [
        code
        for code, name in names.items()
        if _squeezed(name) == _squeezed(entry)
        and (domain is None or code.startswith(f"{domain}."))
    ]
    if len(codes) == 1:
        return Tag(f"{level}/{codes[0]}")
    _tell_unknown(row, entry, names, column)
    return None


def _tell_unknown(
    row: Row, entry: str, names: Mapping[str, str], column: Column
) -> None:
    near = get_close_matches(entry[:40], names.values(), n=1, cutoff=0.5)
    zh = f"；是否为 {near[0]}？" if near else ""
    listed = "、".join(f"{code} {name}" for code, name in names.items())
    known = f"。可用：{listed}" if names else "；请写编号，如 2.1"
    row.error(
        column,
        "TASK_UNKNOWN",
        f"标准中没有任务“{entry[:40]}”{zh}{known}",
        f"no task “{entry[:40]}” in the standard; write its number, such as 2.1",
    )


def _with_competency(row: Row, tags: Sequence[Tag], level: str) -> list[Tag]:
    entry = row.text(Column.COMPETENCY)
    if not entry:
        return list(tags)
    code = _CODE.fullmatch(entry)
    if code is not None and code["competency"]:
        whole = Tag(f"{level}/{code['domain']}.{code['task']}.{code['competency']}")
        task = whole.rpartition(".")[0]
        if tags and task not in tags:
            row.error(
                Column.COMPETENCY,
                "COMPETENCY_OF_OTHER_TASK",
                f"能力点 {entry[:20]} 不属于所填任务",
                f"the competency {entry[:20]} does not belong to the task given",
            )
        return [whole, *(tag for tag in tags if tag != task)]
    if _BARE.fullmatch(entry) and len(tags) == 1 and tags[0].count(".") == 1:
        return [Tag(f"{tags[0]}.{entry}")]
    row.gather(
        Column.COMPETENCY,
        "COMPETENCY_NOT_TAKEN",
        Wording(
            "此列的内容不是能力点编号（如 2.1.3），未导入",
            "what stands here is no number of a competency (such as 2.1.3); not taken",
        ),
        severity=Severity.WARNING,
        sample=f"“{entry[:20]}”",
    )
    return list(tags)


def _tell_domain(
    row: Row, tags: Sequence[Tag], level: str, standard: Standard | None
) -> None:
    """Tell a domain that contradicts the tasks, or one that stands alone."""
    entry = row.text(Column.DOMAIN)
    if not entry:
        return
    domain = _domain_code(row, level, standard)
    if not tags and not row.text(Column.TASK):
        row.gather(
            Column.DOMAIN,
            "DOMAIN_WITHOUT_TASK",
            Wording(
                "只有领域、没有任务的试题不带标签导入；请补填“任务”",
                "a domain without a task makes no tag; fill in the column 任务",
            ),
            severity=Severity.WARNING,
        )
    elif domain is None:
        row.gather(
            Column.DOMAIN,
            "DOMAIN_UNKNOWN",
            Wording(
                "标准中没有这个领域；按任务导入", "no such domain; the task counts"
            ),
            severity=Severity.WARNING,
            sample=f"“{entry[:20]}”",
        )
    elif tags and all(not tag.startswith(f"{level}/{domain}.") for tag in tags):
        row.error(
            Column.DOMAIN,
            "DOMAIN_CONTRADICTS_TASK",
            f"领域“{entry[:20]}”与任务“{tags[0]}”不符",
            f"the domain “{entry[:20]}” contradicts the task “{tags[0]}”",
        )


def _domain_code(row: Row, level: str, standard: Standard | None) -> str | None:
    entry = row.text(Column.DOMAIN)
    number = re.match(r"(?:领域)?([1-9][0-9]?)(?![0-9])", entry)
    names = domain_names(standard, level) if standard else {}
    if number and (not names or number[1] in names):
        return number[1]
    return next(
        (code for code, name in names.items() if _squeezed(name) == _squeezed(entry)),
        None,
    )


def _squeezed(text: str) -> str:
    return re.sub(r"[\s/／、·]+", "", text)
