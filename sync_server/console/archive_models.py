"""What the page on sticks shows of each file. Pure."""

from dataclasses import dataclass

from sync_server.console.error_texts import error_text
from sync_server.services.archive_imports import ArchiveOutcome, ArchiveReport

_KINDS = {
    ArchiveOutcome.ADDED: "good",
    ArchiveOutcome.NOTHING_NEW: "good",
    ArchiveOutcome.CONFLICT: "bad",
    ArchiveOutcome.REFUSED: "bad",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveLine:
    """One file as text; `figures` such as `12 / 340`, empty when it was refused."""

    kind: str
    file_name: str
    name: str
    admission_number: str
    seat_code: str
    figures: str
    end_key: str
    outcome: str
    advice: str


def archive_line(report: ArchiveReport, language: str) -> ArchiveLine:
    """Return a file's line."""
    place = 0 if language == "zh" else 1
    what, advice = "", ""
    if report.error is not None:
        what, advice = str(report.error), report.error.advice
        if language == "zh":
            what, advice = error_text(report.error.code)
    outcome = report.outcome.value[place]
    return ArchiveLine(
        kind=_KINDS[report.outcome],
        file_name=report.file_name,
        name=report.name,
        admission_number=report.admission_number,
        seat_code=report.seat_code,
        figures=f"{report.added} / {report.entries}" if report.entries else "",
        end_key="is_handed_in" if report.is_handed_in else "not_handed_in",
        outcome=f"{outcome}：{what}" if what else outcome,
        advice=advice,
    )
