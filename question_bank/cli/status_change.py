"""What review, approve, send-back and retire share: which items, one transaction, a report."""

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass

from question_bank.bank.bank import Bank, open_bank
from question_bank.bank.errors import BankError
from question_bank.bank.item_filter import ItemFilter
from question_bank.bank.review_store import StatusChange
from question_bank.bank.status import Status
from question_bank.cli.advice import advice_of, message_of
from question_bank.cli.bank_arguments import (
    add_bank_argument,
    add_by_argument,
    add_filter_arguments,
    add_ids_argument,
    add_json_argument,
    item_filter,
)
from question_bank.cli.errors import WrongUsageError
from question_bank.cli.language import Language
from question_bank.cli.progress_bar import progress_bar
from question_bank.cli.words import STATUS_WORDS
from question_bank.identifiers import ItemId

MOST_REFUSALS_SHOWN = 10
"""Of items that a filter found; `--json` has all."""

Change = Callable[[Bank, ItemId], StatusChange]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    """What an act did."""

    changes: tuple[StatusChange, ...]
    refused: tuple[tuple[ItemId, BankError], ...]


def add_change_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare which items, and who."""
    add_bank_argument(parser)
    add_ids_argument(parser)
    add_by_argument(parser)
    parser.add_argument(
        "--all",
        action="store_true",
        help="不写编号和筛选条件时须加 --all，表示全部 / needed to mean all items",
    )
    add_filter_arguments(parser)
    add_json_argument(parser)


def change_status(
    arguments: argparse.Namespace, change: Change, *, statuses: tuple[Status, ...]
) -> int:
    """Do something to the chosen items as one; 1 if one that was named is refused.

    Items that are named by their ids are changed all or not at all. Of those that a
    filter finds, what may not be changed by this person is left out and told.

    Args:
        statuses: Of the items that a filter chooses, where it names none.

    Raises:
        BankError: the bank refused; it is as it was.
        WrongUsageError: nothing says which items.
    """
    wanted = item_filter(arguments, statuses=() if arguments.ids else statuses)
    if wanted == ItemFilter(statuses=statuses) and not arguments.all:
        raise WrongUsageError(
            "没有指明试题：请写编号、筛选条件或 --all / name ids, a filter, or --all"
        )
    language: Language = arguments.language
    with open_bank(arguments.bank) as bank:
        ids = list(arguments.ids) or [
            summary.item_id for summary in bank.items.filter(wanted)
        ]
        with progress_bar(language.say("处理", "working")) as tell:
            outcome = _changed(bank, ids, change, tell, is_whole=bool(arguments.ids))
    _tell(outcome, arguments)
    return 1 if outcome.refused and (arguments.ids or not outcome.changes) else 0


def _changed(
    bank: Bank,
    ids: list[ItemId],
    change: Change,
    tell: Callable[[int, int], None],
    *,
    is_whole: bool,
) -> _Outcome:
    changes: list[StatusChange] = []
    refused: list[tuple[ItemId, BankError]] = []
    try:
        with bank.transaction():
            for index, item_id in enumerate(ids, start=1):
                try:
                    changes.append(change(bank, item_id))
                except BankError as error:
                    if not _is_of_item(error):
                        raise
                    refused.append((item_id, error))
                tell(index, len(ids))
            if refused and is_whole:
                raise _NothingChangedError  # noqa: TRY301 - leaves the transaction
    except _NothingChangedError:
        changes = []
    return _Outcome(changes=tuple(changes), refused=tuple(refused))


class _NothingChangedError(Exception):
    """Rolls the transaction back."""


def _is_of_item(error: BankError) -> bool:
    return error.code in {"NOT_IN_BANK", "REVIEW_REFUSED", "SAME_PERSON"}


def _tell(outcome: _Outcome, arguments: argparse.Namespace) -> None:
    language: Language = arguments.language
    if arguments.json:
        record = {
            "changed": [
                {
                    "item_id": change.item_id,
                    "version": change.version,
                    "before": change.before.value,
                    "after": change.after.value,
                }
                for change in outcome.changes
            ],
            "refused": [
                {
                    "item_id": item_id,
                    "code": error.code,
                    "zh": error.chinese,
                    "en": str(error),
                }
                for item_id, error in outcome.refused
            ],
        }
        print(json.dumps(record, ensure_ascii=False, indent=2))
        return
    for change in outcome.changes:
        before = language.say(*STATUS_WORDS[change.before])
        after = language.say(*STATUS_WORDS[change.after])
        print(f"{change.item_id} v{change.version}: {before} → {after}")
    shown = outcome.refused if arguments.ids else outcome.refused[:MOST_REFUSALS_SHOWN]
    for _, error in shown:
        print(f"{error.code}: {message_of(error, language)}", file=sys.stderr)
    if rest := len(outcome.refused) - len(shown):
        print(language.say(f"……另有 {rest} 题", f"… and {rest} more"), file=sys.stderr)
    for advice in dict.fromkeys(advice_of(e, language) for _, e in outcome.refused):
        print(advice, file=sys.stderr)
    done, left = len(outcome.changes), len(outcome.refused)
    print(
        language.say(
            f"已改 {done} 题，未改 {left} 题", f"{done} changed, {left} refused"
        )
    )
