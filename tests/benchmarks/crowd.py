"""Two hundred seats for the server's benchmarks: a site on disk and a real server."""

import os
import secrets
import signal
import subprocess
import sys
import tempfile
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy import insert, select

from question_bank.formats.order import OrderKind
from question_bank.identifiers import RoomSessionUuid, SittingUuid
from question_bank.sealing.signing_keys import SigningKey
from sync_server.clock import SystemClock, utc_text
from sync_server.rooms.order_desk import OrderRequest
from sync_server.seats.seat_directory import token_hash
from sync_server.services.new_site import NewSite, make_site
from sync_server.services.site import Site, SiteOptions, open_site
from sync_server.storage.schema.exam_tables import room, seat
from sync_server.storage.schema.sitting_tables import sitting, sitting_holder
from tests.builders.server_sites import plan_room

ADMIN, PASSWORD = "admin", "admin-password"
FAR_AWAY = datetime(2049, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class CrowdSeat:
    """One paired seat that holds a sitting."""

    token: str
    key: bytes
    sitting_uuid: SittingUuid


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """A data folder with a room full of seats."""

    root: Path
    room_session_uuid: RoomSessionUuid
    seats: tuple[CrowdSeat, ...]
    newest_order: int


def make_crowd(root: Path, seats: int, *, started: bool) -> Crowd:
    """Make a site whose one room has `seats` seats, each holding a sitting."""
    new = NewSite(
        name="考点",
        admin_name=ADMIN,
        admin_password=PASSWORD,
        marking_passphrase="marking-passphrase",
    )
    make_site(root, new, SystemClock())
    site = open_site(root, SiteOptions(), SystemClock())
    try:
        planned = plan_room(site, candidates=seats, closes=FAR_AWAY)
        crowd = tuple(
            _add_seat(site, index, found.sitting_uuid)
            for index, found in enumerate(planned.sittings, start=1)
        )
        kinds = (OrderKind.OPEN, OrderKind.START) if started else ()
        for kind in kinds:
            site.order_desk.give(
                OrderRequest(
                    request_uuid=uuid4(),
                    room_session_uuid=planned.room_session_uuid,
                    kind=kind,
                    by=ADMIN,
                )
            )
    finally:
        site.close()
    return Crowd(
        root=root,
        room_session_uuid=planned.room_session_uuid,
        seats=crowd,
        newest_order=len(kinds),
    )


def _add_seat(site: Site, index: int, sitting_uuid: SittingUuid) -> CrowdSeat:
    key = SigningKey.draw()
    token = urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=")
    now = utc_text(site.clock.utc_now())
    with site.database.writing() as connection:
        seat_id = connection.execute(
            insert(seat)
            .values(
                seat_uuid=str(uuid4()),
                room_id=select(room.c.room_id).scalar_subquery(),
                seat_code=f"{index:03}",
                public_key=key.verify_key.raw,
                token_hash=token_hash(token),
                start_count=0,
                start_id=0,
                computer_name="pc",
                program_version="0",
                paired_utc=now,
                paired_by="admin",
            )
            .returning(seat.c.seat_id)
        ).scalar_one()
        sitting_id = connection.scalar(
            select(sitting.c.sitting_id).where(
                sitting.c.sitting_uuid == str(sitting_uuid)
            )
        )
        connection.execute(
            sitting.update()
            .where(sitting.c.sitting_id == sitting_id)
            .values(holder_seat_id=seat_id)
        )
        connection.execute(
            insert(sitting_holder).values(
                sitting_id=sitting_id, seat_id=seat_id, held_from_utc=now
            )
        )
    return CrowdSeat(
        token=token.decode(), key=key.private_bytes(), sitting_uuid=sitting_uuid
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningServer:
    """A server process of ours."""

    port: int
    pid: int
    authority: Path

    def cpu_s(self) -> float:
        """Return the processor time used so far, user and system."""
        fields = Path(f"/proc/{self.pid}/stat").read_text("ascii").rsplit(")", 1)[1]
        user, system = fields.split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


@contextmanager
def running_server(root: Path, port: int = 0) -> Iterator[RunningServer]:
    """Run the real program over a data folder; it is stopped as an operator stops it.

    A server that was killed meanwhile is no error.
    """
    command = [sys.executable, "-m", "sync_server.cli.main", "run"]
    options = ["--data", str(root), "--address", "127.0.0.1"]
    options += ["--port", str(port)]
    with subprocess.Popen([*command, *options], stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline().decode()
            yield RunningServer(
                port=int(line.rsplit(":", 1)[1]),
                pid=process.pid,
                authority=root / "keys" / "authority.pem",
            )
        finally:
            process.send_signal(signal.SIGTERM)
            if process.wait(30) not in {0, -signal.SIGKILL}:
                raise RuntimeError(f"the server ended with {process.returncode}")


@contextmanager
def a_crowd(
    seats: int, *, started: bool = False
) -> Iterator[tuple[Crowd, RunningServer]]:
    """Give a crowd with its server running."""
    with tempfile.TemporaryDirectory(prefix="exam-crowd-") as folder:
        crowd = make_crowd(Path(folder) / "data", seats, started=started)
        with running_server(crowd.root) as server:
            yield crowd, server
