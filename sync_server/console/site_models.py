"""What the pages of a site show: overview, packages, roster report. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from sync_server.clock import utc_text
from sync_server.console.local_time import beijing_time
from sync_server.console.texts import words
from sync_server.journals.disk_guard import DiskState
from sync_server.packages.package_records import ExamSession, LoadedPackage
from sync_server.roster.report import Severity
from sync_server.services.roster_imports import RosterReport
from sync_server.storage.room_view_store import RoomRow

MOST_REPORT_LINES = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The overview page; `warnings` are sentences."""

    sessions: tuple[ExamSession, ...]
    rooms: tuple[RoomRow, ...]
    disk_key: str
    is_disk_low: bool
    warnings: tuple[str, ...]


def overview_model(
    sessions: Sequence[ExamSession],
    rooms: Sequence[RoomRow],
    disk: DiskState,
    *,
    waiting_pairings: int,
    language: str,
) -> Overview:
    """Return the overview with what needs attention."""
    t = words(language)
    warnings = []
    if disk is not DiskState.AMPLE:
        warnings.append(f"{t['disk']}: {t[f'disk_{disk.value}']}")
    if waiting_pairings:
        warnings.append(f"{t['pairings']}: {waiting_pairings}")
    open_rooms = [room for room in rooms if room.state in {"opened", "started"}]
    return Overview(
        sessions=tuple(sessions),
        rooms=(*open_rooms, *(room for room in rooms if room not in open_rooms)),
        disk_key=f"disk_{disk.value}",
        is_disk_low=disk is not DiskState.AMPLE,
        warnings=tuple(warnings),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageLine:
    """A package as text."""

    session_code: str
    title: str
    class_key: str
    forms: str
    revision: int
    opens: str
    closes: str
    minutes: int
    sha256: str
    state_key: str
    loaded: str
    loaded_by: str


def package_lines(
    packages: Sequence[LoadedPackage], _language: str
) -> tuple[PackageLine, ...]:
    """Return the packages as lines."""
    return tuple(_package_line(package) for package in packages)


def _package_line(package: LoadedPackage) -> PackageLine:
    manifest = package.manifest
    return PackageLine(
        session_code=manifest.session.code,
        title=manifest.session.name,
        class_key=f"class_{manifest.data_class.value}",
        forms=" ".join(form.form_code for form in manifest.forms),
        revision=manifest.revision,
        opens=beijing_time(utc_text(manifest.window.opens_utc)),
        closes=beijing_time(utc_text(manifest.window.closes_utc)),
        minutes=manifest.policies.duration_ms // 60_000,
        sha256=package.manifest_sha256.hex()[:16],
        state_key=f"state_{package.state}",
        loaded=beijing_time(package.loaded_utc),
        loaded_by=package.loaded_by,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """A finding as text."""

    severity: str
    file: str
    row: str
    column: str
    reason: str


def report_lines(report: RosterReport, language: str) -> tuple[ReportLine, ...]:
    """Return the findings as lines, errors first."""
    order = list(Severity)
    findings = sorted(report.findings, key=lambda x: (order.index(x.severity), x.row))
    return tuple(
        ReportLine(
            severity=finding.severity.value,
            file=finding.file,
            row=str(finding.row or ""),
            column=finding.column,
            reason=finding.reason(language),
        )
        for finding in findings[:MOST_REPORT_LINES]
    )
