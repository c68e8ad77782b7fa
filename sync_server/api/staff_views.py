"""From what services return to what the staff API says. Pure."""

from question_bank.items.score_line import ScoreLine
from sync_server.api.staff_messages import (
    LiveRoomView,
    LiveSeatView,
    PackageView,
    RoomSessionRow,
    RosterAnswer,
    ScoresAnswer,
    SessionView,
    SittingScoreView,
)
from sync_server.clock import utc_text
from sync_server.packages.package_records import ExamSession, LoadedPackage
from sync_server.results.sitting_result import SessionResults, SittingResult
from sync_server.services.live_room import LiveRoom, LiveSeat
from sync_server.services.roster_imports import RosterReport
from sync_server.storage.room_view_store import RoomRow


def package_view(package: LoadedPackage) -> PackageView:
    """Return a loaded package's view."""
    manifest = package.manifest
    return PackageView(
        package_uuid=manifest.package_uuid,
        revision=manifest.revision,
        session_code=manifest.session.code,
        session_name=manifest.session.name,
        data_class=manifest.data_class.value,
        forms=[form.form_code for form in manifest.forms],
        manifest_sha256=package.manifest_sha256.hex(),
        state=package.state,
        loaded_utc=package.loaded_utc,
        loaded_by=package.loaded_by,
        opens_utc=utc_text(manifest.window.opens_utc),
        closes_utc=utc_text(manifest.window.closes_utc),
        duration_ms=manifest.policies.duration_ms,
        site_scores=manifest.policies.site_scores,
    )


def session_view(session: ExamSession) -> SessionView:
    """Return a session's view."""
    package = session.package
    return SessionView(
        session_uuid=session.session_uuid,
        session_code=session.session_code,
        name=session.name,
        data_class=session.data_class,
        package_uuid=package.manifest.package_uuid if package else None,
    )


def room_session_view(room: RoomRow) -> RoomSessionRow:
    """Return a room session's view."""
    return RoomSessionRow(
        room_session_uuid=room.room_session_uuid,
        room_code=room.room_code,
        room_name=room.room_name,
        session_code=room.session_code,
        session_name=room.session_name,
        data_class=room.data_class,
        state=room.state,
        sittings=room.sittings,
        handed_in=room.handed_in,
        newest_order=room.newest_order,
    )


def live_room_view(live: LiveRoom) -> LiveRoomView:
    """Return a room's live state."""
    return LiveRoomView(
        room=room_session_view(live.room),
        lines=[_live_seat_view(line) for line in live.lines],
    )


def _live_seat_view(line: LiveSeat) -> LiveSeatView:
    return LiveSeatView(
        state=line.word.name.lower(),
        state_zh=line.word.value[0],
        is_problem=line.is_problem,
        seat_code=line.seat_code,
        planned_seat_code=line.planned_seat_code,
        seat_uuid=line.seat_uuid,
        sitting_uuid=line.sitting_uuid,
        admission_number=line.admission_number,
        name=line.name,
        form_code=line.form_code,
        answered_tasks=line.answered_tasks,
        total_tasks=line.total_tasks,
        time_left_ms=line.time_left_ms,
        extra_ms=line.extra_ms,
        saved_seq=line.saved_seq,
        server_seq=line.server_seq,
        silent_s=line.silent_s,
        package_ready=line.package_ready,
        receipt_code=line.receipt_code,
        help_called=line.help_called,
        trouble=line.trouble,
        notices=line.notices,
        challenge=line.challenge,
        data_class=line.data_class,
        readiness=line.readiness.level.value if line.readiness else "",
    )


def roster_answer(report: RosterReport) -> RosterAnswer:
    """Return a roster report."""
    counts = report.counts
    return RosterAnswer(
        is_good=report.is_good,
        imported=counts is not None,
        rows=report.rows,
        photos=report.photos,
        added=counts.added if counts else 0,
        changed=counts.changed if counts else 0,
        unchanged=counts.unchanged if counts else 0,
        findings=[finding.to_record() for finding in report.findings],
    )


def scores_answer(results: SessionResults) -> ScoresAnswer:
    """Return a session's scores."""
    return ScoresAnswer(
        session_code=results.session_code,
        manifest_sha256=results.manifest_sha256.hex(),
        engine_version=results.engine_version,
        sittings=[_sitting_view(sitting) for sitting in results.sittings],
    )


def _sitting_view(sitting: SittingResult) -> SittingScoreView:
    sheet = sitting.sheet
    outcomes = [entry.outcome for entry in sheet.entries] if sheet else []
    return SittingScoreView(
        sitting_uuid=sitting.sitting_uuid,
        admission_number=sitting.admission_number,
        form_code=sitting.form_code,
        status=sitting.end.name.lower(),
        objective_points=str(sheet.objective_points) if sheet else "",
        of_objective_points=str(sheet.of_objective_points) if sheet else "",
        awaiting_points=str(sheet.awaiting_points) if sheet else "",
        task_points={
            outcome.task_id: str(outcome.points)
            for outcome in outcomes
            if isinstance(outcome, ScoreLine)
        },
        receipt_code=sitting.receipt_code,
        last_seq=sitting.last_seq,
        problem=sitting.problem,
        late_entries=sitting.late_entries,
        late_not_counted=sitting.late_not_counted,
    )
