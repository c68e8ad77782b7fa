"""exam-bank exposure: where and when items were used; `--record` tells of a use.

Packages that are built from the bank record their use by themselves. This is for forms
that went another way: on paper, in another program, at a site that reports late.
"""

import argparse
import json
from collections.abc import Iterable, Iterator

from question_bank.bank.bank import Bank, open_bank
from question_bank.bank.exposure_store import Exposure
from question_bank.bank.refusals import no_item
from question_bank.cli.bank_arguments import (
    USER_VARIABLE,
    add_bank_argument,
    add_ids_argument,
    add_json_argument,
    day,
    known_user,
    whole_number,
)
from question_bank.cli.clock import utc_now
from question_bank.cli.errors import WrongUsageError
from question_bank.cli.language import Language
from question_bank.cli.table import table_lines
from question_bank.identifiers import FormCode, ItemId

_HEADINGS = (
    ("编号", "id"),
    ("版本", "version"),
    ("日期", "day"),
    ("计划", "plan"),
    ("场次", "session"),
    ("考点", "site"),
    ("试卷", "form"),
    ("组卷", "assembly"),
    ("人数", "responses"),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_bank_argument(parser)
    add_ids_argument(parser)
    parser.add_argument("--plan", metavar="CODE", help="计划 / plan")
    parser.add_argument("--session", metavar="CODE", help="场次 / session")
    parser.add_argument(
        "--site",
        action="append",
        default=[],
        metavar="NAME",
        help="考点，可多次给出 / site; may be given several times",
    )
    parser.add_argument("--form", type=FormCode, metavar="CODE", help="试卷 / form")
    parser.add_argument("--assembly", metavar="NAME", help="组卷名称 / assembly")
    parser.add_argument(
        "--since", type=day, metavar="YYYY-MM-DD", help="该日起 / that day or later"
    )
    add_json_argument(parser)
    group = parser.add_argument_group("登记使用 / recording a use")
    group.add_argument(
        "--record",
        action="store_true",
        help="登记所列试题（在用版本）或 --assembly 的全部试卷已使用；考试包会自动登记，"
        "不必再记 / tell that the items, or all forms of the assembly, were used; packages "
        "do so by themselves",
    )
    group.add_argument(
        "--on", type=day, metavar="YYYY-MM-DD", help="使用日期 / the day of use"
    )
    group.add_argument(
        "--responses",
        type=whole_number,
        metavar="N",
        help="作答人数（每个考点）/ how many candidates saw it, at each site",
    )
    group.add_argument(
        "--by",
        default=known_user(),
        metavar="NAME",
        help=f"操作人，登记时必填；也可用 {USER_VARIABLE} / who does it",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the uses that fit, or record some.

    Raises:
        NotInBankError: no such item or assembly; nothing was recorded.
        WrongUsageError: day, person, form or items are missing.
    """
    if arguments.record:
        return _record(arguments)
    language: Language = arguments.language
    with open_bank(arguments.bank, is_reader=True) as bank:
        for item_id in arguments.ids:
            if not bank.items.has(item_id):
                raise no_item(item_id)
        found = [use for use in bank.exposure.uses() if _fits(use, arguments)]
    if arguments.json:
        print(json.dumps([use_record(u) for u in found], ensure_ascii=False, indent=2))
        return 0
    headings = [language.say(*words) for words in _HEADINGS]
    print("\n".join(table_lines([headings, *map(_row, found)])))
    return 0


def use_record(use: Exposure) -> dict[str, object]:
    """Return a use as a program reads it."""
    return {
        "item_id": use.item_id,
        "version": use.version,
        "used_on": use.used_on.isoformat(),
        "plan": use.plan,
        "session": use.session,
        "site": use.site,
        "form_code": use.form_code,
        "assembly": use.assembly,
        "responses": use.responses,
    }


def _row(use: Exposure) -> list[str]:
    return ["" if value is None else str(value) for value in use_record(use).values()]


def _fits(use: Exposure, arguments: argparse.Namespace) -> bool:
    asked = (
        (arguments.plan, use.plan),
        (arguments.session, use.session),
        (arguments.form, use.form_code),
        (arguments.assembly, use.assembly),
    )
    return (
        all(wanted is None or wanted == found for wanted, found in asked)
        and (not arguments.site or use.site in arguments.site)
        and (not arguments.ids or use.item_id in arguments.ids)
        and (arguments.since is None or use.used_on >= arguments.since)
    )


def _record(arguments: argparse.Namespace) -> int:
    _require_all(arguments)
    language: Language = arguments.language
    with open_bank(arguments.bank) as bank:
        uses = list(_uses(bank, arguments))
        added = bank.exposure.add(uses, arguments.by, utc_now())
    known = len(uses) - added
    if arguments.json:
        print(json.dumps({"recorded": added, "known": known}))
        return 0
    told = (f"新登记 {added} 条，原已登记 {known} 条", f"{added} new, {known} known")
    print(language.say(*told))
    return 0


def _require_all(arguments: argparse.Namespace) -> None:
    needed = {"--on": arguments.on, "--by": arguments.by}
    if arguments.ids:
        needed["--form"] = arguments.form
    for option, value in needed.items():
        if not value:
            raise WrongUsageError(f"{option}: 登记时必填 / needed to record a use")
    if bool(arguments.ids) == (arguments.assembly is not None):
        found = "试题编号与 --assembly 二者写一 / give either ids or --assembly"
        raise WrongUsageError(found)


def _uses(bank: Bank, arguments: argparse.Namespace) -> Iterator[Exposure]:
    for site in arguments.site or [""]:
        for form_code, item_id, version in _used(bank, arguments):
            yield Exposure(
                item_id=item_id,
                version=version,
                form_code=form_code,
                used_on=arguments.on,
                plan=arguments.plan or "",
                session=arguments.session or "",
                site=site,
                assembly=arguments.assembly or "",
                responses=arguments.responses,
            )


def _used(
    bank: Bank, arguments: argparse.Namespace
) -> Iterable[tuple[FormCode, ItemId, int]]:
    if arguments.assembly is None:
        return [
            (arguments.form, item_id, _version_in_use(bank, item_id))
            for item_id in arguments.ids
        ]
    forms = bank.assemblies.load(arguments.assembly).forms
    if arguments.form is not None and arguments.form not in {
        f.form_code for f in forms
    }:
        codes = " ".join(form.form_code for form in forms)
        raise WrongUsageError(f"--form: 只有 / there are only: {codes}")
    return [
        (form.form_code, item_id, version)
        for form in forms
        if arguments.form in {None, form.form_code}
        for item_id, version in form.items
    ]


def _version_in_use(bank: Bank, item_id: ItemId) -> int:
    """Return the approved version, or the newest where none is."""
    usable = bank.items.usable_version(item_id)
    return bank.items.versions(item_id)[-1].version if usable is None else usable
