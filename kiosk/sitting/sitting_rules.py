"""What the form and the session's policies say of a sitting. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from question_bank.formats.form import Form, tasks_of
from question_bank.formats.package_policies import Policies
from question_bank.identifiers import SittingUuid
from question_bank.items.case import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRule:
    """How a section may be worked through.

    Attributes:
        is_one_way: Once left, it cannot be entered again.
        time_limit_ms: Of its own; None: only the form's duration counts.
    """

    section_id: str
    task_ids: tuple[str, ...]
    is_one_way: bool
    time_limit_ms: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingRules:
    """The rules of one sitting.

    Attributes:
        task_ids: Every task of the form, in its order; for the counts at the hand-in.
        earliest_hand_in_ms: Exam time used before which a candidate can't hand in.
        sections: In the order of the form; none: the form is one free section.
        one_way_scenes: Task id → (item id, scene id), of tasks in one-way cases only.
    """

    sitting_uuid: SittingUuid
    task_ids: tuple[str, ...]
    earliest_hand_in_ms: int = 0
    sections: tuple[SectionRule, ...] = ()
    one_way_scenes: Mapping[str, tuple[str, str]] = field(
        default_factory=lambda: MappingProxyType({})
    )

    def section_of(self, task_id: str) -> SectionRule | None:
        """Return the section in which a task stands; None in a form without any."""
        found = (each for each in self.sections if task_id in each.task_ids)
        return next(found, None)

    def section(self, section_id: str) -> SectionRule | None:
        """Return a section by its id."""
        found = (each for each in self.sections if each.section_id == section_id)
        return next(found, None)


def sitting_rules(
    form: Form, policies: Policies, sitting_uuid: SittingUuid
) -> SittingRules:
    """Return the rules that a form and its session's policies make."""
    places = tasks_of(form)
    return SittingRules(
        sitting_uuid=sitting_uuid,
        task_ids=tuple(place.task.task_id for place in places),
        earliest_hand_in_ms=policies.earliest_hand_in_ms,
        sections=tuple(
            SectionRule(
                section_id=section.section_id,
                task_ids=tuple(
                    place.task.task_id
                    for place in places
                    if place.section.section_id == section.section_id
                ),
                is_one_way=section.is_one_way,
                time_limit_ms=section.time_limit_ms,
            )
            for section in form.sections
        ),
        one_way_scenes=MappingProxyType(
            {
                place.task.task_id: (place.item.item_id, place.scene.scene_id)
                for place in places
                if isinstance(place.item, Case)
                and place.item.is_one_way
                and place.scene is not None
            }
        ),
    )
