"""Packages for seats: still sealed, in pieces if the seat asks so."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import anyio
from litestar import Request, Response, Router, get
from litestar.params import FromPath
from litestar.response import Stream

from question_bank.identifiers import PackageUuid
from sync_server.api.seat_guard import seat_guard, seat_of
from sync_server.errors import NotFoundError
from sync_server.services.site import Site
from sync_server.storage.package_reader import ServedPackage

AnyRequest = Request[Any, Any, Any]
BYTES = "application/octet-stream"
CHUNK_BYTES = 256 * 1024
_RANGE = re.compile(r"bytes=(\d{0,12})-(\d{0,12})")


def package_routes(site: Site) -> Router:
    """Return the routes of loaded packages, all behind the seat's token."""

    def served(package_uuid: UUID, request: AnyRequest) -> ServedPackage:
        room_id = seat_of(request).room_id
        return site.package_reader.served(PackageUuid(package_uuid), room_id)

    @get("/{package_uuid:uuid}/manifest", media_type=BYTES, sync_to_thread=True)
    def give_manifest(
        package_uuid: FromPath[UUID], request: AnyRequest
    ) -> Response[bytes]:
        """Give the manifest, byte for byte. 200: bytes. 404 NOT_FOUND."""
        return Response(served(package_uuid, request).manifest, media_type=BYTES)

    @get("/{package_uuid:uuid}/signature", media_type=BYTES, sync_to_thread=True)
    def give_signature(
        package_uuid: FromPath[UUID], request: AnyRequest
    ) -> Response[bytes]:
        """Give the manifest's signature. 200: bytes. 404 NOT_FOUND."""
        return Response(served(package_uuid, request).signature, media_type=BYTES)

    @get("/{package_uuid:uuid}/inner-lock", media_type=BYTES, sync_to_thread=True)
    def give_inner_lock(
        package_uuid: FromPath[UUID], request: AnyRequest
    ) -> Response[bytes]:
        """Give the inner lock; only the opening code opens it. 200: bytes. 404."""
        return Response(served(package_uuid, request).inner_lock, media_type=BYTES)

    @get("/{package_uuid:uuid}/files/{name:str}", media_type=BYTES, sync_to_thread=True)
    def give_file(
        package_uuid: FromPath[UUID], name: FromPath[str], request: AnyRequest
    ) -> Stream:
        """Give a sealed file, or the range that is asked for.

        200 or 206: bytes. 404 NOT_FOUND: also for a name not in the manifest.
        """
        package = served(package_uuid, request)
        if name not in package.file_names:
            raise NotFoundError("the manifest lists no such file")
        path = site.folder.packages / package.folder / name
        if not path.is_file():
            raise NotFoundError("the sealed file is not here; load the package again")
        return _stream(path, request.headers.get("range", ""))

    return Router(
        "/api/v1/packages",
        route_handlers=[give_manifest, give_signature, give_inner_lock, give_file],
        guards=[seat_guard(site.seat_directory)],
        tags=["packages"],
    )


def _stream(path: Path, untrusted_range: str) -> Stream:
    size_bytes = path.stat().st_size
    asked = asked_range(untrusted_range, size_bytes)
    first, last = asked or (0, size_bytes - 1)
    headers = {
        "accept-ranges": "bytes",
        "content-length": str(last - first + 1),
    }
    if asked is not None:
        headers["content-range"] = f"bytes {first}-{last}/{size_bytes}"
    return Stream(
        _pieces(path, first, last - first + 1),
        status_code=200 if asked is None else 206,
        headers=headers,
        media_type=BYTES,
    )


def asked_range(untrusted_range: str, size_bytes: int) -> tuple[int, int] | None:
    """Return (first, last) of a range header; None: the whole file is given.

    Source:
        RFC 9110, section 14: what can't be served as one range may be ignored.
    """
    match = _RANGE.fullmatch(untrusted_range.strip())
    if match is None or not any(match.groups()):
        return None
    if not match[1]:  # the last so many bytes
        first, last = max(size_bytes - int(match[2]), 0), size_bytes - 1
    else:
        first = int(match[1])
        last = min(int(match[2] or size_bytes), size_bytes - 1)
    return (first, last) if first <= last else None


async def _pieces(path: Path, first: int, length: int) -> AsyncIterator[bytes]:
    async with await anyio.open_file(path, "rb") as file:
        await file.seek(first)
        while length > 0:
            piece = await file.read(min(CHUNK_BYTES, length))
            if not piece:
                return
            length -= len(piece)
            yield piece
