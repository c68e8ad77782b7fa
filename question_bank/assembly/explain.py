"""Say in words why there are no forms: what would have to give, and what conflicts."""

from collections.abc import Iterator
from fractions import Fraction

from question_bank.assembly.blueprint import Blueprint, number_text
from question_bank.assembly.candidates import candidates
from question_bank.assembly.pool import Pool
from question_bank.assembly.problem import Rule
from question_bank.assembly.problem_of import assembly_problem
from question_bank.assembly.relax import (
    Concession,
    Core,
    Relaxation,
    conflicting_core,
    relax,
)
from question_bank.items.score_line import Wording

MOST_RULES_TOLD = 12
MOST_SUSPECTS = 3

_NO_CORE = Wording(
    "没有在限定的求解量内查明是哪几条规则相互冲突",
    "which rules conflict with one another was not found within the effort",
)


def conflict_wordings(
    blueprint: Blueprint, pool: Pool, *, seed: int
) -> tuple[Wording, ...]:
    """Return sentences on a blueprint that was proven impossible with this pool."""
    problem = assembly_problem(blueprint, pool, candidates(blueprint, pool))
    relaxation = relax(problem, seed=seed)
    given = () if relaxation is None else relaxation.concessions
    suspects = {
        id(found.rule): found.rule for found in given if not found.rule.is_structure
    }
    few = tuple(suspects.values())[:MOST_SUSPECTS]
    core = conflicting_core(problem, few, seed=seed)
    return (
        Wording(
            "已证明：题库中现有的试题无法同时满足双向细目表的全部规则",
            "proven: the items of the bank cannot keep all rules of the blueprint",
        ),
        *((_NO_CORE,) if core is None else _core_wordings(core)),
        *(() if relaxation is None else _relaxation_wordings(relaxation)),
    )


def way_out_wordings(
    blueprint: Blueprint, pool: Pool, *, seed: int
) -> tuple[Wording, ...]:
    """Return sentences on what would have to give, where nothing was proven; or none."""
    problem = assembly_problem(blueprint, pool, candidates(blueprint, pool))
    relaxation = relax(problem, seed=seed)
    if relaxation is None or not relaxation.concessions:
        return ()
    return tuple(_relaxation_wordings(relaxation))


def _core_wordings(core: Core) -> Iterator[Wording]:
    least = Wording("", "")
    if core.is_minimal:
        least = Wording("（去掉任何一条即可满足其余各条）", " (any one less would do)")
    yield Wording(
        f"相互冲突的规则{least.zh}：",
        f"rules that conflict with one another{least.en}:",
    )
    for rule in core.rules[:MOST_RULES_TOLD]:
        yield Wording(f"· {rule.name.zh}", f"· {rule.name.en}")
    left = len(core.rules) - MOST_RULES_TOLD
    if left > 0:
        yield Wording(f"· 以及另外 {left} 条", f"· and {left} more")


def _relaxation_wordings(relaxation: Relaxation) -> Iterator[Wording]:
    least = Wording("一种放宽办法", "one way out")
    if relaxation.is_least:
        least = Wording("代价最小的放宽办法", "the least that would have to give")
    yield Wording(f"{least.zh}：", f"{least.en}:")
    by_rule: dict[str, list[Concession]] = {}
    for concession in relaxation.concessions:
        by_rule.setdefault(concession.rule.name.zh, []).append(concession)
    for found in list(by_rule.values())[:MOST_RULES_TOLD]:
        yield _concession_wording(found)


def _concession_wording(found: list[Concession]) -> Wording:
    rule = found[0].rule
    zh, en = [], []
    for concession in found:
        amount = amount_text(rule, abs(concession.amount))
        form = _place(concession.row.about)
        side = (
            Wording("差", "short by")
            if concession.amount < 0
            else Wording("超", "over by")
        )
        zh.append(f"{form.zh}{side.zh} {amount}{rule.unit.zh and ' ' + rule.unit.zh}")
        en.append(f"{form.en} {side.en} {amount}{rule.unit.en and ' ' + rule.unit.en}")
    return Wording(
        f"· 规则“{rule.name.zh}”：{'，'.join(zh)}",
        f"· “{rule.name.en}”: {', '.join(en)}",
    )


def _place(about: str) -> Wording:
    """Return where a row gives: a form, two forms, or two enemies in a form."""
    form, _, rest = about.partition(" ")
    if not form:
        return Wording("合计", "all together")
    return Wording(f"{form} 卷{rest and f'（{rest}）'}", about)


def amount_text(rule: Rule, amount: int) -> str:
    """Return a row's amount in the rule's unit, rounded up to what is told."""
    exact = Fraction(amount, rule.scale)
    if exact.denominator == 1:
        return number_text(exact)
    return f"{float(exact):.3f}".rstrip("0").rstrip(".")
