"""Packages and their sessions in the database."""

import uuid
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from question_bank.formats.exam_package import Manifest, parse_manifest
from sync_server.clock import Clock, utc_text
from sync_server.errors import NotFoundError
from sync_server.packages.errors import PackageInUseError
from sync_server.packages.package_records import (
    ExamSession,
    LoadedPackage,
    NewPackage,
)
from sync_server.storage.connection import Database
from sync_server.storage.schema.exam_tables import (
    exam_package,
    exam_session,
    package_file,
    room_session,
)


class PackageStore:
    """What was loaded, and for which session. For all threads."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add(self, new: NewPackage) -> None:
        """Keep a checked package and give it to its session.

        Loading the very same package again changes nothing.

        Raises:
            PackageInUseError: a room of the session was opened with another package.
        """
        now = utc_text(self._clock.utc_now())
        with self._database.writing() as connection:
            known = connection.scalar(
                select(exam_package.c.exam_package_id).where(
                    exam_package.c.manifest_sha256 == new.manifest_sha256
                )
            )
            package_id = known or _insert_package(connection, new, now)
            _give_to_session(connection, new.manifest, package_id, now)

    def packages(self) -> tuple[LoadedPackage, ...]:
        """Return all packages, the newest first."""
        query = select(exam_package).order_by(exam_package.c.exam_package_id.desc())
        with self._database.reading() as connection:
            return tuple(loaded_package(row) for row in connection.execute(query))

    def is_known(self, manifest_sha256: bytes) -> bool:
        """Return whether this very package was loaded before."""
        query = select(func.count()).where(
            exam_package.c.manifest_sha256 == manifest_sha256
        )
        with self._database.reading() as connection:
            return bool(connection.scalar(query))

    def newest_revision(self, session_code: str, data_class: str) -> int:
        """Return the highest revision known for a session; 0 for none."""
        query = select(func.max(exam_package.c.revision)).where(
            exam_package.c.session_code == session_code,
            exam_package.c.data_class == data_class,
        )
        with self._database.reading() as connection:
            return connection.scalar(query) or 0

    def sessions(self) -> tuple[ExamSession, ...]:
        """Return all sessions with their packages."""
        packages = {found.exam_package_id: found for found in self.packages()}
        query = select(exam_session).order_by(
            exam_session.c.opens_utc, exam_session.c.session_code
        )
        with self._database.reading() as connection:
            return tuple(
                ExamSession(
                    exam_session_id=row.exam_session_id,
                    session_uuid=row.session_uuid,
                    session_code=row.session_code,
                    name=row.name,
                    data_class=row.data_class,
                    package=packages.get(row.exam_package_id),
                )
                for row in connection.execute(query)
            )

    def session(self, session_uuid: str) -> ExamSession:
        """Return one session.

        Raises:
            NotFoundError: there is none.
        """
        for found in self.sessions():
            if found.session_uuid == session_uuid:
                return found
        raise NotFoundError("no such session")


def _insert_package(connection: Connection, new: NewPackage, now: str) -> int:
    manifest = new.manifest
    added = connection.execute(
        insert(exam_package)
        .values(
            package_uuid=str(manifest.package_uuid),
            revision=manifest.revision,
            data_class=manifest.data_class.value,
            session_code=manifest.session.code,
            title=manifest.session.name,
            publisher_key_id=manifest.publisher.key_id,
            manifest=new.manifest_raw,
            manifest_sha256=new.manifest_sha256,
            signature=new.signature,
            inner_lock=new.inner_lock,
            folder=new.folder,
            loaded_utc=now,
            loaded_by=new.loaded_by,
        )
        .returning(exam_package.c.exam_package_id)
    )
    package_id = int(added.scalar_one())
    for file in manifest.files:
        connection.execute(
            insert(package_file).values(
                exam_package_id=package_id,
                name=file.name,
                size_bytes=file.size_bytes,
                sha256=bytes.fromhex(file.sha256),
            )
        )
    return package_id


def _give_to_session(
    connection: Connection, manifest: Manifest, package_id: int, now: str
) -> None:
    is_session = (exam_session.c.session_code == manifest.session.code) & (
        exam_session.c.data_class == manifest.data_class.value
    )
    values: dict[str, object] = {
        "name": manifest.session.name,
        "exam_package_id": package_id,
        "opens_utc": utc_text(manifest.window.opens_utc),
        "closes_utc": utc_text(manifest.window.closes_utc),
    }
    known = connection.execute(select(exam_session).where(is_session)).first()
    if known is None:
        connection.execute(
            insert(exam_session).values(
                session_uuid=str(uuid.uuid4()),
                data_class=manifest.data_class.value,
                session_code=manifest.session.code,
                created_utc=now,
                **values,
            )
        )
        return
    if known.exam_package_id == package_id:
        return
    begun = connection.scalar(
        select(func.count())
        .select_from(room_session)
        .where(room_session.c.exam_session_id == known.exam_session_id)
        .where(room_session.c.state != "planned")
    )
    if begun:
        raise PackageInUseError(f"{begun} rooms were opened")
    connection.execute(
        update(exam_package)
        .where(exam_package.c.exam_package_id == known.exam_package_id)
        .values(state="withdrawn")
    )
    connection.execute(update(exam_session).where(is_session).values(values))


def loaded_package(row: Row[Any]) -> LoadedPackage:
    """Return a row of exam_package as what it stands for."""
    return LoadedPackage(
        exam_package_id=row.exam_package_id,
        manifest=parse_manifest(bytes(row.manifest)),
        manifest_sha256=bytes(row.manifest_sha256),
        signature=bytes(row.signature),
        inner_lock=bytes(row.inner_lock),
        folder=row.folder,
        state=row.state,
        loaded_utc=row.loaded_utc,
        loaded_by=row.loaded_by,
    )
