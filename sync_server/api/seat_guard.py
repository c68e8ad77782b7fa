"""Who calls: the bearer token of a seat, checked here for every seat route."""

import asyncio
from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler
from litestar.types import Guard

from sync_server.errors import TokenUnknownError
from sync_server.seats.seat import Seat
from sync_server.seats.seat_directory import SeatDirectory

_SCHEME = "Bearer "
_SEAT = "seat"

Connection = ASGIConnection[Any, Any, Any, Any]


async def seat_of_header(directory: SeatDirectory, authorization: str) -> Seat:
    """Return the seat whose token the header holds.

    Raises:
        TokenUnknownError, SeatRevokedError: no seat may be served.
    """
    if not authorization.startswith(_SCHEME):
        raise TokenUnknownError("no bearer token")
    token = authorization.removeprefix(_SCHEME).encode("latin-1", "replace")
    if (seat := directory.known_seat(token)) is not None:
        return seat
    return await asyncio.to_thread(directory.seat, token)


def seat_guard(directory: SeatDirectory) -> Guard:
    """Return the guard of all seat routes; `seat_of` reads what it found."""

    async def check(connection: Connection, _handler: BaseRouteHandler) -> None:
        header = connection.headers.get("authorization", "")
        connection.state[_SEAT] = await seat_of_header(directory, header)

    return check


def seat_of(connection: Connection) -> Seat:
    """Return the seat that the guard let in."""
    seat = connection.state[_SEAT]
    assert isinstance(seat, Seat)
    return seat
