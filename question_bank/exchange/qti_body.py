"""The body of a QTI item: where its interactions are and what belongs to each."""

from dataclasses import dataclass

from question_bank.exchange.qti_content import ContentReader, Placed
from question_bank.exchange.qti_interactions import require_known
from question_bank.exchange.qti_rubric import is_for_scorers
from question_bank.exchange.qti_telling import Telling
from question_bank.exchange.qti_words import (
    CLASS_CASE_STEM,
    CLASS_SCENE,
    CLASS_SCENE_CONTENT,
    CLASS_TASK,
    DATA_PREFIX,
)
from question_bank.exchange.qti_xml import Node
from question_bank.items.content import Block


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyTask:
    """One interaction.

    Attributes:
        response: Identifier of its response variable.
        stem: What is asked.
        rubrics: Rubric blocks for scorers.
    """

    node: Node
    response: str
    stem: tuple[Block, ...]
    rubrics: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyScene:
    """A scene; an empty title or content is for the caller to fill."""

    identifier: str
    title: str
    content: tuple[Block, ...]
    tasks: tuple[BodyTask, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A whole body; `scenes` and `stem` are those of a case."""

    tasks: tuple[BodyTask, ...]
    is_case: bool
    is_one_way: bool = False
    stem: tuple[Block, ...] = ()
    scenes: tuple[BodyScene, ...] = ()
    title: str = ""


def read_body(item: Node, reader: ContentReader, telling: Telling) -> Body | None:
    """Return the body; None if it was told that there is nothing to answer."""
    body = item.first("item-body")
    if body is None:
        telling.error(
            "BODY_MISSING", item, "试题没有 item-body", "the item has no item body"
        )
        return None
    if any(_has(node, CLASS_SCENE) for node in body.elements()):
        return _own_case(body, reader, telling)
    found = _tasks(body, reader, telling)
    if not found.tasks:
        telling.error(
            "INTERACTION_MISSING",
            body,
            "没有可作答的交互",
            "there is no interaction to answer",
        )
        return None
    known = [require_known(task.node, telling) for task in found.tasks]
    if not all(known):
        return None
    if len(found.tasks) == 1:
        return Body(tasks=found.tasks, is_case=False)
    return _composite(found, telling)


def _own_case(body: Node, reader: ContentReader, telling: Telling) -> Body:
    """Read a case as our writer has it."""
    stem: tuple[Block, ...] = ()
    scenes: list[BodyScene] = []
    for node in body.elements():
        if _has(node, CLASS_CASE_STEM):
            stem = reader.blocks(node)
        elif _has(node, CLASS_SCENE):
            scenes.append(_own_scene(node, reader, telling))
        else:
            telling.error(
                "CONTENT_NOT_MAPPED",
                node,
                "案例的场景之外还有内容",
                "there is content beside the scenes of a case",
            )
    return Body(
        tasks=tuple(task for scene in scenes for task in scene.tasks),
        is_case=True,
        is_one_way=body.attributes.get(f"{DATA_PREFIX}one-way") == "true",
        stem=stem,
        scenes=tuple(scenes),
        title=body.attributes.get(f"{DATA_PREFIX}title", ""),
    )


def _own_scene(node: Node, reader: ContentReader, telling: Telling) -> BodyScene:
    content: tuple[Block, ...] = ()
    tasks: list[BodyTask] = []
    for part in node.elements():
        if _has(part, CLASS_SCENE_CONTENT):
            content = reader.blocks(part)
        elif _has(part, CLASS_TASK):
            tasks.extend(_tasks(part, reader, telling).tasks)
    return BodyScene(
        identifier=node.attributes.get(f"{DATA_PREFIX}scene", ""),
        title=node.attributes.get(f"{DATA_PREFIX}title", ""),
        content=content,
        tasks=tuple(tasks),
    )


def _has(node: Node, name: str) -> bool:
    return name in node.attributes.get("class", "").split()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """Tasks in order; `lead` is what stands before the first one's own question."""

    lead: tuple[Block, ...]
    tasks: tuple[BodyTask, ...]
    prompts: tuple[bool, ...]


def _tasks(node: Node, reader: ContentReader, telling: Telling) -> _Found:
    """Split content at its interactions; what follows the last one joins its stem."""
    before: list[Block] = []
    tasks: list[BodyTask] = []
    prompts: list[bool] = []
    lead: tuple[Block, ...] = ()
    waiting: list[Node] = []
    for part in reader.parts(node):
        if not isinstance(part, Placed):
            before.append(part)
        elif part.node.name == "rubric-block":
            _take_rubric(part.node, before, tasks, waiting, reader, telling)
        else:
            prompt = part.node.first("prompt")
            asked = () if prompt is None else reader.blocks(prompt)
            if not tasks:
                lead = tuple(before)
            prompts.append(bool(asked))
            tasks.append(
                BodyTask(
                    node=part.node,
                    response=part.node.attributes.get("response-identifier", ""),
                    stem=(*before, *asked),
                    rubrics=tuple(waiting),
                )
            )
            before, waiting = [], []
    if tasks and (before or waiting):
        _append_rest(tasks, before, waiting, telling)
    return _Found(lead=lead, tasks=tuple(tasks), prompts=tuple(prompts))


def _append_rest(
    tasks: list[BodyTask], rest: list[Block], rubrics: list[Node], telling: Telling
) -> None:
    last = tasks[-1]
    if rest:
        telling.note(
            "CONTENT_MOVED",
            last.node,
            "选项之后的内容移到了题干末尾",
            "what stood below the interaction was moved to the end of the stem",
        )
    tasks[-1] = BodyTask(
        node=last.node,
        response=last.response,
        stem=(*last.stem, *rest),
        rubrics=(*last.rubrics, *rubrics),
    )


def _take_rubric(
    block: Node,
    before: list[Block],
    tasks: list[BodyTask],
    waiting: list[Node],
    reader: ContentReader,
    telling: Telling,
) -> None:
    views = block.attributes.get("view", "").split()
    if is_for_scorers(block):
        if not tasks or before:
            waiting.append(block)
        else:
            last = tasks[-1]
            tasks[-1] = BodyTask(
                node=last.node,
                response=last.response,
                stem=last.stem,
                rubrics=(*last.rubrics, block),
            )
    elif "candidate" in views or not views:
        before.extend(reader.blocks(block))
    else:
        telling.note(
            "RUBRIC_NOT_TAKEN",
            block,
            f"给 {'、'.join(views)} 的说明未导入",
            f"a rubric block for {', '.join(views)} was not taken",
        )


def _composite(found: _Found, telling: Telling) -> Body | None:
    """Make a case of one scene from an item with several interactions."""
    tasks = list(found.tasks)
    if found.prompts[0]:
        first = tasks[0]
        tasks[0] = BodyTask(
            node=first.node,
            response=first.response,
            stem=first.stem[len(found.lead) :],
            rubrics=first.rubrics,
        )
        lead = found.lead
    else:
        lead = found.lead[:-1]
        tasks[0] = BodyTask(
            node=tasks[0].node,
            response=tasks[0].response,
            stem=tasks[0].stem[len(lead) :],
            rubrics=tasks[0].rubrics,
        )
    for task in tasks:
        if not task.stem:
            telling.error(
                "QUESTION_MISSING",
                task.node,
                "一题多问中有一问没有自己的问句，无法拆分",
                "one of several interactions has no question of its own",
            )
    telling.note(
        "CASE_MADE",
        tasks[0].node,
        f"一题有{len(tasks)}问，作为只有一个场景的案例导入",
        f"an item with {len(tasks)} interactions came in as a case of one scene",
    )
    scene = BodyScene(identifier="1", title="", content=lead, tasks=tuple(tasks))
    return Body(tasks=tuple(tasks), is_case=True, scenes=(scene,))
