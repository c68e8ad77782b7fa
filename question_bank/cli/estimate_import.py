"""The part of `exam-bank import` that takes lists of estimates: all rows or none."""

import argparse
import json

from question_bank.bank.bank import Bank, open_bank
from question_bank.cli.clock import utc_now
from question_bank.cli.files import problems_named
from question_bank.cli.findings import finding_record, print_findings
from question_bank.cli.language import Language
from question_bank.exchange.estimate_list import (
    MOST_BYTES,
    EstimateReading,
    read_estimate_list,
)
from question_bank.items.estimate import TaskEstimate
from question_bank.items.finding import Finding, Place, Severity, has_errors
from question_bank.items.score_line import Wording
from question_bank.sealing.package_sources import open_plain_file


def import_estimates(arguments: argparse.Namespace) -> int:
    """Record the estimates of the files; 1 if nothing was recorded because of errors.

    Raises:
        BankError: the bank refused; it is as it was.
        FormatError, FileProblemError: a file as a whole cannot be read.
    """
    readings: list[EstimateReading] = []
    for path in arguments.files:
        with problems_named(path):
            # No more than the reader takes: a device or a pipe never ends.
            with open_plain_file(path, follow_links=True) as file:
                raw = file.read(MOST_BYTES + 1)
            readings.append(read_estimate_list(raw, name=path.name))
    findings = [found for reading in readings for found in reading.findings]
    with open_bank(arguments.bank, is_reader=arguments.check_only) as bank:
        good: list[TaskEstimate] = []
        for estimate, place in (row for reading in readings for row in reading.rows):
            if bank.items.owners_of([estimate.task_id]):
                good.append(estimate)
            else:
                findings.append(_unknown(estimate, place))
        is_taken = not arguments.check_only and (
            arguments.take_good or not has_errors(tuple(findings))
        )
        added = _record(bank, good, arguments.by) if is_taken else 0
    _tell(findings, added, arguments, is_taken=is_taken)
    if arguments.check_only:
        return 1 if has_errors(tuple(findings)) else 0
    return 0 if is_taken else 1


def _record(bank: Bank, estimates: list[TaskEstimate], by: str) -> int:
    at = utc_now()
    with bank.transaction():
        return sum(bank.estimates.add(estimate, by, at) for estimate in estimates)


def _unknown(estimate: TaskEstimate, place: Place) -> Finding:
    return Finding(
        code="ESTIMATE_TASK_UNKNOWN",
        severity=Severity.ERROR,
        place=place,
        wording=Wording(
            f"题库中没有题号 {estimate.task_id}",
            f"the bank has no task {estimate.task_id}",
        ),
    )


def _tell(
    findings: list[Finding],
    added: int,
    arguments: argparse.Namespace,
    *,
    is_taken: bool,
) -> None:
    language: Language = arguments.language
    if arguments.json:
        record = {
            "is_taken": is_taken,
            "estimates": added,
            "findings": [finding_record(finding) for finding in findings],
        }
        print(json.dumps(record, ensure_ascii=False, indent=2))
        return
    print_findings(findings, language)
    if is_taken:
        print(language.say(f"已记录难度估计: {added}", f"estimates recorded: {added}"))
    else:
        print(language.say("题库未改动。", "the bank was not changed."))
