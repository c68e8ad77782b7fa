from sqlalchemy import select, update

from sync_server.roster.report import Finding
from sync_server.services.roster_imports import RosterFiles
from sync_server.storage.schema.sitting_tables import candidate, sitting
from tests.builders.exam_days import csv_bytes, roster_files, roster_rows, zip_bytes
from tests.sync_server.services.conftest import Day


def codes(report: object) -> list[Finding]:
    return [x.finding for x in report.findings]  # type: ignore[attr-defined]


def test_the_same_roster_again_changes_nothing(day: Day) -> None:
    before = day.people.roster_store.known_sittings()

    report = day.people.rosters.import_(roster_files(3), by="admin")

    assert report.counts is not None
    assert (report.counts.added, report.counts.changed) == (0, 0)
    assert day.people.roster_store.known_sittings() == before


def test_forms_alternate_along_the_seats_and_extra_time_is_kept(day: Day) -> None:
    found = day.people.roster_store.known_sittings().values()

    assert sorted((x.seat_code, x.form_code, x.extra_time_ms) for x in found) == [
        ("01", "A", 0),
        ("02", "B", 0),
        ("03", "A", 1_800_000),
    ]


def test_a_roster_with_one_wrong_row_imports_none(day: Day) -> None:
    rows = roster_rows(5)
    rows[5] = (*rows[5][:1], "", *rows[5][2:])

    report = day.people.rosters.import_(roster_files(5, rows), by="admin")

    assert Finding.EMPTY in codes(report)
    assert report.counts is None
    assert len(day.people.roster_store.known_sittings()) == 3


def test_a_missing_photo_is_named_by_its_row(day: Day) -> None:
    files = RosterFiles(
        roster=csv_bytes(roster_rows(3)),
        roster_name="r.csv",
        photos=zip_bytes({}),
        photos_name="p.zip",
    )

    report = day.people.rosters.check(files)

    missing = [x.row for x in report.findings if x.finding is Finding.PHOTO_MISSING]
    assert missing == [2, 3, 4]


def test_an_unknown_session_or_form_is_refused(day: Day) -> None:
    rows = roster_rows(2)
    rows[1] = (*rows[1][:4], "S9", *rows[1][5:])
    rows[2] = (*rows[2][:7], "Z", *rows[2][8:])

    report = day.people.rosters.check(roster_files(2, rows))

    assert Finding.SESSION_UNKNOWN in codes(report)
    assert Finding.FORM_UNKNOWN in codes(report)


def test_who_has_started_stays_as_they_are(day: Day) -> None:
    with day.site.database.writing() as connection:
        connection.execute(
            update(sitting).values(started_utc="2026-11-22T01:31:00.000Z")
        )
    rows = roster_rows(3)
    rows[1] = (*rows[1][:6], "09", *rows[1][7:])

    report = day.people.rosters.import_(roster_files(3, rows), by="admin")

    assert [x.row for x in report.findings if x.finding is Finding.ALREADY_STARTED] == [
        2
    ]


def test_id_numbers_and_photos_are_sealed_in_the_database(day: Day) -> None:
    with day.site.database.reading() as connection:
        rows = connection.execute(select(candidate)).all()
    raw = (day.site.folder.root / "server.db").read_bytes()
    raw += (day.site.folder.root / "server.db-wal").read_bytes()

    assert len(rows) == 3
    assert b"P1000001" not in raw
