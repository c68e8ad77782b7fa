"""One rule that the bank cannot meet, and the most that candidates can bring. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from question_bank.assembly.blueprint import Blueprint
from question_bank.assembly.candidates import SectionCandidates
from question_bank.identifiers import ItemId
from question_bank.items.score_line import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """A rule that the bank cannot meet.

    Attributes:
        code: That of the rule.
        missing: By how much, in the rule's unit, over all forms.
        wording: A whole sentence.
    """

    code: str
    rule: Wording
    missing: Fraction
    wording: Wording


def extreme(
    blueprint: Blueprint,
    section: SectionCandidates,
    amounts: Mapping[ItemId, Fraction],
    *,
    is_most: bool,
) -> Fraction:
    """Return the most (or least) that the section can bring over all forms."""
    count, forms = section.section.count, blueprint.forms
    ordered = sorted(amounts.values(), reverse=is_most)
    shared = [amounts[i] for i in blueprint.anchors if i in amounts]
    if forms == 1 or not (blueprint.most_shared or shared):
        return sum(ordered[: count * forms], Fraction())
    # Items that come again could bring their amount to every form.
    return sum(ordered[:count], Fraction()) * forms
