"""Assembly: blueprint and pool in, selected forms out, or why there are none.

Pure but for the solver: no texts, no bank, no clock. First a short list of candidates,
then all of them: a short list is quick, and only the whole pool can prove that there are
no such forms.
"""

from collections.abc import Callable, Sequence
from random import Random

from question_bank.assembly.assembly_stage import (
    DEFAULT_EFFORT,
    Assembled,
    Stage,
)
from question_bank.assembly.blueprint import Blueprint
from question_bank.assembly.candidates import SectionCandidates, candidates
from question_bank.assembly.errors import AssemblyLimitError, BlueprintError
from question_bank.assembly.explain import conflict_wordings, way_out_wordings
from question_bank.assembly.pool import Pool
from question_bank.assembly.problem_of import assembly_problem
from question_bank.assembly.selection import selected_forms
from question_bank.assembly.shortfalls import shortfalls
from question_bank.assembly.shortlist import shortlist
from question_bank.assembly.solve import Outcome, Solution, solve
from question_bank.items.score_line import Wording

SHORTLIST_SHARE = 3
"""The short list gets this part of the effort."""


def assemble(
    blueprint: Blueprint,
    pool: Pool,
    *,
    seed: int,
    effort: float = DEFAULT_EFFORT,
    tell: Callable[[Stage], None] = lambda _stage: None,
) -> Assembled:
    """Build the blueprint's forms; the same arguments always give the same ones.

    Raises:
        BlueprintError: the pool cannot give such forms; says what is short or in conflict.
        AssemblyLimitError: neither found nor proven impossible within the effort.
    """
    tell(Stage.COUNTING)
    short = shortfalls(blueprint, pool)
    if short:
        raise BlueprintError(tuple(found.wording for found in short))
    tell(Stage.SHORTLIST)
    every = candidates(blueprint, pool)
    few = shortlist(blueprint, every, Random(seed))  # noqa: S311 - an order, no secret
    solution = _try(blueprint, pool, few, seed, effort / SHORTLIST_SHARE)
    used = solution.effort
    if solution.outcome is not Outcome.FOUND and not _is_final(solution, few, every):
        tell(Stage.WHOLE_POOL)
        solution = _try(blueprint, pool, every, seed, effort)
        used += solution.effort
    if solution.outcome is Outcome.IMPOSSIBLE:
        tell(Stage.EXPLAINING)
        raise BlueprintError(conflict_wordings(blueprint, pool, seed=seed))
    if solution.outcome is Outcome.LIMIT_REACHED:
        tell(Stage.EXPLAINING)
        way_out = way_out_wordings(blueprint, pool, seed=seed)
        raise AssemblyLimitError((_limit_wording(effort), *way_out))
    return Assembled(
        forms=selected_forms(blueprint, pool, solution.placements, seed),
        effort=round(used, 3),
    )


def _try(
    blueprint: Blueprint,
    pool: Pool,
    found: Sequence[SectionCandidates],
    seed: int,
    effort: float,
) -> Solution:
    random = Random(seed)  # noqa: S311 - draws an order, no secret
    problem = assembly_problem(blueprint, pool, found, random.shuffle)
    return solve(problem, seed=seed, effort=effort)


def _is_final(
    solution: Solution,
    few: Sequence[SectionCandidates],
    every: Sequence[SectionCandidates],
) -> bool:
    """Return whether the short list left nothing out, so that its proof is one of all."""
    is_whole = all(
        len(short.items) == len(whole.items)
        for short, whole in zip(few, every, strict=True)
    )
    return is_whole and solution.outcome is Outcome.IMPOSSIBLE


def _limit_wording(effort: float) -> Wording:
    return Wording(
        f"在限定的求解量（{effort:g}）内没有找到符合双向细目表的试卷，也没有证明不存在",
        f"no forms were found within the effort of {effort:g}, and it is not proven "
        "that there are none",
    )
