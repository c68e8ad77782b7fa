"""What metadata say of an item, as the record's fields take it."""

from question_bank.errors import FormatError
from question_bank.exchange.qti_manifest import DIFFICULTY_WORDS, Said
from question_bank.exchange.qti_telling import Telling
from question_bank.exchange.qti_xml import Node
from question_bank.formats.canonical import parse_json
from question_bank.formats.record import from_plain
from question_bank.identifiers import ItemId, TaskId
from question_bank.items.estimate import TaskEstimate
from question_bank.items.tag import Tag, parse_tag

_MOST_SECONDS = 7200
_MOST_ESTIMATE_BYTES = 4096


def level_of(said: Said, asked: str | None, at: Node, telling: Telling) -> str | None:
    """Return the item's level; None if it was told that there is none or two."""
    levels = {parse_tag(tag).level for tag in said.tags}
    noted = said.level or (levels.pop() if len(levels) == 1 else None)
    if noted is not None and asked is not None and noted != asked:
        telling.error(
            "LEVEL_DIFFERS",
            at,
            f"来源注明等级为 {noted}，导入要求 {asked}",
            f"the source says level {noted}, the import asks for {asked}",
        )
        return None
    level = asked or noted
    if level is None:
        telling.error(
            "LEVEL_MISSING",
            at,
            "来源没有注明等级，请在导入时指定（--level）",
            "the source names no level; give one when importing (--level)",
        )
    return level


def tags_of(
    said: Said,
    level: str,
    item_id: ItemId,
    task_ids: tuple[TaskId, ...],
    telling: Telling,
) -> dict[TaskId, tuple[Tag, ...]]:
    """Return tags by task id; those that another program wrote are the item's."""
    known = {item_id, *task_ids}
    found = {
        TaskId(key): tuple(map(Tag, tags))
        for key, tags in said.own_tags.items()
        if key in known
    }
    if found or not said.tags:
        return found
    own = tuple(Tag(tag) for tag in said.tags if parse_tag(tag).level == level)
    if len(own) != len(said.tags):
        telling.note(
            "TAG_OF_OTHER_LEVEL",
            None,
            f"不属于等级 {level} 的标签未导入",
            f"tags of another level than {level} were not taken",
        )
    return {TaskId(item_id): own} if own else {}


def times_of(said: Said, task_ids: tuple[TaskId, ...]) -> dict[TaskId, int]:
    """Return expected times by task id."""
    own = {
        task_id: int(said.times[task_id])
        for task_id in task_ids
        if said.times.get(task_id, "").isdecimal()
    }
    if own or said.times:
        return own
    if len(task_ids) == 1 and said.seconds and said.seconds <= _MOST_SECONDS:
        return {task_ids[0]: said.seconds}
    return {}


def estimates_of(
    said: Said, task_ids: tuple[TaskId, ...], telling: Telling
) -> tuple[TaskEstimate, ...]:
    """Return the estimates that our writer noted, or what one of LOM's words means."""
    found: list[TaskEstimate] = []
    for task_id in task_ids:
        if (text := said.estimates.get(task_id)) is None:
            continue
        try:
            plain = parse_json(
                text.encode(), name="estimate", most_bytes=_MOST_ESTIMATE_BYTES
            )
            found.append(from_plain(plain, TaskEstimate, name="estimate"))
        except FormatError as error:
            telling.warning(
                "ESTIMATE",
                None,
                f"难度估计无法读取，未导入：{error}",
                f"an estimate cannot be read and was not taken: {error}",
            )
    if found or said.difficulty is None or len(task_ids) != 1:
        return tuple(found)
    permille = DIFFICULTY_WORDS[said.difficulty]
    telling.note(
        "DIFFICULTY_FROM_WORD",
        None,
        f"来源的难度为“{said.difficulty}”，按得分率 {permille / 1000} 计",
        f"the difficulty {said.difficulty!r} was taken as a score rate of"
        f" {permille / 1000}",
    )
    return (TaskEstimate(task_id=task_ids[0], difficulty_permille=permille),)
