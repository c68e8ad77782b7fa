"""Run the checks over a bank and print what they find, for exam-bank check."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set as AbstractSet
from pathlib import Path

from question_bank.assembly.blueprint_parse import parse_blueprint
from question_bank.assembly.pool_of_bank import pool_of_bank
from question_bank.bank.bank import Bank, open_bank
from question_bank.bank.errors import NotInBankError
from question_bank.bank.item_filter import ItemFilter
from question_bank.bank.status import Status
from question_bank.checks.all_checks import (
    CheckedBank,
    blueprint_findings,
    checked,
    sorted_findings,
)
from question_bank.checks.checked_item import CheckedItem
from question_bank.checks.codes import CODES
from question_bank.cli.bank_arguments import (
    item_filter,
)
from question_bank.cli.blueprint_files import read_blueprint
from question_bank.cli.findings import finding_record, print_findings
from question_bank.cli.language import Language
from question_bank.cli.progress_bar import progress_bar
from question_bank.cli.table import table_lines
from question_bank.identifiers import ItemId, TaskId
from question_bank.items.estimate import EstimateOrigin, TaskEstimate
from question_bank.items.finding import Finding, Severity, has_errors
from question_bank.items.item import tasks_in

IN_USE = (Status.DRAFT, Status.REVIEWED, Status.APPROVED)
"""Retired items go into no form; they are checked when asked for by --status."""

_SEVERITIES: Mapping[Severity, tuple[str, str]] = {
    Severity.ERROR: ("错误", "errors"),
    Severity.WARNING: ("警告", "warnings"),
    Severity.NOTE: ("说明", "notes"),
}
_HEADINGS = (
    ("代码", "code"),
    ("内容", "what"),
    ("错误", "errors"),
    ("警告", "warnings"),
    ("说明", "notes"),
)


def run_checks(arguments: argparse.Namespace) -> int:
    """Print the findings and a table of them; 1 if one is an error.

    Raises:
        BankError: the bank does not open, or an id is not in it.
        FormatError, FileProblemError: the blueprint is none.
    """
    with open_bank(arguments.bank, is_reader=True) as bank:
        found, count = _found(bank, arguments)
    if arguments.no_notes:
        found = tuple(one for one in found if one.severity is not Severity.NOTE)
    if arguments.json:
        told = {
            "items": count,
            "counts": dict(Counter(one.severity.value for one in found)),
            "findings": [finding_record(finding) for finding in found],
        }
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        print_findings(found, arguments.language)
        _print_summary(found, count, arguments.language)
    return 1 if has_errors(found) else 0


def _found(
    bank: Bank, arguments: argparse.Namespace
) -> tuple[tuple[Finding, ...], int]:
    chosen = _chosen(bank, item_filter(arguments, statuses=IN_USE))
    only = frozenset(arguments.only)
    label = arguments.language.say("检查", "checking")
    found: tuple[Finding, ...] = ()
    if not only or only != {"BLUEPRINT_SHORT"}:
        with progress_bar(label) as tell:
            content = _content(bank, chosen)
            found = checked(
                content,
                chosen=None
                if chosen == {one.item_id for one in content.items}
                else chosen,
                only=only,
                told=lambda _group, done, total: tell(done, total),
            )
    if arguments.blueprint and (not only or "BLUEPRINT_SHORT" in only):
        raw = read_blueprint(arguments.blueprint)
        blueprint = parse_blueprint(raw, name=Path(arguments.blueprint).name)
        short = blueprint_findings(blueprint, pool_of_bank(bank, blueprint))
        found = sorted_findings(iter((*found, *short)))
    return found, len(chosen)


def _chosen(bank: Bank, wanted: ItemFilter) -> AbstractSet[ItemId]:
    chosen = {summary.item_id for summary in bank.items.filter(wanted)}
    for item_id in wanted.item_ids:
        if not bank.items.has(item_id):
            raise NotInBankError(f"there is no item {item_id}")
    return chosen


def _content(bank: Bank, chosen: AbstractSet[ItemId]) -> CheckedBank:
    """Return all items that forms may come to hold, and those chosen."""
    in_use = {one.item_id for one in bank.items.filter(ItemFilter(statuses=IN_USE))}
    in_force = bank.estimates.in_force()

    def read(sha256: str) -> bytes:
        try:
            return bank.media.read(sha256)
        except NotInBankError as error:
            raise KeyError(sha256) from error

    return CheckedBank(
        items=tuple(_items(bank, in_use | chosen, in_force)),
        enemies=bank.enemies.pairs(),
        known_ids={one.item_id for one in bank.items.filter()},
        standard=bank.standard,
        read_medium=read,
    )


def _items(
    bank: Bank, wanted: AbstractSet[ItemId], in_force: Mapping[TaskId, TaskEstimate]
) -> Iterator[CheckedItem]:
    for record, _version in bank.items.newest_records():
        item = CheckedItem(record=record)
        if item.item_id not in wanted:
            continue
        estimates = [
            estimate
            for task in tasks_in(record.item)
            if (known := in_force.get(task.task_id)) is not None
            for estimate in _estimates(bank, known)
        ]
        yield CheckedItem(record=record, estimates=tuple(estimates))


def _estimates(bank: Bank, in_force: TaskEstimate) -> Iterator[TaskEstimate]:
    """Yield the estimate in force, and the author's newest if that is another."""
    yield in_force
    if in_force.origin is EstimateOrigin.AUTHOR:
        return
    for recorded in bank.estimates.of_task(in_force.task_id):
        if recorded.estimate.origin is EstimateOrigin.AUTHOR:
            yield recorded.estimate
            return


def _print_summary(found: Sequence[Finding], count: int, language: Language) -> None:
    counts = Counter((one.code, one.severity) for one in found)
    codes = [code for code in CODES if any((code, one) in counts for one in Severity)]
    rows = [[language.say(*words) for words in _HEADINGS]]
    for code in codes:
        name = language.say(*CODES[code][1])
        cells = [str(counts[code, one] or "") for one in _SEVERITIES]
        rows.append([code, name, *cells])
    if codes:
        print("\n".join(table_lines(rows)))
    totals = Counter(one.severity for one in found)
    told = language.say("，", ", ").join(
        f"{totals[one]} {language.say(*words)}" for one, words in _SEVERITIES.items()
    )
    print(language.say(f"已检查 {count} 题：{told}", f"{count} items checked: {told}"))
    sys.stdout.flush()
