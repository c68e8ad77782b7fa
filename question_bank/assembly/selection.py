"""What was selected: which items stand where in which form, in order. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from question_bank.assembly.blueprint import Blueprint, SectionPlan
from question_bank.assembly.pool import Pool, PoolItem
from question_bank.assembly.problem import Placement
from question_bank.assembly.rule_names import form_codes
from question_bank.identifiers import FormCode, ItemId, SectionId
from question_bank.items.tag import parse_tag

_LAST = (99, 99)
"""Where an item without a tag stands: after all others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectedForm:
    """One form.

    Attributes:
        sections: Section id and its items, in the order of the form.
    """

    form_code: FormCode
    sections: tuple[tuple[SectionId, tuple[ItemId, ...]], ...]

    @property
    def item_ids(self) -> tuple[ItemId, ...]:
        """All items in order."""
        return tuple(item for _, items in self.sections for item in items)


def selected_forms(
    blueprint: Blueprint, pool: Pool, placements: Sequence[Placement], seed: int
) -> tuple[SelectedForm, ...]:
    """Put the placed items into the order in which candidates will see them.

    Within a section by the standard's tasks, or shuffled by the seed where the blueprint
    says so; items of one task always stand in an order that the seed draws, so that two
    forms do not both open with the bank's first item.
    """
    return tuple(
        SelectedForm(
            form_code=FormCode(code),
            sections=tuple(
                _ordered_sections(blueprint, pool, placements, form, f"{seed}/{code}")
            ),
        )
        for form, code in enumerate(form_codes(blueprint.forms))
    )


def _ordered_sections(
    blueprint: Blueprint,
    pool: Pool,
    placements: Sequence[Placement],
    form: int,
    seed: str,
) -> Iterator[tuple[SectionId, tuple[ItemId, ...]]]:
    for index, section in enumerate(blueprint.sections):
        ids = sorted(
            placement.item_id
            for placement in placements
            if placement.form == form and placement.section == index
        )
        # The text of the seed, not its hash: text is mixed the same in every process.
        Random(f"{seed}/{section.section_id}").shuffle(ids)  # noqa: S311 - no secret
        yield section.section_id, tuple(_in_order(section, pool, ids))


def _in_order(section: SectionPlan, pool: Pool, ids: list[ItemId]) -> list[ItemId]:
    if not section.is_in_task_order:
        return ids
    return sorted(ids, key=lambda item_id: _place_in_standard(pool.items[item_id]))


def _place_in_standard(item: PoolItem) -> tuple[int, int]:
    tags = [parse_tag(tag) for task in item.tasks for tag in task.tags]
    return (tags[0].domain, tags[0].task) if tags else _LAST
