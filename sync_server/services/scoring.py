"""Objective scores of a session: the marking key is unlocked for the request only.

Scores are computed anew from journal, form and keys each time; nothing of what was
computed before is believed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from question_bank.errors import ExamRoomError
from question_bank.formats.exam_package import Manifest
from question_bank.formats.form import Form, parse_form
from question_bank.formats.form_keys import FormKeys, parse_form_keys
from question_bank.formats.receipt import receipt_code
from question_bank.identifiers import FormCode, SittingUuid
from question_bank.scoring.score_sitting import score_objective
from question_bank.sealing.journal_reader import key_opener
from question_bank.sealing.lock_keys import UnlockKey
from question_bank.sealing.package_locks import (
    open_inner_lock,
    open_inner_scoring_lock,
    open_outer_scoring_lock,
)
from sync_server.audit.audit_chain import Act
from sync_server.clock import Clock, utc_text
from sync_server.errors import RoomClosedError
from sync_server.keys.site_keys import SiteKeys, open_marking_key
from sync_server.packages.errors import PackageMissingError
from sync_server.packages.package_records import ExamSession, LoadedPackage
from sync_server.results.errors import OpeningCodeNeededError, SessionMixedError
from sync_server.results.journal_reading import (
    ReadJournal,
    checked_closing,
    read_journal,
)
from sync_server.results.sitting_result import (
    SessionResults,
    SittingEnd,
    SittingResult,
    sitting_end,
)
from sync_server.rooms.room_secrets import RoomSecrets
from sync_server.services.package_opening import PackageOpening
from sync_server.storage.audit_store import AuditStore
from sync_server.storage.package_store import PackageStore
from sync_server.storage.result_store import ResultStore, ScoreRun, SittingScore
from sync_server.storage.room_view_store import RoomViewStore, SittingRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRequest:
    """What a person asks for.

    Attributes:
        passphrase: Of the site's marking key.
        opening_code: "" to take it from the vault of one of the session's rooms.
    """

    session_uuid: str
    passphrase: str
    opening_code: str = ""
    by: str


_FormWithKeys = tuple[Form, FormKeys]


class Scoring:
    """Scores sessions. For all threads; holds no key between requests."""

    def __init__(  # noqa: PLR0913 - what it is built from, handed in once
        self,
        *,
        keys: SiteKeys,
        packages: PackageStore,
        rooms: RoomViewStore,
        results: ResultStore,
        room_secrets: RoomSecrets,
        opening: PackageOpening,
        audit: AuditStore,
        clock: Clock,
        program_version: str,
    ) -> None:
        self._keys = keys
        self._packages = packages
        self._rooms = rooms
        self._results = results
        self._room_secrets = room_secrets
        self._opening = opening
        self._audit = audit
        self._clock = clock
        self._engine_version = f"exam-room {program_version}"

    def score(self, request: ScoreRequest) -> SessionResults:
        """Return the scores of all sittings of a session, and keep them.

        Raises:
            WrongPassphraseError: the marking key stays locked.
            OtherSiteError: the plan does not let this site score.
            OpeningCodeNeededError, WrongOpeningCodeError: as they say.
            NotFoundError, PackageMissingError: no such session, no package.
        """
        session = self._packages.session(request.session_uuid)
        if session.package is None:
            raise PackageMissingError(f"session {session.session_code} has no package")
        try:
            marking_key = open_marking_key(self._keys.folder, request.passphrase)
            forms = self._forms(session, session.package, marking_key, request)
        except ExamRoomError as error:
            self._record("scores.refused", session, request, {"code": error.code})
            raise
        rows = self._rooms.sittings_of_session(session.exam_session_id)
        sittings = tuple(
            self._result(row, room_code, session.package, forms, marking_key)
            for row, room_code in rows
        )
        results = SessionResults(
            session_code=session.session_code,
            session_name=session.name,
            data_class=session.data_class,
            manifest_sha256=session.package.manifest_sha256,
            engine_version=self._engine_version,
            made_utc=utc_text(self._clock.utc_now()),
            made_by=request.by,
            sittings=sittings,
        )
        self._keep(session, results, [row for row, _ in rows])
        self._record("scores.made", session, request, {"sittings": len(sittings)})
        return results

    def _forms(
        self,
        session: ExamSession,
        package: LoadedPackage,
        marking_key: UnlockKey,
        request: ScoreRequest,
    ) -> Mapping[FormCode, _FormWithKeys]:
        manifest = package.manifest
        site_uuid = self._keys.card.site_uuid
        inner = open_outer_scoring_lock(manifest, marking_key, site_uuid)
        code = request.opening_code or self._kept_code(session)
        scoring_key = open_inner_scoring_lock(inner, code, manifest)
        content_key = open_inner_lock(package.inner_lock, code, manifest)
        reader = self._opening.reader(package)
        found = {}
        for named in manifest.forms:
            form_raw = reader.open_text(named.file, content_key)
            keys_name = manifest.keys_file(named.form_code).name
            keys_raw = reader.open_text(keys_name, scoring_key)
            found[named.form_code] = (parse_form(form_raw), parse_form_keys(keys_raw))
        return found

    def _kept_code(self, session: ExamSession) -> str:
        for room in self._rooms.rooms():
            if (room.session_code, room.data_class) != (
                session.session_code,
                session.data_class,
            ) or not room.has_opening_code:
                continue
            try:
                keys = self._room_secrets.keys(room.room_session_uuid)
            except RoomClosedError:
                continue
            if keys.opening_code:
                return keys.opening_code
        raise OpeningCodeNeededError("no room of the session holds the opening code")

    def _result(
        self,
        row: SittingRow,
        room_code: str,
        package: LoadedPackage,
        forms: Mapping[FormCode, _FormWithKeys],
        marking_key: UnlockKey,
    ) -> SittingResult:
        line = SittingResult(
            sitting_uuid=str(row.sitting_uuid),
            admission_number=row.admission_number,
            name=row.name,
            room_code=room_code,
            seat_code=row.planned_seat_code,
            form_code=row.form_code,
            end=SittingEnd.ABSENT,
            last_seq=row.last_seq,
            last_hash=row.last_hash,
        )
        if row.last_seq == 0:
            return line
        try:
            return self._scored(line, row, package.manifest, forms, marking_key)
        except ExamRoomError as error:  # one broken journal must not hide the others
            return replace(line, end=SittingEnd.UNREADABLE, problem=error.code)

    def _scored(
        self,
        line: SittingResult,
        row: SittingRow,
        manifest: Manifest,
        forms: Mapping[FormCode, _FormWithKeys],
        marking_key: UnlockKey,
    ) -> SittingResult:
        journal = self._read(row, marking_key)
        record = journal.record
        started = record.started
        if started is None:
            return line
        if started.package_uuid != str(manifest.package_uuid):
            raise SessionMixedError("the journal names another package")
        form_code = FormCode(started.form_code)
        if form_code not in forms:
            raise SessionMixedError(f"the package has no form {form_code}")
        form, keys = forms[form_code]
        sheet = score_objective(form, keys, record)
        handed_in = journal.hand_in_head
        return replace(
            line,
            form_code=form_code,
            end=sitting_end(
                record, was_closed=row.is_closed, has_late=journal.late > 0
            ),
            sheet=sheet,
            last_seq=journal.head.seq,
            last_hash=journal.head.hash,
            receipt_code=(
                receipt_code(SittingUuid(row.sitting_uuid), handed_in)
                if handed_in
                else ""
            ),
            problem="UNKNOWN_TASKS" if sheet.strangers else "",
            late_entries=journal.late,
            late_not_counted=journal.not_counted,
        )

    def _read(self, row: SittingRow, marking_key: UnlockKey) -> ReadJournal:
        sitting_uuid = SittingUuid(row.sitting_uuid)
        found = self._results.closing(row.sitting_id)
        closing = None
        if found is not None:
            site_key = self._keys.signing_key.verify_key
            closing = checked_closing(sitting_uuid, *found, site_key)
        return read_journal(
            sitting_uuid,
            self._results.stored_entries(row.sitting_id),
            key_opener(sitting_uuid, marking_key),
            closing,
        )

    def _keep(
        self, session: ExamSession, results: SessionResults, rows: list[SittingRow]
    ) -> None:
        run = ScoreRun(
            exam_session_id=session.exam_session_id,
            manifest_sha256=results.manifest_sha256,
            engine_version=results.engine_version,
            made_by=results.made_by,
            made_utc=results.made_utc,
        )
        self._results.add(
            run,
            tuple(
                SittingScore(
                    sitting_id=row.sitting_id,
                    last_seq=line.last_seq,
                    last_hash=line.last_hash,
                    points=str(line.sheet.objective_points) if line.sheet else "0",
                    most_points=str(line.sheet.of_points) if line.sheet else "0",
                    status=line.end.name.lower(),
                )
                for row, line in zip(rows, results.sittings, strict=True)
            ),
        )

    def _record(
        self,
        action: str,
        session: ExamSession,
        request: ScoreRequest,
        details: dict[str, object],
    ) -> None:
        act = Act(
            actor=request.by,
            action=action,
            subject=session.session_uuid,
            details=details,
        )
        self._audit.add(act)
