"""exam-bank assemble: parallel forms that follow a blueprint, into the bank."""

import argparse
import json
import sys
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from question_bank.assembly.assembly_record import assembly_record, stored_assembly
from question_bank.assembly.assembly_stage import (
    DEFAULT_EFFORT,
    Assembled,
    Stage,
)
from question_bank.assembly.blueprint import Blueprint
from question_bank.assembly.blueprint_parse import parse_blueprint
from question_bank.assembly.build_forms import BuiltForm, build_forms
from question_bank.assembly.errors import BlueprintError, FormsRefusedError
from question_bank.assembly.pool import Pool
from question_bank.assembly.pool_of_bank import pool_of_bank
from question_bank.assembly.verify_forms import (
    RuleCheck,
    broken,
    broken_wording,
    verify_forms,
)
from question_bank.bank.assembly_store import StoredAssembly
from question_bank.bank.bank import Bank, open_bank
from question_bank.bank.errors import AssemblyExistsError
from question_bank.cli.advice import advice_of
from question_bank.cli.assembly_summary import assembly_facts, print_summary
from question_bank.cli.bank_arguments import (
    add_bank_argument,
    add_by_argument,
    add_json_argument,
)
from question_bank.cli.blueprint_files import read_blueprint
from question_bank.cli.clock import utc_now
from question_bank.cli.files import problems_named, write_new_file
from question_bank.cli.language import Language
from question_bank.cli.progress_bar import progress_bar
from question_bank.exchange.content_markup import parse_markup

_STAGES = {
    Stage.COUNTING: ("清点题库", "counting"),
    Stage.SHORTLIST: ("求解（候选短名单）", "solving with a short list"),
    Stage.WHOLE_POOL: ("求解（整个题库）", "solving with the whole bank"),
    Stage.EXPLAINING: ("查找相互冲突的规则", "looking for the rules that conflict"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_bank_argument(parser)
    parser.add_argument(
        "--blueprint",
        required=True,
        metavar="FILE",
        help="双向细目表文件，或随程序附带的 junior、intermediate、senior / blueprint (TOML), "
        "or one of those that ship",
    )
    parser.add_argument("--name", required=True, help="组卷结果的名称 / its name")
    add_by_argument(parser)
    parser.add_argument(
        "--forms", type=int, metavar="N", help="份数，代替细目表所写 / how many forms"
    )
    parser.add_argument(
        "--without",
        action="append",
        default=[],
        metavar="NAME",
        help="不用该次组卷用过的试题（锚题、必用题除外），可多次给出；未制包的组卷不计入使用次数 / "
        "no items of that assembly; may be given several times",
    )
    parser.add_argument(
        "--seed",
        type=int,
        default=1,
        help="随机种子：相同则试卷相同 / same seed, same forms",
    )
    parser.add_argument(
        "--effort",
        type=float,
        default=DEFAULT_EFFORT,
        help=f"求解量上限，缺省 {DEFAULT_EFFORT:g} / most work for the solver",
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="试卷和答案另存于此新文件夹 / forms go here",
    )
    parser.add_argument(
        "--report",
        type=Path,
        metavar="X.html",
        help="同时写出报告 / write the report too",
    )
    add_json_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    """Build, check and store the forms, and print what was reached.

    Raises:
        BankError: the bank does not open, or has an assembly of that name.
        FileProblemError: a file cannot be read or written.
    """
    try:
        return _run(arguments)
    except BlueprintError as error:
        if arguments.json:
            print(json.dumps(refusal_facts(error), ensure_ascii=False, indent=2))
        return told(error, arguments.language)


def refusal_facts(error: BlueprintError) -> dict[str, object]:
    """Return why there are no forms, for a program."""
    reasons = [{"zh": found.zh, "en": found.en} for found in error.wordings]
    return {"code": error.code, "forms": [], "reasons": reasons}


def told(error: BlueprintError, language: Language) -> int:
    """Print what a blueprint's error says, in the language; return the exit status."""
    lines = [language.say(wording.zh, wording.en) for wording in error.wordings]
    print(f"{error.code}: {lines[0]}", *lines[1:], sep="\n", file=sys.stderr)
    print(advice_of(error, language), file=sys.stderr)
    return 1


def _run(arguments: argparse.Namespace) -> int:
    # Not above: the solver takes a second to load, and every command loads this module.
    from question_bank.assembly.assemble import assemble  # noqa: PLC0415

    source = read_blueprint(arguments.blueprint)
    blueprint = parse_blueprint(
        source, name=Path(arguments.blueprint).name, forms=arguments.forms
    )
    with open_bank(arguments.bank) as bank:
        blueprint = _without(bank, blueprint, arguments.without)
        if arguments.name in bank.assemblies.names():
            raise AssemblyExistsError(f"there is an assembly {arguments.name}")
        pool = _pool(bank, blueprint, arguments.language)
        found = assemble(
            blueprint,
            pool,
            seed=arguments.seed,
            effort=arguments.effort,
            tell=lambda stage: _tell(stage, arguments.language),
        )
        built = _built(bank, blueprint, pool, found)
        checks = _checked(blueprint, pool, built)
        record = assembly_record(blueprint, pool, built, program=version("exam-room"))
        stored = stored_assembly(
            arguments.name,
            source,
            arguments.seed,
            tuple(zip(found.forms, built, strict=True)),
            record,
        )
        _write_files(arguments, stored)
        bank.assemblies.save(stored, arguments.by, utc_now())
    facts = assembly_facts(arguments.name, arguments.seed, blueprint, pool, built)
    if arguments.json:
        print(json.dumps(facts, ensure_ascii=False, indent=2))
    else:
        print_summary(facts, checks, arguments.language)
    return 0


def _without(bank: Bank, blueprint: Blueprint, names: list[str]) -> Blueprint:
    """Forbid the items of earlier assemblies; those that are named by hand may come again.

    Raises:
        NotInBankError: there is no such assembly.
    """
    named = {*blueprint.anchors, *blueprint.required}
    taken = {
        item_id
        for name in names
        for form in bank.assemblies.load(name).forms
        for item_id, _ in form.items
    }
    forbidden = {*blueprint.forbidden, *(taken - named)}
    return replace(blueprint, forbidden=tuple(sorted(forbidden)))


def _pool(bank: Bank, blueprint: Blueprint, language: Language) -> Pool:
    with progress_bar(language.say("读取题库", "reading the bank")) as tell:
        return pool_of_bank(bank, blueprint, lambda count: tell(count, count))


def _tell(stage: Stage, language: Language) -> None:
    if sys.stderr.isatty():
        print(f"{language.say(*_STAGES[stage])} …", file=sys.stderr)


def _built(
    bank: Bank, blueprint: Blueprint, pool: Pool, found: Assembled
) -> tuple[BuiltForm, ...]:
    ids = {item_id for form in found.forms for item_id in form.item_ids}
    records = {
        item_id: bank.items.record(item_id, pool.items[item_id].version)
        for item_id in ids
    }
    return build_forms(blueprint, found.forms, records, parse_markup)


def _checked(
    blueprint: Blueprint, pool: Pool, built: tuple[BuiltForm, ...]
) -> tuple[RuleCheck, ...]:
    checks = verify_forms(blueprint, pool, [found.form for found in built])
    if wrong := broken(checks):
        raise FormsRefusedError(tuple(map(broken_wording, wrong)))
    return checks


def _write_files(arguments: argparse.Namespace, stored: StoredAssembly) -> None:
    if arguments.report is not None:
        # Not above: neither are the plots, which only a report needs.
        from question_bank.assembly.report import assembly_report  # noqa: PLC0415

        write_new_file(arguments.report, assembly_report(stored))
    if arguments.out is None:
        return
    with problems_named(arguments.out):
        arguments.out.mkdir()
    for form in stored.forms:
        for end, raw in (("form", form.form), ("keys", form.keys)):
            path = arguments.out / f"{form.form_code}.{end}.json"
            write_new_file(path, raw, is_secret=True)
