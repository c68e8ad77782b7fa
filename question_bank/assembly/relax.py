"""What a solver can say where there are no forms: what would have to give, what conflicts.

Source:
    Elastic relaxation and deletion filtering, as commonly used to explain infeasible
    linear programs (Chinneck, Feasibility and Infeasibility in Optimization);
    docs/decisions/0203-why-there-are-no-forms.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from ortools.sat.python import cp_model

from question_bank.assembly.problem import AssemblyProblem, Row, Rule
from question_bank.assembly.solve import (
    add_row,
    solver_for,
    variables_in,
)

RELAXING_EFFORT = 5.0
CORE_EFFORT = 6.0
"""For all that is asked of the solver to find which rules conflict."""

ONE_RULE_EFFORT = 0.5

_BUILDING_EFFORT = 0.05
"""For what a question costs before the solver's own time begins."""

_UNBOUNDED = 2**62
_WEIGHT_SCALE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Concession:
    """A row that would have to give.

    Attributes:
        amount: By how much, in the row's own amounts; below 0: it would have to go below
            its least, above 0: above its most.
    """

    rule: Rule
    row: Row
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxation:
    """The cheapest way out that was found.

    Attributes:
        is_least: Proven: there is no cheaper one.
    """

    concessions: tuple[Concession, ...]
    is_least: bool


def relax(problem: AssemblyProblem, *, seed: int) -> Relaxation | None:
    """Let rules give at their price, and as little as possible; the structure last.

    Returns:
        None if nothing was found within the effort.
    """
    found = _relaxed(problem, seed, gives_structure=False)
    return found or _relaxed(problem, seed, gives_structure=True)


def _relaxed(
    problem: AssemblyProblem, seed: int, *, gives_structure: bool
) -> Relaxation | None:
    model = cp_model.CpModel()
    variables = variables_in(model, problem)
    slacks: list[tuple[Rule, Row, cp_model.IntVar, int]] = []
    weights = []
    for rule in problem.rules:
        for row in rule.rows:
            if rule.is_fixed or (rule.is_structure and not gives_structure):
                add_row(model, variables, row)
                continue
            for slack, sign in _elastic_row(model, variables, row):
                slacks.append((rule, row, slack, sign))
                weights.append(ceil(rule.price * _WEIGHT_SCALE / rule.scale))
    model.minimize(
        cp_model.LinearExpr.weighted_sum([slack for _, _, slack, _ in slacks], weights)
    )
    solver = solver_for(seed=seed, effort=RELAXING_EFFORT)
    status = solver.solve(model)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return None
    return Relaxation(
        concessions=tuple(
            Concession(rule=rule, row=row, amount=sign * solver.value(slack))
            for rule, row, slack, sign in slacks
            if solver.value(slack)
        ),
        is_least=status == cp_model.OPTIMAL,
    )


def _elastic_row(
    model: cp_model.CpModel, variables: Sequence[cp_model.IntVar], row: Row
) -> list[tuple[cp_model.IntVar, int]]:
    reach = sum(abs(factor) for _, factor in row.terms)
    found = [variables[variable] for variable, _ in row.terms]
    factors = [factor for _, factor in row.terms]
    slacks = []
    if row.low is not None:
        slack = model.new_int_var(0, reach + abs(row.low), "")
        total = cp_model.LinearExpr.weighted_sum([*found, slack], [*factors, 1])
        model.add_linear_constraint(total, row.low, _UNBOUNDED)
        slacks.append((slack, -1))
    if row.high is not None:
        slack = model.new_int_var(0, reach + abs(row.high), "")
        total = cp_model.LinearExpr.weighted_sum([*found, slack], [*factors, -1])
        model.add_linear_constraint(total, -_UNBOUNDED, row.high)
        slacks.append((slack, 1))
    return slacks


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """Rules that cannot be kept together.

    Attributes:
        is_minimal: Proven: without any one of them the others can be kept.
    """

    rules: tuple[Rule, ...]
    is_minimal: bool


class _Questions:
    """Asks the solver whether some rules can be kept together, within one effort."""

    def __init__(self, problem: AssemblyProblem, seed: int) -> None:
        self.problem = problem
        self._seed = seed
        self._left = CORE_EFFORT

    @property
    def is_spent(self) -> bool:
        """Whether nothing more can be asked."""
        return self._left <= 0

    def answer(
        self, model: cp_model.CpModel, most: float
    ) -> tuple[cp_model.CpSolverStatus, cp_model.CpSolver]:
        """Solve, and take what it cost from what is left."""
        solver = solver_for(seed=self._seed, effort=max(0.0, min(most, self._left)))
        status = solver.solve(model)
        self._left -= solver.response_proto.deterministic_time + _BUILDING_EFFORT
        return status, solver

    def conflict(self, rules: Sequence[Rule]) -> bool | None:
        """Return whether the rules exclude one another; None: not found out."""
        if self.is_spent:
            return None
        model = cp_model.CpModel()
        variables = variables_in(model, self.problem)
        for rule in self.problem.rules:
            if rule.is_fixed or any(rule is kept for kept in rules):
                for row in rule.rows:
                    add_row(model, variables, row)
        status, _ = self.answer(model, ONE_RULE_EFFORT)
        if status == cp_model.INFEASIBLE:
            return True
        is_kept = status in {cp_model.OPTIMAL, cp_model.FEASIBLE}
        return False if is_kept else None


def conflicting_core(
    problem: AssemblyProblem, suspects: Sequence[Rule], *, seed: int
) -> Core | None:
    """Return rules that already conflict among themselves, few where that is quick.

    Args:
        suspects: Rules that a relaxation let give.

    Returns:
        None if the conflict could not be proven within the effort.
    """
    questions = _Questions(problem, seed)
    rules = (
        _one_against_structure(questions, suspects)
        or _two_against_structure(questions, suspects)
        or _sufficient_rules(questions)
    )
    if rules is None:
        return None
    is_minimal = True
    for rule in rules:
        fewer = tuple(found for found in rules if found is not rule)
        is_conflict = questions.conflict(fewer)
        if is_conflict:
            rules = fewer
        elif is_conflict is None:
            is_minimal = False
    return Core(rules=rules, is_minimal=is_minimal)


def _structure_of(problem: AssemblyProblem) -> tuple[Rule, ...]:
    return tuple(rule for rule in problem.rules if rule.is_structure)


def _others(problem: AssemblyProblem) -> tuple[Rule, ...]:
    return tuple(r for r in problem.rules if not (r.is_fixed or r.is_structure))


def _one_against_structure(
    questions: _Questions, suspects: Sequence[Rule]
) -> tuple[Rule, ...] | None:
    """Return a rule that the bank cannot keep in any form, with the structure's rules.

    The commonest conflict, and the quickest to prove: one rule asks for what no choice
    of so many items of these formats can give.
    """
    structure = _structure_of(questions.problem)
    if questions.conflict(structure):
        return structure
    rest = (rule for rule in _others(questions.problem) if rule not in suspects)
    for rule in (*suspects, *rest):
        if questions.conflict((*structure, rule)):
            return (*structure, rule)
    return None


def _two_against_structure(
    questions: _Questions, suspects: Sequence[Rule]
) -> tuple[Rule, ...] | None:
    """Return two rules that no form can keep together, one of them a suspect."""
    structure = _structure_of(questions.problem)
    for suspect in suspects:
        for rule in _others(questions.problem):
            pair = (*structure, suspect, rule)
            if rule is not suspect and questions.conflict(pair):
                return pair
    return None


def _sufficient_rules(questions: _Questions) -> tuple[Rule, ...] | None:
    if questions.is_spent:
        return None
    model = cp_model.CpModel()
    variables = variables_in(model, questions.problem)
    switches = {}
    for rule in questions.problem.rules:
        switch = None
        if not rule.is_fixed:
            switch = model.new_bool_var("")
            switches[switch.index] = rule
            model.add_assumption(switch)
        for row in rule.rows:
            constraint = add_row(model, variables, row)
            if switch is not None:
                constraint.only_enforce_if(switch)
    status, solver = questions.answer(model, CORE_EFFORT)
    if status != cp_model.INFEASIBLE:
        return None
    found = solver.sufficient_assumptions_for_infeasibility()
    return tuple(switches[index] for index in found) or tuple(switches.values())
