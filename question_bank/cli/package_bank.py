"""A package whose forms come from an item bank, and the record of their use there."""

import argparse
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta, timezone

from question_bank.assembly.package_of_assembly import (
    exposures,
    package_of_assembly,
    read_bare_plan,
)
from question_bank.bank.bank import open_bank
from question_bank.cli.clock import utc_now
from question_bank.cli.errors import WrongUsageError
from question_bank.cli.files import read_small_file
from question_bank.formats.package_policies import Window
from question_bank.formats.site_card import SiteCard
from question_bank.sealing.package_content import PackageContent

BEIJING = timezone(timedelta(hours=8))
"""Use is dated by the calendar of the sites."""

LONGEST_WINDOW = timedelta(days=2)
"""Of a package whose window says by itself on which day its items are used."""

RecordUse = Callable[[Sequence[SiteCard]], None]


def require_one_source(arguments: argparse.Namespace) -> bool:
    """Return whether the forms come from a bank.

    Raises:
        WrongUsageError: neither or both were given, or half of what a bank needs.
    """
    from_bank = {
        "--bank": arguments.bank,
        "--assembly": arguments.assembly,
        "--plan": arguments.plan,
        "--by": arguments.by,
    }
    is_from_bank = arguments.bank is not None
    if is_from_bank == (arguments.source is not None):
        raise WrongUsageError(
            "源文件夹和 --bank 二者写一 / give either a folder or --bank"
        )
    missing = [name for name, value in from_bank.items() if value is None]
    if is_from_bank and missing:
        raise WrongUsageError(
            f"{missing[0]}: 与 --bank 同用时必须写明 / needed beside --bank"
        )
    return is_from_bank


@contextmanager
def package_from_bank(
    arguments: argparse.Namespace,
) -> Iterator[tuple[PackageContent, RecordUse]]:
    """Give the content, and what to call once the package is written.

    Raises:
        BankError: no such bank or assembly.
        FormatError: the plan is none, or for another level.
        WrongUsageError: the plan does not say on which day the items are used.
    """
    plan = read_bare_plan(read_small_file(arguments.plan), name=arguments.plan.name)
    used_on = arguments.used_on or _day_of_use(plan.window)
    with open_bank(arguments.bank) as bank:
        stored = bank.assemblies.load(arguments.assembly)
        content = package_of_assembly(bank, stored, plan)

        def record_use(sites: Sequence[SiteCard]) -> None:
            # The same use told twice counts once: a package that is built again, with
            # --same-as or without, wears nothing anew.
            names = tuple(site.site_name for site in sites)
            uses = exposures(stored, plan, names, used_on)
            bank.exposure.add(uses, arguments.by, utc_now())

        yield content, record_use


def _day_of_use(window: Window) -> date:
    """Return the day that the window opens, where that tells when items are used.

    A trial's window may be open for years: use dated by its first day would count as
    long past, and limits of reuse would let its items into the next forms.
    """
    length = window.closes_utc - window.opens_utc
    if length > LONGEST_WINDOW:
        days = length.days
        raise WrongUsageError(
            f"--used-on: 计划的开启窗口长达 {days} 天，看不出试题在哪天使用，请写明使用日期 / "
            f"the plan's window is {days} days long; say on which day the items are used"
        )
    return window.opens_utc.astimezone(BEIJING).date()
