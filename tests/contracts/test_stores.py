"""One suite for every database that the server may stand on.

SQLite always; PostgreSQL when EXAM_TEST_POSTGRESQL_URL names an empty database, which is
emptied again before each test.
"""

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from question_bank.formats.order import OrderKind
from question_bank.sealing.signing_keys import SigningKey
from sync_server.errors import (
    EntryKnownError,
    SeatTakenError,
    SittingAtAnotherSeatError,
    StorageFailedError,
)
from sync_server.journals.entry_writer import NewEntry
from sync_server.rooms.order_desk import OrderRequest
from sync_server.services.site import Site, SiteOptions, open_site
from tests.builders.seat_side import a_batch, a_journal
from tests.builders.server_sites import copy_site, plan_room
from tests.fakes.server_clock import ServerClock
from tests.sync_server.builders import pair_directly

POSTGRESQL = "EXAM_TEST_POSTGRESQL_URL"


def emptied(url: str) -> str:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return url


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param(
            "postgresql",
            marks=[
                pytest.mark.skipif(POSTGRESQL not in os.environ, reason="no database"),
                pytest.mark.enable_socket,
            ],
        ),
    ]
)
def site(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Site]:
    root = copy_site(tmp_path / "data")
    url = emptied(os.environ[POSTGRESQL]) if request.param == "postgresql" else ""
    site = open_site(root, SiteOptions(), ServerClock(), url)
    yield site
    site.close()


def entry(sitting_id: int, seat_id: int, seq: int) -> NewEntry:
    return NewEntry(
        sitting_id=sitting_id,
        seq=seq,
        kind="response_set",
        time_used_ms=seq,
        hash=bytes([seq]) * 32,
        entry=b"entry %d" % seq,
        seat_id=seat_id,
        head_signature=None,
    )


def a_sitting(site: Site) -> tuple[int, int]:
    """Return (sitting row, seat row) of a claimed sitting."""
    [who] = plan_room(site, candidates=1).sittings
    seat = pair_directly(site, SigningKey.draw(), "R1", "01")
    site.log_in_desk.claim(seat, who.sitting_uuid)
    row = site.sitting_store.sitting_id(who.sitting_uuid)
    assert row is not None
    return row, seat.seat_id


def test_a_batch_goes_in_whole_or_not_at_all(site: Site) -> None:
    sitting, seat = a_sitting(site)
    one, two, three = (entry(sitting, seat, seq) for seq in (1, 2, 3))
    site.journal_store.append([(one,)])

    with pytest.raises(EntryKnownError):
        site.journal_store.append([(two,), (one, three)])

    assert site.journal_store.entries_after(sitting, 0) == (one.entry,)
    site.journal_store.append([(two,), (three,)])
    assert site.journal_store.hashes(sitting, 2, 9) == {2: two.hash, 3: three.hash}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET entry = entry",
        "DELETE FROM journal_entry",
    ],
)
def test_a_journals_rows_cannot_be_changed_by_sql(site: Site, statement: str) -> None:
    sitting, seat = a_sitting(site)
    site.journal_store.append([(entry(sitting, seat, 1),)])

    with (
        pytest.raises((DBAPIError, StorageFailedError)),
        site.database.writing() as connection,
    ):
        connection.execute(text(statement))

    assert len(site.journal_store.entries_after(sitting, 0)) == 1


def test_a_sitting_has_one_holder(site: Site) -> None:
    [who] = plan_room(site, candidates=1).sittings
    first = pair_directly(site, SigningKey.draw(), "R1", "01")
    second = pair_directly(site, SigningKey.draw(), "R1", "02")

    site.log_in_desk.claim(first, who.sitting_uuid)
    site.log_in_desk.claim(first, who.sitting_uuid)

    with pytest.raises(SittingAtAnotherSeatError):
        site.log_in_desk.claim(second, who.sitting_uuid)


def test_a_place_has_one_seat(site: Site) -> None:
    plan_room(site)
    pair_directly(site, SigningKey.draw(), "R1", "01")

    with pytest.raises(SeatTakenError):
        pair_directly(site, SigningKey.draw(), "R1", "01")


def test_orders_and_ingest_go_the_whole_way(site: Site) -> None:
    planned = plan_room(site)
    key = SigningKey.draw()
    seat = pair_directly(site, key, "R1", "01")
    who = planned.sittings[0].sitting_uuid
    site.log_in_desk.claim(seat, who)
    for kind in (OrderKind.OPEN, OrderKind.START, OrderKind.LOCK):
        site.order_desk.give(
            OrderRequest(
                request_uuid=uuid4(),
                room_session_uuid=planned.room_session_uuid,
                kind=kind,
                by="proctor",
            )
        )

    async def push() -> int:
        site.start(asyncio.get_running_loop())
        batch = a_batch(who, a_journal(who, 3), key)
        receipt = await site.journal_receiver.receive(seat, who, batch)
        await asyncio.to_thread(site.stop)
        return receipt.last_seq

    assert asyncio.run(push()) == 3
    assert len(site.room_store.given_orders(planned.room_session_uuid).orders) == 3
