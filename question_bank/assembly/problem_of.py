"""From blueprint and pool to the problem that a solver is given. Pure; whole numbers.

The order of the switches is the caller's: a seed shuffles it, and with it which of many
possible forms is found first.
"""

from collections.abc import Callable, Sequence

from question_bank.assembly.blueprint import Blueprint
from question_bank.assembly.candidates import SectionCandidates
from question_bank.assembly.content_rules import content_rules, goal_of
from question_bank.assembly.form_rules import form_rules
from question_bank.assembly.pool import Pool
from question_bank.assembly.problem import AssemblyProblem, Placement
from question_bank.assembly.rule_names import form_codes
from question_bank.assembly.switches import Switches


def assembly_problem(
    blueprint: Blueprint,
    pool: Pool,
    found: Sequence[SectionCandidates],
    ordered: Callable[[list[Placement]], None] = lambda _placements: None,
) -> AssemblyProblem:
    """Return the problem of building the blueprint's forms.

    Args:
        found: What `candidates` gave, or less of it.
        ordered: Puts the placements into another order, in place.
    """
    switches = Switches(found, form_codes(blueprint.forms), ordered)
    rules = (
        *form_rules(blueprint, pool, switches),
        *content_rules(blueprint, switches),
    )
    goal_rule, goal = goal_of(blueprint, switches)
    return AssemblyProblem(
        placements=tuple(switches.placements),
        helpers=tuple(switches.helpers),
        rules=tuple(rule for rule in (*rules, goal_rule) if rule and rule.rows),
        goal=goal,
    )
