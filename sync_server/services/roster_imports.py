"""Taking a roster in: read, check against what is there, seal, keep – or a report."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from sync_server.audit.audit_chain import Act
from sync_server.keys.vault import Vault
from sync_server.keys.vault_purposes import id_number_purpose, photo_purpose
from sync_server.packages.package_records import ExamSession
from sync_server.roster.form_assignment import assigned_forms
from sync_server.roster.photo_archive import PhotoReading, read_photos
from sync_server.roster.placements import (
    CandidateRecord,
    ImportCounts,
    KnownSittings,
    Placement,
)
from sync_server.roster.read_roster import RosterReading, read_roster
from sync_server.roster.report import Finding, RosterFinding, has_errors
from sync_server.roster.roster_row import RosterRow
from sync_server.storage.audit_store import AuditStore
from sync_server.storage.package_store import PackageStore
from sync_server.storage.roster_store import RosterStore

MOST_ROSTER_UPLOAD_BYTES = 600 * 1024 * 1024
"""Roster and photo archive together; `read_photos` has the sharper limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterFiles:
    """What a person brought; `photos` may be missing."""

    roster: bytes
    roster_name: str
    photos: bytes | None = None
    photos_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterReport:
    """What came of it.

    Attributes:
        rows: Rows that could be read.
        photos: Photos that belong to somebody.
        counts: None when nothing was imported: a check only, or there are errors.
    """

    findings: tuple[RosterFinding, ...]
    rows: int
    photos: int
    counts: ImportCounts | None = None

    @property
    def is_good(self) -> bool:
        """Whether the files may be imported."""
        return not has_errors(self.findings)


class RosterImports:
    """Checks and imports rosters. For all threads."""

    def __init__(
        self,
        roster: RosterStore,
        packages: PackageStore,
        audit: AuditStore,
        vault: Vault,
        require_room: Callable[[], None],
    ) -> None:
        self._roster = roster
        self._packages = packages
        self._audit = audit
        self._vault = vault
        self._require_room = require_room

    def check(self, files: RosterFiles) -> RosterReport:
        """Return the report without importing anything."""
        return self._prepared(files)[0]

    def import_(self, files: RosterFiles, *, by: str) -> RosterReport:
        """Import the files if nothing is wrong with them; all or nothing.

        Raises:
            StorageFullError: what room the disk has is kept for answers.
        """
        self._require_room()
        report, placements = self._prepared(files)
        if not report.is_good:
            self._record(report, by=by, action="roster.refused")
            return report
        counts = self._roster.place(placements)
        done = RosterReport(
            findings=report.findings,
            rows=report.rows,
            photos=report.photos,
            counts=counts,
        )
        self._record(done, by=by, action="roster.import")
        return done

    def _prepared(
        self, files: RosterFiles
    ) -> tuple[RosterReport, tuple[Placement, ...]]:
        reading = read_roster(files.roster, files.roster_name)
        sessions = _by_code(self._packages.sessions())
        known = self._roster.known_sittings()
        findings = list(reading.findings)
        photos = _photos(files, reading)
        findings += photos.findings
        findings += _photo_findings(files, reading, photos)
        for row in reading.rows:
            findings += _row_findings(reading.file, row, sessions, known)
        report = RosterReport(
            findings=tuple(findings), rows=len(reading.rows), photos=len(photos.photos)
        )
        if not report.is_good:
            return report, ()
        return report, self._placements(reading, photos, sessions)

    def _placements(
        self,
        reading: RosterReading,
        photos: PhotoReading,
        sessions: dict[str, ExamSession],
    ) -> tuple[Placement, ...]:
        forms: dict[int, str] = {}
        for code, session in sessions.items():
            rows = [row for row in reading.rows if row.session_code == code]
            if rows:
                forms |= assigned_forms(rows, session.form_codes)
        uuids = self._roster.candidate_uuids()
        placements = []
        for row in reading.rows:
            session = sessions[row.session_code]
            key = (session.data_class, row.admission_number)
            candidate_uuid = uuids.setdefault(key, str(uuid.uuid4()))
            placements.append(
                Placement(
                    candidate=self._candidate(
                        row, session, candidate_uuid, photos.photos.get(row.id_number)
                    ),
                    exam_session_id=session.exam_session_id,
                    room_code=row.room_code,
                    seat_code=row.seat_code,
                    form_code=forms[row.row],
                    extra_time_ms=row.extra_time_ms(session.duration_ms),
                )
            )
        return tuple(placements)

    def _candidate(
        self,
        row: RosterRow,
        session: ExamSession,
        candidate_uuid: str,
        photo: bytes | None,
    ) -> CandidateRecord:
        return CandidateRecord(
            candidate_uuid=candidate_uuid,
            data_class=session.data_class,
            admission_number=row.admission_number,
            name=row.name,
            form_of_address=row.form_of_address,
            id_number_sealed=self._vault.seal(
                row.id_number.encode(), purpose=id_number_purpose(candidate_uuid)
            ),
            photo_sealed=(
                self._vault.seal(photo, purpose=photo_purpose(candidate_uuid))
                if photo is not None
                else None
            ),
        )

    def _record(self, report: RosterReport, *, by: str, action: str) -> None:
        errors = sum(x.severity.value == "error" for x in report.findings)
        details: dict[str, object] = {"rows": report.rows, "errors": errors}
        if report.counts is not None:
            details |= {"added": report.counts.added, "changed": report.counts.changed}
        self._audit.add(Act(actor=by, action=action, details=details))


def _by_code(sessions: tuple[ExamSession, ...]) -> dict[str, ExamSession]:
    """Return sessions that have a package by code; formal goes before trial."""
    ordered = sorted(sessions, key=lambda session: session.data_class != "formal")
    found: dict[str, ExamSession] = {}
    for session in ordered:
        if session.package is not None:
            found.setdefault(session.session_code, session)
    return found


def _photos(files: RosterFiles, reading: RosterReading) -> PhotoReading:
    if files.photos is None:
        return PhotoReading(photos={}, findings=())
    people = {row.id_number for row in reading.rows}
    return read_photos(files.photos, files.photos_name, people)


def _photo_findings(
    files: RosterFiles, reading: RosterReading, photos: PhotoReading
) -> list[RosterFinding]:
    if files.photos is None:
        return [RosterFinding(finding=Finding.NO_PHOTOS, file=reading.file)]
    if has_errors(photos.findings):
        return []  # the archive itself is wrong; a line for each person adds nothing
    return [
        RosterFinding(finding=Finding.PHOTO_MISSING, file=reading.file, row=row.row)
        for row in reading.rows
        if row.id_number not in photos.photos
    ]


def _row_findings(
    file: str,
    row: RosterRow,
    sessions: dict[str, ExamSession],
    known: KnownSittings,
) -> list[RosterFinding]:
    """Return what a row says against what the site holds."""
    session = sessions.get(row.session_code)
    if session is None:
        return [_about(file, row, Finding.SESSION_UNKNOWN, "场次", row.session_code)]
    if row.form_code and row.form_code not in session.form_codes:
        return [_about(file, row, Finding.FORM_UNKNOWN, "试卷", row.form_code)]
    there = known.get(
        (session.data_class, row.admission_number, session.exam_session_id)
    )
    if there is None or not there.has_started:
        return []
    is_same = (
        there.room_code == row.room_code
        and there.seat_code == row.seat_code
        and there.extra_time_ms == row.extra_time_ms(session.duration_ms)
        and row.form_code in {"", there.form_code}
    )
    return [] if is_same else [_about(file, row, Finding.ALREADY_STARTED, "", "")]


def _about(
    file: str, row: RosterRow, finding: Finding, column: str, found: str
) -> RosterFinding:
    return RosterFinding(
        finding=finding, file=file, row=row.row, column=column, found=found
    )
