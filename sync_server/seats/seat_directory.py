"""Who sends this request: bearer tokens to seats, kept in memory.

A token is looked up in the store once; revoking takes effect with the next request.
"""

import hashlib
import threading
from typing import Protocol

from sync_server.errors import SeatRevokedError, TokenUnknownError
from sync_server.seats.seat import Seat

MOST_TOKEN_BYTES = 128


class SeatRows(Protocol):
    """What the directory asks its store."""

    def seat_of_token(self, token_hash: bytes) -> Seat | None:
        """Return the seat that holds this token, revoked or not."""
        ...


def token_hash(token: bytes) -> bytes:
    """Return what is stored of a token: 32 random bytes need no slow hash."""
    return hashlib.sha256(b"exam-room seat token v1\0" + token).digest()


class SeatDirectory:
    """Seats by token. For all threads.

    Only good answers are kept, so that wrong tokens can't fill the memory.
    """

    def __init__(self, rows: SeatRows) -> None:
        self._rows = rows
        self._by_token: dict[bytes, Seat] = {}
        self._lock = threading.Lock()
        self._version = 0

    def known_seat(self, token: bytes) -> Seat | None:
        """Return the seat if its token is in memory; never waits for the store."""
        return self._by_token.get(token)

    def seat(self, token: bytes) -> Seat:
        """Return the seat that holds the token.

        Raises:
            TokenUnknownError: nobody holds it.
            SeatRevokedError: the seat was taken out.
        """
        if (seat := self._by_token.get(token)) is not None:
            return seat
        if not token or len(token) > MOST_TOKEN_BYTES:
            raise TokenUnknownError("no bearer token that could be a seat's")
        version = self._version
        found = self._rows.seat_of_token(token_hash(token))
        if found is None:
            raise TokenUnknownError("no seat has this token")
        if found.revoked_utc is not None:
            raise SeatRevokedError(f"seat {found.seat_code} was revoked")
        with self._lock:
            if version == self._version:  # nobody was revoked while we read
                self._by_token[token] = found
        return found

    def forget(self) -> None:
        """Ask the store again for every token: a seat was paired anew or revoked."""
        with self._lock:
            self._version += 1
            self._by_token.clear()
