"""The report of an assembly: one page that loads nothing from anywhere.

Shows what was stored with the assembly, and computes nothing that the check or the
statistics do not compute. The same assembly gives the same bytes.
"""

from collections.abc import Sequence
from fractions import Fraction
from importlib.resources import files
from typing import Any

import jinja2

from question_bank.assembly import rule_names as names
from question_bank.assembly.assembly_record import pool_of_record, read_assembly
from question_bank.assembly.blueprint import Blueprint, number_text, permille_text
from question_bank.assembly.blueprint_parse import parse_blueprint
from question_bank.assembly.recount import PlacedItem, figures_of, placed_items
from question_bank.assembly.report_plots import (
    COLOURS,
    PlottedForm,
    difficulty_plot,
    information_plot,
    score_plot,
)
from question_bank.assembly.verify_forms import RuleCheck, verify_forms
from question_bank.bank.assembly_store import StoredAssembly
from question_bank.items.score_line import Wording
from question_bank.statistics.form_figures import (
    error_at,
    expected_s,
    form_information_milli,
    mean_difficulty,
    overlap,
    total_points,
)

TEMPLATE = "report.html.jinja"


def assembly_report(stored: StoredAssembly) -> bytes:
    """Return the page.

    Raises:
        BlueprintError: what is stored cannot be read.
    """
    record, forms = read_assembly(stored)
    blueprint = parse_blueprint(
        stored.blueprint, name=stored.name, forms=len(stored.forms)
    )
    pool = pool_of_record(record)
    placed = [placed_items(form, pool) for form in forms]
    codes = [form.form_code for form in forms]
    plotted = [
        PlottedForm(
            form_code=code,
            tasks=figures_of(items),
            item_difficulties=tuple(round(item.difficulty_permille) for item in items),
        )
        for code, items in zip(codes, placed, strict=True)
    ]
    edges = sorted(
        {edge for b in blueprint.bands for edge in (b.low_permille, b.high_permille)}
    )
    targets = [(t.ability_milli, t.least_milli) for t in blueprint.information]
    checks = verify_forms(blueprint, pool, forms)
    page = _template().render(
        name=stored.name,
        seed=stored.seed,
        record=record,
        blueprint=blueprint,
        codes=codes,
        colours=COLOURS,
        rules=_rule_rows(checks, codes),
        between=[check for check in checks if not check.form_code],
        broken=sum(not check.is_kept for check in checks),
        checks=len(checks),
        forms=[
            _form_facts(code, items, blueprint)
            for code, items in zip(codes, placed, strict=True)
        ],
        overlaps=_overlap_matrix(placed),
        targets=[names.number_text_of_milli(ability) for ability, _ in targets],
        difficulty_plot=difficulty_plot(plotted, edges),
        information_plot=information_plot(plotted, targets),
        score_plot=score_plot(plotted),
        lists=[
            (code, _item_rows(items, blueprint))
            for code, items in zip(codes, placed, strict=True)
        ],
        kinds=names.KIND_WORDINGS,
    )
    return page.encode()


def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    source = (files("question_bank.assembly") / TEMPLATE).read_text("utf-8")
    return environment.from_string(source)


def _rule_rows(
    checks: Sequence[RuleCheck], codes: Sequence[str]
) -> list[tuple[Wording, str, list[RuleCheck | None]]]:
    """Return (rule, wanted, check by form), in the order of the check."""
    rows: dict[tuple[str, Wording], dict[str, RuleCheck]] = {}
    for check in checks:
        if check.form_code:
            rows.setdefault((check.code, check.rule), {})[check.form_code] = check
    return [
        (
            rule,
            next(iter(found.values())).wanted,
            [found.get(code) for code in codes],
        )
        for (_, rule), found in rows.items()
    ]


def _form_facts(
    code: str, items: Sequence[PlacedItem], blueprint: Blueprint
) -> dict[str, Any]:
    tasks = figures_of(items)
    error = error_at(tasks, 0.0)
    return {
        "code": code,
        "items": len(items),
        "tasks": len(tasks),
        "points": number_text(total_points(tasks)),
        "mean": f"{float(mean_difficulty(tasks)):.4f}",
        "minutes": f"{expected_s(tasks) / 60:.1f}",
        "information": [
            names.number_text_of_milli(
                form_information_milli(tasks, target.ability_milli)
            )
            for target in blueprint.information
        ],
        "error": "–" if error is None else f"{error:.3f}",
        "fresh": sum(item.known.uses == 0 for item in items),
        "uses": sum(item.known.uses for item in items),
        "assumed": sum(item.known.is_assumed for item in items),
    }


def _overlap_matrix(placed: Sequence[Sequence[PlacedItem]]) -> list[list[int]]:
    ids = [[item.item_id for item in items] for items in placed]
    shared = overlap(ids)
    size = range(len(ids))
    return [
        [
            len(ids[row])
            if row == column
            else shared[min(row, column), max(row, column)]
            for column in size
        ]
        for row in size
    ]


def _item_rows(
    items: Sequence[PlacedItem], blueprint: Blueprint
) -> list[dict[str, Any]]:
    titles = {section.section_id: section.title for section in blueprint.sections}
    return [
        {
            "number": number,
            "item_id": item.item_id,
            "version": item.known.version,
            "kind": item.known.kind,
            "section": titles[item.section_id],
            "tags": sorted({tag for task in item.known.tasks for tag in task.tags}),
            "points": number_text(item.points),
            "difficulty": permille_text(round(item.difficulty_permille)),
            "discrimination": permille_text(_discrimination(item)),
            "minutes": f"{sum(task.expected_s for task in item.tasks) / 60:.1f}",
            "uses": item.known.uses,
            "is_assumed": item.known.is_assumed,
        }
        for number, item in enumerate(items, start=1)
    ]


def _discrimination(item: PlacedItem) -> Fraction:
    """Return the mean over the item's points, in thousandths."""
    total = sum(
        (task.points * task.discrimination_permille for task in item.tasks), Fraction(0)
    )
    return Fraction(round(total / item.points))
