"""After the exam: scores against the yardstick, journals against receipts and ledger."""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

from tests.journeys.answer_plans import Response, earned, expected_points
from tests.journeys.candidates import Candidate
from tests.journeys.exam_room import ExamRoom
from tests.journeys.exam_steps import require
from tests.journeys.journal_audit import AuditedJournal, audit, organisation_key
from tests.journeys.people import SESSION_CODE
from tests.journeys.site_setup import program

SCORES, MOST, RECEIPT, STATE = "客观题得分", "客观题满分", "回执码", "状态"
NUMBER = "准考证号"


@dataclass(frozen=True, slots=True, kw_only=True)
class FinalLine:
    """One line of the final table."""

    name: str
    plan: str
    seat: str
    state: str
    points: str
    expected: str
    receipt_code: str
    entries: int
    responses: int
    saved: int


def rounded(points: Fraction) -> str:
    """Return points as the score sheet writes them: half up, two places, none if whole."""
    exact = Decimal(points.numerator) / Decimal(points.denominator)
    text = str(exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))
    return text.rstrip("0").rstrip(".")


def make_scores(room: ExamRoom) -> dict[str, dict[str, str]]:
    """Let `exam-server scores` write its sheets; return the .csv by admission number.

    The closed room has forgotten the opening code: it is typed again.

    Raises:
        JourneyError: the command failed.
    """
    site = room.site
    words = (program("exam-server"), "scores", "--data", site.server_data)
    which = ("--session", SESSION_CODE, "--data-class", "trial")
    code = ("--opening-code", site.opening_code)
    unlock = ("--passphrase-file", site.marking_passphrase_file, *code)
    for kind in ("xlsx", "csv"):
        out = site.folder / f"scores.{kind}"
        room.keeper.run(*words, *which, *unlock, "--out", out)
    text = (site.folder / "scores.csv").read_text("utf-8-sig")
    rows = csv.DictReader(text.splitlines())
    return {row[NUMBER].strip("'\t="): row for row in rows if row.get(NUMBER)}


def require_score(candidate: Candidate, row: Mapping[str, str]) -> str:
    """Compare one row with the yardstick, total and task by task; return the total.

    Raises:
        JourneyError: names the task and both figures.
    """
    who = candidate.person.admission_number
    total = expected_points(candidate.tasks, candidate.entered)
    most = sum((t.points for t in candidate.tasks if t.is_objective), Fraction(0))
    require(row[SCORES], f"{who} has no score: {row[STATE]} {row['备注']}")
    for heading, expected in ((SCORES, total), (MOST, most)):
        found = row[heading]
        require(
            Fraction(found) == Fraction(rounded(expected)),
            f"{who}: {heading} is {found}, expected {rounded(expected)}",
        )
    for number, task in enumerate(candidate.tasks, start=1):
        if task.is_objective:
            mark = row[f"第{number}题"]
            due = rounded(earned(task, candidate.entered.get(task.task_id)))
            require(
                Fraction(mark) == Fraction(due),
                f"{who} {task.task_id}: {mark} points, expected {due}",
            )
    return row[SCORES]


def audit_all(
    room: ExamRoom, candidates: Sequence[Candidate]
) -> dict[str, AuditedJournal]:
    """Export all journals, verify each by `exam-bank` and by the independent reader.

    Returns:
        By admission number.

    Raises:
        JourneyError: a journal is missing or proves nothing.
    """
    site = room.site
    folder = site.folder / "journals"
    words = (program("exam-server"), "journals", "--data", site.server_data)
    room.keeper.run(*words, "export", folder)
    key_file = site.bank_keys / "organisation-answer.key"
    answer_key = organisation_key(key_file, site.bank_passphrase)
    live = room.staff.live()
    found = {}
    for candidate in candidates:
        number = candidate.person.admission_number
        sitting_uuid = str(live[number]["sitting_uuid"])
        (path,) = folder.glob(f"*{sitting_uuid}*.journal")
        facts = json.loads(
            room.keeper.run(program("exam-bank"), "journal", "verify", path, "--json")
        )
        audited = audit(path, sitting_uuid, answer_key)
        require(
            facts["entries"] == audited.entries
            and facts["receipt_code"] == audited.receipt_code,
            f"{number}: exam-bank says {facts}, the auditor {audited.receipt_code}",
        )
        found[number] = audited
    return found


def require_journal(
    candidate: Candidate, journal: AuditedJournal, server_code: str
) -> None:
    """Compare receipts and the outside ledger with what the journal proves.

    Raises:
        JourneyError: a receipt differs, or something shown as saved is missing.
    """
    who = candidate.person.admission_number
    codes = {candidate.receipt_code, journal.receipt_code, server_code}
    require(
        len(codes) == 1 and candidate.receipt_code,
        f"{who}: receipt codes differ: seat, auditor, server: {codes}",
    )
    require(journal.is_time_monotonic, f"{who}: exam time went back in the journal")
    for task_id, saved in candidate.seen_saved.items():
        found = journal.responses.get(task_id)
        newer = candidate.entered.get(task_id)
        require(
            found == saved
            or (found is not None and found == newer)
            or _grew(saved, found),
            f"{who} {task_id}: shown as saved {saved}, at the end {found}",
        )
    for task_id, response in candidate.entered.items():
        if task_id not in candidate.seen_saved:
            require(
                "text" in response or not candidate.receipt_code,
                f"{who} {task_id}: entered and handed in but never shown as saved",
            )


def _grew(saved: Response, found: Response | None) -> bool:
    """Return whether a text went on after it was shown as saved, as when time ran out."""
    if found is None or "text" not in saved:
        return False
    return str(found.get("text", "")).startswith(str(saved["text"]))


def final_line(
    candidate: Candidate, row: Mapping[str, str], journal: AuditedJournal
) -> FinalLine:
    """Return a candidate's line of the final table."""
    return FinalLine(
        name=candidate.person.name,
        plan=candidate.plan,
        seat=candidate.seat.name.removeprefix("seat-"),
        state=row[STATE],
        points=row[SCORES],
        expected=rounded(expected_points(candidate.tasks, candidate.entered)),
        receipt_code=candidate.receipt_code,
        entries=journal.entries,
        responses=len(journal.responses),
        saved=len(candidate.seen_saved),
    )


def table(lines: Sequence[FinalLine]) -> str:
    """Return the final table as text; wide characters count as two."""
    heads = ["考生", "作答方式", "机位", "状态", "得分", "应得", "回执码"]
    heads += ["日志条数", "作答", "见已存"]
    rows = [heads]
    for x in lines:
        numbers = (str(x.entries), str(x.responses), str(x.saved))
        figures = (x.points, x.expected, x.receipt_code, *numbers)
        rows.append([x.name, x.plan, x.seat, x.state, *figures])
    widths = [max(_width(row[i]) for row in rows) for i in range(len(heads))]
    return "\n".join(
        "  ".join(
            cell + " " * (width - _width(cell))
            for cell, width in zip(row, widths, strict=True)
        )
        for row in rows
    )


def _width(text: str) -> int:
    return sum(2 if ord(character) > 0x2E80 else 1 for character in text)


def picture_names(folder: Path) -> list[str]:
    """Return the pictures that were taken."""
    return sorted(path.name for path in folder.glob("*.png"))
