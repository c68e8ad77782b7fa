"""exam-bank show: one item whole, with versions, estimates, uses, enemies, comments."""

import argparse
import json
from itertools import pairwise

from question_bank.bank.bank import Bank, open_bank
from question_bank.bank.item_store import VersionLine
from question_bank.cli.bank_arguments import add_bank_argument, add_json_argument
from question_bank.cli.bank_list import share_text
from question_bank.cli.language import Language
from question_bank.cli.words import ORIGIN_WORDS, STATUS_WORDS
from question_bank.exchange.item_list_writer import item_list_bytes
from question_bank.formats.item_record import ItemRecord
from question_bank.formats.record import to_plain
from question_bank.identifiers import ItemId
from question_bank.items.item import tasks_in


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_bank_argument(parser)
    parser.add_argument(
        "id", type=ItemId, metavar="ID", help="试题编号 / the item's id"
    )
    parser.add_argument(
        "--version-number",
        type=int,
        metavar="N",
        help="第几版，缺省为最新 / which version; the newest if not given",
    )
    add_json_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the item.

    Raises:
        NotInBankError: there is no such item or version.
    """
    language: Language = arguments.language
    item_id: ItemId = arguments.id
    with open_bank(arguments.bank, is_reader=True) as bank:
        record, version = bank.items.record_and_version(
            item_id, arguments.version_number
        )
        if arguments.json:
            found = _record(bank, item_id, record, version)
            print(json.dumps(found, ensure_ascii=False, indent=2))
            return 0
        raw = item_list_bytes(record.level, [record], {}, [])
        print(raw.decode("utf-8"))
        for line, below in pairwise([*_about(bank, item_id, record, language), ""]):
            is_empty = _is_heading(line) and (not below or _is_heading(below))
            print(line + (language.say("无", " none") if is_empty else ""))
    return 0


def _is_heading(line: str) -> bool:
    return not line.startswith(" ")


def _about(
    bank: Bank, item_id: ItemId, record: ItemRecord, language: Language
) -> list[str]:
    say = language.say
    lines = [say("版本：", "versions:")]
    lines += [f"  {_version_line(v, language)}" for v in bank.items.versions(item_id)]
    lines.append(say("难度估计：", "estimates:"))
    for task in tasks_in(record.item):
        for found in bank.estimates.of_task(task.task_id):
            estimate = found.estimate
            lines.append(
                f"  {task.task_id}  {share_text(estimate.difficulty_permille)}  "
                f"{share_text(estimate.discrimination_permille)}  "
                f"{say(*ORIGIN_WORDS[estimate.origin])}  {estimate.responses or ''}  "
                f"{estimate.source or ''}  {found.by} {found.at_utc}"
            )
    lines.append(say("使用记录：", "uses:"))
    lines += [
        f"  {use.used_on}  {use.plan} {use.session} {use.form_code} {use.site}".rstrip()
        for use in bank.exposure.uses(item_id)
    ]
    lines.append(say("互斥题：", "enemies:"))
    lines += [
        f"  {pair.second if pair.first == item_id else pair.first}  {pair.reason}".rstrip()
        for pair in bank.enemies.with_reasons(item_id)
    ]
    lines.append(say("批注：", "comments:"))
    lines += [
        f"  {comment.at_utc}  {comment.by}（v{comment.version}）: {comment.text}"
        for comment in bank.comments.of_item(item_id)
    ]
    return lines


def _version_line(line: VersionLine, language: Language) -> str:
    parts = [
        f"v{line.version}",
        language.say(*STATUS_WORDS[line.status]),
        language.say("命题", "added by") + f" {line.added_by} {line.added_utc}",
    ]
    if line.reviewed_by:
        by = language.say("审题", "reviewed by")
        parts.append(f"{by} {line.reviewed_by} {line.reviewed_utc}")
    if line.approved_by:
        by = language.say("批准", "approved by")
        parts.append(f"{by} {line.approved_by} {line.approved_utc}")
    return "  ".join(parts)


def _record(
    bank: Bank, item_id: ItemId, record: ItemRecord, version: int
) -> dict[str, object]:
    estimates = bank.estimates.in_force([item_id])
    return {
        "version": version,
        "record": to_plain(record),
        "versions": [
            {
                "version": line.version,
                "status": line.status.value,
                "sha256": line.sha256,
                "added_by": line.added_by,
                "added_utc": line.added_utc,
                "reviewed_by": line.reviewed_by,
                "reviewed_utc": line.reviewed_utc,
                "approved_by": line.approved_by,
                "approved_utc": line.approved_utc,
            }
            for line in bank.items.versions(item_id)
        ],
        "estimates": [to_plain(estimate) for estimate in estimates.values()],
        "uses": [
            {
                "used_on": use.used_on.isoformat(),
                "plan": use.plan,
                "session": use.session,
                "site": use.site,
                "form_code": use.form_code,
                "version": use.version,
                "responses": use.responses,
            }
            for use in bank.exposure.uses(item_id)
        ],
        "enemies": [
            {"first": pair.first, "second": pair.second, "reason": pair.reason}
            for pair in bank.enemies.with_reasons(item_id)
        ],
        "comments": [
            {"version": c.version, "by": c.by, "at_utc": c.at_utc, "text": c.text}
            for c in bank.comments.of_item(item_id)
        ],
    }
