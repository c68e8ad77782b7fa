"""Findings for people and for programs: one line each, or one record each."""

import sys
from collections.abc import Iterable

from question_bank.cli.language import Language
from question_bank.items.finding import Finding, Severity, place_wording
from question_bank.items.score_line import Wording

MOST_SHOWN = 200
"""Lines on a screen; `--json` has them all."""

_SEVERITIES = {
    Severity.ERROR: Wording("错误", "error"),
    Severity.WARNING: Wording("警告", "warning"),
    Severity.NOTE: Wording("说明", "note"),
}


_GRAVITY = tuple(_SEVERITIES)
"""Of two that are as grave the one that stands first in the source comes first."""


def finding_line(finding: Finding, language: Language) -> str:
    """Return one finding as a person reads it: how bad, where, what."""
    severity = language.say(*_SEVERITIES[finding.severity])
    place = language.say(*place_wording(finding.place))
    words = language.say(*finding.wording)
    return f"[{severity}] {place}: {words}" if place else f"[{severity}] {words}"


def finding_record(finding: Finding) -> dict[str, object]:
    """Return one finding as a program reads it."""
    place = finding.place
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "file": place.file,
        "part": place.part,
        "row": place.row,
        "column": place.column,
        "item_id": place.item_id,
        "zh": finding.wording.zh,
        "en": finding.wording.en,
        "measure": finding.measure,
    }


def print_findings(findings: Iterable[Finding], language: Language) -> None:
    """Print findings to stderr, the gravest first; not all if there are very many."""
    found = sorted(findings, key=lambda finding: _GRAVITY.index(finding.severity))
    for finding in found[:MOST_SHOWN]:
        print(finding_line(finding, language), file=sys.stderr)
    rest = len(found) - MOST_SHOWN
    if rest > 0:
        more = language.say(
            f"……另有 {rest} 条，用 --json 查看全部",
            f"… and {rest} more; --json has all",
        )
        print(more, file=sys.stderr)
