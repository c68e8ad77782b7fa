"""What `exam-bank assemble` prints of the forms it built."""

from collections.abc import Sequence
from typing import Any

from question_bank.assembly.blueprint import Blueprint, number_text
from question_bank.assembly.build_forms import BuiltForm
from question_bank.assembly.pool import Pool
from question_bank.assembly.recount import figures_of, placed_items
from question_bank.assembly.verify_forms import RuleCheck
from question_bank.cli.language import Language
from question_bank.items.estimate import ONE
from question_bank.statistics.form_figures import (
    expected_s,
    form_information_milli,
    mean_difficulty,
    overlap,
    total_points,
)


def assembly_facts(
    name: str,
    seed: int,
    blueprint: Blueprint,
    pool: Pool,
    built: Sequence[BuiltForm],
) -> dict[str, Any]:
    """Return name, seed, forms with their figures, and what was reached between them."""
    placed = [placed_items(found.form, pool) for found in built]
    tasks = [figures_of(items) for items in placed]
    means = [mean_difficulty(found) for found in tasks]
    ids = [[item.item_id for item in items] for items in placed]
    shared = overlap(ids)
    return {
        "name": name,
        "seed": seed,
        "forms": [
            {
                "form_code": found.form.form_code,
                "items": len(items),
                "tasks": len(figures),
                "points": number_text(total_points(figures)),
                "mean_difficulty": round(float(mean), 4),
                "expected_minutes": round(expected_s(figures) / 60, 1),
                "information": {
                    f"{target.ability_milli / ONE:g}": form_information_milli(
                        figures, target.ability_milli
                    )
                    / ONE
                    for target in blueprint.information
                },
                "used_before": sum(item.known.uses > 0 for item in items),
                "assumed_figures": sum(item.known.is_assumed for item in items),
                "item_ids": [item.item_id for item in items],
            }
            for found, items, figures, mean in zip(
                built, placed, tasks, means, strict=True
            )
        ],
        "between_forms": {
            "mean_difficulty": round(float(max(means) - min(means)), 4),
            "expected_minutes": round(
                (max(map(expected_s, tasks)) - min(map(expected_s, tasks))) / 60, 1
            ),
            "most_shared_items": max(shared.values(), default=0),
        },
    }


def print_summary(
    facts: dict[str, Any], checks: Sequence[RuleCheck], language: Language
) -> None:
    """Print a line a form, what was reached between them, and how many rules are kept."""
    say = language.say
    print(
        say(f"组卷“{facts['name']}”已存入题库", f"assembly “{facts['name']}” is stored")
    )
    for form in facts["forms"]:
        information = "  ".join(
            f"θ={ability}: {value:.2f}"
            for ability, value in form["information"].items()
        )
        measured = (
            say(f"信息量 {information}  ", f"information {information}  ")
            if information
            else ""
        )
        code, items = form["form_code"], form["items"]
        print(
            say(
                f"{code}卷  {items} 题 {form['tasks']} 问 {form['points']} 分  "
                f"平均难度 {form['mean_difficulty']:.4f}  "
                f"预计 {form['expected_minutes']:g} 分钟  {measured}"
                f"用过的 {form['used_before']} 题",
                f"form {code}  {items} items, {form['tasks']} tasks, {form['points']} "
                f"points  mean difficulty {form['mean_difficulty']:.4f}  "
                f"{form['expected_minutes']:g} minutes  {measured}"
                f"{form['used_before']} used before",
            )
        )
    between = [check for check in checks if not check.form_code]
    for check in between:
        print(
            f"  {say(check.rule.zh, check.rule.en)}  "
            f"{say('达到', 'reached')} {check.reached}"
        )
    print(
        say(
            f"独立复核：{len(checks)} 项规则全部符合",
            f"checked independently: all {len(checks)} rules are kept",
        )
    )
