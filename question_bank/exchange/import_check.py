"""What a bank has to say about drafts before it takes them: tags, ids, media, enemies."""

from collections.abc import Iterator, Mapping

from question_bank.bank.bank import Bank
from question_bank.errors import ExamRoomError
from question_bank.exchange.item_draft import (
    MOST_MEDIUM_BYTES,
    ItemDraft,
    MediumFile,
    SourceReading,
)
from question_bank.formats.item_record import ItemRecord, item_id_of_record
from question_bank.formats.standard import Standard, has_tag, task_names
from question_bank.identifiers import ItemId, MediaName, TaskId
from question_bank.items.finding import Finding, Place, Severity
from question_bank.items.item import tasks_in
from question_bank.items.score_line import Wording


def import_findings(
    bank: Bank, reading: SourceReading
) -> tuple[frozenset[int], tuple[Finding, ...]]:
    """Return the indexes of drafts that cannot be taken, and all that was found."""
    check = _Check(bank, reading)
    bad: set[int] = set()
    taken: set[ItemId] = set()
    findings: list[Finding] = []
    for index, draft in enumerate(reading.drafts):
        found = list(check.of_draft(draft))
        findings += found
        if found:
            bad.add(index)
        else:
            taken.add(item_id_of_record(draft.record))
    findings += check.of_enemies(taken)
    return frozenset(bad), tuple(findings)


class _Check:
    """One source held against one bank."""

    def __init__(self, bank: Bank, reading: SourceReading) -> None:
        self._bank = bank
        self._reading = reading
        self._standard: Standard = bank.standard
        self._levels = {level.name for level in self._standard.levels}
        self._seen: dict[TaskId, ItemRecord] = {}
        self._media_problems: dict[str, Wording | None] = {}

    def of_draft(self, draft: ItemDraft) -> Iterator[Finding]:
        record = draft.record
        for code, wording in (
            *self._level_problems(record),
            *self._id_problems(record),
            *self._media(record.media),
        ):
            yield _error(code, draft.place, wording, item_id_of_record(record))

    def of_enemies(self, taken: set[ItemId]) -> Iterator[Finding]:
        """Yield a warning for each pair of which one is nowhere."""
        for pair in self._reading.enemies:
            if pair[0] == pair[1]:
                wording = Wording(
                    f"{pair[0]} 与自身列为互斥题，已忽略",
                    f"{pair[0]} is listed as its own enemy; ignored",
                )
                yield _warning("ENEMY_OF_ITSELF", pair[0], wording)
            for item_id in pair:
                if item_id not in taken and not self._bank.items.has(item_id):
                    wording = Wording(
                        f"互斥题 {pair[0]}、{pair[1]}：题库中没有 {item_id}，"
                        "该对未记录；待该题入库后请再次导入",
                        f"enemies {pair[0]} and {pair[1]}: the bank has no {item_id};"
                        " the pair is left out, import again when the item is there",
                    )
                    yield _warning("ENEMY_UNKNOWN", item_id, wording)

    def _level_problems(self, record: ItemRecord) -> Iterator[tuple[str, Wording]]:
        if record.level not in self._levels:
            levels = "、".join(sorted(self._levels))
            yield (
                "LEVEL_UNKNOWN",
                Wording(
                    f"本题库的标准没有级别“{record.level}”，只有：{levels}",
                    f"the bank's standard has no level {record.level}, only: {levels}",
                ),
            )
            return
        unknown = dict.fromkeys(
            tag
            for tags in record.tags.values()
            for tag in tags
            if not has_tag(self._standard, tag)
        )
        codes = " ".join(task_names(self._standard, record.level))
        for tag in unknown:
            yield (
                "TAG_UNKNOWN",
                Wording(
                    f"标准中没有标签 {tag}；{record.level}的工作任务为：{codes}",
                    f"the standard has no {tag}; the tasks of this level are: {codes}",
                ),
            )

    def _id_problems(self, record: ItemRecord) -> Iterator[tuple[str, Wording]]:
        item_id = item_id_of_record(record)
        ids = dict.fromkeys(
            (TaskId(item_id), *(task.task_id for task in tasks_in(record.item)))
        )
        owners = self._bank.items.owners_of(ids)
        for found in ids:
            other = self._seen.setdefault(found, record)
            if other is not record and other != record:
                owner = item_id_of_record(other)
                yield (
                    "ID_TWICE",
                    Wording(
                        f"编号 {found} 已在本次导入的试题 {owner} 中用过",
                        f"the id {found} is used by the item {owner} of this import",
                    ),
                )
            elif owners.get(found, item_id) != item_id:
                yield (
                    "ID_OF_OTHER_ITEM",
                    Wording(
                        f"编号 {found} 属于题库中的试题 {owners[found]}，请换一个编号",
                        f"the id {found} belongs to the item {owners[found]} of the"
                        " bank; choose another",
                    ),
                )

    def _media(self, media: Mapping[MediaName, str]) -> Iterator[tuple[str, Wording]]:
        for name, digest in media.items():
            if digest not in self._media_problems:
                self._media_problems[digest] = self._medium_problem(digest)
            problem = self._media_problems[digest]
            if problem is not None:
                yield (
                    "MEDIUM",
                    Wording(f"媒体 {name}：{problem.zh}", f"{name}: {problem.en}"),
                )

    def _medium_problem(self, digest: str) -> Wording | None:
        if self._bank.media.has(digest):
            return None  # decoded when it came in
        medium = self._reading.media.get(digest)
        if medium is None:
            return Wording("没有该文件", "there is no such file")
        return _file_problem(medium)


def _file_problem(medium: MediumFile) -> Wording | None:
    # Decoders of pictures and sounds take longer to load than a list takes to read.
    from question_bank.exchange.media_check import media_problem  # noqa: PLC0415

    if medium.size_bytes > MOST_MEDIUM_BYTES:
        most = MOST_MEDIUM_BYTES // (1024 * 1024)
        return Wording(f"文件过大，最多 {most} MB", f"too large, at most {most} MB")
    try:
        found = media_problem(medium.media_type, medium.read())
    except (OSError, ExamRoomError) as error:
        return Wording(f"无法读取（{error}）", f"cannot be read: {error}")
    return None if found is None else Wording(f"无法使用（{found}）", found)


def _error(code: str, place: Place, wording: Wording, item_id: ItemId) -> Finding:
    there = Place(
        file=place.file,
        part=place.part,
        row=place.row,
        column=place.column,
        item_id=item_id,
    )
    return Finding(code=code, severity=Severity.ERROR, place=there, wording=wording)


def _warning(code: str, item_id: ItemId, wording: Wording) -> Finding:
    place = Place(item_id=item_id)
    return Finding(code=code, severity=Severity.WARNING, place=place, wording=wording)
