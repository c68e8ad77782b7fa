"""Build real forms and their keys out of the selected items' records. Pure.

Points of plain objective items become those of their section. Media are named by items,
and two items may both call theirs `chart.png`: where the same name means another file in
the forms of one assembly, the later item's gets the beginning of its hash into its name,
in all forms alike, as the forms of a package share one set of media. Scenes of cases are
told apart by ids of their own, which authors often give alike (`s1`): where they clash,
they take the case's id.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import msgspec

from question_bank.assembly.blueprint import Blueprint, SectionPlan
from question_bank.assembly.selection import SelectedForm
from question_bank.formats.form import Form, Section, form_problems
from question_bank.formats.form_keys import FormKeys, form_keys_problems
from question_bank.formats.item_record import ItemRecord
from question_bank.identifiers import (
    ItemId,
    MediaName,
    SceneId,
    SectionId,
    TaskId,
)
from question_bank.items.case import Case
from question_bank.items.content import Content
from question_bank.items.item import Item, item_id_of, media_of_item, tasks_in
from question_bank.items.multiple_choice import MultipleChoice
from question_bank.items.renamed_media import content_with_media_names, with_media_names
from question_bank.items.single_choice import SingleChoice
from question_bank.items.tag import Tag
from question_bank.items.true_false import TrueFalse

MarkupReader = Callable[[str], Content]
"""Reads an author's markup; assembly does not know how it is written."""

_HASH_LETTERS = 12
_ID_LETTERS = 37
"""Of at most 40, with a hyphen and the number of one of 20 scenes after them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltForm:
    """A form with all that belongs to it.

    Attributes:
        media: Which file each of its media names means, by SHA-256 in hex.
    """

    form: Form
    keys: FormKeys
    media: Mapping[MediaName, str]


def build_forms(
    blueprint: Blueprint,
    selected: Sequence[SelectedForm],
    records: Mapping[ItemId, ItemRecord],
    read_markup: MarkupReader,
) -> tuple[BuiltForm, ...]:
    """Return the forms in the order of their codes.

    Raises:
        FormatError: instructions that `read_markup` cannot read.
    """
    instructions = {
        section.section_id: read_markup(section.instructions)
        if section.instructions
        else ()
        for section in blueprint.sections
    }
    names = _media_names(selected, records)
    built = tuple(
        _built_form(blueprint, form, records, instructions, names) for form in selected
    )
    for found in built:
        problems = (
            *form_problems(found.form),
            *form_keys_problems(found.form, found.keys),
        )
        assert not problems, f"forms of valid records are valid: {problems}"
    return built


def _media_names(
    selected: Sequence[SelectedForm], records: Mapping[ItemId, ItemRecord]
) -> dict[ItemId, dict[MediaName, MediaName]]:
    """Return the new names by item, where an item's name means another file already."""
    meaning: dict[MediaName, str] = {}
    renamed: dict[ItemId, dict[MediaName, MediaName]] = {}
    for item_id in sorted({item for form in selected for item in form.item_ids}):
        for name, sha256 in sorted(records[item_id].media.items()):
            if meaning.setdefault(name, sha256) != sha256:
                new = _hashed_name(name, sha256)
                meaning[new] = sha256
                renamed.setdefault(item_id, {})[name] = new
    return renamed


def _hashed_name(name: MediaName, sha256: str) -> MediaName:
    stem, _, suffix = name.rpartition(".")
    return MediaName(f"{stem[:40]}-{sha256[:_HASH_LETTERS]}.{suffix}")


def _built_form(
    blueprint: Blueprint,
    selected: SelectedForm,
    records: Mapping[ItemId, ItemRecord],
    instructions: Mapping[SectionId, Content],
    names: Mapping[ItemId, Mapping[MediaName, MediaName]],
) -> BuiltForm:
    plans = {section.section_id: section for section in blueprint.sections}
    chosen = {item_id: records[item_id] for item_id in selected.item_ids}
    scene_ids: set[str] = set()
    form = Form(
        form_code=selected.form_code,
        title=f"{blueprint.title} {selected.form_code}卷",
        level=blueprint.level,
        sections=tuple(
            Section(
                section_id=section_id,
                title=plans[section_id].title,
                instructions=instructions[section_id],
                is_one_way=plans[section_id].is_one_way,
                time_limit_ms=_limit_ms(plans[section_id]),
                items=tuple(
                    _with_own_scene_ids(
                        _placed_item(
                            chosen[item_id], plans[section_id], names.get(item_id, {})
                        ),
                        scene_ids,
                    )
                    for item_id in item_ids
                ),
            )
            for section_id, item_ids in selected.sections
        ),
    )
    return BuiltForm(
        form=form,
        keys=_keys(selected, chosen, names),
        media={
            names.get(item_id, {}).get(name, name): sha256
            for item_id, record in chosen.items()
            for name, sha256 in record.media.items()
        },
    )


def _limit_ms(section: SectionPlan) -> int | None:
    minutes = section.time_limit_minutes
    return None if minutes is None else minutes * 60_000


def _placed_item(
    record: ItemRecord, section: SectionPlan, names: Mapping[MediaName, MediaName]
) -> Item:
    item = with_media_names(record.item, names)
    points: Fraction | None = section.points_each
    is_plain = isinstance(item, SingleChoice | MultipleChoice | TrueFalse)
    if points is None or not is_plain:
        return item
    return msgspec.structs.replace(item, points=points)


def _with_own_scene_ids(item: Item, taken: set[str]) -> Item:
    """Return the item with scene ids that are not taken yet, and take them."""
    if not isinstance(item, Case):
        return item
    own = {scene.scene_id for scene in item.scenes}
    if own & taken:
        item = msgspec.structs.replace(
            item,
            scenes=tuple(
                msgspec.structs.replace(
                    scene, scene_id=SceneId(f"{item.item_id[:_ID_LETTERS]}-{index}")
                )
                for index, scene in enumerate(item.scenes, start=1)
            ),
        )
    taken |= {scene.scene_id for scene in item.scenes}
    return item


def _keys(
    selected: SelectedForm,
    chosen: Mapping[ItemId, ItemRecord],
    names: Mapping[ItemId, Mapping[MediaName, MediaName]],
) -> FormKeys:
    return FormKeys(
        form_code=selected.form_code,
        keys={
            task_id: key
            for record in chosen.values()
            for task_id, key in record.keys.items()
        },
        explanations={
            task_id: content_with_media_names(content, names.get(item_id, {}))
            for item_id, record in chosen.items()
            for task_id, content in record.explanations.items()
        },
        tags={
            item_id_of(record.item): tags
            for record in chosen.values()
            if (tags := _all_tags(record))
        },
        transcripts={
            names.get(item_id, {}).get(name, name): words
            for item_id, record in chosen.items()
            for name, words in record.transcripts.items()
            if name in media_of_item(record.item)
        },
    )


def _all_tags(record: ItemRecord) -> tuple[Tag, ...]:
    """Return the item's tags and its tasks', each once, in the order of the item."""
    ids = (TaskId(item_id_of(record.item)), *(t.task_id for t in tasks_in(record.item)))
    return tuple(
        dict.fromkeys(tag for task_id in ids for tag in record.tags.get(task_id, ()))
    )
