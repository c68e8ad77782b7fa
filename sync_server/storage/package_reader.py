"""What seats fetch of a loaded package: manifest, signature, inner lock, sealed files."""

from dataclasses import dataclass

from sqlalchemy import case, select

from question_bank.identifiers import PackageUuid
from sync_server.errors import NotFoundError
from sync_server.storage.connection import Database
from sync_server.storage.schema.exam_tables import (
    exam_package,
    exam_session,
    package_file,
    room_session,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedPackage:
    """A package as a room's seats get it.

    Attributes:
        folder: Below the packages folder.
        file_names: Sealed files that the manifest lists.
    """

    manifest: bytes
    signature: bytes
    inner_lock: bytes
    folder: str
    file_names: frozenset[str]


class PackageReader:
    """Reads loaded packages. For all threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def served(self, package_uuid: PackageUuid, room_id: int) -> ServedPackage:
        """Return the revision that a session of this room uses, else the newest.

        Raises:
            NotFoundError: no such package is loaded.
        """
        used = (
            select(exam_session.c.exam_package_id)
            .join(
                room_session,
                room_session.c.exam_session_id == exam_session.c.exam_session_id,
            )
            .where(room_session.c.room_id == room_id)
        )
        is_used = case((exam_package.c.exam_package_id.in_(used), 0), else_=1)
        query = (
            select(exam_package)
            .where(
                exam_package.c.package_uuid == str(package_uuid),
                exam_package.c.state == "loaded",
            )
            .order_by(is_used, exam_package.c.revision.desc())
            .limit(1)
        )
        with self._database.reading() as connection:
            row = connection.execute(query).mappings().first()
            if row is None:
                raise NotFoundError("no such package is loaded")
            names = connection.scalars(
                select(package_file.c.name).where(
                    package_file.c.exam_package_id == row["exam_package_id"]
                )
            )
            return ServedPackage(
                manifest=row["manifest"],
                signature=row["signature"],
                inner_lock=row["inner_lock"],
                folder=row["folder"],
                file_names=frozenset(names),
            )
