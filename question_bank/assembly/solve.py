"""The solver: an assembly problem in, placements out. The only place that knows OR-Tools.

One worker, a fixed seed and a limit in the solver's own deterministic time: the same
problem gives the same forms on any machine, however busy it is.

Source:
    OR-Tools CP-SAT, sat_parameters.proto: num_workers, random_seed,
    max_deterministic_time; docs/decisions/0201-the-solver.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from ortools.sat.python import cp_model

from question_bank.assembly.problem import AssemblyProblem, Placement, Row, Terms

WEAR_FIRST_SHARE = 4
"""This part of the effort looks for forms of little-used items at once; where that finds
none, any forms will do and are made better from there."""

IMPROVING_SHARE = 20
"""Once forms are found, this part of the effort goes into coming nearer to the goal."""

_UNBOUNDED = 2**62


class Outcome(Enum):
    """What a solver can say."""

    FOUND = auto()
    IMPOSSIBLE = auto()
    LIMIT_REACHED = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """What came of a search.

    Attributes:
        placements: Where items stand; empty unless found.
        effort: Deterministic time taken.
    """

    outcome: Outcome
    placements: tuple[Placement, ...] = ()
    effort: float = 0.0


def solve(problem: AssemblyProblem, *, seed: int, effort: float) -> Solution:
    """Search for placements that keep all rules, then for ones nearer to the goal.

    Wear is made small from the start; what else the goal names is improved afterwards,
    for a short while and from what was found.

    Args:
        effort: Deterministic time at most for finding.
    """
    model, variables = model_of(problem)
    switches = len(problem.placements)
    wear = tuple(term for term in problem.goal if term[0] < switches)
    solver = solver_for(seed=seed, effort=effort / WEAR_FIRST_SHARE)
    used = 0.0
    status = cp_model.UNKNOWN
    if wear:
        model.minimize(weighted(variables, wear))
        status = solver.solve(model)
        used = solver.response_proto.deterministic_time
    is_little_worn = status in {cp_model.OPTIMAL, cp_model.FEASIBLE}
    if status == cp_model.UNKNOWN:
        model.clear_objective()  # type: ignore[no-untyped-call]
        solver = solver_for(seed=seed, effort=effort)
        status = solver.solve(model)
        used += solver.response_proto.deterministic_time
    if status == cp_model.INFEASIBLE:
        return Solution(outcome=Outcome.IMPOSSIBLE, effort=used)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return Solution(outcome=Outcome.LIMIT_REACHED, effort=used)
    values = [solver.value(variable) for variable in variables]
    if problem.goal and (not is_little_worn or len(wear) < len(problem.goal)):
        values, improving = _improved(
            problem, model, variables, values, (seed, effort / IMPROVING_SHARE)
        )
        used += improving
    return Solution(
        outcome=Outcome.FOUND,
        placements=tuple(
            placement
            for placement, value in zip(problem.placements, values, strict=False)
            if value
        ),
        effort=used,
    )


def _improved(
    problem: AssemblyProblem,
    model: cp_model.CpModel,
    variables: Sequence[cp_model.IntVar],
    values: list[int],
    seed_and_effort: tuple[int, float],
) -> tuple[list[int], float]:
    for variable, value in zip(variables, values, strict=True):
        model.add_hint(variable, value)
    model.minimize(weighted(variables, problem.goal))
    seed, effort = seed_and_effort
    solver = solver_for(seed=seed, effort=effort)
    status = solver.solve(model)
    used = solver.response_proto.deterministic_time
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return values, used
    return [solver.value(variable) for variable in variables], used


def model_of(
    problem: AssemblyProblem,
) -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
    """Return the model with all rows, and its variables in the problem's order."""
    model = cp_model.CpModel()
    variables = variables_in(model, problem)
    for rule in problem.rules:
        for row in rule.rows:
            add_row(model, variables, row)
    return model, variables


def variables_in(
    model: cp_model.CpModel, problem: AssemblyProblem
) -> list[cp_model.IntVar]:
    """Make the problem's variables in the model."""
    switches = [model.new_bool_var("") for _ in problem.placements]
    return [
        *switches,
        *(model.new_int_var(low, high, "") for low, high in problem.helpers),
    ]


def add_row(
    model: cp_model.CpModel, variables: Sequence[cp_model.IntVar], row: Row
) -> cp_model.Constraint:
    """Add one row to the model."""
    return model.add_linear_constraint(
        weighted(variables, row.terms),
        -_UNBOUNDED if row.low is None else row.low,
        _UNBOUNDED if row.high is None else row.high,
    )


def weighted(
    variables: Sequence[cp_model.IntVar], terms: Terms
) -> cp_model.LinearExprT:
    """Return the terms as the solver's own sum."""
    return cp_model.LinearExpr.weighted_sum(
        [variables[variable] for variable, _ in terms],
        [factor for _, factor in terms],
    )


def solver_for(*, seed: int, effort: float) -> cp_model.CpSolver:
    """Return a solver whose answers hang on nothing but problem, seed and effort."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed % 2**31
    solver.parameters.max_deterministic_time = effort
    return solver
