"""A version as the fields of an item list (YAML): the way back from `source_records`.

Pure: dicts, lists and text.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import assert_never

import msgspec

from question_bank.exchange.markup_text import markup_text
from question_bank.formats.item_record import ItemRecord, item_id_of_record
from question_bank.identifiers import TaskId
from question_bank.items.case import Case, Scene
from question_bank.items.content import Block
from question_bank.items.estimate import ONE, TaskEstimate
from question_bank.items.multiple_choice import MultipleChoice, MultipleChoiceKey
from question_bank.items.option import Option
from question_bank.items.rubric import Rubric
from question_bank.items.short_answer import ShortAnswer, ShortAnswerKey
from question_bank.items.single_choice import SingleChoice, SingleChoiceKey
from question_bank.items.spoken_answer import SpokenAnswer, SpokenAnswerKey
from question_bank.items.task import Task, TaskKey
from question_bank.items.true_false import TrueFalse, TrueFalseKey

Field = str | list["Field"] | dict[str, "Field"]
Fields = dict[str, Field]
Estimates = Mapping[TaskId, TaskEstimate]


def item_fields(record: ItemRecord, estimates: Estimates) -> Fields:
    """Return the fields of one item; `estimates` are its author's."""
    item = record.item
    if not isinstance(item, Case):
        return _task(item, record, estimates)
    fields: Fields = {"kind": "case", "id": item.item_id, "title": item.title}
    fields["one_way"] = _truth(item.is_one_way)
    if tags := record.tags.get(TaskId(item_id_of_record(record))):
        fields["tags"] = list(tags)
    if item.stem:
        fields["stem"] = content_field(item.stem)
    fields["scenes"] = [_scene(scene, record, estimates) for scene in item.scenes]
    return fields


def content_field(content: tuple[Block, ...]) -> Field:
    """Return content as markup, or as a list of blocks where markup cannot say it."""
    text = markup_text(content)
    return _blocks(msgspec.to_builtins(content)) if text is None else text


def _blocks(plain: object) -> Field:
    """Return plain values with every scalar as text and without what is null."""
    if isinstance(plain, list | tuple):
        return [_blocks(value) for value in plain]
    if isinstance(plain, dict):
        return {
            str(name): _blocks(value)
            for name, value in plain.items()
            if value is not None
        }
    return _truth(plain) if isinstance(plain, bool) else str(plain)


def _scene(scene: Scene, record: ItemRecord, estimates: Estimates) -> Fields:
    fields: Fields = {"id": scene.scene_id, "title": scene.title}
    fields["content"] = content_field(scene.content)
    if scene.tasks:
        fields["tasks"] = [_task(task, record, estimates) for task in scene.tasks]
    return fields


def _task(task: Task, record: ItemRecord, estimates: Estimates) -> Fields:
    task_id = task.task_id
    fields: Fields = {
        "kind": str(task.__struct_config__.tag),
        "id": task_id,
        "points": _number(task.points),
    }
    if tags := record.tags.get(task_id):
        fields["tags"] = list(tags)
    if (estimate := estimates.get(task_id)) is not None:
        fields |= _estimate(estimate)
    if (expected_s := record.expected_times_s.get(task_id)) is not None:
        fields["expected_s"] = str(expected_s)
    fields["stem"] = content_field(task.stem)
    fields |= _own_fields(task) | _key(record.keys[task_id])
    if explanation := record.explanations.get(task_id):
        fields["explanation"] = content_field(explanation)
    return fields


def _estimate(estimate: TaskEstimate) -> Fields:
    fields: Fields = {"difficulty": _share(estimate.difficulty_permille)}
    discrimination = estimate.discrimination_permille
    if discrimination is not None and discrimination > 0:
        fields["discrimination"] = _share(discrimination)
    return fields


def _own_fields(task: Task) -> Fields:
    match task:
        case SingleChoice():
            return _options(task.options, keeps_order=task.keeps_option_order)
        case MultipleChoice():
            options = _options(task.options, keeps_order=task.keeps_option_order)
            return {**options, "credit": task.credit.value}
        case TrueFalse():
            return {}
        case ShortAnswer():
            return {"most_characters": str(task.most_characters)}
        case SpokenAnswer():
            takes = task.most_takes
            return {
                "preparation_s": str(task.preparation_s),
                "answer_s": str(task.answer_s),
                **({} if takes is None else {"most_takes": str(takes)}),
            }
        case _:
            assert_never(task)


def _options(options: tuple[Option, ...], *, keeps_order: bool) -> Fields:
    fields: Fields = {"keeps_option_order": "true"} if keeps_order else {}
    fields["options"] = {
        option.option_id: content_field(option.content) for option in options
    }
    return fields


def _key(key: TaskKey) -> Fields:
    match key:
        case SingleChoiceKey():
            return {"answer": key.correct_option}
        case MultipleChoiceKey():
            return _several(key)
        case TrueFalseKey():
            return {"answer": "对" if key.is_true else "错"}
        case ShortAnswerKey() | SpokenAnswerKey():
            return {"rubric": _rubric(key.rubric)}
        case _:
            assert_never(key)


def _several(key: MultipleChoiceKey) -> Fields:
    if key.mapped is None:
        return {"answer": list(key.correct_options)}
    worths = key.mapped.points_by_option.items()
    fields: Fields = {
        "points_by_option": {option: _number(worth) for option, worth in worths}
    }
    if key.mapped.least:
        fields["least"] = _number(key.mapped.least)
    return fields


def _rubric(rubric: Rubric) -> Fields:
    points: list[Field] = []
    for point in rubric.scoring_points:
        fields: Fields = {
            "id": point.point_id,
            "points": _number(point.points),
            "text": point.text,
        }
        if point.acceptable_wordings:
            fields["acceptable"] = list(point.acceptable_wordings)
        points.append(fields)
    found: Fields = {"model_answer": content_field(rubric.model_answer)}
    found["scoring_points"] = points
    if rubric.wrong_ideas:
        found["wrong_ideas"] = list(rubric.wrong_ideas)
    return found


def _number(points: Fraction) -> str:
    """Return points as people write them where a decimal is exact: 2, 1.5, 1/3."""
    thousandths = points * ONE
    if thousandths.denominator != 1:
        return str(points)
    whole, rest = divmod(abs(thousandths.numerator), ONE)
    sign = "-" if points < 0 else ""
    return f"{sign}{whole}.{rest:03d}".rstrip("0").rstrip(".")


def _share(permille: int) -> str:
    return f"0.{permille:03d}".rstrip("0")


def _truth(value: bool) -> str:
    return "true" if value else "false"
