"""A server's site with rooms and candidates, made by the shortest way."""

import hashlib
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import insert, select

from question_bank.formats.exam_package import manifest_bytes
from question_bank.identifiers import (
    AdmissionNumber,
    PackageUuid,
    RoomSessionUuid,
    SittingUuid,
)
from sync_server.clock import Clock, utc_text
from sync_server.keys.vault_purposes import id_number_purpose, photo_purpose
from sync_server.services.new_site import NewSite, make_site
from sync_server.services.site import Site, SiteOptions, open_site
from sync_server.storage.schema.exam_tables import (
    exam_package,
    exam_session,
    package_file,
    room,
    room_session,
)
from sync_server.storage.schema.sitting_tables import candidate, sitting
from tests.builders.packages import a_planned_package
from tests.fakes.server_clock import ServerClock

NEW_SITE = NewSite(
    name="某职业学院考点",
    admin_name="admin",
    admin_password="admin-password",
    marking_passphrase="marking-passphrase",
)
ID_NUMBER = "11010519491231002X"
PHOTO = b"\xff\xd8 a photo"


@cache
def _template() -> Path:
    """Make one site, slowly; all others are copies of it."""
    folder = Path(tempfile.mkdtemp(prefix="exam-site-"))
    make_site(folder / "site", NEW_SITE, ServerClock())
    return folder / "site"


@cache
def manifest_raw() -> bytes:
    """Return a real manifest, the same in one run."""
    with tempfile.TemporaryDirectory() as folder:
        return manifest_bytes(a_planned_package(Path(folder) / "source").manifest)


def copy_site(root: Path) -> Path:
    """Put a new site's data folder at `root`."""
    shutil.copytree(_template(), root)
    return root


def a_site(
    root: Path, clock: Clock | None = None, options: SiteOptions | None = None
) -> Site:
    """Open a new site in a folder that does not exist yet."""
    return open_site(copy_site(root), options or SiteOptions(), clock or ServerClock())


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedSitting:
    """A candidate of a room session; all have ID_NUMBER."""

    admission_number: AdmissionNumber
    sitting_uuid: SittingUuid


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRoom:
    """A room session with its candidates."""

    room_code: str
    room_session_uuid: RoomSessionUuid
    package_uuid: PackageUuid
    sittings: tuple[PlannedSitting, ...]


def plan_room(
    site: Site,
    room_code: str = "R1",
    candidates: int = 3,
    *,
    session_code: str = "2026-11-22-am",
    closes: datetime = datetime(2026, 11, 22, 4, 0, tzinfo=UTC),
) -> PlannedRoom:
    """Plan a session in a room, with its package and candidates."""
    now = utc_text(site.clock.utc_now())
    package_uuid = PackageUuid(UUID(int=uuid4().int))
    raw = manifest_raw()
    with site.database.writing() as connection:
        package_id = connection.execute(
            insert(exam_package)
            .values(
                package_uuid=str(package_uuid),
                revision=1,
                data_class="trial",
                session_code=session_code,
                title="试卷",
                publisher_key_id="0" * 16,
                manifest=raw,
                manifest_sha256=hashlib.sha256(str(package_uuid).encode()).digest(),
                signature=bytes(64),
                inner_lock=b"inner lock",
                folder=str(package_uuid),
                loaded_utc=now,
                loaded_by="admin",
            )
            .returning(exam_package.c.exam_package_id)
        ).scalar_one()
        connection.execute(
            insert(package_file).values(
                exam_package_id=package_id,
                name="form-A.sealed",
                size_bytes=10,
                sha256=bytes(32),
            )
        )
        session_id = connection.execute(
            insert(exam_session)
            .values(
                session_uuid=str(uuid4()),
                data_class="trial",
                session_code=session_code,
                name="上午场",
                exam_package_id=package_id,
                closes_utc=utc_text(closes),
                created_utc=now,
            )
            .returning(exam_session.c.exam_session_id)
        ).scalar_one()
        room_id = connection.scalar(
            select(room.c.room_id).where(room.c.room_code == room_code)
        )
        if room_id is None:
            room_id = connection.execute(
                insert(room)
                .values(room_code=room_code, name="第一考场", created_utc=now)
                .returning(room.c.room_id)
            ).scalar_one()
        room_uuid = RoomSessionUuid(uuid4())
        room_session_id = connection.execute(
            insert(room_session)
            .values(
                room_session_uuid=str(room_uuid),
                room_id=room_id,
                exam_session_id=session_id,
            )
            .returning(room_session.c.room_session_id)
        ).scalar_one()
        sittings = []
        for number in range(1, candidates + 1):
            candidate_uuid = str(uuid4())
            admission = AdmissionNumber(f"{room_code}{session_code}{number:04}")
            vault = site.keys.vault
            candidate_id = connection.execute(
                insert(candidate)
                .values(
                    candidate_uuid=candidate_uuid,
                    data_class="trial",
                    admission_number=admission,
                    name=f"考生{number}",
                    form_of_address="同学",
                    id_number_sealed=vault.seal(
                        ID_NUMBER.encode(), purpose=id_number_purpose(candidate_uuid)
                    ),
                    photo_sealed=vault.seal(
                        PHOTO, purpose=photo_purpose(candidate_uuid)
                    ),
                    photo_media_type="image/jpeg",
                    imported_utc=now,
                )
                .returning(candidate.c.candidate_id)
            ).scalar_one()
            sitting_uuid = SittingUuid(uuid4())
            connection.execute(
                insert(sitting).values(
                    sitting_uuid=str(sitting_uuid),
                    candidate_id=candidate_id,
                    exam_session_id=session_id,
                    room_session_id=room_session_id,
                    form_code="A",
                )
            )
            sittings.append(
                PlannedSitting(admission_number=admission, sitting_uuid=sitting_uuid)
            )
    return PlannedRoom(
        room_code=room_code,
        room_session_uuid=room_uuid,
        package_uuid=package_uuid,
        sittings=tuple(sittings),
    )
