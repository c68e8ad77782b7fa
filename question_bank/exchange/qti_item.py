"""One QTI item document into one draft, or the findings that say why not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from question_bank.errors import FormatError
from question_bank.exchange.errors import QtiError
from question_bank.exchange.item_draft import ItemDraft
from question_bank.exchange.qti_asked import Asked, TaskWithKey, tell_not_computable
from question_bank.exchange.qti_body import Body, BodyTask, read_body
from question_bank.exchange.qti_content import ContentReader
from question_bank.exchange.qti_declarations import read_processing
from question_bank.exchange.qti_expressions import NotComputableError
from question_bank.exchange.qti_feedback import read_explanations
from question_bank.exchange.qti_files import QtiFiles
from question_bank.exchange.qti_fit import NotOursError, fit_open, score_of
from question_bank.exchange.qti_interactions import InteractionReader
from question_bank.exchange.qti_losses import tell_losses
from question_bank.exchange.qti_manifest import Said
from question_bank.exchange.qti_media import ItemMedia, QtiMedia
from question_bank.exchange.qti_scoring import Processing
from question_bank.exchange.qti_separate import separated
from question_bank.exchange.qti_telling import Telling
from question_bank.exchange.qti_values import estimates_of, level_of, tags_of, times_of
from question_bank.exchange.qti_words import DATA_PREFIX, safe_id
from question_bank.exchange.qti_xml import Node, parse_xml
from question_bank.formats.item_record import (
    ItemRecord,
    item_record_bytes,
    item_record_problems,
    parse_item_record,
)
from question_bank.identifiers import ItemId, MediaName, SceneId, TaskId
from question_bank.items.case import Case, Scene
from question_bank.items.content import Block, Paragraph, Run, plain_text
from question_bank.items.item import Item, media_of_item
from question_bank.items.task import Task

_LONGEST_LINE = 200
_MOST_STIMULI = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSource:
    """Where one item lies.

    Attributes:
        file: The name of the whole source, for messages.
        member: The item's document.
        level: What whoever imports asked for.
    """

    file: str
    member: str
    files: QtiFiles
    media: QtiMedia
    said: Said
    level: str | None


def read_item(root: Node, source: ItemSource, telling: Telling) -> ItemDraft | None:
    """Return the draft; None if it was told why there is none."""
    return _ItemReading(root, source, telling).draft()


class _ItemReading:
    """One item while it is read."""

    def __init__(self, root: Node, source: ItemSource, telling: Telling) -> None:
        self._root = root
        self._source = source
        self._telling = telling
        self._media = ItemMedia(source.media, source.files, telling)
        self._reader = ContentReader(telling, self._media, source.member)
        self._item_id = self._own_id()

    def draft(self) -> ItemDraft | None:
        self._require_plain_item()
        tell_losses(self._root, self._telling)
        self._read_catalogs()
        stimulus = tuple(self._stimuli())
        body = read_body(self._root, self._reader, self._telling)
        if body is None or self._telling.has_errors():
            return None
        responses = tuple(task.response for task in body.tasks)
        processing = read_processing(self._root, self._telling, responses)
        if self._telling.has_errors():
            return None
        made = self._tasks(body, stimulus, processing)
        if made is None or self._telling.has_errors():
            return None
        record = self._record(body, stimulus, made, processing)
        return None if record is None else self._checked(record, made)

    # --- what an item may not be

    def _own_id(self) -> ItemId:
        identifier = self._root.attributes.get("identifier", "").strip()
        if not identifier:
            self._telling.error(
                "ID_MISSING",
                self._root,
                "试题没有 identifier",
                "the item has no identifier",
            )
        item_id = safe_id(identifier)
        self._telling.item_id = item_id
        if identifier not in {item_id, f"_{item_id}"}:
            self._telling.note(
                "ID_CHANGED",
                self._root,
                f"标识“{identifier[:80]}”改为 {item_id}",
                f"the identifier {identifier[:80]!r} became {item_id}",
            )
        return ItemId(item_id)

    def _require_plain_item(self) -> None:
        if self._root.attributes.get("adaptive", "false").strip() in {"true", "1"}:
            self._telling.error(
                "ADAPTIVE",
                self._root,
                "自适应试题（adaptive）无法对应",
                "an adaptive item cannot be mapped",
            )
        for name in ("template-declaration", "template-processing"):
            if (found := self._root.first(name)) is not None:
                self._telling.error(
                    "TEMPLATE",
                    found,
                    "题干由模板变量生成（template），无法对应",
                    "an item made from template variables cannot be mapped",
                )
                return

    def _read_catalogs(self) -> None:
        for info in self._root.named("catalog-info"):
            for catalog in info.named("catalog"):
                for card in catalog.named("card"):
                    if card.attributes.get("support") != "transcript":
                        continue
                    words = plain_text(self._reader.blocks(_card_content(card))).strip()
                    if words:
                        self._media.catalogs[catalog.attributes.get("id", "")] = words

    def _stimuli(self) -> Iterator[Block]:
        """Yield what stands in the shared stimuli that the item refers to."""
        references = tuple(self._root.named("assessment-stimulus-ref"))
        if len(references) > _MOST_STIMULI:
            self._telling.error(
                "STIMULI",
                references[_MOST_STIMULI],
                f"引用了{len(references)}份共用材料，最多 {_MOST_STIMULI} 份",
                f"{len(references)} shared stimuli, at most {_MOST_STIMULI}",
            )
            return
        for reference in references:
            href = reference.attributes.get("href", "")
            target = self._source.media.member_of(href, self._source.member)
            if target is None or not self._source.files.has(target):
                self._telling.error(
                    "STIMULUS_MISSING",
                    reference,
                    f"共用材料 {href[:120]} 不在内容包中",
                    f"the shared stimulus {href[:120]} is not in the package",
                )
                continue
            try:
                raw = self._source.files.read(target, most_bytes=8 * 1024 * 1024)
                root = parse_xml(raw, name=target)
            except QtiError as error:
                where, found = error.where, error.wording
                self._telling.error(
                    "STIMULUS_UNREADABLE",
                    reference,
                    f"共用材料无法读取：{where}：{found.zh}",
                    f"the shared stimulus cannot be read: {where}: {found.en}",
                )
                continue
            body = root.first("stimulus-body")
            if root.name != "assessment-stimulus" or body is None:
                self._telling.error(
                    "STIMULUS_UNREADABLE",
                    reference,
                    f"{target} 不是共用材料（assessment stimulus），而是 <{root.name}>",
                    f"{target} is no assessment stimulus, it is <{root.name}>",
                )
                continue
            yield from ContentReader(self._telling, self._media, target).blocks(body)

    # --- tasks

    def _tasks(
        self, body: Body, stimulus: tuple[Block, ...], processing: Processing
    ) -> tuple[TaskWithKey, ...] | None:
        scoring = self._scoring(body, processing)
        if scoring is None:
            return None
        reader = InteractionReader(self._reader, self._telling)
        made: list[TaskWithKey] = []
        for number, task in enumerate(body.tasks, start=1):
            declared = processing.responses.get(task.response)
            if declared is None:
                self._telling.error(
                    "RESPONSE_MISSING",
                    task.node,
                    f"应答变量 {task.response} 没有声明",
                    f"the response variable {task.response} is not declared",
                )
                continue
            own = scoring[task.response]
            stem = task.stem if body.is_case else (*stimulus, *task.stem)
            if not stem:
                stem = self._title_as_stem()
            asked = Asked(
                task_id=self._task_id(task, number, is_case=body.is_case),
                stem=stem,
                declared=declared,
                score=score_of(own, task.response) if own.rules else None,
                rules=own.rules,
                open_points=self._open_points(task, own, is_case=body.is_case),
                rubrics=task.rubrics,
                is_unscored=bool(processing.rules) and not own.rules,
            )
            if (found := reader.task(task.node, asked)) is not None:
                made.append(found)
        return tuple(made) if len(made) == len(body.tasks) else None

    def _scoring(
        self, body: Body, processing: Processing
    ) -> dict[str, Processing] | None:
        if len(body.tasks) == 1:
            return {body.tasks[0].response: processing}
        try:
            return {task.response: processing for task in body.tasks} | separated(
                processing
            )
        except NotComputableError as error:
            tell_not_computable(error, self._telling)
            return None

    def _open_points(
        self, task: BodyTask, processing: Processing, *, is_case: bool
    ) -> Fraction | None:
        try:
            if not is_case:
                return fit_open(processing)
            outcome = processing.outcomes.get(f"SCORE_{task.response}")
            if outcome is None:
                return None
            return fit_open(
                Processing(responses={}, outcomes={"SCORE": outcome}, rules=())
            )
        except NotOursError as error:
            self._telling.error("POINTS", task.node, error.zh, error.en)
            return None

    def _task_id(self, task: BodyTask, number: int, *, is_case: bool) -> TaskId:
        if not is_case:
            return TaskId(self._item_id)
        own = task.node.attributes.get(f"{DATA_PREFIX}task")
        return TaskId(safe_id(own) if own else safe_id(f"{self._item_id}-{number}"))

    def _title(self) -> str:
        title = " ".join(self._root.attributes.get("title", "").split())
        return (title or self._item_id)[:_LONGEST_LINE]

    def _title_as_stem(self) -> tuple[Block, ...]:
        self._telling.note(
            "STEM_FROM_TITLE",
            self._root,
            "题干为空，用标题代替",
            "the body has no words; the title stands in as the stem",
        )
        return (Paragraph(runs=(Run(text=self._title()),)),)

    # --- the record

    def _record(
        self,
        body: Body,
        stimulus: tuple[Block, ...],
        made: tuple[TaskWithKey, ...],
        processing: Processing,
    ) -> ItemRecord | None:
        said = self._source.said
        task_ids = tuple(task.task_id for task, _ in made)
        level = level_of(said, self._source.level, self._root, self._telling)
        choices = {
            task.response: tuple(
                choice.attributes.get("identifier", "")
                for choice in task.node.named("simple-choice")
            )
            for task in body.tasks
            if task.node.name == "choice-interaction"
        }
        explained = read_explanations(
            self._root, processing, choices, self._reader, self._telling
        )
        by_response = {
            task.response: made_task.task_id
            for task, (made_task, _) in zip(body.tasks, made, strict=True)
        }
        if "" in explained and len(task_ids) > 1:
            self._telling.note(
                "FEEDBACK_NOT_TAKEN",
                self._root,
                "整题的反馈无法归到某一小题，未导入",
                "feedback on the whole item belongs to no single task and was not taken",
            )
        explanations = {
            by_response.get(response, task_ids[0]): blocks
            for response, blocks in explained.items()
            if response in by_response or len(task_ids) == 1
        }
        if level is None or self._telling.has_errors():
            return None
        item = self._item(body, stimulus, tuple(task for task, _ in made))
        shown = set(media_of_item(item))
        return ItemRecord(
            level=level,
            item=item,
            keys={task.task_id: key for task, key in made},
            explanations=explanations,
            tags=tags_of(said, level, self._item_id, task_ids, self._telling),
            expected_times_s=times_of(said, task_ids),
            transcripts=_of_those(self._media.transcripts, shown),
            media=_of_those(self._media.shas, shown),
        )

    def _item(
        self, body: Body, stimulus: tuple[Block, ...], tasks: tuple[Task, ...]
    ) -> Item:
        if not body.is_case:
            return tasks[0]
        waiting = iter(tasks)
        scenes = tuple(
            Scene(
                scene_id=SceneId(safe_id(scene.identifier)),
                title=scene.title or self._title(),
                content=scene.content or self._title_as_stem(),
                tasks=tuple(next(waiting) for _ in scene.tasks),
            )
            for scene in body.scenes
        )
        return Case(
            item_id=self._item_id,
            title=body.title or self._title(),
            stem=(*stimulus, *body.stem),
            is_one_way=body.is_one_way,
            scenes=scenes,
        )

    def _checked(
        self, record: ItemRecord, made: tuple[TaskWithKey, ...]
    ) -> ItemDraft | None:
        for problem in item_record_problems(record):
            self._tell_problem(problem)
        if self._telling.has_errors():
            return None
        try:
            record = parse_item_record(item_record_bytes(record), name=self._item_id)
        except (FormatError, ValueError) as error:
            self._tell_problem(str(error))
            return None
        task_ids = tuple(task.task_id for task, _ in made)
        return ItemDraft(
            record=record,
            estimates=estimates_of(self._source.said, task_ids, self._telling),
            place=self._telling.place(self._root.line),
        )

    def _tell_problem(self, problem: str) -> None:
        self._telling.error(
            "ITEM_NOT_OURS",
            self._root,
            f"不符合本系统对试题的要求：{problem}",
            f"not what an item of ours may be: {problem}",
        )


def _of_those(
    found: Mapping[MediaName, str], shown: set[MediaName]
) -> dict[MediaName, str]:
    return {name: value for name, value in found.items() if name in shown}


def _card_content(card: Node) -> Node:
    return next((node for node in card.elements() if node.name == "html-content"), card)
